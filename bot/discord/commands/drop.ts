import { type ChatInputCommandInteraction, type ModalBuilder, type SlashCommandSubcommandBuilder } from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import { DropKind } from '#shared/schemas/drop.ts';
import { en } from '#shared/text/say.ts';
import { buildDropForm } from '../drop-form.ts';
import type { FormCommand } from './command.ts';

const { guilds, kinds, command } = en.bot.discord;

/** `/c500 drop`: opens the form of a drop. What it comes to is in `open-drop.ts`. */
export const dropCommand: FormCommand = { name: 'drop', answers: 'form', describe, open };

function describe(sub: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  const texts = command.drop;
  return sub
    .setDescription(texts.description)
    .addStringOption((option) =>
      option
        .setName('guild')
        .setDescription(texts.guild)
        .setRequired(true)
        .addChoices(...Guild.options.map((value) => ({ name: `${guilds[value].emoji} ${guilds[value].name}`, value }))),
    )
    .addStringOption((option) =>
      option
        .setName('kind')
        .setDescription(texts.kind)
        .setRequired(true)
        .addChoices(...DropKind.options.map((value) => ({ name: kinds[value], value }))),
    )
    .addIntegerOption((option) =>
      option
        .setName('units')
        .setDescription(texts.units)
        .setRequired(true)
        .setMinValue(1)
        .setMaxValue(houseRules.unitsPerDropMax),
    )
    .addIntegerOption((option) =>
      option
        .setName('days')
        .setDescription(texts.days)
        .setRequired(true)
        .setMinValue(1)
        .setMaxValue(houseRules.proofDaysMax),
    )
    .addUserOption((option) => option.setName('marketer').setDescription(texts.marketer).setRequired(false));
}

function open({ options }: ChatInputCommandInteraction): ModalBuilder {
  return buildDropForm({
    // Discord offers only our own choices, so these parse unless Discord itself breaks its word.
    guild: Guild.parse(options.getString('guild', true)),
    kind: DropKind.parse(options.getString('kind', true)),
    units: options.getInteger('units', true),
    proofDays: options.getInteger('days', true),
    marketerDiscordId: options.getUser('marketer')?.id ?? null,
  });
}
