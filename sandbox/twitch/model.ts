import { createChannels, type Channels } from './channels.ts';
import { createChatRooms, type ChatRooms } from './chat-room.ts';
import { authorizationChange, chatMessage, type TwitchEvent } from './events.ts';
import {
  createExtensionRules,
  type ExtensionRegistration,
  type ExtensionRules,
  type PubSubMessage,
} from './extension-rules.ts';
import { TwitchSnapshot, type ChatLine, type TwitchUser } from './records.ts';
import { createSubscriptionTable, type SubscriptionTable } from './subscriptions.ts';
import { createTokenTable, type TokenTable } from './tokens.ts';

/** Numbers given to streams, videos and markers begin here, so that they look like Twitch's. */
const firstNumber = 40_000_000_000;

/** What is fixed about the simulated Twitch. The two clocks may differ: the world's may be moved, signatures and tokens follow the wall's. */
export type TwitchModelOptions = {
  readonly clientId: string;
  readonly users: readonly TwitchUser[];
  /** Channel id → ids of its moderators. */
  readonly moderators: Readonly<Record<string, readonly string[]>>;
  readonly extension: ExtensionRegistration;
  /** Milliseconds, for what happens in the world: streams, chat, videos. */
  readonly now: () => number;
  /** Milliseconds, for tokens, signatures and limits. */
  readonly wallNow: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  /** Fresh unguessable text of letters and digits. */
  readonly newToken: () => string;
  readonly snapshot?: unknown;
};

/** Twitch without its network: people, channels, chat, tokens, subscriptions, and the rules between them. */
export type TwitchModel = {
  readonly clientId: string;
  users(): readonly TwitchUser[];
  user(id: string): TwitchUser | undefined;
  userByLogin(login: string): TwitchUser | undefined;
  readonly channels: Channels;
  readonly chat: ChatRooms;
  readonly tokens: TokenTable;
  readonly subscriptions: SubscriptionTable;
  readonly extension: ExtensionRules;
  /** The person withdraws what they granted the client; subscribers are told. */
  disconnect(userId: string): void;
  /** Tells subscribers that a person has connected the client. */
  announceGrant(userId: string): void;
  onEvent(listener: (event: TwitchEvent) => void): () => void;
  onLine(listener: (line: ChatLine, session: object | undefined) => void): () => void;
  onPubSub(listener: (message: PubSubMessage) => void): () => void;
  onChange(listener: () => void): () => void;
  snapshot(): TwitchSnapshot;
};

function createListeners<Parameters extends readonly unknown[]>(): {
  add(listener: (...values: Parameters) => void): () => void;
  tell(...values: Parameters): void;
} {
  const listeners = new Set<(...values: Parameters) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(...values) {
      for (const listener of listeners) listener(...values);
    },
  };
}

function emptySnapshot(): TwitchSnapshot {
  const empty = { channels: [], lines: [], videos: [], clips: [], markers: [], accessTokens: [], refreshGrants: [] };
  return { version: 1, nextNumber: firstNumber, ...empty, subscriptions: [], configuration: [] };
}

/**
 * Builds the model. It keeps all state in memory and does nothing by itself.
 *
 * @throws ZodError when `snapshot` is given and is not one of ours
 */
export function createTwitchModel(options: TwitchModelOptions): TwitchModel {
  const { clientId, users, now, wallNow, newId, newToken } = options;
  const earlier = options.snapshot === undefined ? emptySnapshot() : TwitchSnapshot.parse(options.snapshot);
  const byId = new Map(users.map((user) => [user.id, user]));
  const events = createListeners<[TwitchEvent]>();
  const lines = createListeners<[ChatLine, object | undefined]>();
  const pubSub = createListeners<[PubSubMessage]>();
  const changes = createListeners<[]>();
  const changed = (): void => changes.tell();
  const user = (id: string): TwitchUser | undefined => byId.get(id);

  const tokens = createTokenTable({ wallNow, newToken, ...earlier });
  const channels = createChannels({
    ...earlier,
    users,
    moderators: options.moderators,
    now,
    emit: events.tell,
    changed,
  });
  const chat = createChatRooms({
    now,
    newId,
    channel: channels.find,
    user,
    lines: earlier.lines,
    heard(line, session) {
      lines.tell(line, session);
      const event = chatMessage(line, user);
      if (event !== null) events.tell(event);
      changed();
    },
  });
  const subscriptions = createSubscriptionTable({
    wallNow,
    newId,
    changed,
    subscriptions: earlier.subscriptions,
    facts: {
      clientId,
      userExists: (id) => byId.has(id),
      hasGranted: (id) => tokens.hasGranted(clientId, id),
      mayReadChat(broadcasterId, readerId) {
        const reader = tokens.scopesGranted(clientId, readerId);
        const welcome =
          broadcasterId === readerId ||
          channels.find(broadcasterId)?.moderatorIds.includes(readerId) === true ||
          tokens.scopesGranted(clientId, broadcasterId).has('channel:bot');
        return reader.has('user:read:chat') && reader.has('user:bot') && welcome;
      },
    },
  });
  const extension = createExtensionRules({
    registration: options.extension,
    wallNow,
    configuration: earlier.configuration,
    heard: pubSub.tell,
    changed,
  });
  function tellAuthorization(kind: 'grant' | 'revoke', userId: string): void {
    const person = byId.get(userId);
    if (person !== undefined) events.tell(authorizationChange(kind, clientId, person));
  }

  return {
    clientId,
    users: () => users,
    user,
    userByLogin: (login) => users.find((entry) => entry.login === login),
    channels,
    chat,
    tokens,
    subscriptions,
    extension,
    disconnect(userId) {
      if (tokens.disconnect(clientId, userId)) tellAuthorization('revoke', userId);
    },
    announceGrant: (userId) => tellAuthorization('grant', userId),
    onEvent: events.add,
    onLine: lines.add,
    onPubSub: pubSub.add,
    onChange: changes.add,
    snapshot: () => ({
      version: 1,
      nextNumber: channels.lastNumber(),
      channels: channels.list(),
      lines: chat.allLines(),
      videos: channels.videos(),
      clips: channels.clips(),
      markers: channels.markers(),
      ...tokens.dump(),
      subscriptions: subscriptions.list(),
      configuration: extension.allConfiguration(),
    }),
  };
}
