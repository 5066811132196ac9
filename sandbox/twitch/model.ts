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
import { createRecordings, type Recordings } from './recordings.ts';
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
  /** Milliseconds that a clip takes to be made; none when left out. */
  readonly clipDelayMs?: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  /** Fresh unguessable text of letters and digits. */
  readonly newToken: () => string;
  readonly snapshot?: unknown;
};

/** Twitch without its network: people, channels, chat, tokens, subscriptions, and the rules between them. */
export type TwitchModel = {
  readonly clientId: string;
  readonly users: () => readonly TwitchUser[];
  readonly user: (id: string) => TwitchUser | undefined;
  readonly userByLogin: (login: string) => TwitchUser | undefined;
  readonly channels: Channels;
  readonly recordings: Recordings;
  readonly chat: ChatRooms;
  readonly tokens: TokenTable;
  readonly subscriptions: SubscriptionTable;
  readonly extension: ExtensionRules;
  /** The person withdraws what they granted the client; subscribers are told. */
  readonly disconnect: (userId: string) => void;
  /** Tells subscribers that a person has connected the client. */
  readonly announceGrant: (userId: string) => void;
  readonly onEvent: (listener: (event: TwitchEvent) => void) => () => void;
  readonly onLine: (listener: (line: ChatLine, session: object | undefined) => void) => () => void;
  readonly onPubSub: (listener: (message: PubSubMessage) => void) => () => void;
  readonly onChange: (listener: () => void) => () => void;
  readonly snapshot: () => TwitchSnapshot;
};

type Listeners<Values extends readonly unknown[]> = {
  readonly add: (listener: (...values: Values) => void) => () => void;
  readonly tell: (...values: Values) => void;
};

function createListeners<Values extends readonly unknown[]>(): Listeners<Values> {
  const listeners = new Set<(...values: Values) => void>();
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
  return { version: 1, lastNumber: firstNumber, ...empty, subscriptions: [], configuration: [] };
}

type Parts = Pick<TwitchModel, 'channels' | 'recordings' | 'chat' | 'tokens' | 'subscriptions' | 'extension'>;

function takeSnapshot(parts: Parts, lastNumber: number): TwitchSnapshot {
  const { channels, recordings, chat, tokens, subscriptions, extension } = parts;
  return {
    version: 1,
    lastNumber,
    channels: channels.list(),
    lines: chat.allLines(),
    ...recordings.dump(),
    ...tokens.dump(),
    subscriptions: subscriptions.list(),
    configuration: extension.allConfiguration(),
  };
}

/** Whether a channel lets the application's account take part in its chat: its own, as moderator, or by `channel:bot`. */
export function welcomesBot(
  parts: Pick<TwitchModel, 'channels' | 'tokens'>,
  clientId: string,
  roomId: string,
  botId: string,
): boolean {
  if (roomId === botId || parts.channels.find(roomId)?.moderatorIds.includes(botId) === true) return true;
  return parts.tokens.scopesGranted(clientId, roomId).has('channel:bot');
}

type Told = {
  readonly events: Listeners<[TwitchEvent]>;
  readonly lines: Listeners<[ChatLine, object | undefined]>;
  readonly pubSub: Listeners<[PubSubMessage]>;
  readonly changed: () => void;
};

function createParts(
  options: TwitchModelOptions,
  earlier: TwitchSnapshot,
  nextNumber: () => number,
  told: Told,
): Parts {
  const { clientId, users, moderators, now, wallNow, newId, newToken } = options;
  const { events, lines, pubSub, changed } = told;
  const byId = new Map(users.map((user) => [user.id, user]));
  const user = (id: string): TwitchUser | undefined => byId.get(id);
  const tokens = createTokenTable({ wallNow, newToken, ...earlier });
  const { clipDelayMs = () => 0 } = options;
  const recordings = createRecordings({ ...earlier, now, wallNow, clipDelayMs, user, nextNumber, changed });
  const { channels: kept } = earlier;
  const channels = createChannels({
    users,
    channels: kept,
    moderators,
    recordings,
    now,
    nextNumber,
    emit: events.tell,
    changed,
  });
  const heard = (line: ChatLine, session: object | undefined): void => {
    lines.tell(line, session);
    const event = chatMessage(line, user);
    if (event !== null) events.tell(event);
    changed();
  };
  const chat = createChatRooms({ now, newId, channel: channels.find, user, lines: earlier.lines, heard });
  const facts = {
    clientId,
    userExists: (id: string) => byId.has(id),
    hasGranted: (id: string) => tokens.hasGranted(clientId, id),
    mayReadChat(roomId: string, readerId: string): boolean {
      const reader = tokens.scopesGranted(clientId, readerId);
      const hasAgreed = reader.has('user:read:chat') && reader.has('user:bot');
      return hasAgreed && welcomesBot({ channels, tokens }, clientId, roomId, readerId);
    },
  };
  const subscriptions = createSubscriptionTable({
    wallNow,
    newId,
    changed,
    facts,
    subscriptions: earlier.subscriptions,
  });
  const { configuration } = earlier;
  const registration = options.extension;
  const extension = createExtensionRules({ registration, wallNow, configuration, heard: pubSub.tell, changed });
  return { tokens, recordings, channels, chat, subscriptions, extension };
}

/**
 * Builds the model. It keeps all state in memory and does nothing by itself.
 *
 * @throws ZodError when `snapshot` is given and is not one of ours
 */
export function createTwitchModel(options: TwitchModelOptions): TwitchModel {
  const { clientId, users } = options;
  const earlier = options.snapshot === undefined ? emptySnapshot() : TwitchSnapshot.parse(options.snapshot);
  let lastNumber = earlier.lastNumber;
  const nextNumber = (): number => {
    lastNumber += 1;
    return lastNumber;
  };
  const events = createListeners<[TwitchEvent]>();
  const lines = createListeners<[ChatLine, object | undefined]>();
  const pubSub = createListeners<[PubSubMessage]>();
  const changes = createListeners<[]>();
  const parts = createParts(options, earlier, nextNumber, { events, lines, pubSub, changed: changes.tell });
  const user = (id: string): TwitchUser | undefined => users.find((entry) => entry.id === id);
  function tellAuthorization(kind: 'grant' | 'revoke', userId: string): void {
    const person = user(userId);
    if (person !== undefined) events.tell(authorizationChange(kind, clientId, person));
  }

  return {
    ...parts,
    clientId,
    users: () => users,
    user,
    userByLogin: (login) => users.find((entry) => entry.login === login),
    disconnect(userId) {
      if (parts.tokens.disconnect(clientId, userId)) tellAuthorization('revoke', userId);
    },
    announceGrant: (userId) => tellAuthorization('grant', userId),
    onEvent: events.add,
    onLine: lines.add,
    onPubSub: pubSub.add,
    onChange: changes.add,
    snapshot: () => takeSnapshot(parts, lastNumber),
  };
}
