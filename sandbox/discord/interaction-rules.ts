import {
  type APIApplicationCommandOptionChoice,
  InteractionResponseType as Answer,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { joinActivity } from './activities.ts';
import { at, closeForm, type Field, readChoice, readList, readOptionalNumber, readText } from './form.ts';
import { readMessageForm, refuseEmpty } from './message-form.ts';
import { createMessage, deleteMessage, editMessage, textForm } from './messages.ts';
import { readModalForm } from './modal-form.ts';
import type { Interaction, Message, MessageCause, World } from './model.ts';
import type { UploadedFile } from './multipart.ts';
import { DiscordRefusalError } from './refusal.ts';

const tokenLifeMs = 15 * 60_000;
const interactionsKept = 1000;
const modalsKept = 200;

function replace(world: World, interaction: Interaction, changes: Partial<Interaction>): Interaction {
  const changed = { ...interaction, ...changes };
  world.interactions.set(changed.id, changed);
  world.announce({ kind: 'interaction-changed', interaction: changed });
  return changed;
}

function forgetOldest(map: Map<string, unknown>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}

/** Records that a person did something with the app; the app has 3 seconds from here. */
export function openInteraction(
  world: World,
  given: Pick<
    Interaction,
    | 'type'
    | 'userId'
    | 'communityId'
    | 'channelId'
    | 'locale'
    | 'commandName'
    | 'customId'
    | 'sourceMessageId'
    | 'targetId'
  >,
): Interaction {
  forgetOldest(world.interactions, interactionsKept - 1);
  const fresh = { id: world.sources.newId(), token: world.sources.newToken(), createdAt: world.sources.now() };
  return replace(
    world,
    {
      ...fresh,
      ...given,
      state: 'waiting',
      answer: null,
      originalMessageId: null,
      sourceEdited: false,
      followUpIds: [],
      modalId: null,
      choices: [],
      activityId: null,
    },
    {},
  );
}

/** The 3 seconds are over. Does nothing to an interaction that was answered. */
export function lapseInteraction(world: World, interactionId: string): void {
  const interaction = world.interactions.get(interactionId);
  if (interaction?.state === 'waiting') replace(world, interaction, { state: 'lapsed' });
}

function answersTo(interaction: Interaction): readonly [Answer, ...Answer[]] {
  const reply = [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource] as const;
  const update = [Answer.DeferredMessageUpdate, Answer.UpdateMessage] as const;
  switch (interaction.type) {
    case InteractionType.ApplicationCommandAutocomplete:
      return [Answer.ApplicationCommandAutocompleteResult];
    case InteractionType.MessageComponent:
      return [...reply, ...update, Answer.Modal, Answer.LaunchActivity];
    case InteractionType.ModalSubmit:
      return [...reply, ...(interaction.sourceMessageId === null ? [] : update), Answer.LaunchActivity];
    case InteractionType.ApplicationCommand:
    case InteractionType.Ping:
      return [...reply, Answer.Modal, Answer.LaunchActivity];
  }
}

function causeOf(interaction: Interaction): MessageCause {
  const { id, type, userId, commandName, sourceMessageId } = interaction;
  return { interactionId: id, type, userId, commandName, sourceMessageId };
}

function ephemeral(interaction: Interaction, flags: number): string | null {
  return (flags & MessageFlags.Ephemeral) === 0 ? null : interaction.userId;
}

function createReply(world: World, interaction: Interaction, data: Field, uploads: readonly UploadedFile[]): Message {
  const flags = readOptionalNumber(at(data, 'flags'), { min: 0 }) ?? 0;
  const visibleTo = ephemeral(interaction, flags);
  const place = { world, channelId: interaction.channelId, ephemeral: visibleTo !== null, current: null };
  const form = readMessageForm(data, uploads, place);
  closeForm(data);
  refuseEmpty(form, null);
  const { channelId } = interaction;
  return createMessage(world, { channelId, authorId: world.botUserId, form, visibleTo, cause: causeOf(interaction) });
}

function deferReply(world: World, interaction: Interaction, data: Field): Message {
  const flags = (readOptionalNumber(at(data, 'flags'), { min: 0 }) ?? 0) & MessageFlags.Ephemeral;
  closeForm(data);
  return createMessage(world, {
    channelId: interaction.channelId,
    authorId: world.botUserId,
    form: textForm(''),
    visibleTo: ephemeral(interaction, flags),
    cause: causeOf(interaction),
    flags: flags | MessageFlags.Loading,
  });
}

function applyEdit(world: World, message: Message, data: Field, uploads: readonly UploadedFile[]): Message {
  const place = { world, channelId: message.channelId, ephemeral: message.visibleTo !== null, current: message };
  const form = readMessageForm(data, uploads, place);
  closeForm(data);
  refuseEmpty(form, message);
  return editMessage(world, message, form);
}

function readSuggestions(data: Field): APIApplicationCommandOptionChoice[] {
  const choices = readList(at(data, 'choices'), { max: 25 }).map((each) => {
    const value = at(each, 'value').value;
    const name = readText(at(each, 'name'), { min: 1, max: 100 });
    return { name, value: typeof value === 'number' ? value : readText(at(each, 'value'), { max: 100 }) };
  });
  closeForm(data);
  return choices;
}

function sourceOf(world: World, interaction: Interaction): Message {
  const message = world.messages.get(interaction.sourceMessageId ?? '');
  if (!message) throw new DiscordRefusalError(10008);
  return message;
}

/** What answering came to: the message that was made or changed, if any. */
export type Answered = { readonly interaction: Interaction; readonly message: Message | null };

function applyAnswer(
  world: World,
  from: Interaction,
  answer: Answer,
  data: Field,
  uploads: readonly UploadedFile[],
): Answered {
  const settle = (message: Message | null, changes: Partial<Interaction> = {}): Answered => ({
    interaction: replace(world, from, {
      state: 'answered',
      answer,
      originalMessageId: message?.id ?? null,
      ...changes,
    }),
    message,
  });
  switch (answer) {
    case Answer.ChannelMessageWithSource:
      return settle(createReply(world, from, data, uploads));
    case Answer.DeferredChannelMessageWithSource:
      return settle(deferReply(world, from, data));
    case Answer.UpdateMessage:
      return settle(applyEdit(world, sourceOf(world, from), data, uploads), { sourceEdited: true });
    case Answer.DeferredMessageUpdate:
      return settle(sourceOf(world, from));
    case Answer.ApplicationCommandAutocompleteResult:
      return settle(null, { choices: readSuggestions(data) });
    case Answer.Modal: {
      const form = readModalForm(data);
      closeForm(data);
      const modal = { id: world.sources.newId(), interactionId: from.id, userId: from.userId, ...form };
      forgetOldest(world.modals, modalsKept - 1);
      world.modals.set(modal.id, modal);
      return settle(null, { modalId: modal.id });
    }
    case Answer.LaunchActivity:
      return settle(null, { activityId: joinActivity(world, from).instanceId });
    case Answer.Pong:
    case Answer.PremiumRequired:
      return settle(null);
  }
}

/**
 * The app's first answer to an interaction.
 *
 * @param body `{ type, data }` as it came
 * @throws DiscordRefusalError 10062 (unknown, or later than 3 seconds), 40060, 50035, 50006, 10008
 */
export function answerInteraction(
  world: World,
  named: { readonly id: string; readonly token: string },
  body: Field,
  uploads: readonly UploadedFile[],
): Answered {
  const interaction = world.interactions.get(named.id);
  if (interaction?.token !== named.token || interaction.state === 'lapsed') throw new DiscordRefusalError(10062);
  if (interaction.state === 'answered') throw new DiscordRefusalError(40060);
  const answer = readChoice(at(body, 'type'), answersTo(interaction));
  closeForm(body);
  return applyAnswer(world, interaction, answer, at(body, 'data'), uploads);
}

/**
 * The interaction whose token a webhook address carries.
 *
 * @throws DiscordRefusalError 10015 before the first answer, 50027 after 15 minutes
 */
export function interactionByToken(world: World, applicationId: string, token: string): Interaction {
  const interaction = [...world.interactions.values()].find((each) => each.token === token);
  if (applicationId !== world.applicationId || interaction?.state !== 'answered') throw new DiscordRefusalError(10015);
  if (world.sources.now() > interaction.createdAt + tokenLifeMs) throw new DiscordRefusalError(50027);
  return interaction;
}

/**
 * A message that an interaction's token reaches: `@original`, or one of its follow-ups by id.
 *
 * @throws DiscordRefusalError 10008
 */
export function messageOfInteraction(world: World, interaction: Interaction, name: string): Message {
  const { originalMessageId, followUpIds } = interaction;
  const id = name === '@original' ? originalMessageId : name;
  const reachable = id !== null && (id === originalMessageId || followUpIds.includes(id));
  const message = reachable ? world.messages.get(id) : undefined;
  if (!message) throw new DiscordRefusalError(10008);
  return message;
}

/** A further message of the app; after a deferred reply the first one takes that reply's place. */
export function followUp(
  world: World,
  interaction: Interaction,
  body: Field,
  uploads: readonly UploadedFile[],
): Message {
  const original = world.messages.get(interaction.originalMessageId ?? '');
  if (original && (original.flags & MessageFlags.Loading) !== 0)
    return editAnswer(world, interaction, original, body, uploads);
  const message = createReply(world, interaction, body, uploads);
  replace(world, interaction, { followUpIds: [...interaction.followUpIds, message.id] });
  return message;
}

/** Edits a message through an interaction's token. */
export function editAnswer(
  world: World,
  interaction: Interaction,
  message: Message,
  body: Field,
  uploads: readonly UploadedFile[],
): Message {
  const edited = applyEdit(world, message, body, uploads);
  replace(world, interaction, message.id === interaction.sourceMessageId ? { sourceEdited: true } : {});
  return edited;
}

/** Deletes a message through an interaction's token. */
export function deleteAnswer(world: World, interaction: Interaction, message: Message): void {
  deleteMessage(world, message);
  replace(world, interaction, {});
}
