import type { MessageComponentInteraction } from 'discord.js';
import type { Client } from '#shared/api/client.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import {
  actionWords,
  isAskable,
  showCancelled,
  showClaim,
  showOrder,
  showOrderPage,
  showQuestion,
  type Askable,
} from '../views/orders.ts';
import { plain } from '../words.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

const ordersPerPage = 5;
/** A custom id has room for so many tags: who goes further back comes to the first page from there. */
const pagesBackMax = 9;

/** `/c500 orders`: a buyer's own orders and where their money is. */
export const ordersCommand: ReplyCommand = {
  name: 'orders',
  answers: 'reply',
  describe: (sub) => named(sub, ({ orders }) => orders),
  run: (interaction, context) => showPage(interaction, '', context),
};

/** What the buttons of claims and orders do. */
export const orderComponents = {
  claim: { answers: 'reply', run: claim },
  cancel: { answers: 'update', run: cancel },
  list: { answers: 'update', run: showPage },
  order: { answers: 'update', run: showOne },
  ask: { answers: 'update', run: ask },
  do: { answers: 'update', run: act },
} as const satisfies Record<string, Component>;

type Asking = Pick<MessageComponentInteraction, 'locale' | 'user' | 'guildId'>;

/**
 * Shows the page that a custom id names: the tags, without `C5-`, after which each page on the way here began; the last is this
 * page's own.
 */
async function showPage(
  interaction: Parameters<typeof actorOf>[0] & Asking,
  ref: string,
  { core }: Context,
): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const way = ref === '' ? [] : ref.split('.');
  const last = way.at(-1);
  const query = last === undefined ? {} : { before: `C5-${last}` };
  const { orders, waits = [] } = await core.as(actorOf(interaction)).listMyOrders({ query });
  const shown = orders.slice(0, ordersPerPage);
  const next = shown.at(-1)?.tag.slice('C5-'.length);
  const titled = await Promise.all(
    waits.slice(0, ordersPerPage).map(async (place) => {
      const { title } = await core.own.getDrop({ params: { dropId: place.dropId } });
      return { place, title };
    }),
  );
  return showOrderPage(texts, {
    orders: shown,
    waits: last === undefined ? titled : [],
    newer: last === undefined ? undefined : way.slice(0, -1).join('.'),
    older: orders.length > ordersPerPage && next ? [...way, next].slice(-pagesBackMax).join('.') : undefined,
  });
}

async function showOne(interaction: MessageComponentInteraction, tag: string, { core }: Context): Promise<Shown> {
  const order = await core.as(actorOf(interaction)).getOrder({ params: { tag } });
  return showOrder(textsFor(interaction.locale), order);
}

function readStep(ref: string): { readonly action: Askable; readonly tag: string } | undefined {
  const [, action = '', tag = ''] = /^([a-z-]+)\.(.+)$/.exec(ref) ?? [];
  return isAskable(action) ? { action, tag } : undefined;
}

async function ask(interaction: MessageComponentInteraction, ref: string, { core }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const step = readStep(ref);
  if (!step) throw new RefusedError(texts.bot.discord.unknownButton);
  const order = await core.as(actorOf(interaction)).getOrder({ params: { tag: step.tag } });
  return showQuestion(texts, order, step.action);
}

async function act(interaction: MessageComponentInteraction, ref: string, { core }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const step = readStep(ref);
  if (!step) throw new RefusedError(texts.bot.discord.unknownButton);
  const order = await perform(core.as(actorOf(interaction)), step.action, step.tag);
  const words = { ...actionWords, tag: order.tag, builder: plain(order.builderNickname) };
  return showOrder(texts, order, fill(texts.bot.discord.buying.actions[step.action].done, words));
}

async function perform(me: Client, action: Askable, tag: string): Promise<OrderView> {
  const call = { params: { tag } };
  switch (action) {
    case 'cancel-claim':
      return (await me.cancelClaim(call)).order;
    case 'confirm-delivery':
      return (await me.confirmDelivery(call)).order;
    case 'ask-cancellation':
      return (await me.askCancellation(call)).order;
    case 'refund-unproven':
      return (await me.refundUnproven(call)).order;
    case 'grant-days':
      return (await me.grantDays(call)).order;
    default:
      return action satisfies never;
  }
}

async function claim(interaction: MessageComponentInteraction, dropId: string, { core }: Context): Promise<Shown> {
  const order = await core.as(actorOf(interaction)).claimUnit({ params: { dropId } });
  return showClaim(textsFor(interaction.locale), order);
}

async function cancel(interaction: MessageComponentInteraction, tag: string, { core }: Context): Promise<Shown> {
  const { order } = await core.as(actorOf(interaction)).cancelClaim({ params: { tag } });
  return showCancelled(textsFor(interaction.locale), order);
}
