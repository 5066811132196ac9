import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { Held } from '#shared/holding.ts';
import { day } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import { cardKey, findTask, readCardKey, type CardKey, type KnownCard, type Task } from './card-book.ts';
import { markOf, type CardPost } from './card-post.ts';
import { FairQueue } from './fair-queue.ts';
import type { Network } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError } from './rest.ts';

/** What keeping the cards needs. */
export type CardsOptions = {
  readonly core: Core;
  readonly cards: CardPost;
  readonly network: Network;
  readonly problems: Problems;
  /** Whether the bot was removed from a community; if so the core knows when it answers. */
  readonly isGone: (communityId: string) => Promise<boolean>;
  /** The lease under which the cards are kept. */
  readonly held: Held;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** A card is edited for changes at most once in this long, and a channel is asked for something at most once in that. */
  readonly cardEditGapMs: number;
  readonly channelGapMs: number;
  /** How long a channel in which the bot may not write is left alone. */
  readonly blockedMs: number;
};

/** Pieces of work under way at once: enough for a Discord that takes a second for each. */
const underWayMax = 40;

/**
 * Keeps the cards of all drops true in all communities, while this process holds the lease for it. What is remembered here only saves
 * work: the core remembers where cards are, and each card carries a mark of what it shows. Changes that come close together make one
 * edit, which shows the newest; whatever fails is done again until it succeeds or is no longer wanted.
 */
export class Cards {
  readonly #options: CardsOptions;
  readonly #queue: FairQueue;
  readonly #drops = new Map<string, { readonly view: DropView; readonly mark: number }>();
  readonly #cards = new Map<CardKey, KnownCard>();
  readonly #closedAt = new Map<string, number>();
  readonly #surveyed = new Set<string>();
  readonly #blocked = new Map<string, number>();
  /** When a card may be touched again after it was edited, or after something failed. */
  readonly #restsUntil = new Map<CardKey, number>();
  readonly #failures = new Map<CardKey, number>();
  readonly #underWay = new Set<Promise<void>>();
  #wake = () => {};

  constructor(options: CardsOptions) {
    this.#options = options;
    this.#queue = new FairQueue(options.channelGapMs);
  }

