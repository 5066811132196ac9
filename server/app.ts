import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { houseRules } from '#shared/house-rules.ts';
import { readProxySignature } from './adapters/discord/proxy-signature.ts';
import { readEasyPostWebhook } from './adapters/easypost/webhook.ts';
import { oauthIdentity } from './adapters/sign-in/oauth.ts';
import { sqliteStore } from './adapters/store/sqlite.ts';
import { readStripeWebhook } from './adapters/stripe/webhook.ts';
import { eventSubPath, readEventSubMessage } from './adapters/twitch/eventsub.ts';
import type { Config, StoreConfig } from './config.ts';
import { createDuties } from './duties.ts';
import { activitySessions } from './http/activity-sessions.ts';
import { serveActivitySocket } from './http/activity-socket.ts';
import { createHttp } from './http/server.ts';
import { createLive } from './http/live.ts';
import type { Verifiers } from './http/webhooks.ts';
import { createLog, type Log } from './log.ts';
import { connectTwitch, coreOf } from './partners.ts';
import type { Clock } from './ports/clock.ts';
import { UpstreamError } from './ports/payments.ts';
import type { Store } from './ports/store.ts';
import { channelAnnouncer } from './usecases/streams/announce-channel.ts';
import type { Core } from './usecases/work/core.ts';
import { keepViews } from './usecases/work/kept-views.ts';
import { reckonIfDue } from './usecases/money/reckoning.ts';
import { verifyConsents, watchChannels } from './usecases/streams/watch-channels.ts';
import { createWorker, type Worker } from './worker.ts';

/** What tests and the sandbox may give instead of the real thing. */
export type Overrides = { readonly clock?: Clock; readonly store?: Store };

/** The running core. */
export type App = {
  readonly core: Core;
  readonly worker: Worker;
  readonly log: Log;
  /** Listens, resumes what is owed, and follows the builders' channels. Resolves with the port. */
  start(): Promise<number>;
  /** Asks Twitch at once what it is asked every minute anyway: for a world whose minutes can be skipped. */
  lookAtChannels(): Promise<void>;
  /** Finishes requests and work in hand, then closes the store. */
  stop(): Promise<void>;
};

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Time comes first, so that ids made one after another stand together in the store's indexes: with ids that are random
  // throughout, every order touches pages of its own. The 15 characters after it are some 77 bits.
  randomText: () => {
    const bytes = drawBytes(15);
    let text = Date.now().toString(36).padStart(9, '0');
    for (const byte of bytes) text += (byte % 36).toString(36);
    return text;
  },
  randomValues: () => [...drawBytes(6)],
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const drawn = { bytes: randomBytes(0), next: 0 };

/** Random bytes, each given once. They are asked of the system many at a time, because each asking costs as much as a query. */
function drawBytes(count: number): Uint8Array {
  if (drawn.next + count > drawn.bytes.length) Object.assign(drawn, { bytes: randomBytes(8_192), next: 0 });
  const from = drawn.next;
  drawn.next += count;
  return drawn.bytes.subarray(from, drawn.next);
}

/** The store could not be opened: the message is one sentence for whoever starts the program. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/**
 * Puts the program together: this file and `partners.ts` are the only ones that know every adapter. The store is open when it resolves. Twurple reads one variable
 * of the environment by itself, TWURPLE_MOCK_API_PORT, and Google's client two, FIRESTORE_EMULATOR_HOST and
 * GOOGLE_APPLICATION_CREDENTIALS; `config.ts` refuses in a live world what leads elsewhere.
 *
 * @throws StoreUnavailableError when the store cannot be opened
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = createLog(config.logLevel);
  const clock = overrides.clock ?? systemClock;
  const store = overrides.store ?? (await openStore(config.store, log));

  const twitch = connectTwitch(config, log);
  const { extension, follow } = twitch;
  const core = coreOf(config, { store, clock, log, twitch });
  store.onCommit((change) => {
    for (const { orderId, event, by } of change.history ?? []) log.money.info({ orderId, event, by }, 'order event');
  });
  const worker = createWorker(core);
  const watch = watchChannels(core);
  const duties = createDuties({
    store,
    withinMs: config.leaseMs,
    followChannels: follow,
    watchChannels: watch.look,
    verifyConsents: () => verifyConsents(core),
    reckon: () => reckonIfDue(core),
    forget: () => store.forget(clock.now() - houseRules.settledKeptMs),
    stopAnnouncing: extension.announcer.stop,
    log: log.main,
    ...(config.store.kind === 'sqlite' && !overrides.store ? { holder: 'the only process' } : {}),
  });
  store.onCommit((change) => {
    for (const put of change.put ?? [])
      if (put.kind === 'grant') duties.followSoon(put.record.ended ? 'everything' : 'new-channels');
  });
  const views = keepViews(core);
  const announce = channelAnnouncer(core, views);
  const live = createLive(core, (builderId, isAgain) => {
    if (!duties.isAnnouncer()) return;
    announce(builderId, isAgain).catch((error: unknown) =>
      log.twitch.warn({ err: error }, 'extension was not told of news'),
    );
  });
  const sessions = activitySessions(config.sessionSecret.reveal(), clock.now);
  const readProxyProof = readProxySignature(config.discord);
  const http = createHttp({
    core,
    live,
    views,
    credentials: {
      botToken: config.botToken.reveal(),
      operatorToken: config.operatorToken.reveal(),
      readViewer: extension.readViewer,
      activity: sessions,
      readProxyProof,
    },
    ...httpSettings(config),
    onMessage: worker.wake,
    onSubscriptionEnded: () => duties.followSoon('everything'),
    log: log.http,
  });
  const server = createServer({ keepAliveTimeout: idleMs }, http);
  const origin = config.discord.activityOrigin;
  const sockets = serveActivitySocket(server, { core, sessions, readProxyProof, origin });
  return {
    core,
    worker,
    log,
    async start() {
      const port = await listen(server, config.port, config.bind);
      worker.start();
      duties.start();
      return port;
    },
    lookAtChannels: watch.look,
    async stop() {
      live.close();
      sockets.close();
      watch.stop();
      await Promise.all([duties.stop(), closeServer(server)]);
      await worker.stop();
      await store.close();
    },
  };
}

/** A panel asks every 15 seconds, and load balancers keep a connection for a minute: whoever is idle longer than both is let go. */
const idleMs = 65_000;

