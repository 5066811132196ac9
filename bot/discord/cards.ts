import { type Client, RESTJSONErrorCodes } from 'discord.js';
import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { Core } from '../api.ts';
import { cardAddress, editCard, isDiscordError, postCard, type PostedCard } from './card-post.ts';

/** What keeping the cards needs. */
export type CardsOptions = {
  readonly client: Client<true>;
  readonly core: Core;
  /** The builds channel: where new cards go. */
  readonly channelId: string;
  readonly log: Logger;
  /** A card is edited for changes at most once in this long. */
  readonly editGapMs: number;
};

/** `isNoted`: the core knows where the card is. */
type Card = PostedCard & { readonly isNoted: boolean };

const failuresMax = 5;

/**
 * Keeps the cards of drops true. The core remembers where they are; what is kept here only saves work. One process keeps them, and
 * work on one drop's card is done in turn, so that two reasons to post it make one card.
 */
export class Cards implements AsyncDisposable {
  readonly channelId: string;
  readonly #options: CardsOptions;
  readonly #cards = new Map<string, Card>();
  /** Drops whose card somebody deleted on Discord: it is not forced back on them. */
  readonly #removed = new Set<string>();
  readonly #turns = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #editedAt = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  #isStopped = false;

  constructor(options: CardsOptions) {
    this.#options = options;
    this.channelId = options.channelId;
  }

  /** Posts the drop's card or brings it up to date, and answers its address. Throws what Discord throws. */
  async show(drop: DropView): Promise<string> {
    const card = await this.#inTurn(drop.id, () => this.#bringUpToDate(drop));
    return cardAddress(this.#options.client, card);
  }

  /** Something about a drop has changed: its card is refreshed soon, once for all changes that come close together. */
  touch(dropId: string, revision: string): void {
    if (this.#cards.get(dropId)?.revision === revision) return;
    const dueAt = (this.#editedAt.get(dropId) ?? 0) + this.#options.editGapMs;
    this.#schedule(dropId, Math.max(0, dueAt - Date.now()));
  }

  /** Refreshes every card, and posts those of open drops that have none. Never throws. */
  async refreshAll(): Promise<void> {
    const { core, log } = this.#options;
    try {
      const [{ cards }, { drops }] = await Promise.all([core.own.listCards({}), core.own.listDrops({})]);
      for (const { dropId, channelId, messageId } of cards) {
        if (this.#cards.has(dropId) || this.#removed.has(dropId)) continue;
        this.#cards.set(dropId, { channelId, messageId, revision: null, pictures: null, isNoted: true });
      }
      const dropIds = new Set([...this.#cards.keys(), ...drops.map((each) => each.id)]);
      // One after another: after a long break these may be many, and Discord counts edits per channel.
      for (const dropId of dropIds) if (!this.#isStopped) await this.#inTurn(dropId, () => this.#refresh(dropId));
    } catch (error) {
      log.warn({ err: error }, 'the cards could not be listed');
    }
  }

  /** Forgets what was still to be refreshed, and waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#turns.values());
  }

  async #inTurn<T>(dropId: string, work: () => Promise<T>): Promise<T> {
    const { promise: mine, resolve: end } = Promise.withResolvers<void>();
    const before = this.#turns.get(dropId);
    this.#turns.set(dropId, mine);
    await before;
    try {
      return await work();
    } finally {
      if (this.#turns.get(dropId) === mine) this.#turns.delete(dropId);
      end();
    }
  }

  #schedule(dropId: string, delayMs: number): void {
    if (this.#isStopped || this.#timers.has(dropId)) return;
    const run = (): void => {
      this.#timers.delete(dropId);
      void this.#inTurn(dropId, () => this.#refresh(dropId));
    };
    this.#timers.set(dropId, setTimeout(run, delayMs));
  }

  async #refresh(dropId: string): Promise<void> {
    try {
      const drop = await this.#options.core.own.getDrop({ params: { dropId } });
      const isWanted = this.#cards.has(dropId) || (drop.status === 'open' && !this.#removed.has(dropId));
      if (isWanted) await this.#bringUpToDate(drop);
      this.#failures.delete(dropId);
    } catch (error) {
      this.#handleFailure(dropId, error);
    }
  }

  #handleFailure(dropId: string, error: unknown): void {
    const { log, editGapMs } = this.#options;
    if (error instanceof ApiProblem && error.problem.code === 'not-found') return;
    if (isDiscordError(error, RESTJSONErrorCodes.UnknownMessage)) {
      log.info({ dropId }, 'a card was deleted by hand');
      this.#cards.delete(dropId);
      this.#removed.add(dropId);
      return;
    }
    const count = (this.#failures.get(dropId) ?? 0) + 1;
    log.warn({ err: error, dropId, count }, 'a card could not be refreshed');
    this.#failures.set(dropId, count);
    // Beyond that the next change or the next connection refreshes it.
    if (count < failuresMax) this.#schedule(dropId, editGapMs * 2 ** count);
    else this.#failures.delete(dropId);
  }

  async #bringUpToDate(drop: DropView): Promise<Card> {
    const card = this.#cards.get(drop.id);
    const shown = await this.#put(drop, card);
    // Remembered before the core is told: should that fail, no second card may follow.
    this.#cards.set(drop.id, shown);
    this.#removed.delete(drop.id);
    const noted = await this.#note(drop.id, shown);
    this.#cards.set(drop.id, noted);
    return noted;
  }

  async #put(drop: DropView, card: Card | undefined): Promise<Card> {
    const { client, channelId, log } = this.#options;
    if (card?.revision === drop.revision) return card;
    this.#editedAt.set(drop.id, Date.now());
    if (card) return { ...(await editCard(client, card, drop, log)), isNoted: card.isNoted };
    return { ...(await postCard(client, channelId, drop, log)), isNoted: false };
  }

  async #note(dropId: string, card: Card): Promise<Card> {
    if (card.isNoted) return card;
    const { channelId, messageId } = card;
    const { core, log } = this.#options;
    try {
      await core.own.attachCard({ params: { dropId }, body: { channelId, messageId } });
      return { ...card, isNoted: true };
    } catch (error) {
      // The card stands and is kept true; the core is told again with the next change or connection.
      log.warn({ err: error, dropId }, 'the core did not take note of a card');
      return card;
    }
  }
}
