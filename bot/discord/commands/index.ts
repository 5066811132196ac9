import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from 'discord.js';
import { en } from '#shared/text/say.ts';
import type { Command } from './command.ts';
import { dropCommand } from './drop.ts';
import { dropsCommand } from './drops.ts';
import { liveCommand } from './live.ts';
import { ordersCommand, queueCommand } from './orders.ts';
import { refundCommand } from './refund.ts';
import { shipCommand } from './ship.ts';

const texts = en.bot.discord.command;

/** Every subcommand of `/c500`, in the order in which Discord lists them. */
export const commands: readonly Command[] = [
  dropsCommand,
  ordersCommand,
  dropCommand,
  queueCommand,
  liveCommand,
  shipCommand,
  refundCommand,
];

/** The name of the one command under which the others are. */
export const commandName = texts.name;

/** `/c500` as Discord is told of it; the builders refuse what Discord would. */
export function buildCommand(): ReturnType<SlashCommandBuilder['toJSON']> {
  const builder = new SlashCommandBuilder()
    .setName(texts.name)
    .setDescription(texts.description)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM);
  for (const command of commands) builder.addSubcommand((sub) => command.describe(sub.setName(command.name)));
  return builder.toJSON();
}
