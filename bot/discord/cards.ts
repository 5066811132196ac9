import { type Client, RESTJSONErrorCodes } from 'discord.js';
import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { Held } from '#shared/holding.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { Core } from '../api.ts';
import {
  cardAddress,
  cardStands,
  channelFinder,
  editCard,
  isDiscordError,
  postCard,
  type FindChannel,
  type PostedCard,
} from './card-post.ts';

/** What keeping the cards needs. */
export type CardsOptions = {
  readonly client: Client;
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
 * Keeps the cards of drops true. The core remembers where they are; what is kept here only saves work. Of several processes one keeps
 * them, and the others post one that is missing when a person waits for it. Work on one drop's card is done in turn, so that two
 * reasons to post it make one card.
 */
export class Cards implements AsyncDisposable {
  readonly channelId: string;
  readonly #options: CardsOptions;
  readonly #cards = new Map<string, Card>();
  /** Cards that somebody deleted on Discord, by drop: they are not forced back on them. */
  readonly #removed = new Map<string, string>();
  readonly #turns = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #editedAt = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #find: FindChannel;
  #held: Held | undefined;

  constructor(options: CardsOptions) {
    this.#options = options;
    this.channelId = options.channelId;
    this.#find = channelFinder(options.client);
  }

  /**
   * Keeps the cards of all drops while this process holds the lease for it: `follow` tells of changes until the lease ends. Others
   * may have kept them before, so that what is remembered of them no longer counts.
   */
  async keep(held: Held, follow: () => Promise<void>): Promise<void> {
    for (const [dropId, card] of this.#cards) if (card.isNoted) this.#cards.delete(dropId);
    this.#held = held;
    await follow();
    this.#held = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#turns.values());
  }

  /** Posts the drop's card or brings it up to date, and answers its address. Throws what Discord throws. */
  async show(drop: DropView): Promise<string> {
    const card = await this.#inTurn(drop.id, () =>
      this.#isKeeper ? this.#bringUpToDate(drop) : this.#postMissing(drop),
    );
    return cardAddress(this.#find, card);
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
        if (this.#cards.has(dropId) || this.#removed.get(dropId) === messageId) continue;
        this.#cards.set(dropId, { channelId, messageId, revision: null, pictures: null, isNoted: true });
      }
      const dropIds = new Set([...this.#cards.keys(), ...drops.map((each) => each.id)]);
      // One after another: after a long break these may be many, and Discord counts edits per channel.
      for (const dropId of dropIds) if (this.#isKeeper) await this.#inTurn(dropId, () => this.#refresh(dropId));
    } catch (error) {
      log.warn({ err: error }, 'the cards could not be listed');
    }
  }

  /** Waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#turns.values());
  }

  get #isKeeper(): boolean {
    return this.#held?.isHeld() ?? false;
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
    if (!this.#isKeeper || this.#timers.has(dropId)) return;
    const run = (): void => {
      this.#timers.delete(dropId);
      void this.#inTurn(dropId, () => this.#refresh(dropId));
    };
    this.#timers.set(dropId, setTimeout(run, delayMs));
  }

  async #refresh(dropId: string): Promise<void> {
    if (!this.#isKeeper) return;
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
      this.#removed.set(dropId, this.#cards.get(dropId)?.messageId ?? '');
      this.#cards.delete(dropId);
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

  /** Whoever does not keep the cards changes none. Its keeper hears of a new one from the core. */
  async #postMissing(drop: DropView): Promise<Pick<PostedCard, 'channelId' | 'messageId'>> {
    const { core, channelId, log } = this.#options;
    const { cards } = await core.own.listCards({});
    const known = cards.find(({ dropId }) => dropId === drop.id);
    if (known && (await cardStands(this.#find, known))) return known;
    return this.#note(drop.id, { ...(await postCard(this.#find, channelId, drop, log)), isNoted: false });
  }

  async #put(drop: DropView, card: Card | undefined): Promise<Card> {
    const { channelId, log, editGapMs } = this.#options;
    if (card?.revision === drop.revision) return card;
    this.#editedAt.set(drop.id, Date.now());
    if (card) return { ...(await editCard(this.#find, card, drop, log)), isNoted: card.isNoted };
    const posted = await postCard(this.#find, channelId, drop, log);
    // Another process may have been first, with the drop as it was then: its message is brought up to date.
    this.#schedule(drop.id, editGapMs);
    return { ...posted, isNoted: false };
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
