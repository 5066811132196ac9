import type { Request, Response } from 'express';
import type { CitizenId, DropId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { News } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';

/** What changed, as listeners are told: ids and versions, never contents. */
export type LiveNews = { readonly topic: string; readonly id: string; readonly revision: string };

type Listener = { readonly topics: ReadonlySet<string>; readonly response: Response };

/** Server push. */
export type Live = {
  /**
   * Opens a stream of Server-Sent Events for topics that the caller may follow.
   *
   * @param address where the caller is, since one address may not take everybody's room; null for our own programs
   */
  stream(request: Request, response: Response, topics: readonly string[], address: string | null): void;
  /** Resolves when a notice was kept, or after this long. */
  untilNotices(ms: number): Promise<void>;
  close(): void;
};

const heartbeatMs = 20_000;
/** Whoever looks at a channel learns of its changes this often; making what it shows for every commit would be all that we do. */
const changeEveryMs = 1_000;
/** A crowd that enters a raffle is news to whoever looks at it this often: how many they are is all that changes. */
const raffleEveryMs = 3_000;
/** Bounds of this process's own memory and sockets: each of several processes has them for itself. */
const listenersMax = 10_000;
const listenersPerAddressMax = 100;
const unreadBytesMax = 64 * 1024;

/**
 * Tells whoever listens what a commit changed, of whichever process it was. Topics: `drops` for every drop, `order:<tag>` for one order,
 * `federation` for communities, builders and bans.
 *
 * @param onChannelChange hears at most once a second of each builder whose channel may show something else, and of the last change
 * a second time
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createLive(core: Core, onChannelChange: (builderId: CitizenId, isAgain: boolean) => void): Live {
  const changes = paced(changeEveryMs, onChannelChange);
  const raffles = paced<DropId>(raffleEveryMs, (id, isAgain) => {
    if (!isAgain) publish({ topic: 'drops', id, revision: 'raffle' });
  });
  const listeners = new Set<Listener>();
  const openFrom = new Map<string, number>();
  const count = (address: string, by: number) => {
    const open = (openFrom.get(address) ?? 0) + by;
    if (open > 0) openFrom.set(address, open);
    else openFrom.delete(address);
  };
  const isFull = (address: string) =>
    listeners.size >= listenersMax || (openFrom.get(address) ?? 0) >= listenersPerAddressMax;
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of waiting) wake();
  };
  const stop = core.store.onNews((all) => {
    const missed = all.some(({ about }) => about === 'anything');
    if (missed || all.some(({ about }) => about === 'notices')) wakeAll();
    // Who missed something comes back by itself, and looks at everything anew.
    if (missed) for (const { response } of listeners) response.end();
    else if (listeners.size > 0) for (const news of liveNewsOf(all)) publish(news);
    for (const news of all) if (news.about === 'raffle') raffles.tell(news.id);
    for (const builderId of buildersOf(all)) changes.tell(builderId);
    for (const dropId of linesOf(all)) void tellBuilderOf(dropId);
  });
  /** A line knows its drop and not the builder. */
  const tellBuilderOf = async (dropId: DropId) => {
    try {
      const drop = await core.store.get('drop', dropId);
      if (drop) changes.tell(drop.builderId);
    } catch (error) {
      core.report(error, { drop: dropId });
    }
  };
  /** What happened to an order after its page was made and before anybody listened for it. */
  const catchUp = async (listener: Listener, topic: string) => {
    const tag = parseTag(/^order:(.+)$/.exec(topic)?.[1] ?? '');
    if (!tag) return;
    try {
      const order = await core.store.orderByTag(tag);
      const news = order && { topic, id: tag, revision: String(order.version) };
      if (news && listeners.has(listener)) listener.response.write(`data: ${JSON.stringify(news)}\n\n`);
    } catch (error) {
      core.report(error, { topic });
    }
  };
  const publish = (news: LiveNews) => {
    const line = `data: ${JSON.stringify(news)}\n\n`;
    for (const { topics, response } of listeners) {
      if (!topics.has(news.topic)) continue;
      // A listener that does not read would fill our memory; it comes back by itself and asks anew.
      if (response.writableLength > unreadBytesMax) response.destroy();
      else response.write(line);
    }
  };
  return {
    stream(request, response, topics, address) {
      if (address !== null && isFull(address)) return void response.status(503).end();
      if (address !== null) count(address, 1);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 2000\n\n');
      const listener = { topics: new Set(topics), response };
      listeners.add(listener);
      for (const topic of topics) void catchUp(listener, topic);
      const heartbeat = setInterval(() => response.write(': here\n\n'), heartbeatMs).unref();
      request.on('close', () => {
        clearInterval(heartbeat);
        listeners.delete(listener);
        if (address !== null) count(address, -1);
      });
    },
    untilNotices(ms) {
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
      });
    },
    close() {
      stop();
      changes.stop();
      raffles.stop();
      for (const { response } of listeners) response.end();
      wakeAll();
    },
  };
}

type Pace = 'told' | 'due' | 'quiet' | 'told-again';

/**
 * Passes on at once what comes after a quiet time, and of all that comes soon after one another the last, once the rest is over. Two
 * rests after it the last is passed on a second time: by then every process has heard of it, and a message may have been lost.
 */
function paced<Key extends string>(everyMs: number, pass: (key: Key, isAgain: boolean) => void) {
  const paces = new Map<Key, { readonly timer: NodeJS.Timeout; pace: Pace }>();
  const rest = (key: Key, pace: Pace) => {
    clearTimeout(paces.get(key)?.timer);
    const timer = setTimeout(() => restOver(key), everyMs).unref();
    paces.set(key, { timer, pace });
  };
  const restOver = (key: Key) => {
    const ended = paces.get(key)?.pace;
    if (ended === 'told') return rest(key, 'quiet');
    paces.delete(key);
    if (ended === 'due') return tell(key);
    if (ended !== 'quiet') return;
    rest(key, 'told-again');
    pass(key, true);
  };
  const tell = (key: Key): void => {
    const resting = paces.get(key);
    if (resting && resting.pace !== 'quiet') {
      resting.pace = 'due';
      return;
    }
    rest(key, 'told');
    pass(key, false);
  };
  return {
    tell,
    stop(): void {
      for (const { timer } of paces.values()) clearTimeout(timer);
      paces.clear();
    },
  };
}

/** Each drop once, though its record and its units may both have changed; of communities only what is to be looked at anew. */
function liveNewsOf(all: readonly News[]): LiveNews[] {
  const orders: LiveNews[] = [];
  const drops = new Map<string, string>();
  const federation = new Set<string>();
  for (const news of all) {
    if (news.about === 'order')
      orders.push({ topic: `order:${news.tag}`, id: news.tag, revision: String(news.revision) });
    if ((news.about === 'units' || news.about === 'waitlist') && !drops.has(news.id)) drops.set(news.id, news.about);
    if (news.about === 'federation') federation.add(news.what);
    if (news.about === 'drop') drops.set(news.id, String(news.revision));
  }
  return [
    ...orders,
    ...[...drops].map(([id, revision]) => ({ topic: 'drops', id, revision })),
    ...[...federation].map((id) => ({ topic: 'federation', id, revision: '' })),
  ];
}

/** The drops whose line changed. */
function linesOf(all: readonly News[]): ReadonlySet<DropId> {
  return new Set(all.flatMap((news) => (news.about === 'waitlist' ? [news.id] : [])));
}

/** The builders whose channel would show something else now. */
function buildersOf(all: readonly News[]): ReadonlySet<CitizenId> {
  return new Set(all.flatMap((news) => ('builderId' in news ? [news.builderId] : [])));
}
