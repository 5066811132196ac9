import { createHmac } from 'node:crypto';
import type { TwitchFaults } from './faults.ts';
import type { EventSubSubscription } from './records.ts';
import type { TwitchModel } from './model.ts';
import type { Delivery } from './subscriptions.ts';

const answerTimeoutMs = 10_000;
const answerCharactersShown = 2000;

/** A message ready to be sent, but for its signature. */
export type RawMessage = Pick<Delivery, 'messageId' | 'messageType' | 'body'>;

/** What a callback answered. */
type Answer = { readonly status: number; readonly body: string };

/** What the courier needs. `hosts` maps the public host of a callback to the loopback origin that really answers it. */
export type CourierOptions = {
  readonly model: TwitchModel;
  readonly faults: TwitchFaults;
  readonly hosts: ReadonlyMap<string, string>;
  readonly wallNow: () => number;
  /** Milliseconds before the second attempt, the third, and so on. */
  readonly retryDelaysMs: readonly number[];
};

type Attempt = {
  readonly subscription: EventSubSubscription;
  readonly message: RawMessage;
  readonly timestamp: string;
  readonly retry: number;
};

function signMessage(secret: string, messageId: string, timestamp: string, body: string): string {
  const hash = createHmac('sha256', secret).update(messageId + timestamp + body);
  return `sha256=${hash.digest('hex')}`;
}

function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

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

/**
 * Carries webhooks to callbacks: waits while a fault says so, tries again, keeps a record. Callbacks are only ever reached through
 * `hosts`, so nothing can leave this machine.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #pauses = createPauses();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /**
   * Delivers with retries under one message id; answers whether Twitch takes it for accepted in the end, which it also does of a
   * notification that was lost. Never throws.
   */
  async send(
    subscription: EventSubSubscription,
    message: RawMessage,
    accepts: (answer: Answer) => boolean = isSuccess,
  ): Promise<boolean> {
    const { model, wallNow, retryDelaysMs } = this.#options;
    this.#record(subscription, message, { state: 'waiting', attempts: 0, httpStatus: null, reason: null });
    // What is held up, or comes twice, was said when it happened: by this time the receiver tells what is old from what is new.
    const timestamp = formatTimestamp(wallNow());
    await this.#untilClear(message.messageType);
    if (this.#options.faults.eventsubLost && message.messageType === 'notification') {
      this.#record(subscription, message, {
        state: 'given-up',
        attempts: 0,
        httpStatus: null,
        reason: 'lost on the way',
      });
      return true;
    }
    for (let retry = 0; retry <= retryDelaysMs.length && !this.#closing.signal.aborted; retry += 1) {
      if (retry > 0) await this.#pauses.pause(retryDelaysMs[retry - 1] ?? 0);
      if (model.subscriptions.find(subscription.id) === undefined) return false;
      const attempt = { subscription, message, timestamp, retry };
      const signature = signMessage(subscription.secret, message.messageId, timestamp, message.body);
      if (await this.#attempt(attempt, signature, accepts)) return true;
    }
    return false;
  }

  /** One attempt, at once, signed well, badly or not at all. Throws when nobody answers. */
  async sendOnce(
    subscription: EventSubSubscription,
    message: RawMessage,
    timestamp = formatTimestamp(this.#options.wallNow()),
    kind: 'valid' | 'forged' | 'none' = 'valid',
  ): Promise<Answer> {
    const secret = kind === 'forged' ? `${subscription.secret} but not quite` : subscription.secret;
    const signature = kind === 'none' ? null : signMessage(secret, message.messageId, timestamp, message.body);
    const answer = await this.#post({ subscription, message, timestamp, retry: 0 }, signature);
    const state = isSuccess(answer) ? 'accepted' : 'refused';
    this.#record(subscription, message, { state, attempts: 1, httpStatus: answer.status, reason: 'sent by hand' });
    return answer;
  }

  /** Counts a delivery as waiting until it ends. */
  track(work: Promise<unknown>): void {
    const entry = work.finally(() => this.#pending.delete(entry));
    this.#pending.add(entry);
  }

  /** Resolves once no delivery waits. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  /** Lets deliveries that wait for a fault look again. */
  wake(): void {
    this.#pauses.wake();
  }

  close(): void {
    this.#closing.abort();
    this.#pauses.endAll();
  }

  #address(callback: string): string {
    const url = new URL(callback);
    const origin = this.#options.hosts.get(url.host);
    if (origin === undefined) throw new Error(`No local origin is mapped to ${url.host}`);
    return `${origin}${url.pathname}${url.search}`;
  }

  async #post({ subscription, message, timestamp, retry }: Attempt, signature: string | null): Promise<Answer> {
    const response = await fetch(this.#address(subscription.callback), {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerTimeoutMs)]),
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
    return { status: response.status, body: (await response.text()).slice(0, answerCharactersShown) };
  }

  async #attempt(attempt: Attempt, signature: string, accepts: (answer: Answer) => boolean): Promise<boolean> {
    const { subscription, message, retry } = attempt;
    const attempts = retry + 1;
    const unsuccessful = retry >= this.#options.retryDelaysMs.length ? 'given-up' : 'waiting';
    try {
      const answer = await this.#post(attempt, signature);
      const accepted = accepts(answer);
      const reason = accepted ? null : `answered ${answer.status}`;
      const state = accepted ? 'accepted' : unsuccessful;
      this.#record(subscription, message, { state, attempts, httpStatus: answer.status, reason });
      return accepted;
    } catch (error) {
      this.#record(subscription, message, { state: unsuccessful, attempts, httpStatus: null, reason: describe(error) });
      return false;
    }
  }

  async #untilClear(messageType: RawMessage['messageType']): Promise<void> {
    const { faults } = this.#options;
    const isNotification = messageType === 'notification';
    if (isNotification && faults.eventsubDelayMs > 0) await this.#pauses.pause(faults.eventsubDelayMs);
    const isBlocked = (): boolean => faults.down || (faults.eventsubHeld && isNotification);
    while (isBlocked() && !this.#closing.signal.aborted) await this.#pauses.untilWoken();
  }

  #record(
    subscription: EventSubSubscription,
    message: RawMessage,
    outcome: Pick<Delivery, 'state' | 'attempts' | 'httpStatus' | 'reason'>,
  ): void {
    const { id, type, callback } = subscription;
    const { model, wallNow } = this.#options;
    const about = { subscriptionId: id, eventType: type, callback, at: wallNow() };
    model.subscriptions.recordDelivery({ ...message, ...outcome, ...about });
  }
}
