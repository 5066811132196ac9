import {
  type APIApplicationCommand,
  type APIApplicationCommandAutocompleteInteraction,
  type APIBaseInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIPrimaryEntryPointCommandInteraction,
  type APIUserApplicationCommandInteraction,
  type APIInteractionDataResolved,
  type APIMessageComponentInteraction,
  type APIMessageComponentInteractionData,
  type APIModalSubmission,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  InteractionType,
  Locale,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { uploadBytesMax } from './message-form.ts';
import { type DiscordModel, type Interaction, memberOf, type Message } from './model.ts';
import { permissionsAt, permissionsIn } from './permissions.ts';
import { viewChannel, viewMember, viewMessage, viewUserById } from './views.ts';

/** An interaction as it goes out to the app. */
export type InteractionPayload =
  | APIChatInputApplicationCommandInteraction
  | APIApplicationCommandAutocompleteInteraction
  | APIMessageApplicationCommandInteraction
  | APIUserApplicationCommandInteraction
  | APIPrimaryEntryPointCommandInteraction
  | APIMessageComponentInteraction
  | APIModalSubmitInteraction;

function toLocale(text: string): Locale {
  return Object.values(Locale).find((each) => each === text) ?? Locale.EnglishUS;
}

/** In direct messages an app may write, attach, embed and mention. */
const dmPermissions = String(
  PermissionFlagsBits.EmbedLinks | PermissionFlagsBits.AttachFiles | PermissionFlagsBits.MentionEveryone,
);

/** Who acted: a member, in a community; a user, in direct messages. */
function actorOf(model: DiscordModel, interaction: Interaction) {
  const community = model.communities.get(interaction.communityId ?? '');
  const member = community && memberOf(community, interaction.userId);
  if (!community || !member) {
    return {
      user: viewUserById(model, interaction.userId),
      app_permissions: dmPermissions,
      authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: '0' },
      context: InteractionContextType.BotDM,
    };
  }
  const user = viewUserById(model, interaction.userId);
  const locale = toLocale(community.locale);
  const channel = model.channels.get(interaction.channelId);
  const rightsOf = (userId: string) =>
    String(channel ? permissionsAt(model, userId, channel) : permissionsIn(community, userId));
  return {
    guild_id: community.id,
    guild: { id: community.id, locale, features: [] },
    guild_locale: locale,
    member: { ...viewMember(model, member), user, permissions: rightsOf(interaction.userId) },
    app_permissions: rightsOf(model.botUserId),
    authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: community.id },
    context: InteractionContextType.Guild,
  };
}

function baseOf(
  model: DiscordModel,
  interaction: Interaction,
): Omit<APIBaseInteraction<InteractionType, never>, 'type' | 'data'> &
  Required<Pick<APIBaseInteraction<InteractionType, never>, 'channel' | 'channel_id'>> {
  return {
    id: interaction.id,
    application_id: model.applicationId,
    token: interaction.token,
    version: 1,
    channel_id: interaction.channelId,
    channel: viewChannel(model, interaction.channelId),
    locale: toLocale(interaction.locale),
    entitlements: [],
    attachment_size_limit: uploadBytesMax,
    ...actorOf(model, interaction),
  };
}

function commandBase(command: APIApplicationCommand) {
  const { id, name, guild_id: communityId } = command;
  return { id, name, ...(communityId ? { guild_id: communityId } : {}) };
}

function withResolved(resolved: APIInteractionDataResolved | undefined) {
  return resolved ? { resolved } : {};
}

/** A slash command was sent. */
export function commandPayload(
  model: DiscordModel,
  interaction: Interaction,
  command: APIApplicationCommand,
  options: NonNullable<APIChatInputApplicationCommandInteraction['data']['options']>,
  resolved: APIInteractionDataResolved | undefined,
): APIChatInputApplicationCommandInteraction {
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ApplicationCommand,
    data: { ...commandBase(command), type: ApplicationCommandType.ChatInput, options, ...withResolved(resolved) },
  };
}

/** A command was used on a message. */
export function messageCommandPayload(
  model: DiscordModel,
  interaction: Interaction,
  command: APIApplicationCommand,
  message: Message,
): APIMessageApplicationCommandInteraction {
  const resolved = { messages: { [message.id]: viewMessage(model, message) } };
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ApplicationCommand,
    data: { ...commandBase(command), type: ApplicationCommandType.Message, target_id: message.id, resolved },
  };
}

/** A command was used on a person. */
export function personCommandPayload(
  model: DiscordModel,
  interaction: Interaction,
  command: APIApplicationCommand,
  target: { readonly userId: string; readonly resolved: APIInteractionDataResolved | undefined },
): APIUserApplicationCommandInteraction {
  const { userId, resolved } = target;
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ApplicationCommand,
    data: {
      ...commandBase(command),
      type: ApplicationCommandType.User,
      target_id: userId,
      resolved: { users: { [userId]: viewUserById(model, userId) }, ...resolved },
    },
  };
}

/** The command that opens the activity was used, and the app wants to answer it itself. */
export function entryPayload(
  model: DiscordModel,
  interaction: Interaction,
  command: APIApplicationCommand,
): APIPrimaryEntryPointCommandInteraction {
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ApplicationCommand,
    data: { ...commandBase(command), type: ApplicationCommandType.PrimaryEntryPoint },
  };
}

/** An option of a slash command is being typed. */
export function autocompletePayload(
  model: DiscordModel,
  interaction: Interaction,
  command: APIApplicationCommand,
  options: APIApplicationCommandAutocompleteInteraction['data']['options'],
): APIApplicationCommandAutocompleteInteraction {
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ApplicationCommandAutocomplete,
    data: { ...commandBase(command), type: ApplicationCommandType.ChatInput, options },
  };
}

/** A button was pressed, or a menu used. */
export function componentPayload(
  model: DiscordModel,
  interaction: Interaction,
  message: Message,
  data: APIMessageComponentInteractionData,
): APIMessageComponentInteraction {
  const type = InteractionType.MessageComponent;
  return { ...baseOf(model, interaction), type, message: viewMessage(model, message), data };
}

/** A form was submitted. */
export function modalPayload(
  model: DiscordModel,
  interaction: Interaction,
  data: APIModalSubmission,
): APIModalSubmitInteraction {
  const source = model.messages.get(interaction.sourceMessageId ?? '');
  return {
    ...baseOf(model, interaction),
    type: InteractionType.ModalSubmit,
    data,
    ...(source ? { message: viewMessage(model, source) } : {}),
  };
}
