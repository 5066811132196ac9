import { machineTicker, type Ticker } from '#shared/holding.ts';

/** How often something may happen: so many times within any span of this length. */
export type Rate = { readonly times: number; readonly withinMs: number };

/** Keeps to a rate. Nobody waits here: whoever is early asks again. */
export class Pace {
  readonly #rate: Rate;
  readonly #ticker: Ticker;
  /** When it happened, oldest first; at most as often as the rate allows. */
  #at: number[] = [];

  constructor(rate: Rate, ticker: Ticker = machineTicker) {
    this.#rate = rate;
    this.#ticker = ticker;
  }

  /** Milliseconds until it may happen again; 0 when it may now. */
  waitMs(): number {
    const now = this.#ticker.now();
    this.#at = this.#at.filter((at) => now - at < this.#rate.withinMs);
    const [oldest] = this.#at;
    return oldest === undefined || this.#at.length < this.#rate.times ? 0 : oldest + this.#rate.withinMs - now;
  }

  /** Counts one. */
  take(times = 1): void {
    const now = this.#ticker.now();
    for (let count = 0; count < times; count += 1) this.#at.push(now);
  }
}
