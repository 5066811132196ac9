import { createHmac } from 'node:crypto';

import type { StripeFaults } from './faults.ts';
import type { StripeEvent, StripeNotification } from './objects.ts';
import type { Delivery, PendingDelivery, StripeState } from './model.ts';

const answerMsMax = 10_000;
const attemptsMax = 20;
const deliveriesKeptMax = 2000;
const delaysMs: readonly number[] = [200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000];
const delayMsMax = 60_000;
const timerMsMax = 24 * 60 * 60 * 1000;

/** Where events go, and the secret they are signed with (`whsec_…`). */
export type WebhookTarget = { readonly url: string; readonly secret: string };

type Options = {
  readonly state: StripeState;
  readonly faults: StripeFaults;
  readonly target: WebhookTarget | null;
  readonly now: () => number;
  readonly newId: (prefix: string) => string;
  readonly onChange: () => void;
};

/** The `stripe-signature` header: the time in seconds, and the HMAC-SHA256 of time and body. */
export function signPayload(payload: string, secret: string, timestamp: number): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}

/** How long to wait after a failed attempt, counted from 1. */
export function readRetryDelayMs(attempt: number): number {
  return delaysMs[attempt - 1] ?? delayMsMax;
}

/**
 * Delivers events over HTTP as Stripe does: signed anew at each attempt, in no particular order, retried with growing
 * waits until a 2xx comes or 20 attempts are over. The queue lives in the state, so that a restart goes on with it.
 */
export class WebhookDeliverer {
  readonly #options: Options;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #underWay = new Set<string>();
  readonly #closing = new AbortController();
  #target: WebhookTarget | null;
  #waiters: (() => void)[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#target = options.target;
  }

  setTarget(target: WebhookTarget): void {
    this.#target = target;
    this.pump();
  }

  /** Queues events that have happened, and starts whatever may be sent. */
  pump(): void {
    const { state } = this.#options;
    if (this.#closing.signal.aborted) return;
    for (const eventId of state.unqueuedEvents) this.#enqueue(eventId);
    state.unqueuedEvents.clear();
    for (const pending of state.pendingDeliveries.values()) this.#arm(pending);
    if (state.pendingDeliveries.size === 0) this.#resolveWaiters();
  }

  /** Resolves when no attempt is waiting or under way. Held attempts are waiting. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.pump();
    });
  }

  /**
   * Sends an event once more, now, whatever became of it. One attempt; it is not retried.
   *
   * @throws RangeError for an unknown event, Error where there is no webhook
   */
  async redeliver(eventId: string): Promise<void> {
    if (!this.#options.state.events.has(eventId)) throw new RangeError(`There is no event ${eventId}.`);
    if (this.#target === null) throw new Error('There is no webhook to deliver to.');
    await this.#send(eventId, 1, 1);
    this.#options.onChange();
  }

  /** Stops at once. What was not delivered stays in the state's queue. */
  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#resolveWaiters();
  }

  #resolveWaiters(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters = [];
  }

  #enqueue(eventId: string): void {
    const { state, faults, now, newId } = this.#options;
    const copies = this.#target === null ? 0 : faults.webhookCopies;
    for (let copy = 1; copy <= copies; copy += 1) {
      const pending = { id: newId('del'), eventId, copy, attempt: 1, dueAt: now() + faults.webhookDelayMs };
      state.pendingDeliveries.set(pending.id, pending);
    }
    this.#countPending(eventId);
  }

  #arm(pending: PendingDelivery): void {
    const isBusy = this.#timers.has(pending.id) || this.#underWay.has(pending.id);
    if (this.#target === null || this.#options.faults.webhookHeld || isBusy) return;
    const waitMs = Math.max(pending.dueAt - this.#options.now(), 0);
    this.#timers.set(
      pending.id,
      setTimeout(() => this.#start(pending), Math.min(waitMs, timerMsMax)),
    );
  }

  #start(pending: PendingDelivery): void {
    this.#timers.delete(pending.id);
    if (!this.#options.faults.webhookHeld) void this.#attempt(pending);
  }

  async #attempt(pending: PendingDelivery): Promise<void> {
    const { state, now, onChange } = this.#options;
    this.#underWay.add(pending.id);
    const arrived = await this.#send(pending.eventId, pending.copy, pending.attempt);
    this.#underWay.delete(pending.id);
    if (this.#closing.signal.aborted) return;
    if (arrived || pending.attempt >= attemptsMax) state.pendingDeliveries.delete(pending.id);
    else {
      const dueAt = now() + readRetryDelayMs(pending.attempt);
      state.pendingDeliveries.set(pending.id, { ...pending, attempt: pending.attempt + 1, dueAt });
    }
    this.#countPending(pending.eventId);
    onChange();
    this.pump();
  }

  async #send(eventId: string, copy: number, attempt: number): Promise<boolean> {
    const { state, now, newId } = this.#options;
    const event = state.events.get(eventId);
    if (event === undefined || this.#target === null) return true;
    const { url, secret } = this.#target;
    const at = now();
    const outcome = await post(url, secret, event, Math.floor(at / 1000), this.#closing.signal);
    if (this.#closing.signal.aborted) return false;
    const delivery: Delivery = { id: newId('att'), eventId, eventType: event.type, copy, attempt, url, at, ...outcome };
    state.deliveries.set(delivery.id, delivery);
    if (state.deliveries.size > deliveriesKeptMax) dropOldest(state.deliveries);
    return outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
  }

  #countPending(eventId: string): void {
    const { state } = this.#options;
    const event = state.events.get(eventId);
    const isWaiting = [...state.pendingDeliveries.values()].some((pending) => pending.eventId === eventId);
    if (event?.object === 'event') state.events.set(eventId, { ...event, pending_webhooks: isWaiting ? 1 : 0 });
  }
}

function dropOldest(deliveries: Map<string, Delivery>): void {
  const [oldest] = deliveries.keys();
  if (oldest !== undefined) deliveries.delete(oldest);
}

type Outcome = { readonly status: number | null; readonly error: string | null };

/** Two spaces of indentation, as Stripe sends it: a receiver that verifies a body it has parsed and printed again fails. */
async function post(
  url: string,
  secret: string,
  event: StripeEvent | StripeNotification,
  timestamp: number,
  closing: AbortSignal,
): Promise<Outcome> {
  const payload = JSON.stringify(event, null, 2);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signPayload(payload, secret, timestamp),
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  };
  const signal = AbortSignal.any([closing, AbortSignal.timeout(answerMsMax)]);
  try {
    const response = await fetch(url, { method: 'POST', body: payload, headers, redirect: 'manual', signal });
    await response.arrayBuffer();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: describeFailure(error) };
  }
}

/** The reason beneath fetch's own "fetch failed", such as a refused connection. */
function describeFailure(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return String(cause ?? error);
}
