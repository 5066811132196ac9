import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventSub, type ForgedMessage } from './eventsub.ts';
import { readRequest, replyError, sendReply, type Reply, type TwitchRequest } from './exchange.ts';
import { answerExtensionHost, extensionBasePath } from './extension-host.ts';
import type { PubSubMessage, ViewerTokenInput } from './extension-rules.ts';
import { ordinaryLimits, type ChatLimits } from './chat-limits.ts';
import { createFaults, type TwitchFaults } from './faults.ts';
import { answerHelix, withLimits } from './helix.ts';
import { createIrcServer, type IrcServer } from './irc.ts';
import { createTwitchModel, type TwitchModel } from './model.ts';
import { answerOAuth } from './oauth.ts';
import { answerPicture } from './pictures.ts';
import type { StreamKind, SubscriptionStatus, TwitchUser } from './records.ts';

const loopback = '127.0.0.1';
const botScopes: readonly string[] = ['chat:read', 'chat:edit', 'user:read:chat', 'user:write:chat', 'user:bot'];

/** How the simulated Twitch is set up. Ports left out are chosen by the system. */
export type TwitchOptions = {
  readonly port?: number;
  readonly extensionPort?: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exact addresses to which the authorization page may send a browser; see also `allowRedirect`. */
  readonly redirectUris?: readonly string[];
  readonly extension: {
    readonly clientId: string;
    readonly ownerId: string;
    readonly secretBase64: string;
    readonly distDir: string;
    readonly ebsOrigin: string;
  };
  readonly users: readonly TwitchUser[];
  readonly botUserId: string;
  /** Channel id → ids of its moderators. */
  readonly moderators?: Readonly<Record<string, readonly string[]>>;
  /** What `snapshot()` gave in an earlier run. */
  readonly snapshot?: unknown;
  /** The world's clock in milliseconds, for streams, chat and videos; the wall's when left out. */
  readonly now?: () => number;
  /** How often an account may write and join; Twitch's own numbers when left out. */
  readonly chatLimits?: ChatLimits;
  /** Milliseconds before each further attempt at a webhook. */
  readonly retryDelaysMs?: readonly number[];
};

/** A user token in the form that Twurple's auth providers take. */
export type BotToken = {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scope: string[];
  /** Seconds. */
  readonly expiresIn: number;
  /** Milliseconds since 1970. */
  readonly obtainmentTimestamp: number;
};

/** What the page around an extension needs to boot it, as Twitch's helper hands it on. */
export type ExtensionAuth = {
  readonly channelId: string;
  readonly clientId: string;
  readonly token: string;
  readonly helixToken: string;
  readonly userId: string;
};

/** A running Twitch on two loopback ports. */
export type TwitchStandIn = {
  readonly port: number;
  readonly origin: string;
  readonly extensionPort: number;
  readonly extensionOrigin: string;
  readonly model: TwitchModel;
  readonly faults: TwitchFaults;
  readonly goLive: (userId: string, title?: string, kind?: StreamKind) => void;
  readonly goOffline: (userId: string) => void;
  readonly setTitle: (userId: string, title: string) => void;
  /** Says something in a chat; answers the line's id. With `sourceChannelId` it was typed there and shows here through shared chat. Throws when chat refuses. */
  say(
    channelUserId: string,
    chatterUserId: string,
    text: string,
    options?: { readonly sourceChannelId?: string },
  ): string;
  readonly extensionToken: (input: ViewerTokenInput) => string;
  readonly extensionAuth: (input: ViewerTokenInput) => ExtensionAuth;
  /** The address of one of the extension's pages, e.g. `panel.html`; Twitch adds `anchor`, `mode`, `platform` and the like as `query`. */
  readonly extensionUrl: (page: string, query?: Readonly<Record<string, string>>) => string;
  readonly setEbsOrigin: (origin: string) => void;
  readonly onPubSub: (listener: (message: PubSubMessage) => void) => () => void;
  readonly onChange: (listener: () => void) => () => void;
  /** Resolves once no webhook waits. */
  readonly settled: () => Promise<void>;
  /** Webhooks to `https://<publicHost>/…` are sent to `origin`, which must be on this machine. */
  readonly mapHost: (publicHost: string, origin: string) => void;
  readonly allowRedirect: (uri: string) => void;
  readonly botToken: () => BotToken;
  readonly revokeSubscription: (subscriptionId: string, status: SubscriptionStatus) => void;
  readonly deliverRaw: (message: ForgedMessage) => Promise<{ readonly status: number; readonly body: string }>;
  /** Asks every chat client to connect anew and hangs up. */
  readonly reconnectChat: () => void;
  readonly chatConnections: () => number;
  readonly snapshot: () => unknown;
  readonly close: () => Promise<void>;
};

type Hands = Omit<TwitchStandIn, 'port' | 'origin' | 'extensionPort' | 'extensionOrigin' | 'setEbsOrigin' | 'close'>;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => resolve((server.address() as AddressInfo).port));
  });
}

function serve(answer: (request: TwitchRequest) => Reply | Promise<Reply>): Server {
  return createServer((incoming, response) => {
    void (async () => {
      try {
        const request = await readRequest(incoming);
        sendReply(response, request === null ? replyError(413, 'The request is too large') : await answer(request));
      } catch (error) {
        sendReply(response, replyError(500, error instanceof Error ? error.message : 'unknown failure'));
      }
    })();
  });
}

