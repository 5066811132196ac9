import {
  type ChatInputCommandInteraction,
  type LabelBuilder,
  type MessageComponentInteraction,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import type { StaffAct } from '#shared/schemas/house.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Component, Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { encodeCustomId } from '../custom-id.ts';
import { label, oneLine, severalLines } from '../form-parts.ts';
import type { Shown } from '../messages.ts';
import { soon } from '../patience.ts';
import { RefusedError } from '../refused.ts';
import { nameCase, showCase, showCases } from '../views/cases.ts';
import type { ReplyCommand } from './command.ts';
import { propose } from './desk-propose.ts';
import { named } from './localized.ts';
import { matching } from './suggestions.ts';

type Run = ChatInputCommandInteraction;
const whoPays = ['buyer', 'builder', 'house'] as const;

/** `/c500-desk case`: cases that wait, what is due first at the top, or one of them. */
export const caseCommand: ReplyCommand = {
  name: 'case',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ house }) => house.case).addStringOption((option) =>
      named(option, ({ house }) => house.case.case)
        .setMaxLength(60)
        .setAutocomplete(true),
    ),
  suggest: async (interaction, { core }) => {
    const { cases } = await core.as(actorOf(interaction)).listCases({ query: {} }, soon());
    const texts = textsFor(interaction.locale);
    return matching(
      interaction,
      cases.map((each) => ({ name: nameCase(texts, each), value: each.id })),
    );
  },
  run: (interaction, context) => {
    const caseId = interaction.options.getString('case');
    return caseId === null ? listCases(interaction, '', context) : showOneCase(interaction, caseId, context);
  },
};

/** What the buttons around cases and strikes do. */
export const caseComponents = {
  cases: { answers: 'update', run: listCases },
  case: { answers: 'update', run: showOneCase },
  take: { answers: 'update', run: take },
  judge: { answers: 'form', open: ({ locale }, ref) => openJudgement(locale, ref) },
  lift: { answers: 'form', open: ({ locale }, ref) => openLifting(locale, ref) },
} as const satisfies Record<string, Component>;

/** What the forms of a decision, and of lifting a strike, do. */
export const caseForms = {
  judge: { answers: 'update', run: judge },
  lift: { answers: 'update', run: lift },
} as const satisfies Record<string, Form>;

/** A page of cases, from after the one that is named. */
async function listCases(
  interaction: Run | MessageComponentInteraction,
  ref: string,
  { core }: Context,
): Promise<Shown> {
  const query = ref.startsWith('case_') ? { after: ref } : {};
  const { cases } = await core.as(actorOf(interaction)).listCases({ query });
  return showCases(textsFor(interaction.locale), cases);
}

async function showOneCase(
  interaction: Run | MessageComponentInteraction,
  caseId: string,
  { core }: Context,
): Promise<Shown> {
  const looked = await core.as(actorOf(interaction)).getCase({ params: { caseId } });
  return showCase(textsFor(interaction.locale), looked);
}

function take(interaction: MessageComponentInteraction, caseId: string, context: Context): Promise<Shown> {
  const { takeReason } = textsFor(interaction.locale).bot.discord.house.cases;
  return propose(interaction, { kind: 'take-case', caseId, reason: takeReason }, context);
}

function openJudgement(locale: string, ref: string): ModalBuilder {
  const { titles, reason, amount, postage, whoPays: names } = textsFor(locale).bot.discord.house.cases.judge;
  const party = ref.startsWith('buyer.') ? 'buyer' : 'builder';
  const menu = new StringSelectMenuBuilder()
    .setCustomId('postage')
    .setRequired(false)
    .setMinValues(0)
    .addOptions(whoPays.map((each) => new StringSelectMenuOptionBuilder().setValue(each).setLabel(names[each])));
  const amountField = label(amount).setTextInputComponent(
    oneLine('amount', amount.placeholder).setRequired(false).setMaxLength(30),
  );
  return new ModalBuilder()
    .setCustomId(encodeCustomId('judge', ref))
    .setTitle(titles[party])
    .addLabelComponents(
      reasonField(reason),
      ...(party === 'buyer' ? [amountField] : []),
      label(postage).setStringSelectMenuComponent(menu),
    );
}

async function judge(interaction: ModalSubmitInteraction, ref: string, context: Context): Promise<Shown> {
  const [, infavourOf, caseId = ''] = /^(buyer|builder)\.(.+)$/.exec(ref) ?? [];
  if (infavourOf !== 'buyer' && infavourOf !== 'builder')
    throw new RefusedError(textsFor(interaction.locale).bot.discord.unknownButton);
  const { fields } = interaction;
  const reason = fields.getTextInputValue('reason');
  const amountTyped = infavourOf === 'buyer' ? fields.getTextInputValue('amount').trim() : '';
  const [chosen] = fields.getStringSelectValues('postage');
  const postage = whoPays.find((each) => each === chosen);
  const act: StaffAct = {
    kind: 'decide-case',
    caseId,
    infavourOf,
    reason,
    ...(amountTyped === '' ? {} : { amountTyped }),
    ...(postage ? { postage } : {}),
  };
  return propose(interaction, act, context);
}

function openLifting(locale: string, strikeId: string): ModalBuilder {
  const { title, reason } = textsFor(locale).bot.discord.house.strikes.lifting;
  return new ModalBuilder()
    .setCustomId(encodeCustomId('lift', strikeId))
    .setTitle(title)
    .addLabelComponents(reasonField(reason));
}

function lift(interaction: ModalSubmitInteraction, strikeId: string, context: Context): Promise<Shown> {
  const reason = interaction.fields.getTextInputValue('reason');
  return propose(interaction, { kind: 'lift-strike', strikeId, reason }, context);
}

function reasonField(texts: {
  readonly label: string;
  readonly description: string;
  readonly placeholder: string;
}): LabelBuilder {
  return label(texts).setTextInputComponent(
    severalLines('reason', texts.placeholder).setMinLength(3).setMaxLength(300),
  );
}
