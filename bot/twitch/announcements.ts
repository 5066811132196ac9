import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { minute } from '#shared/house-rules.ts';
import { en, fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import type { Said, Speech } from './voice.ts';
import { countFitting, lineOf, listOf, plain } from './wording.ts';

/** What announcing needs. */
export type AnnouncementOptions = {
  readonly core: Core;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** How long one question for notices waits at the core; 25 s at most. */
  readonly waitMs: number;
  /** Between two announcements in one channel. */
  readonly gapMs: number;
  readonly say: (speech: Speech) => Promise<Said>;
  /** The chats that there are; `areKnown` is false until the core has named them. */
  readonly rooms: { readonly areKnown: boolean; readonly loginOf: (channelId: string) => string | undefined };
};

const texts = en.chat.announcements;
type Kind = keyof typeof texts;

/** What happened longer ago is no news on a stream. */
const newsForMs = 5 * minute;
const perLineMax = 5;
/** A line of which Twitch's server said nothing may have been said: it is said a second time and then no more. */
const sendsMax = 2;
const settleWithinMs = 2_000;
const rememberedMax = 2_000;
/** More than this does not wait here: the core gives it out again later. */
const waitingMax = 500;
/** More than this of one channel is not said at all, so that it does not take the room of all the others. */
const waitingPerChannelMax = 50;
/** What another try may put right. */
const passing: ReadonlySet<string> = new Set(['not_connected', 'msg_ratelimit', 'msg_slowmode']);

type Outcome = { readonly outcome: 'delivered' | 'undeliverable'; readonly reason: string | null };
type Waiting = { readonly notice: NoticeView; readonly kind: Kind; readonly until: number; sends: number };

/**
 * Tells channels' chats what happened in them, while this process holds chat: what comes together is said together, and what is old
 * is not said. The core leases notices for a minute and gives out again what was not settled, so what was said is remembered, beyond
 * the end of one holding; only a process that dies between saying and settling leaves a line to be said twice.
 */
export class Announcements {
  readonly #options: AnnouncementOptions;
  /** By notice: what became of it, or that it waits here. */
  readonly #known = new Map<string, Outcome | 'waiting'>();
  readonly #channels = new Map<string, Waiting[]>();
  readonly #saidAt = new Map<string, number>();

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  /** Announces until the signal ends it, then lets go of what was not said. Never throws. */
  async serve(signal: AbortSignal): Promise<void> {
    const { core, log, backoff, waitMs } = this.#options;
    const working = new Set<Promise<void>>();
    for (let failures = 0; !signal.aborted;) {
      try {
        const { notices } = await core.own.pullNotices({ body: { platform: 'twitch', waitMs } }, signal);
        failures = notices.some((notice) => this.#known.has(notice.id)) ? failures + 1 : 0;
        for (const notice of notices) {
          const work = this.#take(notice, signal);
          if (!work) continue;
          working.add(work);
          void work.then(() => working.delete(work));
        }
      } catch (error) {
        if (signal.aborted) break;
        log.warn({ err: error }, 'announcements could not be pulled');
        failures += 1;
      }
      if (failures > 0) await pause(backoffMs(backoff, failures - 1), signal);
    }
    await Promise.all(working);
    for (const [id, state] of this.#known) if (state === 'waiting') this.#known.delete(id);
  }

  /** Takes a notice in; what it begins is to be waited for. */
  #take(notice: NoticeView, signal: AbortSignal): Promise<void> | undefined {
    const known = this.#known.get(notice.id);
    if (known === 'waiting') return undefined;
    if (known) return this.#settle(notice, known);
    const waitingCount = [...this.#channels.values()].reduce((sum, queue) => sum + queue.length, 0);
    if (waitingCount >= waitingMax) return undefined;
    this.#remember(notice.id, 'waiting');
    const { kind } = notice;
    if (!isAnnouncement(kind))
      return this.#settle(notice, { outcome: 'undeliverable', reason: 'Twitch has no direct messages' });
    const queue = this.#channels.get(notice.accountId);
    if (queue && queue.length >= waitingPerChannelMax)
      return this.#settle(notice, { outcome: 'undeliverable', reason: 'too much happens in this channel' });
    const waiting = { notice, kind, until: performance.now() + newsForMs - notice.ageMs, sends: 0 };
    if (queue) return void queue.push(waiting);
    this.#channels.set(notice.accountId, [waiting]);
    return this.#workOff(notice.accountId, signal);
  }

  async #workOff(channelId: string, signal: AbortSignal): Promise<void> {
    const { gapMs, rooms } = this.#options;
    const queue = this.#channels.get(channelId) ?? [];
    // What was pulled together is taken in first, and said together.
    await Promise.resolve();
    while (queue.length > 0 && !signal.aborted) {
      const gap = (this.#saidAt.get(channelId) ?? -Infinity) + gapMs - performance.now();
      if (gap > 0 || !rooms.areKnown) {
        await pause(gap > 0 ? Math.ceil(gap) : this.#options.backoff.firstMs, signal);
        continue;
      }
      const [first] = queue;
      const batch = queue.filter((each) => each.kind === first?.kind).slice(0, perLineMax);
      for (const each of batch) queue.splice(queue.indexOf(each), 1);
      queue.unshift(...(await this.#announce(channelId, batch)));
    }
    this.#channels.delete(channelId);
  }

  /** Says one line; answers what of it is to be tried again. */
  async #announce(channelId: string, batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { rooms, say } = this.#options;
    const room = rooms.loginOf(channelId);
    if (room === undefined) return this.#giveUp(batch, 'the channel is not linked');
    const now = performance.now();
    const old = batch.filter((each) => each.until <= now);
    await this.#giveUp(old, 'it happened too long ago');
    const timely = batch.filter((each) => each.until > now);
    const [first] = timely;
    if (!first) return [];
    const names = timely.map(nameOf);
    const { line } = texts[first.kind];
    const news = timely.slice(0, countFitting(names, line.length));
    const rest = timely.slice(news.length);
    const text = lineOf(fill(line, { all: listOf(names.slice(0, news.length), line.length) }));
    const worthMs = Math.min(...news.map((each) => each.until)) - now;
    for (const each of news) each.sends += 1;
    const said = await say({ room, text, replyTo: null, rank: 'announcement', worthMs });
    return [...(await this.#conclude(channelId, news, said)), ...rest];
  }

  /** Settles what was said for good; answers what is to be tried again. */
  async #conclude(channelId: string, news: readonly Waiting[], said: Said): Promise<readonly Waiting[]> {
    switch (said.outcome) {
      case 'taken':
        this.#saidAt.set(channelId, performance.now());
        for (const { notice } of news) await this.#settle(notice, { outcome: 'delivered', reason: null });
        return [];
      case 'late':
        return this.#giveUp(news, 'there was no chance to say it in time');
      case 'ended':
        return [];
      case 'unsure':
        this.#saidAt.set(channelId, performance.now());
        return news.every((each) => each.sends < sendsMax)
          ? news
          : this.#giveUp(news, 'Twitch did not say that it was taken');
      case 'refused':
        if (!passing.has(said.reason)) return this.#giveUp(news, `Twitch refused it: ${said.reason}`);
        this.#saidAt.set(channelId, performance.now());
        for (const each of news) each.sends -= 1;
        return news;
      default:
        return said satisfies never;
    }
  }

  async #giveUp(all: readonly { readonly notice: NoticeView }[], reason: string): Promise<readonly Waiting[]> {
    for (const { notice } of all) await this.#settle(notice, { outcome: 'undeliverable', reason });
    return [];
  }

  /** Tells the core what became of a notice. Where that fails, the core gives the notice out again, and it is told then. */
  async #settle({ id, kind }: NoticeView, result: Outcome): Promise<void> {
    const { core, log } = this.#options;
    this.#remember(id, result);
    try {
      await core.own.settleNotice({ body: { id, ...result } }, AbortSignal.timeout(settleWithinMs));
    } catch (error) {
      // Settled by another lease already: nothing is left to do.
      if (!(error instanceof ApiProblem && error.problem.code === 'not-found')) {
        log.warn({ err: error, noticeId: id }, 'an announcement could not be settled');
        return;
      }
    }
    log.info({ noticeId: id, kind, outcome: result.outcome, reason: result.reason }, 'announcement settled');
  }

  #remember(id: string, state: Outcome | 'waiting'): void {
    this.#known.delete(id);
    this.#known.set(id, state);
    for (const [oldest, oldestState] of this.#known) {
      if (this.#known.size <= rememberedMax) break;
      if (oldestState !== 'waiting') this.#known.delete(oldest);
    }
  }
}

function isAnnouncement(kind: NoticeView['kind']): kind is Kind {
  return Object.hasOwn(texts, kind);
}

function nameOf({ kind, notice }: Waiting): string {
  const words = Object.entries(notice.params).map(([name, value]) => [name, plain(String(value))] as const);
  return fill(texts[kind].each, Object.fromEntries(words));
}