function checkLoopback(origin: string): string {
  const url = new URL(origin);
  if (url.protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    throw new Error(`Webhooks may only go to this machine, not to ${origin}`);
  return url.origin;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

type Faces = {
  readonly model: TwitchModel;
  readonly faults: TwitchFaults;
  readonly eventsub: EventSub;
  readonly irc: IrcServer;
  readonly hosts: Map<string, string>;
  readonly redirectUris: Set<string>;
  readonly now: () => number;
};

const wallNow = (): number => Date.now();
const newId = (): string => randomUUID();

function createFaces(options: TwitchOptions): Faces {
  const { clientId, users, moderators = {}, extension, snapshot, now = wallNow } = options;
  const newToken = (): string => randomBytes(20).toString('hex');
  const clipDelayMs = (): number => faults.clipDelayMs;
  const model = createTwitchModel({
    clientId,
    users,
    moderators,
    extension,
    now,
    wallNow,
    clipDelayMs,
    newId,
    newToken,
    snapshot,
  });
  const hosts = new Map<string, string>();
  const irc = createIrcServer({ model, wallNow, limits: options.chatLimits ?? ordinaryLimits });
  const faults = createFaults(() => {
    eventsub.faultsChanged();
    if (faults.down) irc.reconnectAll();
  });
  const retryDelaysMs = options.retryDelaysMs ?? [1000, 4000, 15_000];
  const eventsub = new EventSub({ model, faults, hosts, wallNow, newId, retryDelaysMs });
  return { model, faults, eventsub, irc, hosts, redirectUris: new Set(options.redirectUris), now };
}

function createApi(faces: Faces, options: TwitchOptions, origin: () => string): Server {
  const { model, faults, eventsub, irc, redirectUris, now } = faces;
  const app = { clientId: options.clientId, clientSecret: options.clientSecret, redirectUris };
  function answerApi(request: TwitchRequest): Reply {
    if (faults.down) return replyError(503, '');
    if (/^\/(helix\/)?eventsub\/subscriptions$/.test(request.path)) return eventsub.answer(request);
    return answerHelix(request, { model, origin: origin(), now });
  }
  const api = serve((request) => {
    if (/^\/(auth|oauth2)\//.test(request.path))
      return faults.down ? replyError(503, '') : answerOAuth(request, model, app);
    if (/^\/(helix|mock|eventsub)\//.test(request.path)) return withLimits(answerApi(request), wallNow());
    return answerPicture(request.path, model) ?? replyError(404, '');
  });
  api.on('upgrade', (request, socket, head) => {
    if (faults.down) socket.destroy();
    else irc.upgrade(request, socket, head);
  });
  return api;
}

/** What people and tests do to the model, in short words. */
function createHands(faces: Faces, options: TwitchOptions, extensionOrigin: string): Hands {
  const { model, faults, eventsub, irc, hosts, redirectUris } = faces;
  const { clientId: extensionId } = options.extension;
  return {
    model,
    faults,
    goLive: model.channels.goLive,
    goOffline: model.channels.goOffline,
    setTitle: model.channels.setTitle,
    say(channelId, userId, text, { sourceChannelId } = {}) {
      const said = model.chat.say({ channelId, userId, text, sourceChannelId });
      if (!said.ok) throw new Error(`Chat refused the line: ${said.reason}`);
      return said.line.id;
    },
    extensionToken: model.extension.signViewer,
    extensionAuth: (input) => ({
      channelId: input.channelId,
      clientId: extensionId,
      token: model.extension.signViewer(input),
      helixToken: model.tokens.issueApp(extensionId).token,
      userId: input.opaqueId,
    }),
    extensionUrl(page, query = {}) {
      const url = new URL(`${extensionBasePath(extensionId)}${page}`, extensionOrigin);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    onPubSub: model.onPubSub,
    onChange: model.onChange,
    settled: () => eventsub.settled(),
    mapHost: (publicHost, target) => void hosts.set(publicHost, checkLoopback(target)),
    allowRedirect: (uri) => void redirectUris.add(uri),
    botToken: () => issueBotToken(model, options.botUserId),
    revokeSubscription: (id, status) => eventsub.revoke(id, status),
    deliverRaw: (message) => eventsub.deliverRaw(message),
    reconnectChat: irc.reconnectAll,
    chatConnections: irc.connections,
    snapshot: model.snapshot,
  };
}

function issueBotToken(model: TwitchModel, userId: string): BotToken {
  const { access, refreshToken } = model.tokens.issueUser(model.clientId, userId, botScopes);
  return {
    userId,
    accessToken: access.token,
    refreshToken,
    scope: [...access.scopes],
    expiresIn: model.tokens.secondsLeft(access),
    obtainmentTimestamp: access.issuedAt,
  };
}

/** Starts a simulated Twitch. Both ports listen on 127.0.0.1 only. */
export async function startTwitch(options: TwitchOptions): Promise<TwitchStandIn> {
  const { clientId, distDir } = options.extension;
  let { ebsOrigin } = options.extension;
  let origin = '';
  let extensionOrigin = '';
  const faces = createFaces(options);
  const api = createApi(faces, options, () => origin);
  const host = serve((request) =>
    answerExtensionHost(request, { clientId, distDir, origin: extensionOrigin, ebsOrigin }),
  );
  const port = await listen(api, options.port ?? 0);
  const extensionPort = await listen(host, options.extensionPort ?? 0);
  origin = `http://localhost:${port}`;
  extensionOrigin = `http://localhost:${extensionPort}`;
  return {
    port,
    origin,
    extensionPort,
    extensionOrigin,
    ...createHands(faces, options, extensionOrigin),
    setEbsOrigin(next) {
      ebsOrigin = next;
    },
    async close() {
      faces.eventsub.close();
      faces.irc.close();
      await Promise.all([close(api), close(host)]);
    },
  };
}
