import {
  LabelBuilder,
  type Message,
  type MessageContextMenuCommandInteraction,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { ReportKind } from '#shared/schemas/house.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Component, Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { decodeComponentId, encodeCustomId } from '../custom-id.ts';
import { label, severalLines } from '../form-parts.ts';
import { sayBlock, show, type Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { plain } from '../words.ts';
import type { FormCommand } from './command.ts';
import { named } from './localized.ts';
import { readTag, suggestOrders } from './suggestions.ts';

/** `/c500 report`: opens a case with staff about an order. The builder is not told by us. */
export const reportCommand: FormCommand = {
  name: 'report',
  answers: 'form',
  describe: (sub) =>
    named(sub, ({ report }) => report).addStringOption((option) =>
      named(option, ({ report }) => report.order)
        .setRequired(true)
        .setMaxLength(20)
        .setAutocomplete(true),
    ),
  suggest: suggestOrders,
  open: ({ options, locale }) => buildReport(locale, readTag(options.getString('order', true))),
};

/** What the button under an order does. */
export const reportComponents = {
  report: { answers: 'form', open: ({ locale }, tag) => buildReport(locale, tag) },
} as const satisfies Record<string, Component>;

/** What the two forms do. */
export const reportForms = {
  report: { answers: 'reply', run: reportOrder },
  'report-drop': { answers: 'reply', run: reportDrop },
} as const satisfies Record<string, Form>;

function buildReport(locale: string, tag: string): ModalBuilder {
  const { title, kind, kinds, text } = textsFor(locale).bot.discord.buying.report;
  const menu = new StringSelectMenuBuilder()
    .setCustomId('kind')
    .addOptions(
      ReportKind.options
        .filter((value) => value !== 'drop')
        .map((value) => new StringSelectMenuOptionBuilder().setValue(value).setLabel(kinds[value])),
    );
  return new ModalBuilder()
    .setCustomId(encodeCustomId('report', tag))
    .setTitle(fill(title, { tag }))
    .addLabelComponents(
      new LabelBuilder().setLabel(kind.label).setDescription(kind.description).setStringSelectMenuComponent(menu),
      label(text).setTextInputComponent(severalLines('text', text.placeholder).setMinLength(10).setMaxLength(1_500)),
    );
}

/** The form of "Report this drop", for the drop whose card the message is. */
export function openDropReport(interaction: MessageContextMenuCommandInteraction): ModalBuilder {
  const { dropTitle, text, noDrop, noDropRemedy } = textsFor(interaction.locale).bot.discord.buying.report;
  const dropId = dropOn(interaction.targetMessage, interaction.applicationId);
  if (dropId === undefined) throw new RefusedError({ sentence: noDrop, remedy: noDropRemedy });
  return new ModalBuilder()
    .setCustomId(encodeCustomId('report-drop', dropId))
    .setTitle(dropTitle)
    .addLabelComponents(
      label(text).setTextInputComponent(severalLines('text', text.placeholder).setMinLength(10).setMaxLength(1_500)),
    );
}

/** The drop that a card of ours is about. Messages of others may carry buttons that look like ours. */
function dropOn(message: Message, applicationId: string): string | undefined {
  const isOurs = message.author.id === applicationId || message.applicationId === applicationId;
  if (!isOurs) return undefined;
  const ids = JSON.stringify(message.components).matchAll(/"custom_?[iI]d":"([^"]+)"/g);
  for (const [, customId = ''] of ids) {
    const named_ = decodeComponentId(customId);
    if (named_?.action === 'claim' || named_?.action === 'manage') return named_.ref;
  }
  return undefined;
}

async function reportOrder(interaction: ModalSubmitInteraction, tag: string, { core }: Context): Promise<Shown> {
  const { done, doneSentence } = textsFor(interaction.locale).bot.discord.buying.report;
  const { fields } = interaction;
  await core.as(actorOf(interaction)).reportOrder({
    params: { tag },
    body: {
      requestId: interaction.id,
      kind: ReportKind.parse(fields.getStringSelectValues('kind')[0]),
      text: fields.getTextInputValue('text'),
    },
  });
  return show(sayBlock('mint', done, fill(doneSentence, { tag: plain(tag) })));
}

async function reportDrop(interaction: ModalSubmitInteraction, dropId: string, { core }: Context): Promise<Shown> {
  const { done, doneDrop } = textsFor(interaction.locale).bot.discord.buying.report;
  const body = { requestId: interaction.id, text: interaction.fields.getTextInputValue('text') };
  const { about } = await core.as(actorOf(interaction)).reportDrop({ params: { dropId }, body });
  return show(sayBlock('mint', done, fill(doneDrop, { about: plain(about) })));
}
