import { randomBytes } from 'node:crypto';
import { Courier, type CourierOptions, type RawMessage } from './courier.ts';
import type { TwitchEvent } from './events.ts';
import { readJsonObject, replyEmpty, replyError, replyJson, type Reply, type TwitchRequest } from './exchange.ts';
import { isReply, readCaller, replyPage } from './helix.ts';
import type { TwitchModel } from './model.ts';
import type { EventSubSubscription, SubscriptionStatus } from './records.ts';
import { maxTotalCost, type SubscriptionRequest } from './subscriptions.ts';

const copiesMax = 10;

/** A message made by hand, to see what the receiver does with it. Fields left out are what Twitch would have sent. */
export type ForgedMessage = {
  readonly subscriptionId: string;
  /** The raw body; an ordinary notification of the subscription's type when left out. */
  readonly body?: string;
  readonly messageType?: 'notification' | 'webhook_callback_verification' | 'revocation';
  readonly messageId?: string;
  /** RFC 3339; the present when left out. */
  readonly timestamp?: string;
  readonly signature?: 'valid' | 'forged' | 'none';
  readonly callback?: string;
};

/** A subscription as its owner may see it: the secret stays out. */
export function viewSubscription(subscription: EventSubSubscription): Record<string, unknown> {
  return {
    id: subscription.id,
    status: subscription.status,
    type: subscription.type,
    version: subscription.version,
    condition: subscription.condition,
    created_at: subscription.createdAt,
    transport: { method: 'webhook', callback: subscription.callback },
    cost: subscription.cost,
  };
}

function readSubscriptionRequest(body: string): SubscriptionRequest | null {
  const { type, version, condition, transport } = readJsonObject(body) ?? {};
  if (typeof type !== 'string' || typeof version !== 'string') return null;
  if (typeof condition !== 'object' || condition === null || typeof transport !== 'object' || transport === null)
    return null;
  const read = (name: string): string => {
    const value: unknown = Object.entries(transport).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : '';
  };
  const pairs = Object.entries(condition).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  return {
    type,
    version,
    condition: Object.fromEntries(pairs),
    transport: { method: read('method'), callback: read('callback'), secret: read('secret') },
  };
}

/** What the sender needs. */
export type EventSubOptions = CourierOptions & { readonly newId: () => string };

/** Twitch's EventSub: the subscriptions' API and the sender of webhooks. It listens to the model from its making until `close`. */
export class EventSub {
  readonly #options: EventSubOptions;
  readonly #courier: Courier;
  readonly #stopListening: () => void;

  constructor(options: EventSubOptions) {
    this.#options = options;
    this.#courier = new Courier(options);
    this.#stopListening = options.model.onEvent((event) => this.#announce(event));
  }

  /** Answers `eventsub/subscriptions`. */
  answer(request: TwitchRequest): Reply {
    const { model } = this.#options;
    const access = readCaller(request, model);
    if (isReply(access)) return access;
    if (access.userId !== null) return replyError(400, 'webhook subscriptions need an app access token');
    if (request.method === 'POST') return this.#create(request);
    if (request.method === 'GET') return listSubscriptions(request.query, model);
    if (request.method !== 'DELETE') return replyError(404, '');
    const removed = model.subscriptions.remove(request.query.get('id') ?? '');
    return removed ? replyEmpty(204) : replyError(404, 'subscription not found');
  }

