import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { holdLease, type Held, type Holding } from '#shared/holding.ts';
import { hour, minute, second } from '#shared/house-rules.ts';
import { isLinked } from './domain/channel.ts';
import type { Store } from './ports/store.ts';

/** What one process does for the whole house, however many there are: each duty is done by whoever holds its lease. */
export type Duties = {
  /** Stands by for every duty. */
  start(): void;
  /** Follows a channel that was just linked, without waiting for the next look around; or compares everything, when something ended. */
  followSoon(what: 'new-channels' | 'everything'): void;
  /** Whether it is this process that tells the extensions of news, so that nobody else does. */
  isAnnouncer(): boolean;
  /** Ends what was taken on, and lets others take it over. */
  stop(): Promise<void>;
};

/** What the duties need. */
export type DutiesOptions = {
  readonly store: Pick<Store, 'lease' | 'release' | 'channels'>;
  /** Others take over within this when a process dies without a word. */
  readonly withinMs: number;
  /** Subscribes to what is missing of these channels; the answer subscribes to one more. */
  readonly followChannels: (channelIds: readonly string[]) => Promise<(channelId: string) => void>;
  /** Compares channels with what Twitch lists, so that proof goes on while its notices do not arrive. */
  readonly watchChannels: () => Promise<void>;
  /** Asks Twitch whether it still honours what builders consented to. */
  readonly verifyConsents: () => Promise<void>;
  /** Goes through the books, if that was not done lately. */
  readonly reckon: () => Promise<void>;
  /** Lets go of what was settled long ago. */
  readonly forget: () => Promise<void>;
  /** Forgets what was still to be announced. */
  readonly stopAnnouncing: () => void;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Who holds. A store of one process lends only to the one that has it open, which may go on at once where it ended. */
  readonly holder?: string;
};

/** Channels of new builders are followed within this time. */
const followEveryMs = 30 * second;
/** Our subscriptions are compared with Twitch's this often: it may have ended some, or failed to make them. */
const compareEveryMs = 10 * minute;
/** How often channels are looked at without being told of anything, and consents are asked about: Twitch wants the latter hourly. */
const watchEveryMs = minute;
const verifyEveryMs = hour;
/** How often it is asked whether the books want to be gone through again. */
const reckonEveryMs = minute;
/** How often some of what was settled long ago is let go of. */
const forgetEveryMs = hour;
const channelsMax = 2_000;

/** What the next look around does, and how to have it at once. */
type Wish = { look: boolean; compare: boolean; wake: () => void };

/** Makes the duties, none of them taken yet. */
export function createDuties(options: DutiesOptions): Duties {
  const holdings: Holding[] = [];
  const holder = options.holder ?? randomUUID();
  let announcing: Holding | undefined;
  const wish: Wish = { look: false, compare: false, wake: () => {} };
  const hold = (name: string, act: (held: Held) => Promise<void>): Holding => {
    const { store, withinMs, log } = options;
    const holding = holdLease({
      lease: {
        // Leases are about processes, which live by the wall clock; the house's own clock may be moved in a sandbox.
        take: (lengthMs) => store.lease(name, holder, Date.now(), Date.now() + lengthMs),
        letGo: () => store.release(name, holder),
      },
      withinMs,
      onError: (error) => log.warn({ err: error, duty: name }, 'a lease was not answered for'),
      async act(held) {
        log.info({ duty: name }, 'duty taken');
        await act(held);
        log.info({ duty: name }, 'duty ended');
      },
    });
    holdings.push(holding);
    return holding;
  };
  return {
    start() {
      hold('twitch-channels', (held) => keepFollowing(options, held, wish));
      hold('twitch-watch', (held) => keepDoing(options, held, watchEveryMs, options.watchChannels, channelsUnseen));
      hold('twitch-consents', (held) =>
        keepDoing(options, held, verifyEveryMs, options.verifyConsents, channelsUnseen),
      );
      hold('reckoning', (held) =>
        keepDoing(options, held, reckonEveryMs, options.reckon, 'the books could not be gone through'),
      );
      hold('forgetting', (held) =>
        keepDoing(options, held, forgetEveryMs, options.forget, 'what was settled long ago could not be let go of'),
      );
      announcing = hold('extension-announcer', async ({ signal }) => {
        await ended(signal);
        options.stopAnnouncing();
      });
    },
    followSoon(what) {
      wish.look = true;
      if (what === 'everything') wish.compare = true;
      wish.wake();
    },
    isAnnouncer: () => announcing?.isHeld() ?? false,
    async stop() {
      await Promise.all(holdings.map((holding) => holding.stop()));
    },
  };
}

/** Follows every builder's channel while it is ours to do. Twitch may be away at first: it is then asked again. */
async function keepFollowing({ store, followChannels, log }: DutiesOptions, held: Held, wish: Wish): Promise<void> {
  let follow: ((channelId: string) => void) | undefined;
  let comparedAt = 0;
  while (held.isHeld()) {
    wish.look = false;
    try {
      const channelIds = (await store.channels(channelsMax)).filter(isLinked).map(({ id }) => id);
      if (!held.isHeld()) return;
      if (follow === undefined || wish.compare || performance.now() - comparedAt >= compareEveryMs) {
        comparedAt = performance.now();
        wish.compare = false;
        // Twitch may take minutes to answer; what it does then is the same whoever asked.
        const following = await Promise.race([followChannels(channelIds), ended(held.signal)]);
        if (!following) return;
        follow = following;
      } else {
        for (const channelId of channelIds) follow(channelId);
      }
    } catch (error) {
      wish.compare = true;
      log.warn({ err: error }, 'channels could not be followed');
    }
    // What was wished for meanwhile is not slept over.
    if (!wish.look)
      await Promise.race([ended(held.signal, followEveryMs), new Promise<void>((resolve) => (wish.wake = resolve))]);
  }
}

const channelsUnseen = 'channels could not be looked at';

/** Does something again and again while it is ours to do, first after one such time: whoever has just started is told what happens. */
async function keepDoing(
  { log }: DutiesOptions,
  held: Held,
  everyMs: number,
  act: () => Promise<void>,
  failed: string,
): Promise<void> {
  for (await ended(held.signal, everyMs); held.isHeld(); await ended(held.signal, everyMs)) {
    try {
      await Promise.race([act(), ended(held.signal)]);
    } catch (error) {
      log.warn({ err: error }, failed);
    }
  }
}

/** Waits for the signal, or for this long if that is said. */
function ended(signal: AbortSignal, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = ms === undefined ? undefined : setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
