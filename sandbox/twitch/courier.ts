import type { TwitchFaults } from './faults.ts';
import type { EventSubSubscription } from './records.ts';
import type { TwitchModel } from './model.ts';
import type { Delivery } from './subscriptions.ts';

const answerTimeoutMs = 10_000;
const answerBytesShown = 2000;

/** A message ready to be sent, but for its signature. */
export type RawMessage = Pick<Delivery, 'messageId' | 'messageType' | 'body'>;

/** What a callback answered. */
type Answer = { readonly status: number; readonly body: string };

/** Carries webhooks to callbacks: waits while a fault says so, tries again, keeps a record. */
export type Courier = {
  /** Delivers with retries under one message id; answers whether the callback accepted in the end. */
  send(
    subscription: EventSubSubscription,
    message: RawMessage,
    accepts?: (answer: Answer) => boolean,
  ): Promise<boolean>;
  /** One attempt, at once, signed well, badly or not at all. Throws when nobody answers. */
  sendOnce(
    subscription: EventSubSubscription,
    message: RawMessage,
    timestamp: string | undefined,
    signature: 'valid' | 'forged' | 'none',
  ): Promise<Answer>;
  /** Counts a delivery as waiting until it ends. */
  track(work: Promise<unknown>): void;
  settled(): Promise<void>;
  wake(): void;
  close(): void;
};

/** What the courier needs; see `EventSubOptions`. */
export type CourierOptions = {
  readonly model: TwitchModel;
  readonly faults: TwitchFaults;
  readonly hosts: ReadonlyMap<string, string>;
  readonly wallNow: () => number;
  readonly retryDelaysMs: readonly number[];
  readonly sign: (secret: string, messageId: string, timestamp: string, body: string) => string;
};

/** Twitch writes nanoseconds; the wall clock has milliseconds. */
function formatTimestamp(wallNow: number): string {
  return new Date(wallNow).toISOString().replace('Z', '000000Z');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Waits that end early when the courier closes. */
function createPauses(): {
  pause(ms: number): Promise<void>;
  untilWoken(): Promise<void>;
  wake(): void;
  endAll(): void;
} {
  const timers = new Map<NodeJS.Timeout, () => void>();
  let sleepers: (() => void)[] = [];
  const wake = (): void => {
    const woken = sleepers;
    sleepers = [];
    for (const resume of woken) resume();
  };
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve();
        }, ms);
        timers.set(timer, resolve);
      }),
    untilWoken: () => new Promise((resolve) => sleepers.push(resolve)),
    wake,
    endAll() {
      for (const [timer, resume] of timers) {
        clearTimeout(timer);
        resume();
      }
      timers.clear();
      wake();
    },
  };
}

/** Builds a courier. Callbacks are only ever reached through `hosts`, so nothing can leave this machine. */
export function createCourier(options: CourierOptions): Courier {
  const { model, faults, hosts, wallNow, retryDelaysMs, sign } = options;
  const pauses = createPauses();
  const pending = new Set<Promise<unknown>>();
  const closing = new AbortController();

  function address(callback: string): string {
    const url = new URL(callback);
    const origin = hosts.get(url.host);
    if (origin === undefined) throw new Error(`No local origin is mapped to ${url.host}`);
    return `${origin}${url.pathname}${url.search}`;
  }
  async function post(
    subscription: EventSubSubscription,
    message: RawMessage,
    timestamp: string,
    retry: number,
    signature: string | null,
  ): Promise<Answer> {
    const response = await fetch(address(subscription.callback), {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(answerTimeoutMs)]),
      headers: {
        'content-type': 'application/json',
        'twitch-eventsub-message-id': message.messageId,
        'twitch-eventsub-message-retry': String(retry),
        'twitch-eventsub-message-type': message.messageType,
        'twitch-eventsub-message-timestamp': timestamp,
        'twitch-eventsub-subscription-type': subscription.type,
        'twitch-eventsub-subscription-version': subscription.version,
        ...(signature === null ? {} : { 'twitch-eventsub-message-signature': signature }),
      },
      body: message.body,
    });
    return { status: response.status, body: (await response.text()).slice(0, answerBytesShown) };
  }
  function record(
    subscription: EventSubSubscription,
    message: RawMessage,
    outcome: Pick<Delivery, 'state' | 'attempts' | 'httpStatus' | 'reason'>,
  ): void {
    const { id, type, callback } = subscription;
    model.subscriptions.recordDelivery({
      ...message,
      ...outcome,
      subscriptionId: id,
      eventType: type,
      callback,
      at: wallNow(),
    });
  }
  async function attempt(
    subscription: EventSubSubscription,
    message: RawMessage,
    timestamp: string,
    retry: number,
    accepts: (answer: Answer) => boolean,
  ): Promise<boolean> {
    const isLast = retry >= retryDelaysMs.length;
    const unsuccessful = isLast ? ('given-up' as const) : ('waiting' as const);
    try {
      const signature = sign(subscription.secret, message.messageId, timestamp, message.body);
      const answer = await post(subscription, message, timestamp, retry, signature);
      const accepted = accepts(answer);
      const reason = accepted ? null : `answered ${answer.status}`;
      record(subscription, message, {
        state: accepted ? 'accepted' : unsuccessful,
        attempts: retry + 1,
        httpStatus: answer.status,
        reason,
      });
      return accepted;
    } catch (error) {
      record(subscription, message, {
        state: unsuccessful,
        attempts: retry + 1,
        httpStatus: null,
        reason: describe(error),
      });
      return false;
    }
  }
  async function untilClear(messageType: RawMessage['messageType']): Promise<void> {
    if (messageType === 'notification' && faults.eventsubDelayMs > 0) await pauses.pause(faults.eventsubDelayMs);
    const isBlocked = (): boolean => faults.down || (faults.eventsubHeld && messageType === 'notification');
    while (isBlocked() && !closing.signal.aborted) await pauses.untilWoken();
  }

  return {
    async send(subscription, message, accepts = (answer) => answer.status >= 200 && answer.status < 300) {
      record(subscription, message, { state: 'waiting', attempts: 0, httpStatus: null, reason: null });
      await untilClear(message.messageType);
      const timestamp = formatTimestamp(wallNow());
      for (let retry = 0; retry <= retryDelaysMs.length && !closing.signal.aborted; retry += 1) {
        if (retry > 0) await pauses.pause(retryDelaysMs[retry - 1] ?? 0);
        if (model.subscriptions.find(subscription.id) === undefined) return false;
        if (await attempt(subscription, message, timestamp, retry, accepts)) return true;
      }
      return false;
    },
    async sendOnce(subscription, message, timestamp = formatTimestamp(wallNow()), kind = 'valid') {
      const secret = kind === 'forged' ? `${subscription.secret} but not quite` : subscription.secret;
      const signature = kind === 'none' ? null : sign(secret, message.messageId, timestamp, message.body);
      const answer = await post(subscription, message, timestamp, 0, signature);
      const state = answer.status >= 200 && answer.status < 300 ? 'accepted' : 'refused';
      record(subscription, message, { state, attempts: 1, httpStatus: answer.status, reason: 'sent by hand' });
      return answer;
    },
    track(work) {
      const entry = work.finally(() => pending.delete(entry));
      pending.add(entry);
    },
    async settled() {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
    wake: pauses.wake,
    close() {
      closing.abort();
      pauses.endAll();
    },
  };
}
