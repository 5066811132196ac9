/** What one process at a time may do: asked for, and given back, wherever leases are kept. */
export type Lease = {
  /**
   * Asks for the lease, or to keep it, for this long from the moment of asking. False while another process holds it. Throws when
   * nobody answers; the signal gives up on waiting.
   */
  readonly take: (lengthMs: number, signal: AbortSignal) => Promise<boolean>;
  /** Ends the lease early, so that the next holder need not wait for it to lapse. */
  readonly letGo: (signal: AbortSignal) => Promise<void>;
};

/** A lease while it is held. */
export type Held = {
  /** Ends as soon as the lease may have lapsed, was lost, or is about to be let go. */
  readonly signal: AbortSignal;
  /** Whether nobody else can hold it right now. Truer than the signal, whose timer may be late on a busy machine. */
  readonly isHeld: () => boolean;
};

/** A time that only goes forward, in milliseconds, and a way to be called later. */
export type Ticker = {
  readonly now: () => number;
  /** Calls after this long, unless the answer is called before. */
  readonly after: (ms: number, call: () => void) => () => void;
};

/** What holding needs. */
export type HoldingOptions = {
  readonly lease: Lease;
  /** When a holder dies without a word, another takes over within this. */
  readonly withinMs: number;
  /** Run whenever the lease was taken. What it began must be over when its promise resolves, soon after the signal. */
  readonly act: (held: Held) => void | Promise<void>;
  /** Told when leases could not be asked for or given back. */
  readonly onError: (error: unknown) => void;
  readonly ticker?: Ticker;
};

/** Standing by for a lease, or holding it. */
export type Holding = {
  readonly isHeld: () => boolean;
  /** Resolves after `stop`; rejects with what `act` threw, which ends the holding as well. */
  readonly ended: Promise<void>;
  /** Ends what is done under the lease, then lets go of it. */
  readonly stop: () => Promise<void>;
};

/** The machine's monotonic clock: a wall clock may be set back while a lease is held. */
export const machineTicker: Ticker = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

type Current = Held & { extend(until: number): void; end(): void; readonly acting: Promise<void> };

/**
 * While this process holds a lease, runs something; ends it when the lease is lost, and begins anew when it is taken again. The
 * lease is three quarters of `withinMs` long and asked for at every quarter, which renews it at a third of its length, and sooner
 * where nobody answered. Its time counts from before it was asked for, and its last tenth is left unused, because the clocks of those
 * who lend may differ.
 */
export function holdLease(options: HoldingOptions): Holding {
  const { lease, act, onError, ticker = machineTicker } = options;
  const everyMs = options.withinMs / 4;
  const lengthMs = everyMs * 3;
  const usedMs = lengthMs * 0.9;
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  let current: Current | undefined;
  let mayBeOurs = false;
  let isStopped = false;
  let failures = 0;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};

  const inTime = <T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> => answeredIn(ticker, everyMs, ask);

  async function run(): Promise<void> {
    while (!isStopped) {
      const askedAt = ticker.now();
      await round(askedAt);
      // Whoever lends may be starting, or back in a moment.
      const waitMs = failures === 0 ? everyMs : Math.min(everyMs, (everyMs / 16) * 2 ** (failures - 1));
      if (!isStopped) await pause(Math.max(0, askedAt + waitMs - ticker.now()));
    }
    await lose();
    if (mayBeOurs) await inTime(lease.letGo).catch(onError);
  }

  async function round(askedAt: number): Promise<void> {
    let isOurs: boolean;
    try {
      isOurs = await inTime((signal) => lease.take(lengthMs, signal));
    } catch (error) {
      // It may have been taken all the same. What is held is held on until it lapses.
      mayBeOurs = true;
      failures += 1;
      onError(error);
      return;
    }
    mayBeOurs = isOurs;
    failures = 0;
    if (!isOurs) return lose();
    const until = askedAt + usedMs;
    if (current?.isHeld()) return current.extend(until);
    await lose();
    if (!isStopped && ticker.now() < until) begin(until);
  }

  function begin(firstUntil: number): void {
    const end = new AbortController();
    let until = firstUntil;
    let cancel = () => {};
    const watch = () => {
      cancel();
      cancel = ticker.after(Math.max(0, until - ticker.now()), () => end.abort());
    };
    const held: Held = { signal: end.signal, isHeld: () => !end.signal.aborted && ticker.now() < until };
    watch();
    const acting = (async () => act(held))().catch((error: unknown) => {
      failure ??= { error };
      halt();
    });
    current = {
      ...held,
      acting,
      extend(later) {
        until = later;
        watch();
      },
      end() {
        cancel();
        end.abort();
      },
    };
  }

  async function lose(): Promise<void> {
    const former = current;
    former?.end();
    await former?.acting;
    if (current === former) current = undefined;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ticker.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }

  function halt(): void {
    isStopped = true;
    current?.end();
    wake();
  }

  const running = run().then(() => (failure ? ended.reject(failure.error) : ended.resolve()), ended.reject);
  return {
    isHeld: () => current?.isHeld() ?? false,
    ended: ended.promise,
    async stop() {
      halt();
      await running;
    },
  };
}

/** @throws Error when nothing was answered in this time */
function answeredIn<T>(ticker: Ticker, ms: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const tooLate = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const cancel = ticker.after(ms, () => {
      const error = new Error('a lease was not answered for in time');
      tooLate.abort(error);
      reject(error);
    });
    ask(tooLate.signal).then(resolve, reject).finally(cancel);
  });
}
