import type { MessageComponentInteraction, ModalBuilder, ModalSubmitInteraction } from 'discord.js';
import type { Context } from './context.ts';
import type { Shown } from './messages.ts';

/** Opens a form. What it asks the core for must be answered `soon`. */
export type OpenForm<Interaction> = (
  interaction: Interaction,
  ref: string,
  context: Context,
) => ModalBuilder | Promise<ModalBuilder>;

/**
 * What a button or menu does. `reply` answers privately, `update` changes the message it is on, `form` opens a form, `activity`
 * opens the activity. Pressing one proves nothing but who pressed: the core judges the rest.
 */
export type Component =
  | {
      readonly answers: 'reply' | 'update';
      readonly run: (interaction: MessageComponentInteraction, ref: string, context: Context) => Promise<Shown>;
    }
  | { readonly answers: 'form'; readonly open: OpenForm<MessageComponentInteraction> }
  | { readonly answers: 'activity' };

/** What a form does when it is handed in. `update` changes the message from which it was opened, where there is one. */
export type Form = {
  readonly answers: 'reply' | 'update';
  readonly run: (interaction: ModalSubmitInteraction, ref: string, context: Context) => Promise<Shown>;
};

/** What was chosen in a menu; nothing for a button. */
export function chosenIn(interaction: MessageComponentInteraction): readonly string[] {
  return interaction.isAnySelectMenu() ? interaction.values : [];
}
