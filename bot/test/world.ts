import { GatewayIntentBits } from 'discord.js';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscord, type DiscordStandIn } from '../../sandbox/discord/server.ts';
import type { Message } from '../../sandbox/discord/model.ts';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import type { Seen } from '../../sandbox/discord/seen.ts';
import { startTwitch, type TwitchStandIn } from '../../sandbox/twitch/server.ts';
import { createBot, type Bot, type Timings } from '../app.ts';
import { readConfig, type Config } from '../config.ts';
import { startCoreFake, type CoreFake } from './core-fake.ts';
import { publishCommands } from '../discord/publish.ts';
import { createLog } from '../log.ts';
import { twitchLimits } from '../twitch/voice.ts';

const applicationId = '900000000000000001';
const community = '200000000000000001';

/** Who and what there is: a builder and a buyer on Discord, a builder's channel with viewers on Twitch. */
export const here = {
  builder: '100000000000000001',
  buyer: '100000000000000002',
  community,
  builds: '300000000000000001',
  lounge: '300000000000000002',
  rika: '1001',
  mori: '3002',
  tomo: '1002',
} as const;

/** The bot between Discord, Twitch and a core, all on this machine. */
export type BotWorld = AsyncDisposable &
  Logged & {
    readonly discord: DiscordStandIn;
    readonly twitch: TwitchStandIn;
    readonly core: CoreFake;
    readonly config: Config;
    readonly bot: Bot;
    /** Another process of the same bot, as far as anybody outside can tell: not started yet. */
    readonly another: (changes?: Partial<Config>) => AnotherBot;
    /** Resolves once the condition holds; it is looked at whenever Discord or Twitch changes. */
    readonly until: (condition: () => boolean) => Promise<void>;
  };

/** A further bot, with what it has logged. */
export type AnotherBot = { readonly bot: Bot } & Logged;

/** What a bot has logged. */
export type Logged = {
  /** One JSON text a line. */
  readonly logged: readonly string[];
  /** Calls the listener after every line; the function returned ends that. */
  readonly onLogged: (listener: () => void) => () => void;
};

const timings: Timings = {
  backoff: { firstMs: 10, mostMs: 40 },
  federationPerSecond: 1_000,
  directPerSecond: 2_000,
  cardEditGapMs: 30,
  channelGapMs: 5,
  dropGapMs: 10,
  blockedMs: 300,
  renameWindowMs: 200,
  roleGapMs: 5,
  compareEveryMs: 60_000,
  channelsEveryMs: 50,
  chatAnswerGapMs: 60_000,
  announcementGapMs: 50,
  noticeWaitMs: 20,
  voiceLimits: { ...twitchLimits, roomGapMs: 20 },
  streamQuietMs: 5_000,
  identifyGapMs: 50,
  draftLifeMs: 60_000,
};

type WorldOptions = {
  readonly start?: boolean;
  readonly prepare?: (core: CoreFake) => unknown;
  readonly timings?: Partial<Timings>;
  readonly botToken?: string;
  /** What Discord grants the app to read; messages unless said. */
  readonly privilegedIntents?: number;
  readonly cdnHosts?: string;
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** How many more channels there are on Twitch, with ids and logins by `furtherChannel`. */
  readonly furtherChannels?: number;
  /** Told of everything that is asked of Discord, with its answer. */
  readonly onExchange?: (exchange: Exchange) => void;
};

/** One of many channels on Twitch, counted from 0. */
export function furtherChannel(index: number): { readonly twitchId: string; readonly login: string } {
  return { twitchId: String(20_000 + index), login: `builder${index}` };
}

/** Starts a world; the bot is ready, unless `start` is false. */
export async function startBotWorld(options: WorldOptions = {}): Promise<BotWorld> {
  const discord = await openDiscord(options.privilegedIntents ?? GatewayIntentBits.MessageContent, options.onExchange);
  const twitch = await openTwitch(options.furtherChannels ?? 0);
  const core = await startCoreFake('a-service-token-of-the-tests');
  // The bot asks for notices all the time; here it gets none and is kept waiting a little.
  core.answers.pullNotices = async ({ body }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, body.waitMs).unref();
    await promise;
    return { notices: [] };
  };
  options.prepare?.(core);
  process.env['TWURPLE_MOCK_API_PORT'] = String(twitch.port);
  const config = configFor(options, discord, twitch, core);
  if (options.botToken === undefined) await publishCommands(config.discord);
  const open = (settings: Config): AnotherBot => {
    const { log, ...logged } = createMemoryLog();
    return { bot: createBot(settings, { log, timings: { ...timings, ...options.timings } }), ...logged };
  };
  const { bot, ...logged } = open(config);
  const others: Bot[] = [];
  if (options.start !== false) {
    bot.start();
    await bot.ready;
  }
  return {
    discord,
    twitch,
    core,
    config,
    bot,
    ...logged,
    another(changes) {
      const other = open({ ...config, ...changes });
      others.push(other.bot);
      return other;
    },
    until: async (condition) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => condition() && resolve();
      const ends = [discord.onChange(look), twitch.onChange(look)];
      look();
      await promise;
      for (const end of ends) end();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([bot, ...others].map((each) => each.stop()));
      await Promise.all([discord.close(), twitch.close(), core.close()]);
    },
  };
}

