import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIEmbed,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackComponent,
  InteractionResponseType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Sources } from './sources.ts';

/** A person's account, or the app's bot. */
export type DiscordUser = {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email?: string;
  /** What the person's client is set to, e.g. `en-US` (the default). */
  readonly locale?: string;
  readonly bot?: boolean;
  /** False when the person takes no direct messages from members of shared communities; true unless set. */
  readonly acceptsDms?: boolean;
  /** The Twitch account shown among the person's connections. */
  readonly twitch?: { readonly id: string; readonly login: string };
};

/** A role of one community; a higher position outranks a lower one. */
export type Role = {
  readonly id: string;
  readonly name: string;
  readonly color: number;
  readonly position: number;
  /** A bit set as decimal text. */
  readonly permissions: string;
  /** Belongs to an app and cannot be given by hand. */
  readonly managed: boolean;
  /** Anyone may mention it, and whoever holds it is told. */
  readonly mentionable: boolean;
};

/** What a role (`@everyone` is the community's id) or a member may beyond or below their rights, in one channel. Bit sets as decimal text. */
export type Overwrite = {
  readonly id: string;
  readonly kind: 'role' | 'member';
  readonly allow: string;
  readonly deny: string;
};

/** One line of a community's audit log. `action` is Discord's number. */
export type AuditEntry = {
  readonly id: string;
  readonly action: number;
  readonly byUserId: string;
  readonly targetId: string;
  readonly reason: string | null;
};

/** A user in a community. */
export type Member = {
  readonly userId: string;
  readonly nickname: string | null;
  readonly roleIds: readonly string[];
  readonly joinedAt: number;
};

/** What Discord's API calls a guild. Roles include `@everyone`, whose id is the community's. */
export type Community = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly roles: readonly Role[];
  readonly members: readonly Member[];
  readonly bans: readonly { readonly userId: string; readonly reason: string | null }[];
  /** Oldest first. */
  readonly auditLog: readonly AuditEntry[];
  /** Discord has lost sight of it for a while: bots get GUILD_DELETE with `unavailable`, and no answers about it. */
  readonly unavailable: boolean;
};

/** A channel of a community; voice channels have messages as well. */
export type TextChannel = {
  readonly kind: 'text';
  readonly shape: 'text' | 'voice' | 'announcement';
  readonly id: string;
  readonly communityId: string;
  readonly name: string;
  readonly topic: string | null;
  readonly position: number;
  readonly overwrites: readonly Overwrite[];
};

/** A thread under a text channel; a private one is seen by its members only. */
export type ThreadChannel = {
  readonly kind: 'thread';
  readonly id: string;
  readonly communityId: string;
  readonly parentId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly private: boolean;
  readonly invitable: boolean;
  readonly archived: boolean;
  readonly locked: boolean;
  readonly autoArchiveMinutes: 60 | 1440 | 4320 | 10080;
  readonly memberIds: readonly string[];
  readonly createdAt: number;
};

/** The direct messages between the bot and one person. */
export type DmChannel = { readonly kind: 'dm'; readonly id: string; readonly recipientId: string };

/** Anywhere messages are. */
export type Channel = TextChannel | ThreadChannel | DmChannel;

/** A file on the CDN; `url` is absolute and unsigned: whoever shows it signs it first. */
export type Attachment = {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly description: string | null;
  readonly url: string;
  readonly ephemeral: boolean;
};

/** The bytes behind an attachment, by the path the CDN serves them at. */
export type StoredFile = { readonly path: string; readonly contentType: string; readonly bytes: Uint8Array };

/** The interaction that a message answers. */
export type MessageCause = {
  readonly interactionId: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly commandName: string | null;
  readonly sourceMessageId: string | null;
};

/** A message. Components and embeds are in Discord's own shape, with media resolved to absolute addresses. */
export type Message = {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly attachments: readonly Attachment[];
  /** A bit set of Discord's message flags: 64 ephemeral, 128 loading, 32768 Components V2. */
  readonly flags: number;
  readonly createdAt: number;
  readonly editedAt: number | null;
  /** The only person who sees an ephemeral message; null: whoever sees the channel. */
  readonly visibleTo: string | null;
  readonly mentions: {
    readonly everyone: boolean;
    readonly userIds: readonly string[];
    readonly roleIds: readonly string[];
  };
  readonly nonce: string | null;
  readonly replyToId: string | null;
  readonly cause: MessageCause | null;
};

/** How the app's API has been used so far. */
export type Traffic = {
  /** Answered requests with the bot's token, and those of interactions and webhooks apart. */
  readonly requests: number;
  readonly openRequests: number;
  /** Answered with 429, of both kinds. */
  readonly limited: number;
  /** 401, 403, and 429 of the bot's own making: 10,000 in ten minutes ban its address. */
  readonly invalid: number;
  /** The most requests with the bot's token in one second. */
  readonly busiestSecond: number;
  /** By route, as `POST /channels/:channelId/messages`. */
  readonly routes: ReadonlyMap<string, { readonly requests: number; readonly limited: number }>;
};

