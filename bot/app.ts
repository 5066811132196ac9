import { createCore } from './api.ts';
import type { Backoff } from './backoff.ts';
import type { Config } from './config.ts';
import { createDiscordDoor } from './discord/door.ts';
import type { FederationTimings } from './discord/federation.ts';
import { createLeases } from './leases.ts';
import { createLog, type Log } from './log.ts';
import { TwitchChat } from './twitch/chat.ts';
import { twitchLimits, type VoiceLimits } from './twitch/voice.ts';

/** How the bot waits; what is not named is as in a real deployment. */
export type Timings = FederationTimings & {
  readonly backoff: Backoff;
  readonly channelsEveryMs: number;
  readonly chatAnswerGapMs: number;
  readonly announcementGapMs: number;
  readonly noticeWaitMs: number;
  readonly voiceLimits: VoiceLimits;
  /** Between two shards that identify; Discord wants five seconds. */
  readonly identifyGapMs: number;
  /** Requests a second for rooms and notices, of all processes together and beside the federation's: Discord allows the whole bot 50. */
  readonly directPerSecond: number;
  readonly draftLifeMs: number;
};

/** As in a real deployment. */
export const usualTimings: Timings = {
  backoff: { firstMs: 500, mostMs: 30_000 },
  federationPerSecond: 30,
  directPerSecond: 18,
  cardEditGapMs: 2_000,
  // Discord takes five messages in five seconds in a channel.
  channelGapMs: 1_100,
  dropGapMs: 500,
  blockedMs: 10 * 60_000,
  renameWindowMs: 10.2 * 60_000,
  roleGapMs: 1_100,
  compareEveryMs: 30 * 60_000,
  channelsEveryMs: 15_000,
  // Twitch refuses what a bot has said within the last half minute.
  chatAnswerGapMs: 31_000,
  announcementGapMs: 5_000,
  noticeWaitMs: 20_000,
  voiceLimits: twitchLimits,
  streamQuietMs: 90_000,
  identifyGapMs: 5_500,
  draftLifeMs: 30 * 60_000,
};
/** One process of the bot, at both of its doors. */
export type Bot = {
  /** Stands by, and connects to what no other process serves; neither Discord, nor Twitch, nor the core has to be there yet. */
  start(): void;
  /** Resolves once this process is on Discord and in chat. Rejects when Discord does not take its token. */
  readonly ready: Promise<void>;
  /** Resolves after `stop`; rejects when the bot cannot go on by itself. */
  readonly ended: Promise<void>;
  /** Stops cleanly: what is under way is finished, and nothing is begun. */
  stop(): Promise<void>;
};

/** Builds the bot without starting it. */
export function createBot(
  config: Config,
  overrides: { readonly log?: Log; readonly timings?: Partial<Timings> } = {},
): Bot {
  const log = overrides.log ?? createLog(config.logLevel);
  const timings = { ...usualTimings, ...overrides.timings };
  const core = createCore({ baseUrl: config.core.url, token: config.core.token.reveal() });
  const leases = createLeases({ core, withinMs: config.leaseMs, log: log.core });
  const chat = new TwitchChat({
    config: config.twitch,
    core,
    log: log.twitch,
    ...timings,
    answerGapMs: timings.chatAnswerGapMs,
  });
  const discord = createDiscordDoor({ config, core, leases, log, timings });
  const ended = Promise.withResolvers<void>();
  leases.failed.catch(ended.reject);
  const isReady = Promise.all([discord.ready, chat.ready]).then(() => log.main.info('the bot is ready'));
  const ready = Promise.race([isReady, leases.failed]);
  // Whoever cares waits for them; a rejection that nobody waits for must not end the process by itself.
  ready.catch(() => undefined);
  ended.promise.catch(() => undefined);
  return {
    ready,
    ended: ended.promise,
    start() {
      leases.hold('twitch-chat', (held) => chat.serve(held));
      discord.start();
    },
    async stop() {
      await leases.stop();
      await Promise.all([chat[Symbol.asyncDispose](), discord.stop()]);
      ended.resolve();
    },
  };
}
