import {
  type ChatInputCommandInteraction,
  LabelBuilder,
  type MessageComponentInteraction,
  ModalBuilder,
  type ModalSubmitInteraction,
  type SlashCommandSubcommandBuilder,
} from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Component, Form } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { encodeCustomId } from '../custom-id.ts';
import { severalLines } from '../form-parts.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { soon } from '../patience.ts';
import {
  nameCase,
  showActs,
  showCase,
  showCases,
  showDone,
  showFailures,
  showNotDone,
  showPromises,
  showProposed,
} from '../views/house.ts';
import type { ReplyCommand } from './command.ts';
import { sayGuild } from './drop.ts';
import { choice, named } from './localized.ts';
import { matching, readTag } from './suggestions.ts';

type Sub = SlashCommandSubcommandBuilder;
type Run = ChatInputCommandInteraction;

/** The subcommands of `/c500-desk`. The core asks Discord for each whether the caller is staff; what changes something is confirmed. */
export const deskCommands: readonly ReplyCommand[] = [
  act('certify', describeCertify, readCertify, addSecondCraft),
  {
    name: 'promise',
    answers: 'reply',
    describe: (sub) => addPerson(named(sub, ({ house }) => house.promise)),
    run: async (interaction, { core }) => {
      const params = { discordId: interaction.options.getUser('person', true).id };
      return showPromises(
        textsFor(interaction.locale),
        await core.as(actorOf(interaction)).getPromiseStatus({ params }),
      );
    },
  },
  {
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
      return caseId === null ? listCases(interaction, context) : showOneCase(interaction, caseId, context);
    },
  },
  onOrder('refund'),
  onOrder('freeze'),
  onOrder('thaw'),
  onOrder('release'),
  act(
    'ban',
    (sub) => addPerson(sub),
    (interaction) => ({ kind: 'ban', ...readPerson(interaction) }),
  ),
  act(
    'unban',
    (sub) => addPerson(sub),
    (interaction) => ({ kind: 'lift-ban', ...readPerson(interaction) }),
  ),
  {
    name: 'acts',
    answers: 'reply',
    describe: (sub) => named(sub, ({ house }) => house.acts),
    run: async (interaction, { core }) => {
      const { acts } = await core.as(actorOf(interaction)).listActs({});
      return showActs(textsFor(interaction.locale), acts);
    },
  },
  {
    name: 'failures',
    answers: 'reply',
    describe: (sub) => named(sub, ({ house }) => house.failures),
    run: async (interaction, { core }) => {
      const { failures } = await core.as(actorOf(interaction)).listBanFailures({});
      return showFailures(textsFor(interaction.locale), failures);
    },
  },
];

/** What the buttons of the desk do. */
export const deskComponents = {
  act: { answers: 'update', run: confirm },
  'drop-act': { answers: 'update', run: async ({ locale }) => showNotDone(textsFor(locale)) },
  cases: { answers: 'update', run: (interaction, _ref, context) => listCases(interaction, context) },
  case: { answers: 'update', run: showOneCase },
  judge: { answers: 'form', open: ({ locale }, ref) => openJudgement(locale, ref) },
} as const satisfies Record<string, Component>;

/** What the form of a decision does. */
export const deskForms = { judge: { answers: 'update', run: judge } } as const satisfies Record<string, Form>;

type ActName = 'certify' | 'refund' | 'freeze' | 'thaw' | 'release' | 'ban' | 'unban';

/** A subcommand that prepares an act: a reason is always asked for, and nothing happens before the confirmation. */
function act(
  name: ActName,
  addRequired: (sub: Sub) => Sub,
  read: (interaction: Run) => StaffAct,
  addOptional: (sub: Sub) => Sub = (sub) => sub,
): ReplyCommand {
  return {
    name,
    answers: 'reply',
    describe: (sub) => {
      const described = addRequired(named(sub, ({ house }) => house[name])).addStringOption((option) =>
        named(option, ({ house }) => house.reason)
          .setRequired(true)
          .setMinLength(3)
          .setMaxLength(300),
      );
      // Discord wants whatever may be left out to come last.
      return addOptional(described);
    },
    run: (interaction, context) => propose(interaction, read(interaction), context),
  };
}

