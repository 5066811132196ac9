import type { ApplicationCommandOptionChoiceData, AutocompleteInteraction } from 'discord.js';
import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { parseTag } from '#shared/order-tag.ts';
import { textsFor } from '#shared/text/locales.ts';
import { sayLeft, shorten } from '../../sentences.ts';
import { actorOf, type Context } from '../context.ts';
import { soon } from '../patience.ts';

type Choice = ApplicationCommandOptionChoiceData<string>;

const choicesMax = 25;
const choiceLengthMax = 100;

/** Those choices whose name has what was typed so far, as Discord takes them. */
export function matching(interaction: AutocompleteInteraction, choices: readonly Choice[]): readonly Choice[] {
  const typed = interaction.options.getFocused().trim().toLowerCase();
  return choices
    .filter(({ name }) => name.toLowerCase().includes(typed))
    .slice(0, choicesMax)
    .map((each) => ({ name: shorten(each.name, choiceLengthMax), value: each.value }));
}

/** The orders in the builder's queue. */
export async function suggestQueue(interaction: AutocompleteInteraction, { core }: Context) {
  const { orders } = await core.as(actorOf(interaction)).listMyQueue({}, soon());
  return matching(
    interaction,
    orders.map((order) => nameOrder(interaction, order)),
  );
}

/**
 * The orders in the builder's queue for an option that takes several: what was typed last is completed, and what stands before it
 * is kept.
 */
export async function suggestQueueTags(interaction: AutocompleteInteraction, { core }: Context) {
  const { orders } = await core.as(actorOf(interaction)).listMyQueue({}, soon());
  const typed = interaction.options.getFocused();
  const [, before = '', last = ''] = /^(.*[\s,])?([^\s,]*)$/s.exec(typed) ?? [];
  const given = before.toUpperCase();
  return orders
    .filter(({ tag, title }) => `${tag} ${title}`.toLowerCase().includes(last.toLowerCase()) && !given.includes(tag))
    .slice(0, choicesMax)
    .map((order) => {
      const { name, value } = nameOrder(interaction, order);
      return { name: shorten(before + name, choiceLengthMax), value: before + value };
    })
    .filter(({ value }) => value.length <= choiceLengthMax);
}

/** The caller's own orders. */
export async function suggestOrders(interaction: AutocompleteInteraction, { core }: Context) {
  const { orders } = await core.as(actorOf(interaction)).listMyOrders({ query: {} }, soon());
  return matching(
    interaction,
    orders.map((order) => nameOrder(interaction, order)),
  );
}

/** Drops that anybody may see. */
export async function suggestDrops(interaction: AutocompleteInteraction, { core }: Context) {
  const { drops } = await core.own.listDrops({}, soon());
  return matching(
    interaction,
    drops.map((drop) => nameDrop(interaction, drop)),
  );
}

/** The builder's own drops that are open. */
export async function suggestMyDrops(interaction: AutocompleteInteraction, { core }: Context) {
  const { drops } = await core.as(actorOf(interaction)).listMyDrops({}, soon());
  return matching(
    interaction,
    drops.filter(({ status }) => status === 'open').map((drop) => nameDrop(interaction, drop)),
  );
}

function nameOrder({ locale }: AutocompleteInteraction, { tag, title, fulfilment }: OrderView): Choice {
  return { name: `${tag} · ${title} · ${textsFor(locale).panel.state[fulfilment]}`, value: tag };
}

function nameDrop({ locale }: AutocompleteInteraction, { id, title, units, builder }: DropView): Choice {
  const facts = [title, builder.nickname, sayLeft(units, textsFor(locale)).replaceAll('*', '')];
  return { name: facts.join(' · '), value: id };
}

/** A tag as we write it, or what was typed where that does not read as one: the core says what is wrong with it. */
export function readTag(typed: string, lengthMax = 20): string {
  return parseTag(typed) ?? typed.trim().slice(0, lengthMax);
}
