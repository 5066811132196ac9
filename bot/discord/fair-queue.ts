type Waiting = { readonly lane: string; readonly from: number };

/**
 * Work that waits, each piece once however often it is asked for, in the order in which it was first asked for. Of one lane, which is
 * a channel of Discord's, one piece is under way at a time, and the next begins not before the lane is free again. Whoever is asked
 * for again while under way goes to the end: so nobody waits for longer than one round of all.
 */
export class FairQueue {
  readonly #waiting = new Map<string, Waiting>();
  readonly #underWay = new Map<string, string>();
  readonly #freeAt = new Map<string, number>();
  readonly #laneGapMs: number;

  /** @param laneGapMs the least time between two pieces of one lane */
  constructor(laneGapMs: number) {
    this.#laneGapMs = laneGapMs;
  }

  get size(): number {
    return this.#waiting.size + this.#underWay.size;
  }

  /** Asks for a piece of work, not before `from`. One that waits already keeps its place. */
  add(key: string, lane: string, from: number): void {
    this.#waiting.set(key, { lane, from });
  }

  /** The next piece that may begin now. Whoever takes it says when it is done. */
  take(now: number): string | undefined {
    for (const [key, { lane, from }] of this.#waiting) {
      if (from > now || this.#underWay.has(key) || !this.#isFree(lane, now)) continue;
      this.#waiting.delete(key);
      this.#underWay.set(key, lane);
      this.#freeAt.set(lane, Number.POSITIVE_INFINITY);
      return key;
    }
    return undefined;
  }

  done(key: string, now: number): void {
    const lane = this.#underWay.get(key);
    this.#underWay.delete(key);
    if (lane !== undefined) this.#freeAt.set(lane, now + this.#laneGapMs);
  }

  /** When the next piece may begin; undefined while nothing waits, or all that waits is behind what is under way. */
  nextAt(): number | undefined {
    let next: number | undefined;
    for (const [key, { lane, from }] of this.#waiting) {
      const at = Math.max(from, this.#freeAt.get(lane) ?? 0);
      if (this.#underWay.has(key) || at === Number.POSITIVE_INFINITY) continue;
      next = Math.min(next ?? at, at);
    }
    return next;
  }

  #isFree(lane: string, now: number): boolean {
    return (this.#freeAt.get(lane) ?? 0) <= now;
  }
}
