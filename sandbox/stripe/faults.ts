/**
 * Calls to break. `path` is the source of a regular expression, matched against `POST /v1/transfers`.
 * `before`: answered with a 500 and not carried out. `after`: carried out, then answered with a 500, which an idempotency
 * key replays from then on. `cut`: carried out, and the connection closes before the answer; the key keeps the true one.
 */
export type FailRule = { readonly path: string; readonly mode: 'before' | 'after' | 'cut'; readonly times: number };

/** What can be made to go wrong. Every field may be set at any time. */
export type StripeFaults = {
  /** Nothing is carried out; every call and page gets a 503. */
  down: boolean;
  /** Waiting time before each call or page is worked on. */
  slowMs: number;
  failNext: FailRule[];
  /** Waiting time before the first attempt to deliver an event. */
  webhookDelayMs: number;
  /** How often each event is delivered; 0 loses it. */
  webhookCopies: number;
  /** Attempts wait until released; setting it to false releases them. */
  webhookHeld: boolean;
  releaseWebhooks(): void;
};

/** Faults that are all off. `onRelease` is called whenever webhooks stop being held. */
export function makeFaults(onRelease: () => void): StripeFaults {
  let held = false;
  return {
    down: false,
    slowMs: 0,
    failNext: [],
    webhookDelayMs: 0,
    webhookCopies: 1,
    get webhookHeld() {
      return held;
    },
    set webhookHeld(value: boolean) {
      held = value;
      if (!value) onRelease();
    },
    releaseWebhooks() {
      held = false;
      onRelease();
    },
  };
}

/** The fault for one call, counted down; null where none is wanted. */
export function takeFault(faults: StripeFaults, call: string): FailRule['mode'] | null {
  const index = faults.failNext.findIndex((rule) => rule.times > 0 && new RegExp(rule.path).test(call));
  const rule = faults.failNext[index];
  if (rule === undefined) return null;
  const rest = { ...rule, times: rule.times - 1 };
  faults.failNext = faults.failNext.with(index, rest).filter(({ times }) => times > 0);
  return rule.mode;
}
