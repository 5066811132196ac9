import { type MessageComponentInteraction, ModalBuilder, type ModalSubmitInteraction } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import type { Component, Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { encodeCustomId } from '../custom-id.ts';
import { label, severalLines } from '../form-parts.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showOrderCase } from '../views/order-cases.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';
import { readTag, suggestOrders } from './suggestions.ts';

/** `/c500 case`: the case about an order, for its buyer and its builder, with what they may say now. */
export const orderCaseCommand: ReplyCommand = {
  name: 'case',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ case: words }) => words).addStringOption((option) =>
      named(option, ({ case: words }) => words.order)
        .setRequired(true)
        .setMaxLength(20)
        .setAutocomplete(true),
    ),
  suggest: suggestOrders,
  run: (interaction, context) => showFor(interaction, readTag(interaction.options.getString('order', true)), context),
};

/** What the buttons under a case do. */
export const orderCaseComponents = {
  answer: { answers: 'form', open: ({ locale }, ref) => openForm(locale, 'answer', ref) },
  appeal: { answers: 'form', open: ({ locale }, ref) => openForm(locale, 'appeal', ref) },
} as const satisfies Record<string, Component>;

/** What the forms of an answer and of an appeal do. */
export const orderCaseForms = {
  answer: { answers: 'update', run: (interaction, ref, context) => say(interaction, 'answer', ref, context) },
  appeal: { answers: 'update', run: (interaction, ref, context) => say(interaction, 'appeal', ref, context) },
} as const satisfies Record<string, Form>;

async function showFor(
  interaction: Parameters<typeof actorOf>[0] & Pick<MessageComponentInteraction, 'locale'>,
  tag: string,
  { core }: Context,
  said?: string,
): Promise<Shown> {
  const me = core.as(actorOf(interaction));
  const params = { tag };
  const [order, cases] = [await me.getOrder({ params }), await me.listOrderCases({ params })];
  return showOrderCase(textsFor(interaction.locale), order, cases, said);
}

function openForm(locale: string, what: 'answer' | 'appeal', ref: string): ModalBuilder {
  const words = textsFor(locale).bot.discord.cases.forms[what];
  return new ModalBuilder()
    .setCustomId(encodeCustomId(what, ref))
    .setTitle(words.title)
    .addLabelComponents(
      label(words).setTextInputComponent(severalLines('text', words.placeholder).setMinLength(10).setMaxLength(1_500)),
    );
}

async function say(
  interaction: ModalSubmitInteraction,
  what: 'answer' | 'appeal',
  ref: string,
  context: Context,
): Promise<Shown> {
  const { bot } = textsFor(interaction.locale);
  const [, tag = '', caseId = ''] = /^([^.]+)\.(.+)$/.exec(ref) ?? [];
  if (caseId === '') throw new RefusedError(bot.discord.unknownButton);
  const call = {
    params: { caseId },
    body: { requestId: interaction.id, text: interaction.fields.getTextInputValue('text') },
  };
  const me = context.core.as(actorOf(interaction));
  await (what === 'answer' ? me.answerCase(call) : me.appealCase(call));
  const { answered, appealedDone } = bot.discord.cases;
  return showFor(interaction, tag, context, what === 'answer' ? answered : appealedDone);
}