  /** Learns of all cards and of all drops that are open or have one. What is remembered of a card is truer than what the core has. */
  async load(signal: AbortSignal): Promise<void> {
    const { own } = this.#options.core;
    const [{ cards }, { drops }] = await Promise.all([own.listCards({ query: {} }, signal), own.listDrops({}, signal)]);
    for (const { dropId, communityId, ...card } of cards) {
      const key = cardKey(dropId, communityId);
      if (!this.#cards.has(key)) this.#cards.set(key, { ...card, mark: undefined, isNoted: true });
    }
    const listed = new Set(drops.map(({ id }) => id));
    for (const drop of drops) this.show(drop);
    const others = [...this.#cards.keys()].map((key) => readCardKey(key).dropId);
    for (const dropId of new Set([...others, ...this.#drops.keys()]))
      if (!listed.has(dropId)) await this.refresh(dropId, signal);
  }

  /** Looks a drop up, and makes its cards show it. */
  async refresh(dropId: string, signal: AbortSignal): Promise<void> {
    try {
      this.show(await this.#options.core.own.getDrop({ params: { dropId } }, signal));
    } catch (error) {
      // A draft, or one that was never there: nobody is shown it.
      if (!(error instanceof ApiProblem && error.problem.code === 'not-found')) throw error;
      this.#drops.delete(dropId);
    }
  }

  /** Makes the cards of a drop show it as it is now. */
  show(drop: DropView): void {
    this.#drops.set(drop.id, { view: drop, mark: markOf(drop) });
    if (drop.status !== 'closed') this.#closedAt.delete(drop.id);
    else if (!this.#closedAt.has(drop.id)) this.#closedAt.set(drop.id, Date.now());
    for (const community of this.#options.network.communities()) this.#ask(cardKey(drop.id, community.id));
  }

  /** What communities have chosen may have changed: what is missing is posted. */
  lookAgain(): void {
    this.#blocked.clear();
    this.#forgetClosed();
    for (const dropId of this.#drops.keys())
      for (const community of this.#options.network.communities()) this.#ask(cardKey(dropId, community.id));
  }

  /** Drops whose builder is shown as live while they are not, or the other way round. */
  dropsOf(isOtherwise: (builder: DropView['builder']) => boolean): string[] {
    return [...this.#drops.values()].filter(({ view }) => isOtherwise(view.builder)).map(({ view }) => view.id);
  }

  /** Works until the lease ends, then waits for what is under way. Never throws. */
  async keep(): Promise<void> {
    const { signal } = this.#options.held;
    while (!signal.aborted) {
      const now = Date.now();
      const key = this.#underWay.size < underWayMax ? this.#queue.take(now) : undefined;
      if (key === undefined) {
        await this.#rest(now, signal);
        continue;
      }
      const work = this.#work(cardKeyOf(key)).finally(() => {
        this.#queue.done(key, Date.now());
        this.#underWay.delete(work);
        this.#wake();
      });
      this.#underWay.add(work);
    }
    await Promise.all(this.#underWay);
  }

  async #rest(now: number, signal: AbortSignal): Promise<void> {
    const nextAt = this.#underWay.size < underWayMax ? this.#queue.nextAt() : undefined;
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const over = new AbortController();
    const ended = AbortSignal.any([signal, over.signal]);
    const inTime = pause(nextAt === undefined ? 60_000 : Math.max(1, nextAt - now), ended);
    await Promise.race([woken, inTime]);
    over.abort();
  }

  #taskOf(key: CardKey): { readonly task: Task; readonly drop: { view: DropView; mark: number } } | undefined {
    const { dropId, communityId } = readCardKey(key);
    const drop = this.#drops.get(dropId);
    const community = this.#options.network.community(communityId);
    const task =
      drop &&
      community &&
      findTask(drop, community, this.#cards.get(key), (channelId) => this.#surveyed.has(channelId));
    return drop && task ? { drop, task } : undefined;
  }

  /** Asks for what has to be done about a card, if anything. */
  #ask(key: CardKey): void {
    const found = this.#taskOf(key);
    if (!found) return;
    const { channelId } = found.task;
    const notBefore = Math.max(this.#restsUntil.get(key) ?? 0, this.#blocked.get(channelId) ?? 0);
    this.#queue.add(key, channelId, notBefore);
    this.#wake();
  }

  async #work(key: CardKey): Promise<void> {
    // Somebody else holds the lease now, or what was asked for is no longer needed.
    const found = this.#options.held.isHeld() ? this.#taskOf(key) : undefined;
    if (!found) return;
    const { task, drop } = found;
    try {
      await this.#carryOut(key, task, drop);
      this.#failures.delete(key);
      if (task.do === 'post' || task.do === 'edit') {
        this.#restsUntil.set(key, Date.now() + this.#options.cardEditGapMs);
        await this.#solve(key, task);
      }
      // It may have changed meanwhile, or there may be a next step.
      this.#ask(key);
    } catch (error) {
      await this.#handleFailure(key, task, error).catch((cause: unknown) => this.#tryLater(key, cause));
    }
  }

  async #carryOut(key: CardKey, task: Task, drop: { readonly view: DropView; readonly mark: number }): Promise<void> {
    const { cards } = this.#options;
    const { communityId } = readCardKey(key);
    switch (task.do) {
      case 'look':
        return this.#survey(task.channelId, communityId);
      case 'post': {
        const place = await cards.post(task.channelId, communityId, drop.view);
        this.#cards.set(key, { ...place, state: 'posted', mark: drop.mark, isNoted: false });
        return this.#note(key);
      }
      case 'edit':
        await cards.edit(task.card, drop.view);
        this.#cards.set(key, { ...task.card, mark: drop.mark });
        return undefined;
      case 'note':
        return this.#note(key);
      default:
        return task satisfies never;
    }
  }

  /** Looks at a channel once: what its cards show, and which of them nobody has noted. */
  async #survey(channelId: string, communityId: string): Promise<void> {
    const found = await this.#options.cards.survey(channelId);
    this.#surveyed.add(channelId);
    for (const [dropId, { messageId, mark }] of found) {
      const key = cardKey(dropId, communityId);
      const known = this.#cards.get(key);
      if (!known) this.#cards.set(key, { channelId, messageId, state: 'posted', mark, isNoted: false });
      else if (known.messageId === messageId) this.#cards.set(key, { ...known, mark });
    }
    for (const dropId of this.#drops.keys()) this.#ask(cardKey(dropId, communityId));
  }

  /** A drop that has been closed for a day shows so everywhere, and is not heard of again. */
  #forgetClosed(): void {
    for (const [dropId, closedAt] of this.#closedAt) {
      if (Date.now() - closedAt < day) continue;
      this.#closedAt.delete(dropId);
      this.#drops.delete(dropId);
      for (const notes of [this.#cards, this.#restsUntil, this.#failures])
        for (const key of notes.keys()) if (readCardKey(key).dropId === dropId) notes.delete(key);
    }
  }

  async #note(key: CardKey): Promise<void> {
    const card = this.#cards.get(key);
    if (!card) return;
    const { dropId, communityId } = readCardKey(key);
    const { channelId, messageId, state } = card;
    await this.#options.core.own.noteCard({ params: { dropId, communityId }, body: { channelId, messageId, state } });
    this.#cards.set(key, { ...card, isNoted: true });
  }

  async #handleFailure(key: CardKey, task: Task, error: unknown): Promise<void> {
    const { log, problems, blockedMs } = this.#options;
    const { dropId, communityId } = readCardKey(key);
    if (task.do === 'edit' && isDiscordError(error, codes.unknownMessage)) {
      log.info({ dropId, communityId }, 'a card was deleted by hand');
      this.#cards.set(key, { ...task.card, state: 'removed', isNoted: false });
      await this.#note(key);
      return problems.note(communityId, { key: 'card-removed', subject: task.channelId });
    }
    const isLost = isDiscordError(error, codes.unknownChannel);
    if (!isLost && !isDiscordError(error, codes.missingAccess, codes.missingPermissions)) throw error;
    // Asking in vain is counted by Discord: the channel is left alone for a while, whatever else there is for it.
    this.#blocked.set(task.channelId, Date.now() + blockedMs);
    // What stood in a channel that is gone is gone with it, and may be posted wherever drops go next.
    if (isLost)
      for (const [other, card] of this.#cards) if (card.channelId === task.channelId) this.#cards.delete(other);
    if (await this.#options.isGone(communityId)) return;
    for (const other of this.#drops.keys()) this.#ask(cardKey(other, communityId));
    await problems.note(communityId, { key: isLost ? 'channel-lost' : 'may-not-post', subject: task.channelId });
  }

  async #solve(key: CardKey, { do: done, channelId }: Pick<Task, 'do' | 'channelId'>): Promise<void> {
    const community = this.#options.network.community(readCardKey(key).communityId);
    this.#blocked.delete(channelId);
    // An admin hears of deleted cards once for all those that were posted before.
    const solved = ['may-not-post', 'channel-lost', ...(done === 'post' ? (['card-removed'] as const) : [])] as const;
    for (const problem of solved)
      if (community) await this.#options.problems.solve(community, { key: problem, subject: channelId });
  }

  #tryLater(key: CardKey, error: unknown): void {
    const { log, backoff } = this.#options;
    const count = this.#failures.get(key) ?? 0;
    this.#failures.set(key, count + 1);
    log.warn({ err: error, key, count }, 'a card could not be kept true, it is tried again');
    this.#restsUntil.set(key, Date.now() + backoffMs(backoff, count));
    this.#ask(key);
  }
}

function cardKeyOf(key: string): CardKey {
  const { dropId, communityId } = readCardKey(key);
  return cardKey(dropId, communityId);
}
