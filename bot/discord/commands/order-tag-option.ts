import type {
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  SlashCommandStringOption,
} from 'discord.js';
import { parseTag } from '#shared/order-tag.ts';
import { en } from '#shared/text/say.ts';
import { shorten } from '../../sentences.ts';
import { actorOf, type Context } from '../context.ts';

const choicesMax = 25;
/** Discord waits 3 s for choices; those that come later are for nobody. */
const patienceMs = 2_000;

/** The option that names an order, with the builder's queue to choose from. */
export function addTagOption(option: SlashCommandStringOption, description: string): SlashCommandStringOption {
  return option
    .setName('tag')
    .setDescription(description)
    .setRequired(true)
    .setMinLength(7)
    .setMaxLength(20)
    .setAutocomplete(true);
}

/** The tag as we write it, or what was typed where that does not read as one: the core says what is wrong with it. */
export function readTagOption(interaction: ChatInputCommandInteraction): string {
  const typed = interaction.options.getString('tag', true);
  return parseTag(typed) ?? typed.trim();
}

/** The orders in the builder's queue whose tag or title has what was typed so far. */
export async function suggestQueueTags(
  interaction: AutocompleteInteraction,
  { core }: Context,
): Promise<readonly ApplicationCommandOptionChoiceData<string>[]> {
  const { orders } = await core.as(actorOf(interaction)).listMyQueue({}, AbortSignal.timeout(patienceMs));
  const typed = interaction.options.getFocused().trim().toLowerCase();
  return orders
    .filter((order) => `${order.tag} ${order.title}`.toLowerCase().includes(typed))
    .slice(0, choicesMax)
    .map((order) => ({
      name: shorten(`${order.tag} · ${order.title} · ${en.panel.state[order.fulfilment]}`, 100),
      value: order.tag,
    }));
}
