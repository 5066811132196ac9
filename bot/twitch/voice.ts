import { machineTicker, type Ticker } from '#shared/holding.ts';
import { Pace, type Rate } from './pace.ts';

/**
 * What became of a line. `taken`: Twitch's server has it. `refused`: the server said no, in Twitch's word for why. `unsure`: it was
 * sent, and the server said nothing in time. `late`: it was not sent while it still mattered. `ended`: chat was left before.
 */
export type Said =
  | { readonly outcome: 'taken' | 'unsure' | 'late' | 'ended' }
  | { readonly outcome: 'refused'; readonly reason: string };

/** A line to be said. */
export type Speech = {
  readonly room: string;
  readonly text: string;
  /** The id of the line that it answers. */
  readonly replyTo: string | null;
  /** What is said first when not everything can be said. */
  readonly rank: 'proof' | 'announcement' | 'answer';
  /** For how long it is worth saying. */
  readonly worthMs: number;
};

/** A connection that can speak. */
export type Post = {
  readonly isIn: (room: string) => boolean;
  /** Sends a line at once, and hears what became of it. Never rejects. */
  readonly send: (room: string, text: string, replyTo: string | null) => Promise<Said>;
};

/** Twitch's limits, as the voice keeps to them. */
export type VoiceLimits = {
  /** Over all rooms, while this process is in chat. */
  readonly all: Rate;
  /** How many of `all` count as used when chat is entered, because another process may have spoken just before. */
  readonly usedBefore: number;
  readonly roomGapMs: number;
};

/**
 * Twitch allows 20 lines in 30 seconds to who is no moderator, and drops everything for half an hour when there are more. The
 * process that left chat may have said as many as `all` just before; who enters begins with the rest of the 20.
 */
export const twitchLimits: VoiceLimits = {
  all: { times: 12, withinMs: 32_000 },
  usedBefore: 4,
  roomGapMs: 1_300,
};

const waitingMax = 200;
const ranks: Readonly<Record<Speech['rank'], number>> = { proof: 0, announcement: 1, answer: 2 };

type Waiting = Speech & { readonly until: number; readonly resolve: (said: Said) => void };

/**
 * Says lines in chat within Twitch's limits: one at a time per room, so that the server's answer to one is not taken for another's.
 * Lines that no longer matter are dropped rather than kept for later; Twurple's own limiter, which would keep them, is never full.
 */
export class Voice {
  readonly #limits: VoiceLimits;
  readonly #ticker: Ticker;
  readonly #pace: Pace;
  readonly #saidAt = new Map<string, number>();
  readonly #sending = new Map<string, Promise<Said>>();
  #waiting: Waiting[] = [];
  #post: Post | undefined;
  #mayGoOn: (() => boolean) | undefined;
  #cancel = () => {};

  constructor(limits: VoiceLimits, ticker: Ticker = machineTicker) {
    this.#limits = limits;
    this.#ticker = ticker;
    this.#pace = new Pace(limits.all, ticker);
  }

  /** Chat may be spoken in from here on, for as long as this is so. */
  enter(mayGoOn: () => boolean): void {
    this.#mayGoOn = mayGoOn;
    this.#pace.take(this.#limits.usedBefore);
  }

  /** Chat is left: what waits is not said any more. Waits for what was sent, but no longer than this. */
  async leave(withinMs: number): Promise<void> {
    this.#mayGoOn = undefined;
    this.#cancel();
    for (const line of this.#waiting.splice(0)) line.resolve({ outcome: 'ended' });
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#ticker.after(withinMs, resolve);
    await Promise.race([promise, Promise.all(this.#sending.values())]);
    cancel();
  }

  /** The connection to speak on; undefined while there is none. */
  use(post: Post | undefined): void {
    this.#post = post;
    this.#turn();
  }

  /** To be called when a room was entered. */
  roomsChanged(): void {
    this.#turn();
  }

  /** Says a line as soon as it may be said. Never rejects. */
  say(speech: Speech): Promise<Said> {
    const { promise, resolve } = Promise.withResolvers<Said>();
    if (!this.#mayGoOn) resolve({ outcome: 'ended' });
    else {
      const line = { ...speech, until: this.#ticker.now() + speech.worthMs, resolve };
      const index = this.#waiting.findIndex((each) => ranks[each.rank] > ranks[line.rank]);
      this.#waiting.splice(index < 0 ? this.#waiting.length : index, 0, line);
      if (this.#waiting.length > waitingMax) this.#waiting.pop()?.resolve({ outcome: 'late' });
      this.#turn();
    }
    return promise;
  }

  /** Says whatever may be said now, and comes back when more may. */
  #turn(): void {
    this.#cancel();
    const now = this.#ticker.now();
    const late = this.#waiting.filter((line) => line.until <= now);
    this.#waiting = this.#waiting.filter((line) => line.until > now);
    for (const line of late) line.resolve({ outcome: 'late' });
    let nextMs = Math.min(...this.#waiting.map((line) => line.until - now));
    // Rooms take turns: the limit is one for all of them, and one that has much to say must not use it up.
    const inTurn = this.#waiting.toSorted(
      (a, b) => ranks[a.rank] - ranks[b.rank] || this.#quietSince(a) - this.#quietSince(b),
    );
    for (const line of inTurn) {
      if (!this.#mayGoOn?.() || !this.#post?.isIn(line.room) || this.#sending.has(line.room)) continue;
      const waitMs = Math.max(this.#pace.waitMs(), this.#roomWaitMs(line.room, now));
      if (waitMs > 0) nextMs = Math.min(nextMs, waitMs);
      else this.#send(line, this.#post);
    }
    if (Number.isFinite(nextMs)) this.#cancel = this.#ticker.after(Math.max(1, Math.ceil(nextMs)), () => this.#turn());
  }

  #roomWaitMs(room: string, now: number): number {
    return (this.#saidAt.get(room) ?? -Infinity) + this.#limits.roomGapMs - now;
  }

  /** When something was last said in the line's room. */
  #quietSince({ room }: Waiting): number {
    return this.#saidAt.get(room) ?? -1;
  }

  #send(line: Waiting, post: Post): void {
    this.#waiting.splice(this.#waiting.indexOf(line), 1);
    this.#pace.take();
    const sending = post.send(line.room, line.text, line.replyTo);
    this.#sending.set(line.room, sending);
    void sending.then((said) => {
      // The gap counts from here: that is later than Twitch can have counted it.
      this.#saidAt.set(line.room, this.#ticker.now());
      this.#sending.delete(line.room);
      line.resolve(said);
      this.#turn();
    });
  }
}