function createMemoryLog() {
  const logged: string[] = [];
  const watchers = new Set<() => void>();
  const write = (line: string) => {
    logged.push(line);
    for (const watcher of watchers) watcher();
  };
  const onLogged = (listener: () => void) => {
    watchers.add(listener);
    return () => watchers.delete(listener);
  };
  return { log: createLog('debug', { write }), logged, onLogged };
}

/** Resolves once a bot has logged a line with these words. */
export async function untilLogged({ logged, onLogged }: Logged, words: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => logged.some((line) => line.includes(words)) && resolve();
  const end = onLogged(look);
  look();
  await promise;
  end();
}

function openDiscord(privilegedIntents: number, onExchange: WorldOptions['onExchange']): Promise<DiscordStandIn> {
  return startDiscord({
    ...(onExchange ? { onExchange } : {}),
    botToken: 'token-of-the-tests',
    applicationId,
    privilegedIntents,
    clientSecret: 'client-secret',
    redirectUris: [],
    users: [
      { id: here.builder, username: 'rika', displayName: 'Rika' },
      { id: here.buyer, username: 'mori_森', displayName: 'Mori' },
    ],
    communities: [
      {
        id: community,
        name: 'Keyboard Club',
        ownerId: here.builder,
        channels: [
          { id: here.builds, name: 'builds' },
          { id: here.lounge, name: 'lounge' },
        ],
        members: [{ userId: here.builder }, { userId: here.buyer }],
      },
    ],
  });
}

async function openTwitch(furtherChannels: number): Promise<TwitchStandIn> {
  return startTwitch({
    clientId: 'app-client',
    clientSecret: 'app-secret',
    users: [
      { id: here.rika, login: 'rika', displayName: 'Rika' },
      { id: here.tomo, login: 'tomo', displayName: 'Tomo' },
      { id: here.mori, login: 'mori', displayName: 'Mori' },
      { id: '9001', login: 'c500bot', displayName: 'C500' },
      ...Array.from({ length: furtherChannels }, (_, index) => {
        const { twitchId: id, login } = furtherChannel(index);
        return { id, login, displayName: login };
      }),
    ],
    botUserId: '9001',
    extension: {
      clientId: 'ext-client',
      ownerId: '5005',
      secretBase64: Buffer.from('an extension secret of the tests').toString('base64'),
      distDir: await mkdtemp(join(tmpdir(), 'bot-extension-')),
      ebsOrigin: 'http://localhost:1',
    },
  });
}

function configFor(options: WorldOptions, discord: DiscordStandIn, twitch: TwitchStandIn, core: CoreFake): Config {
  const token = twitch.botToken();
  const read = readConfig({
    WORLD: 'sandbox',
    BOT_CORE_URL: core.url,
    BOT_SERVICE_TOKEN: core.token,
    DISCORD_BOT_TOKEN: options.botToken ?? 'token-of-the-tests',
    DISCORD_APPLICATION_ID: applicationId,
    DISCORD_API_URL: `${discord.origin}/api`,
    DISCORD_CDN_HOSTS: options.cdnHosts ?? new URL(discord.origin).host,
    TWITCH_CLIENT_ID: 'app-client',
    TWITCH_CLIENT_SECRET: 'app-secret',
    TWITCH_BOT_USER_ID: '9001',
    TWITCH_BOT_ACCESS_TOKEN: options.accessToken ?? token.accessToken,
    TWITCH_BOT_REFRESH_TOKEN: options.refreshToken ?? token.refreshToken,
    TWITCH_CHAT_URL: `ws://127.0.0.1:${twitch.port}`,
  });
  if (!read.ok) throw new Error(read.problems.join('; '));
  return read.config;
}

/** What a person sees, when it is what the test expects. @throws Error with what it is instead */
export function seenAs<K extends Seen['kind']>(seen: Seen, kind: K): Extract<Seen, { kind: K }> {
  if (seen.kind !== kind) throw new Error(`expected ${kind}, saw ${JSON.stringify(seen)}`);
  // The comparison above is exactly what the type says; the compiler does not narrow by a type parameter.
  return seen as Extract<Seen, { kind: K }>;
}

/** Everything that a message says, buttons and addresses included. */
export function wordsOn(message: Message): string {
  return JSON.stringify(message.components);
}

/** The messages in the builds channel that everybody sees. */
export function cardsIn({ discord }: BotWorld): readonly Message[] {
  return [...discord.model.messages.values()].filter(
    (each) => each.channelId === here.builds && each.visibleTo === null,
  );
}
