import { describe, expect, test } from '@jest/globals';
import { holdLease, type Held, type Ticker } from './holding.ts';

/** A clock that stands until it is moved; whatever falls due on the way is called in order, and answered before time goes on. */
function fakeTicker(): Ticker & { pass(ms: number): Promise<void> } {
  let now = 0;
  const waiting = new Map<symbol, { readonly at: number; readonly call: () => void }>();
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    now: () => now,
    after(ms, call) {
      const key = Symbol('timer');
      waiting.set(key, { at: now + ms, call });
      return () => void waiting.delete(key);
    },
    async pass(ms) {
      const end = now + ms;
      await turns();
      for (;;) {
        const [next] = [...waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        waiting.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].call();
        await turns();
      }
      now = end;
      await turns();
    },
  };
}

/** Where leases are kept, by the same clock: one lease, which whoever asks first gets. */
function office(ticker: Ticker) {
  const state = { holder: '', until: 0, isAway: false, answersAfterMs: 0, asked: [] as number[] };
  const desk = (holder: string) => ({
    async take(lengthMs: number): Promise<boolean> {
      state.asked.push(ticker.now());
      if (state.isAway) throw new Error('away');
      const now = ticker.now();
      const isOurs = state.holder === holder || state.until <= now;
      if (isOurs) Object.assign(state, { holder, until: now + lengthMs });
      if (state.answersAfterMs > 0) await new Promise<void>((resolve) => ticker.after(state.answersAfterMs, resolve));
      return isOurs;
    },
    async letGo(): Promise<void> {
      if (state.isAway) throw new Error('away');
      if (state.holder === holder) state.until = 0;
    },
  });
  return { state, desk };
}

const withinMs = 12_000;
/** A lease of 9 s, asked for every 3 s, of which 8.1 s are used. */
const usedMs = 8_100;

function setUp() {
  const ticker = fakeTicker();
  const { state, desk } = office(ticker);
  const acting: string[] = [];
  const errors: unknown[] = [];
  const join = (name: string) =>
    holdLease({
      lease: desk(name),
      withinMs,
      ticker,
      onError: (error) => errors.push(error),
      act: async (held) => {
        acting.push(`${name} begins`);
        await new Promise<void>((resolve) => held.signal.addEventListener('abort', () => resolve(), { once: true }));
        acting.push(`${name} ends`);
      },
    });
  return { ticker, state, acting, errors, join };
}

describe('a lease', () => {
  test('is held by one of several, for as long as it lives', async () => {
    const { ticker, acting, join } = setUp();
    const all = ['a', 'b', 'c'].map(join);
    await ticker.pass(100_000);
    expect(acting).toEqual(['a begins']);
    expect(all.map((each) => each.isHeld())).toEqual([true, false, false]);
  });

  test('is renewed at a third of its length', async () => {
    const { ticker, state, join } = setUp();
    join('a');
    await ticker.pass(9_500);
    expect(state.asked).toEqual([0, 3_000, 6_000, 9_000]);
  });

  test('that is let go is taken by another without waiting for it to lapse', async () => {
    const { ticker, state, acting, join } = setUp();
    const a = join('a');
    join('b');
    await ticker.pass(1_000);
    await a.stop();
    expect(state.until).toBe(0);
    await ticker.pass(3_000);
    expect(acting).toEqual(['a begins', 'a ends', 'b begins']);
  });

  test('of a holder that can renew it no more is given up before another may take it', async () => {
    const { ticker, state, acting, errors, join } = setUp();
    const a = join('a');
    await ticker.pass(0);
    state.isAway = true;
    await ticker.pass(usedMs - 1);
    expect(a.isHeld()).toBe(true);
    await ticker.pass(1);
    expect(a.isHeld()).toBe(false);
    expect(acting).toEqual(['a begins', 'a ends']);
    expect(state.until).toBeGreaterThan(usedMs);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('is taken over within the promised time when its holder dies just after renewing it', async () => {
    const { ticker, state, acting, join } = setUp();
    state.holder = 'dead';
    state.until = withinMs * 0.75;
    join('b');
    await ticker.pass(withinMs);
    expect(acting).toEqual(['b begins']);
  });

  test('counts from before it was asked for, however late the answer comes', async () => {
    const { ticker, state, join } = setUp();
    state.answersAfterMs = 2_500;
    const a = join('a');
    await ticker.pass(2_500);
    expect(a.isHeld()).toBe(true);
    state.isAway = true;
    await ticker.pass(usedMs - 2_500);
    expect(a.isHeld()).toBe(false);
  });

  test('is not acted on by a process that was too busy to hear that it lapsed', async () => {
    // The clock moves, and no timer is ever called.
    let now = 0;
    const { promise: begun, resolve: begin } = Promise.withResolvers<Held>();
    const busy = holdLease({
      lease: { take: async () => true, letGo: async () => undefined },
      withinMs,
      act: begin,
      onError: () => undefined,
      ticker: { now: () => now, after: () => () => undefined },
    });
    const held = await begun;
    expect(held.isHeld()).toBe(true);
    now = usedMs;
    expect(held.signal.aborted).toBe(false);
    expect(held.isHeld()).toBe(false);
    expect(busy.isHeld()).toBe(false);
  });

  test('that came back after it was lost begins anew, once what it did before is over', async () => {
    const { ticker, state, acting, join } = setUp();
    join('a');
    await ticker.pass(1_000);
    state.isAway = true;
    await ticker.pass(20_000);
    state.isAway = false;
    await ticker.pass(3_000);
    expect(acting).toEqual(['a begins', 'a ends', 'a begins']);
  });

  test('that is refused at renewal is lost at once', async () => {
    const { ticker, state, acting, join } = setUp();
    const a = join('a');
    await ticker.pass(1_000);
    Object.assign(state, { holder: 'somebody else', until: 100_000 });
    await ticker.pass(2_000);
    expect(acting).toEqual(['a begins', 'a ends']);
    expect(a.isHeld()).toBe(false);
  });

  test('is asked for again when an answer never comes', async () => {
    const { ticker, state, errors, join } = setUp();
    state.answersAfterMs = 1_000_000;
    join('a');
    await ticker.pass(6_500);
    expect(state.asked).toEqual([0, 3_000, 6_000]);
    expect(errors).toHaveLength(2);
  });

  test('is asked for sooner when nobody answered, and ever later while nobody does', async () => {
    const { ticker, state, join } = setUp();
    state.isAway = true;
    join('a');
    await ticker.pass(7_000);
    expect(state.asked).toEqual([0, 187.5, 562.5, 1_312.5, 2_812.5, 5_812.5]);
  });

  test('is let go when what is done under it fails, and the failure is told', async () => {
    const ticker = fakeTicker();
    const { state, desk } = office(ticker);
    const holding = holdLease({
      lease: desk('a'),
      withinMs,
      ticker,
      onError: () => undefined,
      act: async () => Promise.reject(new Error('cannot go on')),
    });
    await expect(holding.ended).rejects.toThrow('cannot go on');
    expect(state.until).toBe(0);
    await ticker.pass(20_000);
    expect(state.asked).toEqual([0]);
  });

  test('that was never ours is not given back', async () => {
    const { ticker, state, join } = setUp();
    Object.assign(state, { holder: 'somebody else', until: 100_000 });
    const a = join('a');
    await ticker.pass(1_000);
    await a.stop();
    expect(state).toMatchObject({ holder: 'somebody else', until: 100_000 });
  });
});
