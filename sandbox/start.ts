import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { createClient, type Client } from '#shared/api/client.ts';
import { startActivityHost, type ActivityHost } from './discord/activity-host/host.ts';
import { makeProxyKeys, type ProxyKeys } from './discord/activity-host/signing.ts';
import type { DiscordStandIn } from './discord/server.ts';
import { openKeep, type Keep } from './keep.ts';
import { freePort, isFree } from './free-port.ts';
import { openDiscord, openEasyPost, openStripe, openTwitch } from './partners.ts';
import { people } from './people.ts';
import {
  botEnvironment,
  coreEnvironment,
  makeCredentials,
  pickPorts,
  type Credentials,
  type Places,
} from './product/environment.ts';
import { keepProcess } from './product/process.ts';
import { prepareSeedDrops } from './seed/drops.ts';
import { chooseForCommunities } from './seed/settings.ts';
import { community } from './seed/community.ts';
import type { StripeStandIn } from './stripe/server.ts';
import { startStudio, type Studio } from './studio/server.ts';
import type { TwitchStandIn } from './twitch/server.ts';
import type { Product, World, WorldClock } from './world.ts';

/** How to start the sandbox. `studioPort` 0 takes any free port. */
export type SandboxOptions = {
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly studioPort: number;
  readonly twitchCheckout?: 'link' | 'code';
  /** Settings of the core above those of the sandbox, such as another store. */
  readonly coreSettings?: Readonly<Record<string, string>>;
  /**
   * Whether the bot rests hardly at all, at a Discord without budgets and a chat with room: for those who watch
   * something else, and would only wait.
   */
  readonly isHurried?: boolean;
  readonly say?: (sentence: string) => void;
};

/** The whole world, running. */
export type Sandbox = { readonly world: World; readonly studio: Studio; close(): Promise<void> };

const Kept = z.object({
  version: z.literal(2),
  credentials: z.record(z.string(), z.string()),
  ports: z.object({
    site: z.number(),
    stripe: z.number(),
    /** Worlds of before there were carriers have none. */
    easypost: z._default(z.number(), 0),
    twitch: z.number(),
    extension: z.number(),
    discord: z.number(),
  }),
  accounts: z.record(z.string(), z.string()),
  clockOffsetMs: z.number(),
  seeded: z.boolean(),
});
type Kept = z.infer<typeof Kept>;

const root = join(import.meta.dirname, '..');

/**
 * Starts the stand-ins, then the product against them as processes of its own, then the Studio over everything. What was there
 * before goes on, unless `fresh`.
 *
 * @throws Error with one sentence, when the Studio's port is taken or the product cannot be started
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const say = options.say ?? (() => {});
  const studioPort = await claimStudioPort(options.studioPort);
  const keep = openWorld(options, say);
  const kept = await recall(keep);
  const site = `http://127.0.0.1:${kept.ports.site}`;
  // Checked when it was written; the record is how JSON hands it back.
  const credentials = kept.credentials as Credentials;
  say('Starting the simulated Stripe, EasyPost, Twitch and Discord…');
  const stripe = await openStripe(keep, credentials, kept.ports, site);
  const easypost = await openEasyPost(keep, credentials, kept.ports, site, () => Date.now() + kept.clockOffsetMs);
  const twitch = await openTwitch(keep, credentials, kept.ports, site, options.isHurried);
  const discord = await openDiscord(keep, credentials, kept.ports, site, options.isHurried);
  const accounts = Object.keys(kept.accounts).length > 0 ? kept.accounts : makeAccounts(stripe);
  const remember = (changed: Partial<Kept>) => keep.write('world', Object.assign(kept, changed));
  remember({ accounts });
  const places: Places = {
    site,
    stripe: stripe.origin,
    easypost: easypost.origin,
    twitch: twitch.origin,
    extension: twitch.extensionOrigin,
    discord: discord.origin,
    watch: `http://localhost:${studioPort}/watch`,
  };
  const proxyKeys = makeProxyKeys();
  const activity = await openActivity(discord, site, proxyKeys);
  say('Starting the core and the bot…');
  const { product, moveClock, stop } = startProduct({
    options,
    credentials,
    places,
    accounts,
    twitch,
    discord,
    proxyKeys,
    offsetMs: () => kept.clockOffsetMs,
  });
  const clock: WorldClock = {
    now: () => Date.now() + kept.clockOffsetMs,
    offsetMs: () => kept.clockOffsetMs,
    async advance(ms) {
      remember({ clockOffsetMs: kept.clockOffsetMs + ms });
      await moveClock(kept.clockOffsetMs);
      easypost.tick();
    },
  };
  const world: World = { stripe, easypost, twitch, discord, product, clock, places: community.places };
  const seedDrops = kept.seeded ? null : prepareSeedDrops();
  const closeWorld = async () => {
    await seedDrops?.close();
    await stop();
    keep.flush();
    await Promise.all([stripe.close(), easypost.close(), twitch.close(), activity.close(), discord.close()]);
  };
  try {
    await product.ready();
    if (seedDrops) {
      say('Filling the guild shops…');
      await chooseForCommunities(botOf(credentials, site));
      await seedDrops.list(world);
      await seedDrops.close();
      remember({ seeded: true });
    }
    const studio = await startStudio(world, {
      port: studioPort,
      distDir: join(root, 'sandbox', 'studio', 'dist'),
      client: activity.answerClient,
    });
    return {
      world,
      studio,
      async close() {
        await studio.close();
        await closeWorld();
      },
    };
  } catch (error) {
    await closeWorld();
    throw error;
  }
}

/**
 * Opens what was kept of a world, or nothing of it where it shall be fresh. A world of another version may lack what this one needs, and
 * nothing real is lost with it.
 */
