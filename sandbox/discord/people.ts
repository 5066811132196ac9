import {
  type APIApplicationCommand,
  type APIApplicationCommandOptionChoice,
  type APIMessageComponentInteractionData,
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { type CommandOptions, fillAutocomplete, fillCommand } from './command-invocation.ts';
import { usableParts } from './components.ts';
import { lapseInteraction, openInteraction } from './interaction-rules.ts';
import { createMessage, textForm } from './messages.ts';
import { makeAttachment } from './message-form.ts';
import { fillForm, type FormFile, type FormInput } from './modal-submission.ts';
import {
  type Community,
  type DiscordModel,
  type Interaction,
  memberOf,
  type Message,
  messagesSeenBy,
  type ThreadChannel,
  type World,
} from './model.ts';
import {
  autocompletePayload,
  commandPayload,
  componentPayload,
  type InteractionPayload,
  modalPayload,
} from './payloads.ts';
import { canSee, permissionsAt } from './permissions.ts';
import { ImpossibleActionError } from './refusal.ts';
import { resolve } from './resolved.ts';
import { failed, type Seen, seenAtLast, seenOf } from './seen.ts';
import { setMembers } from './threads.ts';
import type { Watch } from './watch.ts';

/** How long people wait, in milliseconds. */
export type Patience = {
  /** Until an app must have answered first: 3 seconds at Discord. */
  readonly answerMs: number;
  /** Until a "thinking…" is given up as seen; the app may still finish it for 15 minutes. */
  readonly finishMs: number;
};

/** Where a person is. `communityId` null: in the direct messages with the bot. */
export type Where = { readonly userId: string; readonly communityId: string | null; readonly channelId: string };

/** The hands of everybody in the sandbox: the world, its news, and the way to the bot. */
export type Hands = {
  readonly world: World;
  readonly watch: Watch;
  readonly patience: Patience;
  readonly deliver: (payload: InteractionPayload) => void;
};

function requirePresence({ world }: Hands, where: Where): Community | undefined {
  const channel = world.channels.get(where.channelId);
  if (!world.users.has(where.userId)) throw new ImpossibleActionError(`there is no user ${where.userId}`);
  if (!channel || !canSee(world, where.userId, channel)) {
    throw new ImpossibleActionError(`user ${where.userId} does not see channel ${where.channelId}`);
  }
  const communityId = channel.kind === 'dm' ? null : channel.communityId;
  if (communityId !== where.communityId) throw new ImpossibleActionError('the channel is not in that community');
  return communityId === null ? undefined : world.communities.get(communityId);
}

/** Whether Discord's client offers a command to somebody at a place: by context, community and rights. */
export function offeredTo(
  model: DiscordModel,
  command: APIApplicationCommand,
  where: Where,
  community: Community | undefined,
): boolean {
  const context = community ? InteractionContextType.Guild : InteractionContextType.BotDM;
  if (command.guild_id !== undefined && command.guild_id !== where.communityId) return false;
  if (command.contexts && !command.contexts.includes(context)) return false;
  const needed = BigInt(command.default_member_permissions ?? '0');
  if (!community) return true;
  if (!memberOf(community, model.botUserId)) return false;
  const channel = model.channels.get(where.channelId);
  const held = channel ? permissionsAt(model, where.userId, channel) : 0n;
  if ((held & PermissionFlagsBits.UseApplicationCommands) === 0n) return false;
  if (command.default_member_permissions === null) return true;
  return (held & PermissionFlagsBits.Administrator) !== 0n || (needed !== 0n && (held & needed) === needed);
}

/**
 * A command of the app as a person is offered it.
 *
 * @throws ImpossibleActionError when there is none for them here
 */
export function findCommand(
  hands: Hands,
  where: Where,
  name: string,
  type: ApplicationCommandType = ApplicationCommandType.ChatInput,
): { command: APIApplicationCommand; community: Community | undefined } {
  const community = requirePresence(hands, where);
  const named = [...hands.world.commands.values()].filter((each) => each.name === name && each.type === type);
  const usable = named.filter((each) => offeredTo(hands.world, each, where, community));
  const command = usable.find((each) => each.guild_id !== undefined) ?? usable[0];
  if (!command) throw new ImpossibleActionError(`user ${where.userId} is offered no command ${name} here`);
  return { command, community };
}

/** What a person's client is set to. */
export function localeOf(hands: Hands, userId: string, locale: string | undefined): string {
  return locale ?? hands.world.users.get(userId)?.locale ?? 'en-US';
}

/** Sends an interaction to the app and waits for what comes of it. */
async function send<T>(
  hands: Hands,
  interaction: Interaction,
  payload: InteractionPayload,
  find: () => T | undefined,
): Promise<T | undefined> {
  const { world, watch, patience } = hands;
  watch.later(() => lapseInteraction(world, interaction.id), patience.answerMs);
  // What a bot left behind in a community stays to be pressed, and reaches nobody.
  const community = world.communities.get(interaction.communityId ?? '');
  if (!community || memberOf(community, world.botUserId)) hands.deliver(payload);
  return watch.until(find, patience.answerMs + patience.finishMs);
}

/** Sends an interaction to the app and waits for what the person sees. */
export async function sendAndSee(hands: Hands, interaction: Interaction, payload: InteractionPayload): Promise<Seen> {
  const seen = await send(hands, interaction, payload, () => seenOf(hands.world, interaction.id));
  return seen ?? seenAtLast(hands.world, interaction.id);
}

/** A person sends a slash command. Throws ImpossibleActionError when Discord's client would not have let them. */
export async function runCommand(
  hands: Hands,
  input: Where & { readonly name: string; readonly options: CommandOptions; readonly locale?: string },
): Promise<Seen> {
  const { world } = hands;
  const { userId, communityId, channelId, name } = input;
  const { command, community } = findCommand(hands, input, name);
  const { options, picked } = fillCommand(world, command, input.options);
  const resolved = resolve(world, community, userId, picked);
  const interaction = openInteraction(world, {
    type: InteractionType.ApplicationCommand,
    userId,
    communityId,
    channelId,
    commandName: name,
    locale: localeOf(hands, userId, input.locale),
    customId: null,
    sourceMessageId: null,
  });
  return sendAndSee(hands, interaction, commandPayload(world, interaction, command, options, resolved));
}

/** What a person typed so far in one option of a slash command. */
export type Typing = Where & {
  readonly name: string;
  readonly group?: string;
  readonly subcommand?: string;
  readonly focused: string;
  readonly values: CommandOptions['values'];
};

/** A person types in an option; resolves with the suggestions, none when the app did not answer in time. */
export async function autocomplete(hands: Hands, input: Typing): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const { world } = hands;
  const { userId, communityId, channelId, name, focused } = input;
  const { command } = findCommand(hands, input, name);
  const options = fillAutocomplete(command, input, focused);
  const interaction = openInteraction(world, {
    type: InteractionType.ApplicationCommandAutocomplete,
    userId,
    communityId,
    channelId,
    commandName: name,
    locale: localeOf(hands, userId, undefined),
    customId: null,
    sourceMessageId: null,
  });
  const payload = autocompletePayload(world, interaction, command, options);
  const choices = await send(hands, interaction, payload, () => {
    const current = world.interactions.get(interaction.id);
    return current?.state === 'waiting' ? undefined : (current?.choices ?? []);
  });
  return choices ?? [];
}

