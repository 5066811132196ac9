import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  type Interaction,
  Options,
} from 'discord.js';
import type { Logger } from 'pino';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import { createParting, type Parting } from './parting.ts';

/** How Discord is reached. */
export type DiscordAddress = {
  readonly token: string;
  /** The REST API's address without its version; null for Discord's own. */
  readonly apiUrl: string | null;
};

/** What logging in needs. */
export type DiscordLogin = DiscordAddress & {
  /** The part of the communities that this connection serves, and of how many parts. */
  readonly shard: { readonly id: number; readonly count: number };
  /** Resolves when it is this shard's turn to identify. */
  readonly awaitTurn: (shardId: number, gateway: Gateway, signal: AbortSignal) => Promise<void>;
  readonly onInteraction: (interaction: Interaction) => void;
  /** Called with each client before it logs in, to listen for whatever else there is to hear. */
  readonly onClient?: (client: Client) => void;
  /** Whether Discord lets the bot read what people write in communities, as far as anybody knows: one answer for the process. */
  readonly reading?: Reading;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
};

/** Whether the bot may read what people write in communities. Discord grants it to an app, and may take it back. */
export type Reading = { isGranted: boolean };

/** The gateway as discord.js knows it: into how many buckets Discord divides this bot's identifications. */
export type Gateway = {
  fetchGatewayInformation(): Promise<{ readonly session_start_limit: { readonly max_concurrency: number } }>;
};

/** One shard, logged in. */
export type DiscordConnection = {
  readonly client: Client<true>;
  /** Leaves the gateway. */
  close(): Promise<void>;
};

/**
 * Logs one shard in to Discord, however long Discord is away. Answers undefined when the signal ended it.
 *
 * @throws DiscordjsError when Discord does not take the token: waiting would not help
 */
export async function connectDiscord(login: DiscordLogin): Promise<DiscordConnection | undefined> {
  for (let failures = 0; !login.signal.aborted; failures += 1) {
    // A client whose login failed is spent, so that each attempt has its own.
    const { client, parting } = createShardClient(login);
    try {
      return { client: await logIn(client, parting, login), close: parting.leave };
    } catch (error) {
      await parting.leave();
      if (login.signal.aborted) return undefined;
      if (error instanceof ReadingRefusedError && login.reading?.isGranted) {
        login.reading.isGranted = false;
        login.log.error('Discord does not let the bot read messages: order rooms are passed on by direct message');
        continue;
      }
      if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) throw error;
      login.log.warn({ err: error }, 'the login to Discord failed');
    }
    await pause(backoffMs(login.backoff, failures), login.signal);
  }
  return undefined;
}

/** Discord has closed the connection because the app was not granted what it asked to read. */
class ReadingRefusedError extends Error {
  override readonly name = 'ReadingRefusedError';
}

function usual(apiUrl: string | null) {
  return {
    // Nobody is notified by words that somebody else typed into a form.
    allowedMentions: { parse: [] },
    ...(apiUrl === null ? {} : { rest: { api: apiUrl } }),
  };
}

function createShardClient({ apiUrl, shard, awaitTurn, log, onInteraction, onClient, reading }: DiscordLogin): {
  readonly client: Client;
  readonly parting: Parting;
} {
  const buildIdentifyThrottler = (gateway: Gateway) => ({
    waitForIdentify: (shardId: number, signal: AbortSignal) =>
      parting.duringTurn(signal, () => awaitTurn(shardId, gateway, signal)),
  });
  const client = new Client({
    // Interactions come without any intent; Guilds brings communities and threads, the others what is said in order rooms.
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(reading?.isGranted ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Nobody asks this process for a message that it has seen.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    shards: [shard.id],
    shardCount: shard.count,
    ws: { buildIdentifyThrottler },
    ...usual(apiUrl),
  });
  const parting = createParting(client);
  client.on(Events.InteractionCreate, onInteraction);
  onClient?.(client);
  client.on(Events.Error, (error) => log.warn({ err: error }, 'the connection to Discord broke'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'the connection to Discord broke'));
  client.on(Events.ShardDisconnect, ({ code }) => log.warn({ code }, 'Discord closed the connection for good'));
  client.on(Events.ShardReconnecting, () => log.info('connecting to Discord again'));
  client.on(Events.ShardResume, () => log.info('connected to Discord again'));
  return { client, parting };
}

async function logIn(client: Client, parting: Parting, { token, signal }: DiscordLogin): Promise<Client<true>> {
  const { promise, resolve, reject } = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, resolve);
  client.once(Events.ShardDisconnect, ({ code }) => {
    const isRefused = code === Number(GatewayCloseCodes.DisallowedIntents);
    if (isRefused) reject(new ReadingRefusedError('Discord does not grant what the bot asks to read'));
  });
  parting.during(client.login(token)).catch(reject);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
