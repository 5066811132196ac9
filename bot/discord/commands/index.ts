import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ContextMenuCommandBuilder,
  EntryPointCommandHandlerType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  SlashCommandBuilder,
} from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import { applyCommand, setupCommand } from './apply.ts';
import { orderCaseCommand } from './case.ts';
import type { Command } from './command.ts';
import { communityCommand } from './community.ts';
import { dashboardCommand } from './dashboard.ts';
import { deskCommands } from './desk.ts';
import { dropCommand } from './drop.ts';
import { helpCommand } from './help.ts';
import { liveCommand } from './live.ts';
import { localizations, named } from './localized.ts';
import { ordersCommand } from './orders.ts';
import { partnerCommand } from './partner.ts';
import { profileCommand, verifyCommand } from './profile.ts';
import { queueCommand, refundCommand } from './queue.ts';
import { reportCommand } from './report.ts';
import { shipCommand } from './ship.ts';
import { shopCommand, waitlistCommand } from './shop.ts';
import { vouchCommand } from './vouch.ts';

const english = textsFor('en').bot.discord.commands;

/** Every subcommand of `/c500`, in the order in which Discord lists them; it takes 25. */
const commands: readonly Command[] = [
  shopCommand,
  ordersCommand,
  profileCommand,
  verifyCommand,
  waitlistCommand,
  reportCommand,
  orderCaseCommand,
  applyCommand,
  setupCommand,
  dropCommand,
  liveCommand,
  shipCommand,
  queueCommand,
  dashboardCommand,
  partnerCommand,
  vouchCommand,
  refundCommand,
  communityCommand,
  helpCommand,
];

/** The names of the commands in the menus of messages and people, as Discord sends them. */
export const menuNames = { reportDrop: english.reportDrop.name, passport: english.passport.name } as const;

/** The subcommand that Discord names; undefined for those of an older version of the bot. */
export function findCommand(name: string, subcommand: string | null): Command | undefined {
  if (name === english.c500.name) return commands.find((each) => each.name === subcommand);
  if (name === english.desk.name) return deskCommands.find((each) => each.name === subcommand);
  return undefined;
}

/** Every command as Discord is told of it; the builders refuse what Discord would. */
export function buildCommands(): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  const everywhere = [InteractionContextType.Guild, InteractionContextType.BotDM];
  const c500 = named(new SlashCommandBuilder(), (texts) => texts.c500)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .setContexts(everywhere);
  for (const command of commands) c500.addSubcommand((sub) => command.describe(sub));
  // Hidden from everybody but those who manage the community; whether somebody is staff is the core's to ask.
  const desk = named(new SlashCommandBuilder(), (texts) => texts.desk)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .setContexts(InteractionContextType.Guild)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild);
  for (const command of deskCommands) desk.addSubcommand((sub) => command.describe(sub));
  const menu = (type: ApplicationCommandType.Message | ApplicationCommandType.User, key: keyof typeof menuNames) =>
    new ContextMenuCommandBuilder()
      .setType(type)
      .setName(menuNames[key])
      .setNameLocalizations(localizations((texts) => texts.bot.discord.commands[key].name))
      .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
      .setContexts(InteractionContextType.Guild);
  return [
    c500.toJSON(),
    desk.toJSON(),
    menu(ApplicationCommandType.Message, 'reportDrop').toJSON(),
    menu(ApplicationCommandType.User, 'passport').toJSON(),
  ];
}

/** The command that launches the activity, which Discord itself handles. */
export function buildEntryPoint(): RESTPostAPIApplicationCommandsJSONBody {
  const { name, description } = english.launch;
  return {
    type: ApplicationCommandType.PrimaryEntryPoint,
    handler: EntryPointCommandHandlerType.DiscordLaunchActivity,
    name,
    name_localizations: localizations((texts) => texts.bot.discord.commands.launch.name),
    description,
    description_localizations: localizations((texts) => texts.bot.discord.commands.launch.description),
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
}