/** The button or menu of a message that a person would use, where they see it. @throws ImpossibleActionError */
export function findPart(hands: Hands, input: { userId: string; messageId: string; customId: string }) {
  const message = hands.world.messages.get(input.messageId);
  const visible = message && messagesSeenBy(hands.world, input.userId, message.channelId).includes(message);
  if (!message || !visible) throw new ImpossibleActionError(`user ${input.userId} sees no message ${input.messageId}`);
  const channel = hands.world.channels.get(message.channelId);
  const communityId = channel && channel.kind !== 'dm' ? channel.communityId : null;
  const community = requirePresence(hands, { userId: input.userId, communityId, channelId: message.channelId });
  const part = usableParts(message.components).find((each) => 'custom_id' in each && each.custom_id === input.customId);
  if (!part || part.disabled) throw new ImpossibleActionError(`the message has no usable "${input.customId}"`);
  return { message, communityId, community, part };
}

/** A person used a button or a menu. */
export function useComponent(
  hands: Hands,
  userId: string,
  at: { message: Message; communityId: string | null },
  data: APIMessageComponentInteractionData,
): Promise<Seen> {
  const interaction = openInteraction(hands.world, {
    type: InteractionType.MessageComponent,
    userId,
    communityId: at.communityId,
    channelId: at.message.channelId,
    locale: localeOf(hands, userId, undefined),
    commandName: null,
    customId: data.custom_id,
    sourceMessageId: at.message.id,
  });
  return sendAndSee(hands, interaction, componentPayload(hands.world, interaction, at.message, data));
}

