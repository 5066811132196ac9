import { second } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { DeskView } from '#shared/schemas/desk.ts';
import { isLinked } from '../../domain/channel.ts';
import type { News } from '../../ports/store.ts';
import { channelView, unlinkedChannel } from '../streams/channel-view.ts';
import { loadChannelWork, type ChannelWork } from '../streams/channel-work.ts';
import type { Core } from './core.ts';
import { deskView } from '../streams/desk-view.ts';
import type { Showing } from './views.ts';

/**
 * What channels show, made once for everybody who looks and anew once the store speaks of a change. Nobody who asks after news of a
 * change gets what was read before it.
 */
export type KeptViews = {
  /** What a channel's panel shows; that of a channel which nobody has linked is empty. */
  channel(channelId: string, showing: Showing): Promise<ChannelView>;
  /** The live desk of a channel; undefined when nobody has linked it. */
  desk(channelId: string, showing: Showing): Promise<DeskView | undefined>;
};

/** News may be lost on their way, and the clock changes things too: what is older than this is made anew. */
const keepMs = 15 * second;
/** The time of an answer is right to within this. */
const momentMs = 50;
/** Channels that nobody has looked at for longest are forgotten beyond this many. */
const viewsMax = 1_000;

type Made<V> = {
  readonly view: V;
  readonly at: Instant;
  readonly changesAt: Instant;
  readonly dropIds: ReadonlySet<string>;
  stamped?: { readonly at: Instant; readonly answer: V };
};
type Entry<V> = {
  /** Known as soon as the channel was read; null for a channel that nobody has linked. */
  builderId: CitizenId | null;
  made: Made<V> | undefined;
  running: Promise<Made<V>> | undefined;
  /** Whether what is being made was overtaken by news. */
  isOvertaken: boolean;
  next: Promise<Made<V>> | undefined;
};

/** Begins to keep views of this store. They live as long as the store does. */
export function keepViews(core: Core): KeptViews {
  const panels = keptBy(core, async (work, showing) =>
    work ? channelView(core, work, showing) : unlinkedChannel(core, showing),
  );
  const desks = keptBy(core, async (work, showing) => (work ? deskView(core, work, showing) : undefined));
  core.store.onNews((news) => {
    for (const each of news) {
      panels.hear(each);
      desks.hear(each);
    }
  });
  return {
    channel: async (channelId, showing) => stamp(core, await panels.ask(channelId, showing)),
    async desk(channelId, showing) {
      const { view } = await desks.ask(channelId, showing);
      return view && { ...view, now: core.clock.now() };
    },
  };
}

function keptBy<V>(core: Core, view: (work: ChannelWork | undefined, showing: Showing) => Promise<V>) {
  const entries = new Map<string, Entry<V>>();

  async function make(entry: Entry<V>, channelId: string, showing: Showing): Promise<Made<V>> {
    const at = core.clock.now();
    const channel = await core.store.get('channel', channelId);
    entry.builderId = channel?.builderId ?? null;
    const work = channel && isLinked(channel) ? await loadChannelWork(core, channel, showing) : undefined;
    const dropIds = new Set(work?.drops.map(({ id }) => id));
    return { view: await view(work, showing), at, changesAt: work?.changesAt ?? Infinity, dropIds };
  }

  function start(entry: Entry<V>, channelId: string, showing: Showing): Promise<Made<V>> {
    entry.next = undefined;
    entry.made = undefined;
    entry.isOvertaken = false;
    entry.running = make(entry, channelId, showing)
      .then((made) => {
        if (!entry.isOvertaken) entry.made = made;
        return made;
      })
      .finally(() => void (entry.running = undefined));
    return entry.running;
  }

  /** What is being made counts for all who asked before it was overtaken. Who asks later shares the one that follows. */
  function askEntry(entry: Entry<V>, channelId: string, showing: Showing): Promise<Made<V>> | Made<V> {
    if (entry.made && isFresh(entry.made, core.clock.now())) return entry.made;
    if (entry.next) return entry.next;
    if (!entry.running) return start(entry, channelId, showing);
    if (!entry.isOvertaken) return entry.running;
    const begin = () => start(entry, channelId, showing);
    return (entry.next = entry.running.then(begin, begin));
  }

  return {
    async ask(channelId: string, showing: Showing): Promise<Made<V>> {
      const key = `${showing} ${channelId}`;
      const entry: Entry<V> = entries.get(key) ?? {
        builderId: null,
        made: undefined,
        running: undefined,
        isOvertaken: false,
        next: undefined,
      };
      entries.delete(key);
      entries.set(key, entry);
      for (const [oldest, { running }] of entries) {
        if (entries.size <= viewsMax || running) break;
        entries.delete(oldest);
      }
      return askEntry(entry, channelId, showing);
    },
    hear(news: News): void {
      if (news.about === 'notices') return;
      for (const entry of entries.values()) {
        if (!concerns(news, entry)) continue;
        entry.made = undefined;
        entry.isOvertaken = true;
      }
    },
  };
}

/** The view with the time of the answer. Who asks within a moment gets the same frozen answer, so that it is written once. */
function stamp<V extends object & { readonly now: Instant }>(core: Core, made: Made<V>): V {
  const now = core.clock.now();
  const { stamped } = made;
  if (stamped && now >= stamped.at && now - stamped.at < momentMs) return stamped.answer;
  const answer = Object.freeze({ ...made.view, now });
  made.stamped = { at: now, answer };
  return answer;
}

function isFresh({ at, changesAt }: Made<unknown>, now: Instant): boolean {
  // A clock that was set back makes everything old.
  return now >= at && now < Math.min(at + keepMs, changesAt);
}

function concerns(news: News, { builderId, made }: Entry<unknown>): boolean {
  switch (news.about) {
    case 'anything':
      return true;
    case 'notices':
    case 'federation':
    case 'gathering':
      return false;
    case 'raffle':
      // How many are in a raffle is right to within the time for which views are kept: a crowd enters one by one.
      return false;
    case 'units':
      // Units move together with an order or a drop, whose news names the builder.
      return false;
    case 'waitlist':
      // Which drops a view that is being made will have is not known yet.
      return made ? made.dropIds.has(news.id) : true;
    case 'channel':
      return builderId === null || builderId === news.builderId;
    default:
      return builderId === news.builderId;
  }
}