function onOrder(kind: 'refund' | 'freeze' | 'thaw' | 'release'): ReplyCommand {
  const addOrder = (sub: Sub): Sub =>
    sub.addStringOption((option) =>
      named(option, ({ house }) => house.order)
        .setRequired(true)
        .setMaxLength(20),
    );
  return act(kind, addOrder, (interaction) => {
    const tag = readTag(interaction.options.getString('order', true));
    return { kind, tag, reason: readReason(interaction) };
  });
}

function addPerson(sub: Sub): Sub {
  return sub.addUserOption((option) => named(option, ({ house }) => house.person).setRequired(true));
}

const crafts = () => Guild.options.map((value) => choice(value, (texts) => sayGuild(texts.bot.discord.guilds[value])));

function describeCertify(sub: Sub): Sub {
  return addPerson(sub).addStringOption((option) =>
    named(option, ({ house }) => house.certify.guild)
      .setRequired(true)
      .addChoices(...crafts()),
  );
}

function addSecondCraft(sub: Sub): Sub {
  return sub.addStringOption((option) => named(option, ({ house }) => house.certify.also).addChoices(...crafts()));
}

function readCertify(interaction: Run): StaffAct {
  const { options } = interaction;
  const chosen = [options.getString('guild', true), options.getString('also')];
  const guilds = Guild.options.filter((guild) => chosen.includes(guild));
  return { kind: 'certify', guilds, ...readPerson(interaction) };
}

function readReason({ options }: Run): string {
  return options.getString('reason', true);
}

function readPerson(interaction: Run): { readonly discordId: string; readonly reason: string } {
  return { discordId: interaction.options.getUser('person', true).id, reason: readReason(interaction) };
}

async function propose(
  interaction: Run | ModalSubmitInteraction,
  proposed: StaffAct,
  { core }: Context,
): Promise<Shown> {
  const body = { requestId: interaction.id, act: proposed };
  return showProposed(textsFor(interaction.locale), await core.as(actorOf(interaction)).proposeAct({ body }));
}

async function confirm(interaction: MessageComponentInteraction, actId: string, { core }: Context): Promise<Shown> {
  const done = await core.as(actorOf(interaction)).confirmAct({ params: { actId } });
  return showDone(textsFor(interaction.locale), done);
}

async function listCases(interaction: Run | MessageComponentInteraction, { core }: Context): Promise<Shown> {
  const { cases } = await core.as(actorOf(interaction)).listCases({ query: {} });
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

function openJudgement(locale: string, ref: string): ModalBuilder {
  const { titles, reason } = textsFor(locale).bot.discord.house.cases.judge;
  const party = ref.startsWith('buyer.') ? 'buyer' : 'builder';
  return new ModalBuilder()
    .setCustomId(encodeCustomId('judge', ref))
    .setTitle(titles[party])
    .addLabelComponents(
      new LabelBuilder()
        .setLabel(reason.label)
        .setDescription(reason.description)
        .setTextInputComponent(severalLines('reason', reason.placeholder).setMinLength(3).setMaxLength(300)),
    );
}

async function judge(interaction: ModalSubmitInteraction, ref: string, context: Context): Promise<Shown> {
  const [, infavourOf, caseId = ''] = /^(buyer|builder)\.(.+)$/.exec(ref) ?? [];
  if (infavourOf !== 'buyer' && infavourOf !== 'builder')
    throw new RefusedError(textsFor(interaction.locale).bot.discord.unknownButton);
  const reason = interaction.fields.getTextInputValue('reason');
  return propose(interaction, { kind: 'decide-case', caseId, infavourOf, reason }, context);
}
