import {
  type APIApplicationCommand,
  ApplicationCommandType,
  EntryPointCommandHandlerType,
  InteractionType,
} from 'discord-api-types/v10';
import { joinActivity } from './activities.ts';
import { openInteraction } from './interaction-rules.ts';
import { messagesSeenBy } from './model.ts';
import { entryPayload, messageCommandPayload, personCommandPayload } from './payloads.ts';
import { findCommand, type Hands, localeOf, sendAndSee, type Where } from './people.ts';
import { ImpossibleActionError } from './refusal.ts';
import { pickedNothing, resolve } from './resolved.ts';
import type { Seen } from './seen.ts';

function open(hands: Hands, where: Where, command: APIApplicationCommand, targetId: string | null) {
  const { userId, communityId, channelId } = where;
  return openInteraction(hands.world, {
    type: InteractionType.ApplicationCommand,
    ...{ userId, communityId, channelId, targetId },
    commandName: command.name,
    locale: localeOf(hands, userId, undefined),
    customId: null,
    sourceMessageId: null,
  });
}

/** A person chooses an app's command in the menu of a message. */
export async function useOnMessage(
  hands: Hands,
  input: { readonly userId: string; readonly messageId: string; readonly name: string },
): Promise<Seen> {
  const { world } = hands;
  const { userId, messageId, name } = input;
  const message = world.messages.get(messageId);
  // Discord offers no commands on what only one person sees.
  const isOpen = message?.visibleTo === null && messagesSeenBy(world, userId, message.channelId).includes(message);
  if (!message || !isOpen) throw new ImpossibleActionError(`user ${userId} has no menu on message ${messageId}`);
  const channel = world.channels.get(message.channelId);
  const communityId = channel && channel.kind !== 'dm' ? channel.communityId : null;
  const where = { userId, communityId, channelId: message.channelId };
  const { command } = findCommand(hands, where, name, ApplicationCommandType.Message);
  const interaction = open(hands, where, command, messageId);
  return sendAndSee(hands, interaction, messageCommandPayload(world, interaction, command, message));
}

/** A person chooses an app's command in the menu of somebody. */
export async function useOnPerson(
  hands: Hands,
  input: Where & { readonly targetId: string; readonly name: string },
): Promise<Seen> {
  const { world } = hands;
  const { command, community } = findCommand(hands, input, input.name, ApplicationCommandType.User);
  const resolved = resolve(world, community, input.userId, { ...pickedNothing, userIds: [input.targetId] });
  const interaction = open(hands, input, command, input.targetId);
  const target = { userId: input.targetId, resolved };
  return sendAndSee(hands, interaction, personCommandPayload(world, interaction, command, target));
}

/**
 * A person opens the app's activity from the launcher. Discord opens it by itself, or asks the app, as the entry command says.
 *
 * @throws ImpossibleActionError when the app has no such command
 */
export async function launch(hands: Hands, where: Where): Promise<Seen> {
  const { world } = hands;
  const entry = [...world.commands.values()].find(({ type }) => type === ApplicationCommandType.PrimaryEntryPoint);
  if (!entry) throw new ImpossibleActionError('the app has no activity');
  const { command } = findCommand(hands, where, entry.name, ApplicationCommandType.PrimaryEntryPoint);
  if (command.handler !== EntryPointCommandHandlerType.AppHandler) {
    return { kind: 'activity', instanceId: joinActivity(world, where).instanceId };
  }
  const interaction = open(hands, where, command, null);
  return sendAndSee(hands, interaction, entryPayload(world, interaction, command));
}
