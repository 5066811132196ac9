import {
  type AnySelectMenuInteraction,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  type RepliableInteraction,
  type UserContextMenuCommandInteraction,
} from 'discord.js';
import { ApiProblem } from '#shared/api/problem.ts';
import { textsFor } from '#shared/text/locales.ts';
import { isOurFault, sayProblem, type Said } from '../sentences.ts';
import { findCommand, menuNames } from './commands/index.ts';
import { showPassportOf } from './commands/profile.ts';
import { openDropReport } from './commands/report.ts';
import { components, forms } from './components.ts';
import type { Context } from './context.ts';
import { decodeComponentId, decodeFormId } from './custom-id.ts';
import { showSaid, type Shown } from './messages.ts';
import { RefusedError } from './refused.ts';

/**
 * Makes the one place where interactions arrive: each is acknowledged first, since Discord waits 3 s, and every failure is answered
 * here. The function never throws.
 */
export function createRouter(context: Context): (interaction: Interaction) => Promise<void> {
  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await suggest(interaction, context);
      else if (interaction.isChatInputCommand()) await runCommand(interaction, context);
      else if (interaction.isContextMenuCommand()) await runMenuCommand(interaction, context);
      else if (interaction.isPrimaryEntryPointCommand()) await interaction.launchActivity();
      else if (interaction.isMessageComponent()) await useComponent(interaction, context);
      else if (interaction.isModalSubmit()) await submitForm(interaction, context);
    } catch (error) {
      await answerFailure(interaction, error, context);
    }
  };
}

function commandOf({ commandName, options }: ChatInputCommandInteraction | AutocompleteInteraction) {
  return findCommand(commandName, options.getSubcommand(false));
}

function unknown({ locale }: Interaction): Said {
  return textsFor(locale).bot.discord.unknownButton;
}

async function suggest(interaction: AutocompleteInteraction, context: Context): Promise<void> {
  const choices = await commandOf(interaction)?.suggest?.(interaction, context);
  await interaction.respond([...(choices ?? [])]);
}

async function runCommand(interaction: ChatInputCommandInteraction, context: Context): Promise<void> {
  const command = commandOf(interaction);
  if (command?.answers === 'form') return void (await interaction.showModal(command.open(interaction)));
  await deferPrivately(interaction);
  if (!command) throw new RefusedError(unknown(interaction));
  await finish(interaction, await command.run(interaction, context));
}

async function runMenuCommand(
  interaction: MessageContextMenuCommandInteraction | UserContextMenuCommandInteraction,
  context: Context,
): Promise<void> {
  if (interaction.isMessageContextMenuCommand() && interaction.commandName === menuNames.reportDrop)
    return void (await interaction.showModal(openDropReport(interaction)));
  await deferPrivately(interaction);
  const isPassport = interaction.isUserContextMenuCommand() && interaction.commandName === menuNames.passport;
  if (!isPassport) throw new RefusedError(unknown(interaction));
  await finish(interaction, await showPassportOf(interaction, context));
}

async function useComponent(
  interaction: ButtonInteraction | AnySelectMenuInteraction,
  context: Context,
): Promise<void> {
  const named = decodeComponentId(interaction.customId);
  if (!named) throw new RefusedError(unknown(interaction));
  const component = components[named.action];
  switch (component.answers) {
    case 'activity':
      await interaction.launchActivity();
      return;
    case 'form':
      await interaction.showModal(await component.open(interaction, named.ref, context));
      return;
    case 'update':
      await interaction.deferUpdate();
      return finish(interaction, await component.run(interaction, named.ref, context));
    case 'reply':
      await deferPrivately(interaction);
      return finish(interaction, await component.run(interaction, named.ref, context));
    default:
      (component) satisfies never;
  }
}

async function submitForm(interaction: ModalSubmitInteraction, context: Context): Promise<void> {
  const named = decodeFormId(interaction.customId);
  if (!named) throw new RefusedError(unknown(interaction));
  const form = forms[named.action];
  if (form.answers === 'update' && interaction.isFromMessage()) await interaction.deferUpdate();
  else await deferPrivately(interaction);
  await finish(interaction, await form.run(interaction, named.ref, context));
}

async function deferPrivately(interaction: RepliableInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}

/** Files of the message as it was are taken away: what is shown now brings its own. */
async function finish(interaction: RepliableInteraction, shown: Shown): Promise<void> {
  await interaction.editReply({ attachments: [], ...shown });
}

async function replySaid(interaction: RepliableInteraction, said: Said): Promise<void> {
  const { components: shown, flags } = showSaid(said);
  await interaction.reply({ components: shown, flags: flags | MessageFlags.Ephemeral });
}

async function answerFailure(interaction: Interaction, error: unknown, { log }: Context): Promise<void> {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const isRefusal = error instanceof RefusedError || (problem !== undefined && !isOurFault(problem));
  const interactionId = interaction.id;
  if (isRefusal) log.info({ interactionId, code: problem?.code ?? 'here' }, 'an interaction was refused');
  else log.error({ interactionId, err: error }, 'an interaction failed');
  const texts = textsFor(interaction.locale);
  const said = problem ? sayProblem(problem, texts) : texts.bot.discord.apology;
  try {
    await sayFailure(interaction, error instanceof RefusedError ? error.said : said);
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
  const { components: shown, flags } = showSaid(said);
  // After an update the reply is the message with the button, which stays as it is: its other buttons still serve.
  const isUpdate = interaction.ephemeral === null;
  if (isUpdate) await interaction.followUp({ components: shown, flags: flags | MessageFlags.Ephemeral });
  else await finish(interaction, showSaid(said));
}