/** Where a page of Stripe's is: at another address than Stripe's own, all of them are there. */
function stripeOrigin({ stripe: { address } }: Config, real: string): string {
  return address ? `${address.protocol}://${address.host}:${address.port}` : real;
}

/** Opens the store that the settings name. */
async function openStore(config: StoreConfig, log: Log): Promise<Store> {
  const onError = (error: unknown) => {
    const [level, sentence] =
      error instanceof UpstreamError
        ? (['warn', 'the store did not answer where nobody waits for it'] as const)
        : (['error', 'the store failed where nobody waits for it'] as const);
    log.store[level]({ err: error }, sentence);
  };
  try {
    switch (config.kind) {
      case 'sqlite':
        mkdirSync(dirname(config.path), { recursive: true });
        return sqliteStore({ path: config.path, onListenerError: onError });
      case 'firestore': {
        const { kind: _, ...place } = config;
        // Google's libraries take as long to load as everything else together, and only this store needs them.
        const { firestoreStore } = await import('./adapters/store/firestore.ts');
        return await firestoreStore({ ...place, onError });
      }
      default:
        return config satisfies never;
    }
  } catch (cause) {
    throw new StoreUnavailableError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What the HTTP side needs of the settings alone. */
function httpSettings(config: Config) {
  return {
    verifiers: verifiersOf(config),
    identities: { discord: discordIdentity(config), twitch: twitchIdentity(config) },
    eventSubPath,
    sessionSecret: config.sessionSecret.reveal(),
    extensionOrigin: config.twitch.extension.origin,
    checkoutOrigin: stripeOrigin(config, 'https://checkout.stripe.com'),
    onboardingOrigin: stripeOrigin(config, 'https://connect.stripe.com'),
    trustedProxies: config.trustedProxies,
    requestsPerMinute: config.requestsPerMinute,
  };
}

/** How the messages of partners prove themselves. */
function verifiersOf({ stripe, twitch, carriers }: Config): Verifiers {
  const stripeSecrets = stripe.webhookSecrets.map((secret) => secret.reveal());
  const twitchSecret = twitch.eventSubSecret.reveal();
  const easyPostSecret = carriers?.webhookSecret.reveal();
  return {
    stripe: (raw, signature) => readStripeWebhook(raw, signature, stripeSecrets),
    twitch: (raw, headers) => readEventSubMessage(raw, headers, twitchSecret, Date.now()),
    easypost: easyPostSecret === undefined ? null : (raw, headers) => readEasyPostWebhook(raw, headers, easyPostSecret),
  };
}

function discordIdentity(config: Config) {
  const { applicationId, clientSecret, authorizeUrl, apiUrl, redirectUrl } = config.discord;
  return oauthIdentity({
    platform: 'discord',
    authorizeUrl,
    tokenUrl: `${apiUrl}/oauth2/token`,
    userUrl: `${apiUrl}/users/@me`,
    clientId: applicationId,
    clientSecret: clientSecret.reveal(),
    redirectUrl,
  });
}

function twitchIdentity(config: Config) {
  const { clientId, clientSecret, authorizeUrl, tokenUrl, apiUrl, redirectUrl } = config.twitch;
  return oauthIdentity({
    platform: 'twitch',
    authorizeUrl,
    tokenUrl,
    userUrl: `${apiUrl}/users`,
    clientId,
    clientSecret: clientSecret.reveal(),
    redirectUrl,
  });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Streams and long polls were told to end; whoever is still talking after this is cut off.
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}
