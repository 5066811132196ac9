import { Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayIntentBits, type Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { backoffMs, pause, type Backoff } from '../backoff.ts';

/** What logging in needs. */
export type DiscordLogin = {
  readonly token: string;
  /** The REST API's address without its version; null for Discord's own. */
  readonly apiUrl: string | null;
  readonly onInteraction: (interaction: Interaction) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
};

/**
 * Logs in to Discord, however long Discord is away. Answers undefined when the signal ended it.
 *
 * @throws DiscordjsError when Discord does not take the token: waiting would not help
 */
export async function connectDiscord(login: DiscordLogin): Promise<Client<true> | undefined> {
  for (let failures = 0; !login.signal.aborted; failures += 1) {
    // A client whose login failed is spent, so that each attempt has its own.
    const client = createDiscordClient(login);
    try {
      return await logIn(client, login);
    } catch (error) {
      await client.destroy();
      if (login.signal.aborted) return undefined;
      if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) throw error;
      login.log.warn({ err: error }, 'the login to Discord failed');
    }
    await pause(backoffMs(login.backoff, failures), login.signal);
  }
  return undefined;
}

function createDiscordClient({ apiUrl, log, onInteraction }: DiscordLogin): Client {
  const client = new Client({
    // Interactions come without any intent; Guilds brings the channels in which cards are.
    intents: [GatewayIntentBits.Guilds],
    // Nobody is notified by words that somebody else typed into a form.
    allowedMentions: { parse: [] },
    ...(apiUrl === null ? {} : { rest: { api: apiUrl } }),
  });
  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.Error, (error) => log.warn({ err: error }, 'the connection to Discord broke'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'the connection to Discord broke'));
  client.on(Events.ShardDisconnect, ({ code }) => log.warn({ code }, 'Discord closed the connection for good'));
  client.on(Events.ShardReconnecting, () => log.info('connecting to Discord again'));
  client.on(Events.ShardResume, () => log.info('connected to Discord again'));
  return client;
}

async function logIn(client: Client, { token, signal }: DiscordLogin): Promise<Client<true>> {
  const { promise, resolve, reject } = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, resolve);
  client.login(token).catch(reject);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
