import type {
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  ModalBuilder,
  SlashCommandSubcommandBuilder,
} from 'discord.js';
import type { Context } from '../context.ts';
import type { Shown } from '../messages.ts';

type Described = {
  /** As it is named in English: what Discord sends in every language. */
  readonly name: string;
  /** Names, describes and adds options. */
  readonly describe: (command: SlashCommandSubcommandBuilder) => SlashCommandSubcommandBuilder;
  /** What may be chosen for the option being typed. */
  readonly suggest?: Suggest;
};

/** Answers what may be chosen for the option being typed; it is asked for at every key. */
export type Suggest = (
  interaction: AutocompleteInteraction,
  context: Context,
) => Promise<readonly ApplicationCommandOptionChoiceData<string>[]>;

/** A command that answers privately. It is acknowledged before it runs. */
export type ReplyCommand = Described & {
  readonly answers: 'reply';
  readonly run: (interaction: ChatInputCommandInteraction, context: Context) => Promise<Shown>;
};

/** A command that opens a form. The form is the acknowledgement, so it must not wait for anything. */
export type FormCommand = Described & {
  readonly answers: 'form';
  readonly open: (interaction: ChatInputCommandInteraction) => ModalBuilder;
};

/** One subcommand of `/c500` or `/c500-desk`. */
export type Command = ReplyCommand | FormCommand;
