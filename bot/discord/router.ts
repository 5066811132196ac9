import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  type RepliableInteraction,
} from 'discord.js';
import { ApiProblem } from '#shared/api/problem.ts';
import { en } from '#shared/text/say.ts';
import { isOurFault, sayProblem, type Said } from '../sentences.ts';
import { buttons } from './buttons.ts';
import { commandName, commands } from './commands/index.ts';
import type { Context } from './context.ts';
import { decodeCustomId } from './custom-id.ts';
import { showSaid, type Shown } from './messages.ts';
import { openDrop } from './open-drop.ts';

/**
 * Makes the one place where interactions arrive: each is acknowledged first, since Discord waits 3 s, and every failure is answered
 * here. The function never throws.
 */
export function createRouter(context: Context): (interaction: Interaction) => Promise<void> {
  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await suggest(interaction, context);
      else if (interaction.isChatInputCommand()) await runCommand(interaction, context);
      else if (interaction.isButton()) await pressButton(interaction, context);
      else if (interaction.isModalSubmit()) await submitForm(interaction, context);
    } catch (error) {
      await answerFailure(interaction, error, context);
    }
  };
}

function commandOf(interaction: ChatInputCommandInteraction | AutocompleteInteraction) {
  if (interaction.commandName !== commandName) return undefined;
  return commands.find((each) => each.name === interaction.options.getSubcommand(false));
}

async function suggest(interaction: AutocompleteInteraction, context: Context): Promise<void> {
  const choices = await commandOf(interaction)?.suggest?.(interaction, context);
  await interaction.respond([...(choices ?? [])]);
}

async function runCommand(interaction: ChatInputCommandInteraction, context: Context): Promise<void> {
  const command = commandOf(interaction);
  if (command?.answers === 'form') {
    await interaction.showModal(command.open(interaction));
    return;
  }
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await finish(interaction, command ? await command.run(interaction, context) : showSaid(en.bot.discord.unknownButton));
}

async function pressButton(interaction: ButtonInteraction, context: Context): Promise<void> {
  const named = decodeCustomId(interaction.customId);
  const button = named && named.action !== 'drop' ? buttons[named.action] : undefined;
  if (!named || !button) return replySaid(interaction, en.bot.discord.unknownButton);
  switch (button.answers) {
    case 'form': {
      const opened = button.open(interaction, named.ref, context);
      if (opened instanceof ModalBuilder) await interaction.showModal(opened);
      else await replySaid(interaction, opened);
      return;
    }
    case 'update':
      await interaction.deferUpdate();
      return finish(interaction, await button.run(interaction, named.ref, context));
    case 'reply':
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      return finish(interaction, await button.run(interaction, named.ref, context));
    default:
      button satisfies never;
  }
}

async function submitForm(interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const named = decodeCustomId(interaction.customId);
  if (named?.action !== 'drop') return replySaid(interaction, en.bot.discord.unknownButton);
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await finish(interaction, await openDrop(interaction, named.ref, context));
}

async function finish(interaction: RepliableInteraction, shown: Shown): Promise<void> {
  await interaction.editReply(shown);
}

async function replySaid(interaction: RepliableInteraction, said: Said): Promise<void> {
  const { components, flags } = showSaid(said);
  await interaction.reply({ components, flags: flags | MessageFlags.Ephemeral });
}

async function answerFailure(interaction: Interaction, error: unknown, { log }: Context): Promise<void> {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const about = { interactionId: interaction.id, err: error };
  if (!problem || isOurFault(problem)) log.error(about, 'an interaction failed');
  else log.info({ interactionId: interaction.id, code: problem.code }, 'an interaction was refused');
  try {
    await sayFailure(interaction, problem ? sayProblem(problem) : en.bot.discord.apology);
  } catch (cause) {
    // Nobody can be told: the interaction has expired or Discord does not answer.
    log.warn({ interactionId: interaction.id, err: cause }, 'a failure could not be answered');
  }
}

async function sayFailure(interaction: Interaction, said: Said): Promise<void> {
  if (interaction.isAutocomplete()) {
    if (!interaction.responded) await interaction.respond([]);
    return;
  }
  if (!interaction.isRepliable()) return;
  if (!interaction.deferred && !interaction.replied) return replySaid(interaction, said);
  const { components, flags } = showSaid(said);
  // After an update the reply is the message with the button, which stays as it is: its other buttons still serve.
  const isUpdate = interaction.isButton() && interaction.ephemeral === null;
  if (isUpdate) await interaction.followUp({ components, flags: flags | MessageFlags.Ephemeral });
  else await finish(interaction, showSaid(said));
}
