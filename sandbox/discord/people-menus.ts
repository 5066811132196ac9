import {
  type APIApplicationCommand,
  type APIMessageComponentInteractionData,
  ApplicationCommandType,
  type ChannelType,
  ComponentType,
  EntryPointCommandHandlerType,
  InteractionType,
} from 'discord-api-types/v10';
import { joinActivity } from './activities.ts';
import { openInteraction } from './interaction-rules.ts';
import { messagesSeenBy } from './model.ts';
import { entryPayload, messageCommandPayload, personCommandPayload } from './payloads.ts';
import { findCommand, findPart, type Hands, localeOf, sendAndSee, useComponent, type Where } from './people.ts';
import { canSee } from './permissions.ts';
import { ImpossibleActionError } from './refusal.ts';
import { pickedNothing, resolve } from './resolved.ts';
import type { Seen } from './seen.ts';
import { viewChannel } from './views.ts';

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

/** Channels that a person does not see, or of another kind than the menu asks for, are not in its list. */
function requireOfferedChannel(
  { world }: Hands,
  userId: string,
  channelId: string,
  types: readonly ChannelType[] | undefined,
): void {
  const channel = world.channels.get(channelId);
  const isOffered = channel && canSee(world, userId, channel);
  const isWanted = !types || types.length === 0 || types.includes(viewChannel(world, channelId).type);
  if (!isOffered || !isWanted) throw new ImpossibleActionError(`"${channelId}" is not offered`);
}

/** A person chooses from a select menu of a message, by value or id. */
export async function chooseOptions(
  hands: Hands,
  input: {
    readonly userId: string;
    readonly messageId: string;
    readonly customId: string;
    readonly values: readonly string[];
  },
): Promise<Seen> {
  const { part, community, ...place } = findPart(hands, input);
  const { customId: custom_id } = input;
  const values = [...input.values];
  if (part.type === ComponentType.Button) throw new ImpossibleActionError(`"${custom_id}" is no menu`);
  if (values.length < (part.min_values ?? 1) || values.length > (part.max_values ?? 1)) {
    throw new ImpossibleActionError(`"${custom_id}" takes ${part.min_values} to ${part.max_values} choices`);
  }
  const full = (picked: Partial<typeof pickedNothing>) =>
    resolve(hands.world, community, input.userId, { ...pickedNothing, ...picked });
  const isUser = (id: string) => hands.world.users.has(id);
  const data = (): APIMessageComponentInteractionData => {
    switch (part.type) {
      case ComponentType.StringSelect: {
        const unknown = values.find((each) => !part.options.some((one) => one.value === each));
        if (unknown !== undefined) throw new ImpossibleActionError(`"${unknown}" is not offered`);
        return { component_type: part.type, custom_id, values };
      }
      case ComponentType.UserSelect:
        return { component_type: part.type, custom_id, values, resolved: { users: {}, ...full({ userIds: values }) } };
      case ComponentType.RoleSelect:
        return { component_type: part.type, custom_id, values, resolved: { roles: {}, ...full({ roleIds: values }) } };
      case ComponentType.ChannelSelect:
        for (const id of values) requireOfferedChannel(hands, input.userId, id, part.channel_types);
        return {
          component_type: part.type,
          custom_id,
          values,
          resolved: { channels: {}, ...full({ channelIds: values }) },
        };
      case ComponentType.MentionableSelect: {
        const picked = { userIds: values.filter(isUser), roleIds: values.filter((each) => !isUser(each)) };
        return { component_type: part.type, custom_id, values, resolved: { ...full(picked) } };
      }
    }
  };
  return useComponent(hands, input.userId, place, data());
}
