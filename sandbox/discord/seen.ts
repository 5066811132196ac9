import { InteractionResponseType as Answer, MessageFlags } from 'discord-api-types/v10';
import type { DiscordModel, Interaction, Message, ShownModal } from './model.ts';

/** A message as a person sees it. */
export type ShownMessage = Message;

/** Why a person got nothing: no answer in 3 seconds, a "thinking…" that never ended, an answer taken back, a form not complete. */
export type FailureReason = 'did not respond' | 'did not finish' | 'withdrawn' | 'form not complete';

/** What a person sees after acting. `detail` is a sentence for the person. */
export type Seen =
  | { readonly kind: 'modal'; readonly modal: ShownModal }
  | { readonly kind: 'message'; readonly message: ShownMessage; readonly ephemeral: boolean }
  | { readonly kind: 'updated'; readonly message: ShownMessage }
  | { readonly kind: 'activity'; readonly instanceId: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** A failure with its sentence. */
export function failed(reason: FailureReason, detail: string): Seen {
  return { kind: 'failed', reason, detail };
}

function show(message: Message): Seen {
  return { kind: 'message', message, ephemeral: message.visibleTo !== null };
}

function firstFollowUp(model: DiscordModel, interaction: Interaction): Seen | undefined {
  const message = interaction.followUpIds.map((each) => model.messages.get(each)).find((each) => each !== undefined);
  return message && show(message);
}

function seenReply(model: DiscordModel, interaction: Interaction): Seen | undefined {
  const message = model.messages.get(interaction.originalMessageId ?? '');
  if (!message) return firstFollowUp(model, interaction) ?? failed('withdrawn', 'The app took its reply back.');
  return (message.flags & MessageFlags.Loading) === 0 ? show(message) : undefined;
}

function seenUpdate(model: DiscordModel, interaction: Interaction): Seen | undefined {
  const message = model.messages.get(interaction.sourceMessageId ?? '');
  if (!message) return firstFollowUp(model, interaction) ?? failed('withdrawn', 'The app took the message away.');
  if (interaction.sourceEdited) return { kind: 'updated', message };
  return firstFollowUp(model, interaction);
}

/** What the person sees of the answer so far; undefined while there is something to wait for. */
export function seenOf(model: DiscordModel, interactionId: string): Seen | undefined {
  const interaction = model.interactions.get(interactionId);
  if (!interaction || interaction.state === 'lapsed') {
    return failed('did not respond', 'The application did not respond');
  }
  switch (interaction.answer) {
    case Answer.ChannelMessageWithSource:
    case Answer.DeferredChannelMessageWithSource:
      return seenReply(model, interaction);
    case Answer.UpdateMessage:
    case Answer.DeferredMessageUpdate:
      return seenUpdate(model, interaction);
    case Answer.Modal: {
      const modal = model.modals.get(interaction.modalId ?? '');
      return modal && { kind: 'modal', modal };
    }
    case Answer.LaunchActivity:
      return { kind: 'activity', instanceId: interaction.activityId ?? '' };
    case Answer.Pong:
    case Answer.ApplicationCommandAutocompleteResult:
    case Answer.PremiumRequired:
    case null:
      return undefined;
  }
}

/** What the person is left with when the waiting ends without more. */
export function seenAtLast(model: DiscordModel, interactionId: string): Seen {
  const interaction = model.interactions.get(interactionId);
  const source = model.messages.get(interaction?.sourceMessageId ?? '');
  if (interaction?.answer === Answer.DeferredMessageUpdate && source) return { kind: 'updated', message: source };
  return failed('did not finish', 'The application is still thinking.');
}