/** A form on a person's screen. It stays open until it is submitted. */
export type ShownModal = {
  readonly id: string;
  /** The interaction that was answered with it. */
  readonly interactionId: string;
  readonly userId: string;
  readonly customId: string;
  readonly title: string;
  readonly components: readonly APIModalInteractionResponseCallbackComponent[];
};

/** One thing a person did with the app, and how far the app has answered. */
export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly communityId: string | null;
  readonly channelId: string;
  readonly createdAt: number;
  readonly locale: string;
  readonly commandName: string | null;
  readonly customId: string | null;
  /** Of a command on a message or a person. */
  readonly targetId?: string | null;
  /** The message whose component was used, also through a form that it opened. */
  readonly sourceMessageId: string | null;
  /** `lapsed`: not answered within 3 seconds. */
  readonly state: 'waiting' | 'answered' | 'lapsed';
  readonly answer: InteractionResponseType | null;
  /** What `@original` names: the reply, or the source message where the answer updates it. */
  readonly originalMessageId: string | null;
  /** The source message was edited through `@original` after a deferred update. */
  readonly sourceEdited: boolean;
  readonly followUpIds: readonly string[];
  readonly modalId: string | null;
  readonly choices: readonly APIApplicationCommandOptionChoice[];
  /** The activity that the answer opened. */
  readonly activityId: string | null;
};

/** An activity that runs in a channel; it ends when the last one leaves. */
export type Activity = {
  readonly instanceId: string;
  readonly launchId: string;
  readonly channelId: string;
  readonly communityId: string | null;
  readonly userIds: readonly string[];
};

/** What changed in the world; the gateway tells bots, and the listeners of `onChange` redraw. */
export type WorldEvent =
  | { readonly kind: 'message-created' | 'message-edited' | 'message-deleted'; readonly message: Message }
  | { readonly kind: 'channel-created' | 'channel-changed' | 'channel-deleted'; readonly channel: TextChannel }
  | { readonly kind: 'thread-created' | 'thread-changed' | 'thread-deleted'; readonly thread: ThreadChannel }
  | {
      readonly kind: 'thread-members-changed';
      readonly thread: ThreadChannel;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | {
      readonly kind: 'member-joined' | 'member-changed' | 'member-left';
      readonly communityId: string;
      readonly member: Member;
    }
  | {
      readonly kind: 'role-created' | 'role-changed' | 'role-deleted';
      readonly communityId: string;
      readonly role: Role;
    }
  | { readonly kind: 'ban-added' | 'ban-lifted'; readonly communityId: string; readonly userId: string }
  | { readonly kind: 'interaction-changed'; readonly interaction: Interaction }
  | { readonly kind: 'community-joined' | 'community-left' | 'community-lost'; readonly communityId: string }
  | { readonly kind: 'other' };

/** The state of this Discord, for reading. */
export type DiscordModel = {
  readonly applicationId: string;
  /** The bot's user id; the same as the application's, as for every app made since 2016. */
  readonly botUserId: string;
  /** The address that REST, CDN and OAuth share, without a slash at the end. */
  readonly origin: string;
  readonly users: ReadonlyMap<string, DiscordUser>;
  readonly communities: ReadonlyMap<string, Community>;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Oldest first. */
  readonly messages: ReadonlyMap<string, Message>;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly commands: ReadonlyMap<string, APIApplicationCommand>;
  /** Oldest first. */
  readonly interactions: ReadonlyMap<string, Interaction>;
  readonly modals: ReadonlyMap<string, ShownModal>;
  readonly activities: ReadonlyMap<string, Activity>;
  readonly traffic: Traffic;
  /** Puts a fresh signature on the CDN addresses in a value, as Discord does whenever it shows one. */
  readonly sign: <T>(value: T) => T;
};

/** The same state, for the rules that change it. Values are never changed in place, only replaced. */
export type World = DiscordModel & {
  readonly users: Map<string, DiscordUser>;
  readonly communities: Map<string, Community>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Message>;
  readonly files: Map<string, StoredFile>;
  readonly commands: Map<string, APIApplicationCommand>;
  readonly interactions: Map<string, Interaction>;
  readonly modals: Map<string, ShownModal>;
  readonly activities: Map<string, Activity>;
  readonly sources: Sources;
  readonly announce: (event: WorldEvent) => void;
};

/** The messages of one channel that everyone in it sees, oldest first. */
export function messagesIn(model: DiscordModel, channelId: string): readonly Message[] {
  return [...model.messages.values()].filter((each) => each.channelId === channelId && each.visibleTo === null);
}

/** The messages of one channel as one person sees them, ephemeral ones to them included, oldest first. */
export function messagesSeenBy(model: DiscordModel, userId: string, channelId: string): readonly Message[] {
  return [...model.messages.values()].filter(
    (each) => each.channelId === channelId && (each.visibleTo === null || each.visibleTo === userId),
  );
}

/** The direct messages between the bot and one person; none before the first was opened. */
export function dmChannelOf(model: DiscordModel, userId: string): DmChannel | undefined {
  for (const channel of model.channels.values()) {
    if (channel.kind === 'dm' && channel.recipientId === userId) return channel;
  }
  return undefined;
}

/** A person's membership of a community. */
export function memberOf(community: Community, userId: string): Member | undefined {
  return community.members.find((each) => each.userId === userId);
}
