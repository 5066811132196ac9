import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  SlashCommandSubcommandBuilder,
} from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { showActs, showDone, showFailures, showNotDone, showPromises } from '../views/house.ts';
import type { ReplyCommand } from './command.ts';
import { sayGuild } from './drop.ts';
import { choice, named } from './localized.ts';
import { caseCommand, caseComponents, caseForms } from './desk-cases.ts';
import { propose } from './desk-propose.ts';
import { readTag } from './suggestions.ts';

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
  caseCommand,
  act(
    'refund',
    addOrder,
    (interaction) => ({ kind: 'refund', ...readOrder(interaction), ...readAmount(interaction) }),
    addAmount,
  ),
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
  act(
    'decline',
    (sub) => addPerson(sub),
    (interaction) => ({ kind: 'decline', ...readPerson(interaction) }),
  ),
  act(
    'strike',
    (sub) => addPerson(sub),
    (interaction) => ({ kind: 'strike', ...readPerson(interaction) }),
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
  ...caseComponents,
} as const satisfies Record<string, Component>;

/** What the forms of the desk do. */
export const deskForms = caseForms;

type ActName = 'certify' | 'decline' | 'refund' | 'freeze' | 'thaw' | 'release' | 'ban' | 'unban' | 'strike';

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

function onOrder(kind: 'freeze' | 'thaw' | 'release'): ReplyCommand {
  return act(kind, addOrder, (interaction) => ({ kind, ...readOrder(interaction) }));
}

function addOrder(sub: Sub): Sub {
  return sub.addStringOption((option) =>
    named(option, ({ house }) => house.order)
      .setRequired(true)
      .setMaxLength(20),
  );
}

function readOrder(interaction: Run): { readonly tag: string; readonly reason: string } {
  return { tag: readTag(interaction.options.getString('order', true)), reason: readReason(interaction) };
}

function addAmount(sub: Sub): Sub {
  return sub.addStringOption((option) =>
    named(option, ({ house }) => house.refund.amount)
      .setMinLength(1)
      .setMaxLength(30),
  );
}

/** What is left out is all that is left of the payment. */
function readAmount({ options }: Run): { readonly amountTyped?: string } {
  const amountTyped = options.getString('amount')?.trim();
  return amountTyped ? { amountTyped } : {};
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

async function confirm(interaction: MessageComponentInteraction, actId: string, { core }: Context): Promise<Shown> {
  const done = await core.as(actorOf(interaction)).confirmAct({ params: { actId } });
  return showDone(textsFor(interaction.locale), done);
}