function openWorld({ dataDir, fresh }: SandboxOptions, say: (sentence: string) => void): Keep {
  const keep = openKeep(join(dataDir, 'world'), fresh);
  const isOld = keep.read('world') !== undefined && !Kept.safeParse(keep.read('world')).success;
  if (isOld) {
    say('The world of an earlier version is left behind; a new one begins.');
    keep.forget();
  }
  // The core's own memory belongs to the Stripe that it was made with: they go together.
  if (fresh || isOld) rmSync(join(dataDir, 'core'), { recursive: true, force: true });
  return keep;
}

/** Looked at before anything else: whoever has the port may be a sandbox at work in the same folder. */
async function claimStudioPort(wanted: number): Promise<number> {
  if (wanted === 0) return freePort();
  if (await isFree(wanted)) return wanted;
  throw new Error(`port ${wanted} is taken. Is the Studio open already? End what uses it and run this again.`);
}

async function recall(keep: Keep): Promise<Kept> {
  const before = Kept.safeParse(keep.read('world'));
  const ports = await pickPorts(before.success ? before.data.ports : undefined);
  // A world of an earlier version may lack what was made up since.
  if (before.success)
    return { ...before.data, credentials: { ...makeCredentials(), ...before.data.credentials }, ports };
  return { version: 2, credentials: { ...makeCredentials() }, ports, accounts: {}, clockOffsetMs: 0, seeded: false };
}

/** The core's API with the bot's credential. */
function botOf(credentials: Credentials, site: string): Client {
  return createClient({ baseUrl: site, headers: () => ({ authorization: `Bearer ${credentials.botServiceToken}` }) });
}

/** Discord's frame around the activity, as it was built, with its proxy before the core. */
function openActivity(discord: DiscordStandIn, site: string, keys: ProxyKeys): Promise<ActivityHost> {
  return startActivityHost({
    discord,
    keys,
    distDir: join(root, 'discord-activity', 'dist'),
    mappings: ['/v1', '/pictures'].map((prefix) => ({ prefix, target: `${site}${prefix}` })),
  });
}

function makeAccounts(stripe: StripeStandIn): Record<string, string> {
  const paid = people.filter((person) => person.part === 'builder' || person.part === 'marketer');
  return Object.fromEntries(
    paid.map(({ key, name }) => [
      key,
      stripe.createAccount({ displayName: name, email: `${key}@example.com`, active: true }),
    ]),
  );
}

type ProductParts = {
  readonly options: SandboxOptions;
  readonly credentials: Credentials;
  readonly places: Places;
  readonly accounts: Readonly<Record<string, string>>;
  readonly twitch: TwitchStandIn;
  readonly discord: DiscordStandIn;
  readonly proxyKeys: ProxyKeys;
  readonly offsetMs: () => number;
};

function startProduct({ options, credentials, places, accounts, twitch, discord, proxyKeys, offsetMs }: ProductParts) {
  const { dataDir } = options;
  const core = keepProcess({
    name: 'The core',
    entry: join(root, 'sandbox', 'product', 'core.ts'),
    logFile: join(dataDir, 'logs', 'core.log'),
    environment: () => ({
      ...coreEnvironment(credentials, places, {
        dataDir: join(dataDir, 'core'),
        logLevel: 'info',
        activityPublicKey: proxyKeys.publicKeyHex,
        ...(options.twitchCheckout ? { twitchCheckout: options.twitchCheckout } : {}),
      }),
      ...options.coreSettings,
      SANDBOX_CLOCK_OFFSET_MS: String(offsetMs()),
      SANDBOX_ACCOUNTS: JSON.stringify(accounts),
    }),
  });
  const bot = keepProcess({
    name: 'The bot',
    entry: join(root, 'sandbox', 'product', 'bot.ts'),
    logFile: join(dataDir, 'logs', 'bot.log'),
    environment: () =>
      botEnvironment(credentials, places, {
        token: twitch.botToken(),
        isHurried: options.isHurried === true,
      }),
  });
  const product: Product = {
    origin: places.site,
    operator: createClient({
      baseUrl: places.site,
      headers: () => ({ authorization: `Bearer ${credentials.operatorToken}` }),
    }),
    state: () => ({ core: core.state(), bot: bot.state() }),
    kill: () => core.kill(),
    async ready() {
      await Promise.all([core.ready(), bot.ready(), discord.botReady()]);
    },
    onChange(listener) {
      const stops = [core.onChange(listener), bot.onChange(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  return {
    product,
    moveClock: (to: number) => core.ask({ type: 'move-clock', offsetMs: to }),
    async stop() {
      await bot.stop();
      await core.stop();
    },
  };
}
