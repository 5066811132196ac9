import { createHash, randomBytes } from 'node:crypto';
import { createClient, type Client } from '#shared/api/client.ts';
import {
  makeProxyKeys,
  signRequest,
  type ProxyKeys,
  type Signing,
} from '../../sandbox/discord/activity-host/signing.ts';
import type { DiscordStandIn } from '../../sandbox/discord/server.ts';
import { personCalled } from '../../sandbox/people.ts';
import { community } from '../../sandbox/seed/community.ts';
import { createApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';
import { isOnFirestore } from './databases.ts';
import { startWorld, type TestWorld } from './world.ts';

/** Somebody in the activity: their session, and the core as their page reaches it. */
export type Visit = {
  readonly token: string;
  readonly endsAt: number;
  readonly instanceId: string;
  readonly communityId: string | null;
  readonly core: Client;
};

/** A world with Discord in it, whose proxy signs what it passes on where the core asks for that. */
export type ActivityWorld = TestWorld & {
  readonly discord: DiscordStandIn;
  readonly keys: ProxyKeys;
  /** A person opens the activity in the voice channel, or joins those who have. */
  join(key: string): string;
  /** A code as Discord's client hands it to the page, with its verifier. */
  codeFor(key: string, scopes?: readonly string[]): { readonly code: string; readonly codeVerifier: string };
  /** The core as the page reaches it through Discord's proxy. `signed` is what the proxy says of the request; null: it signs nothing. */
  through(
    key: string,
    options?: { readonly token?: string; readonly signed?: Partial<Signing> | null; readonly site?: string },
  ): Client;
  /** The whole way in. */
  visit(key: string, site?: string): Promise<Visit>;
  /** Another process of the core on the same store; it ends before the first does. */
  another(): Promise<{ readonly app: App; readonly site: string }>;
};

/** The Discord account of somebody of the sandbox. */
export function discordIdOf(key: string): string {
  return personCalled(key).discord?.id ?? '';
}

/** Starts it. */
export async function startActivityWorld({ proxySigns }: { readonly proxySigns: boolean }): Promise<ActivityWorld> {
  const keys = makeProxyKeys();
  const environment: Record<string, string> = proxySigns ? { DISCORD_PUBLIC_KEY: keys.publicKeyHex } : {};
  const world = await startWorld({ withDiscord: true, environment });
  const { discord, credentials } = world;
  if (!discord) throw new Error('the world has no Discord');
  const { communityId, voiceChannelId: channelId } = community.places;
  const join = (key: string) => discord.joinActivity({ userId: discordIdOf(key), communityId, channelId }).instanceId;
  const codeFor: ActivityWorld['codeFor'] = (key, scopes = ['identify']) => {
    const codeVerifier = randomBytes(32).toString('base64url');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    return { code: discord.grantCode({ userId: discordIdOf(key), scopes, codeChallenge }), codeVerifier };
  };
  const through: ActivityWorld['through'] = (key, { token, signed = {}, site = world.site } = {}) => {
    const signing = { applicationId: credentials.discordApplicationId, userId: discordIdOf(key), ...signed };
    return createClient({
      baseUrl: site,
      headers: () => ({
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(proxySigns && signed ? signRequest(keys, signing) : {}),
      }),
    });
  };
  return {
    ...world,
    discord,
    keys,
    join,
    codeFor,
    through,
    async visit(key, site) {
      const instanceId = join(key);
      const where = site === undefined ? {} : { site };
      const started = await through(key, where).startActivity({ body: { ...codeFor(key), instanceId } });
      const { token, endsAt } = started;
      return { token, endsAt, instanceId, communityId: started.communityId, core: through(key, { token, ...where }) };
    },
    async another() {
      const read = readConfig({ ...world.environment, PORT: '0' });
      if (!read.ok) throw new Error(read.problems.join('\n'));
      const { store } = world.app().core;
      // A database of one process is in its memory, and is shared as it is; of others each process opens its own.
      const shared = isOnFirestore() ? {} : { store: { ...store, close: () => Promise.resolve() } };
      const app = await createApp(read.config, { clock: world.clock, ...shared });
      return { app, site: `http://127.0.0.1:${await app.start()}` };
    },
  };
}