/** A person presses a button. Throws ImpossibleActionError when they do not see it or it is disabled. */
export async function pressButton(
  hands: Hands,
  input: { readonly userId: string; readonly messageId: string; readonly customId: string },
): Promise<Seen> {
  const { part, ...place } = findPart(hands, input);
  if (part.type !== ComponentType.Button) throw new ImpossibleActionError(`"${input.customId}" is no button`);
  return useComponent(hands, input.userId, place, { component_type: part.type, custom_id: input.customId });
}

/** A person submits a form they have open. It closes; with problems it stays open and nothing is sent. */
export async function submitModal(
  hands: Hands,
  input: FormInput & { readonly userId: string; readonly modalId: string },
): Promise<Seen> {
  const { world } = hands;
  const modal = world.modals.get(input.modalId);
  const opened = world.interactions.get(modal?.interactionId ?? '');
  if (!modal || !opened || modal.userId !== input.userId) {
    throw new ImpossibleActionError(`user ${input.userId} has no form ${input.modalId} open`);
  }
  const filled = fillForm(world, modal, input);
  if (filled.problems.length > 0) return failed('form not complete', filled.problems.join('; '));
  for (const file of filled.files) world.files.set(file.path, file);
  world.modals.delete(modal.id);
  const { userId, communityId, channelId, locale, commandName, sourceMessageId } = opened;
  const interaction = openInteraction(world, {
    type: InteractionType.ModalSubmit,
    userId,
    communityId,
    channelId,
    locale,
    commandName,
    sourceMessageId,
    customId: modal.customId,
  });
  const resolved = resolve(world, world.communities.get(communityId ?? ''), userId, filled.picked);
  const data = { custom_id: modal.customId, components: [...filled.components], ...(resolved ? { resolved } : {}) };
  return sendAndSee(hands, interaction, modalPayload(world, interaction, data));
}

/**
 * A person writes in a channel, a thread or their direct messages with the bot, with files where they have some. Writing in a thread
 * makes them one of its members, and an archived one opens by it.
 */
export function sayInChannel(
  hands: Hands,
  userId: string,
  channelId: string,
  text: string,
  files: readonly FormFile[] = [],
): Message {
  const { world } = hands;
  const channel = hands.world.channels.get(channelId);
  if (!channel || !canSee(hands.world, userId, channel)) {
    throw new ImpossibleActionError(`user ${userId} does not see channel ${channelId}`);
  }
  if (channel.kind !== 'dm') {
    const community = hands.world.communities.get(channel.communityId);
    if (!community || !memberOf(community, userId)) throw new ImpossibleActionError(`user ${userId} is no member`);
    const { SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
    const needed = channel.kind === 'thread' ? SendMessagesInThreads : SendMessages;
    if ((permissionsAt(world, userId, channel) & needed) === 0n)
      throw new ImpossibleActionError(`user ${userId} may not write in ${channel.name}`);
  }
  const isEmpty = text === '' && files.length === 0;
  if (isEmpty || [...text].length > 2000) throw new ImpossibleActionError('a message has 1 to 2000 characters');
  if (channel.kind === 'thread') enterThread(hands, userId, channel);
  const made = files.map((each) => makeAttachment({ world, channelId, ephemeral: false }, each));
  const attachments = made.map(({ attachment }) => attachment);
  const form = { ...textForm(text), attachments, files: made.map(({ file }) => file) };
  return createMessage(world, { channelId, authorId: userId, form });
}

function enterThread({ world }: Hands, userId: string, thread: ThreadChannel): void {
  if (thread.locked) throw new ImpossibleActionError(`${thread.name} is locked`);
  const open = { ...thread, archived: false };
  if (thread.archived) {
    world.channels.set(thread.id, open);
    world.announce({ kind: 'thread-changed', thread: open });
  }
  setMembers(world, open, { added: [userId], removed: [] });
}
