import { type Client, Events, type Interaction } from 'discord.js';
import { createCore } from './api.ts';
import type { Backoff } from './backoff.ts';
import type { Config } from './config.ts';
import { deliverNotices } from './deliver.ts';
import { Cards } from './discord/cards.ts';
import { connectDiscord } from './discord/connect.ts';
import { writeNotice } from './discord/direct-messages.ts';
import { createDrafts } from './discord/drafts.ts';
import { createRouter } from './discord/router.ts';
import { followChanges } from './live.ts';
import { createLog, type Log } from './log.ts';
import { TwitchChat } from './twitch/chat.ts';

/** How the bot waits; what is not named is as in a real deployment. */
export type Timings = {
  readonly backoff: Backoff;
  readonly cardEditGapMs: number;
  readonly channelsEveryMs: number;
  readonly chatAnswerGapMs: number;
  readonly noticeWaitMs: number;
  readonly streamQuietMs: number;
  readonly draftLifeMs: number;
};

const usualTimings: Timings = {
  backoff: { firstMs: 500, mostMs: 30_000 },
  cardEditGapMs: 2_000,
  channelsEveryMs: 60_000,
  chatAnswerGapMs: 20_000,
  noticeWaitMs: 20_000,
  streamQuietMs: 90_000,
  draftLifeMs: 30 * 60_000,
};
const draftsMax = 500;

/** The bot, at both of its doors. */
export type Bot = {
  /** Begins to connect; neither Discord, nor Twitch, nor the core has to be there yet. */
  start(): void;
  /** Resolves once the bot is on Discord and in chat. Rejects when Discord does not take its token. */
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
  const { backoff, channelsEveryMs, chatAnswerGapMs: answerGapMs } = timings;
  const chat = new TwitchChat({ config: config.twitch, core, log: log.twitch, backoff, channelsEveryMs, answerGapMs });
  const discord = createDiscordDoor(config, core, log, timings);
  const ended = Promise.withResolvers<void>();
  const ready = Promise.all([discord.ready, chat.ready]).then(() => log.main.info('the bot is ready'));
  // Whoever cares waits for them; a rejection that nobody waits for must not end the process by itself.
  ready.catch(() => undefined);
  ended.promise.catch(() => undefined);
  return {
    ready,
    ended: ended.promise,
    start() {
      chat.start();
      discord.run().catch(ended.reject);
    },
    async stop() {
      await Promise.all([chat[Symbol.asyncDispose](), discord.stop()]);
      ended.resolve();
    },
  };
}

/** Discord: interactions, cards and direct messages. */
function createDiscordDoor(config: Config, core: ReturnType<typeof createCore>, log: Log, timings: Timings) {
  const end = new AbortController();
  const { signal } = end;
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  const route = Promise.withResolvers<ReturnType<typeof createRouter>>();
  const underWay = new Set<Promise<void>>();
  let work: Promise<unknown> = Promise.resolve();

  function receive(interaction: Interaction): void {
    if (signal.aborted) return;
    const handled = route.promise.then((handle) => handle(interaction));
    underWay.add(handled);
    void handled.then(() => underWay.delete(handled));
  }

  async function serve(client: Client<true>): Promise<void> {
    const { cardEditGapMs: editGapMs, noticeWaitMs: waitMs, streamQuietMs: quietMs, backoff } = timings;
    const channelId = config.discord.buildsChannelId;
    await using cards = new Cards({ client, core, channelId, log: log.discord, editGapMs });
    const drafts = createDrafts({ max: draftsMax, lifeMs: timings.draftLifeMs, now: Date.now });
    route.resolve(createRouter({ core, cards, drafts, cdnHosts: config.discord.cdnHosts, log: log.discord }));
    const lost = Promise.withResolvers<void>();
    client.once(Events.Invalidated, () => lost.reject(new Error('Discord ended the session for good')));
    signal.addEventListener('abort', () => lost.resolve(), { once: true });
    ready.resolve();
    const write = (notice: Parameters<typeof writeNotice>[1]) => writeNotice(client, notice);
    await Promise.all([
      lost.promise,
      deliverNotices({ core, write, signal, log: log.discord, backoff, waitMs }),
      followChanges({
        open: core.openLive,
        onOpen: () => void cards.refreshAll(),
        onChange: ({ topic, id, revision }) => topic === 'drops' && cards.touch(id, revision),
        signal,
        log: log.core,
        backoff,
        quietMs,
      }),
    ]);
    await Promise.all(underWay);
  }

  async function run(): Promise<void> {
    const login = { token: config.discord.token.reveal(), apiUrl: config.discord.apiUrl, onInteraction: receive };
    const client = await connectDiscord({ ...login, signal, log: log.discord, backoff: timings.backoff });
    if (!client) return;
    try {
      await serve(client);
    } finally {
      end.abort();
      await client.destroy();
    }
  }

  return {
    ready: ready.promise,
    async run(): Promise<void> {
      const running = run();
      work = running.catch(ready.reject);
      await running;
    },
    async stop(): Promise<void> {
      end.abort();
      await work;
    },
  };
}