  /** Ends a subscription and tells its callback why. */
  revoke(subscriptionId: string, status: SubscriptionStatus): void {
    const subscription = this.#options.model.subscriptions.setStatus(subscriptionId, status);
    if (subscription === undefined) return;
    const body = JSON.stringify({ subscription: viewSubscription(subscription) });
    const message = { messageId: this.#options.newId(), messageType: 'revocation' as const, body };
    this.#courier.track(this.#courier.send(subscription, message));
  }

  /** Sends a message made by hand, once. Throws when the subscription is unknown or nobody answers. */
  async deliverRaw(forged: ForgedMessage): Promise<{ readonly status: number; readonly body: string }> {
    const subscription = this.#options.model.subscriptions.find(forged.subscriptionId);
    if (subscription === undefined) throw new Error(`No such subscription: ${forged.subscriptionId}`);
    const message: RawMessage = {
      messageId: forged.messageId ?? this.#options.newId(),
      messageType: forged.messageType ?? 'notification',
      body: forged.body ?? JSON.stringify({ subscription: viewSubscription(subscription), event: {} }),
    };
    const callback = forged.callback ?? subscription.callback;
    return this.#courier.sendOnce({ ...subscription, callback }, message, forged.timestamp, forged.signature);
  }

  /** Resolves once no delivery waits. */
  settled(): Promise<void> {
    return this.#courier.settled();
  }

  /** Lets deliveries that wait for a fault look again. */
  faultsChanged(): void {
    this.#courier.wake();
  }

  close(): void {
    this.#stopListening();
    this.#courier.close();
  }

  #create(request: TwitchRequest): Reply {
    const { model } = this.#options;
    const asked = readSubscriptionRequest(request.body);
    if (asked === null) return replyError(400, 'The request body is not a subscription');
    const outcome = model.subscriptions.create(asked);
    if (!outcome.ok) return replyError(outcome.status, outcome.message);
    // The challenge follows the answer, so that the client already knows the subscription's id.
    this.#courier.track(nextTurn().then(() => this.#verify(outcome.subscription)));
    return replyJson(202, { data: [viewSubscription(outcome.subscription)], ...countTotals(model) });
  }

  async #verify(subscription: EventSubSubscription): Promise<void> {
    const table = this.#options.model.subscriptions;
    const challenge = randomBytes(24).toString('base64url');
    const body = JSON.stringify({ challenge, subscription: viewSubscription(subscription) });
    const messageType = 'webhook_callback_verification';
    const message = { messageId: this.#options.newId(), messageType, body } as const;
    const echoes = (answer: { status: number; body: string }): boolean =>
      answer.status === 200 && answer.body === challenge;
    const verified = await this.#courier.send(subscription, message, echoes);
    if (table.find(subscription.id)?.status !== 'webhook_callback_verification_pending') return;
    table.setStatus(subscription.id, verified ? 'enabled' : 'webhook_callback_verification_failed');
  }

  #announce(event: TwitchEvent): void {
    const { model, faults, newId } = this.#options;
    const copies = Math.min(copiesMax, Math.max(1, Math.floor(faults.eventsubCopies)));
    for (const subscription of model.subscriptions.matching(event)) {
      const first = newId();
      for (let copy = 0; copy < copies; copy += 1) {
        const messageId = copy === 0 || faults.eventsubCopyIds === 'same' ? first : newId();
        this.#courier.track(this.#notify(subscription, event, messageId));
      }
    }
    if (event.type === 'user.authorization.revoke')
      for (const entry of model.subscriptions.unauthorized()) this.revoke(entry.id, 'authorization_revoked');
  }

  async #notify(subscription: EventSubSubscription, event: TwitchEvent, messageId: string): Promise<void> {
    const body = JSON.stringify({ subscription: viewSubscription(subscription), event: event.event });
    const accepted = await this.#courier.send(subscription, { messageId, messageType: 'notification', body });
    const isOver = this.#options.model.subscriptions.countOutcome(subscription.id, accepted);
    if (isOver) this.revoke(subscription.id, 'notification_failures_exceeded');
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function countTotals(model: TwitchModel): Record<string, number> {
  const entries = model.subscriptions.list();
  const cost = entries.reduce((sum, entry) => sum + (entry.status === 'enabled' ? entry.cost : 0), 0);
  return { total: entries.length, total_cost: cost, max_total_cost: maxTotalCost };
}

function listSubscriptions(query: URLSearchParams, model: TwitchModel): Reply {
  const status = query.get('status');
  const type = query.get('type');
  const userId = query.get('user_id');
  const found = model.subscriptions
    .list()
    .filter((entry) => status === null || entry.status === status)
    .filter((entry) => type === null || entry.type === type)
    .filter((entry) => userId === null || Object.values(entry.condition).includes(userId));
  const paged = new URLSearchParams(query);
  if (!paged.has('first')) paged.set('first', '100');
  return replyPage(found.map(viewSubscription), paged, countTotals(model));
}
