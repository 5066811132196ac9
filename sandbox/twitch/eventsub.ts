import { createHmac, randomBytes } from 'node:crypto';
import { createCourier, type Courier, type RawMessage } from './courier.ts';
import type { TwitchEvent } from './events.ts';
import { readJsonObject, replyEmpty, replyError, replyJson, type Reply, type TwitchRequest } from './exchange.ts';
import type { TwitchFaults } from './faults.ts';
import { isReply, readCaller, replyPage } from './helix.ts';
import type { TwitchModel } from './model.ts';
import type { EventSubSubscription, SubscriptionStatus } from './records.ts';
import { maxTotalCost, type SubscriptionRequest } from './subscriptions.ts';

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

/** Twitch's EventSub: the subscriptions' API and the sender of webhooks. */
export type EventSub = {
  answer(request: TwitchRequest): Reply;
  /** Ends a subscription and tells its callback why. */
  revoke(subscriptionId: string, status: SubscriptionStatus): void;
  deliverRaw(message: ForgedMessage): Promise<{ readonly status: number; readonly body: string }>;
  /** Resolves once no delivery waits. */
  settled(): Promise<void>;
  /** Lets deliveries that wait for a fault look again. */
  faultsChanged(): void;
  close(): void;
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

function signMessage(secret: string, messageId: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret)
    .update(messageId + timestamp + body)
    .digest('hex')}`;
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

/** What the sender needs. `hosts` maps the public host of a callback to the loopback origin that really answers it. */
export type EventSubOptions = {
  readonly model: TwitchModel;
  readonly faults: TwitchFaults;
  readonly hosts: ReadonlyMap<string, string>;
  readonly wallNow: () => number;
  readonly newId: () => string;
  /** Milliseconds before the second attempt, the third, and so on. */
  readonly retryDelaysMs: readonly number[];
};

/** Builds EventSub over the model and begins to listen to its events. */
export function createEventSub(options: EventSubOptions): EventSub {
  const { model, newId } = options;
  const courier: Courier = createCourier({ ...options, sign: signMessage });
  const table = model.subscriptions;

  function totals(): Record<string, number> {
    const entries = table.list();
    const cost = entries.reduce((sum, entry) => sum + (entry.status === 'enabled' ? entry.cost : 0), 0);
    return { total: entries.length, total_cost: cost, max_total_cost: maxTotalCost };
  }
  async function verify(subscription: EventSubSubscription): Promise<void> {
    const challenge = randomBytes(24).toString('base64url');
    const body = JSON.stringify({ challenge, subscription: viewSubscription(subscription) });
    const message = { messageId: newId(), messageType: 'webhook_callback_verification' as const, body };
    const outcome = await courier.send(
      subscription,
      message,
      (answer) => answer.status === 200 && answer.body === challenge,
    );
    if (table.find(subscription.id)?.status !== 'webhook_callback_verification_pending') return;
    table.setStatus(subscription.id, outcome ? 'enabled' : 'webhook_callback_verification_failed');
  }
  async function notify(subscription: EventSubSubscription, event: TwitchEvent, messageId: string): Promise<void> {
    const body = JSON.stringify({ subscription: viewSubscription(subscription), event: event.event });
    const accepted = await courier.send(subscription, { messageId, messageType: 'notification', body });
    if (table.countOutcome(subscription.id, accepted)) revoke(subscription.id, 'notification_failures_exceeded');
  }
  function revoke(subscriptionId: string, status: SubscriptionStatus): void {
    const subscription = table.setStatus(subscriptionId, status);
    if (subscription === undefined) return;
    const body = JSON.stringify({ subscription: viewSubscription(subscription) });
    courier.track(courier.send(subscription, { messageId: newId(), messageType: 'revocation', body }));
  }
  function revokeReaders(userId: string): void {
    for (const entry of table.list())
      if (entry.type === 'channel.chat.message' && entry.condition['user_id'] === userId)
        revoke(entry.id, 'authorization_revoked');
  }
  const stopListening = model.onEvent((event) => {
    for (const subscription of table.matching(event)) {
      const first = newId();
      const copies = Math.min(10, Math.max(1, Math.floor(options.faults.eventsubCopies)));
      for (let copy = 0; copy < copies; copy += 1) {
        const messageId = copy === 0 || options.faults.eventsubCopyIds === 'same' ? first : newId();
        courier.track(notify(subscription, event, messageId));
      }
    }
    const leaver: unknown = event.event['user_id'];
    if (event.type === 'user.authorization.revoke' && typeof leaver === 'string') revokeReaders(leaver);
  });

  function create(request: TwitchRequest): Reply {
    const asked = readSubscriptionRequest(request.body);
    if (asked === null) return replyError(400, 'The request body is not a subscription');
    const outcome = table.create(asked);
    if (!outcome.ok) return replyError(outcome.status, outcome.message);
    // The challenge follows the answer, so that the client already knows the subscription's id.
    setImmediate(() => courier.track(verify(outcome.subscription)));
    return replyJson(202, { data: [viewSubscription(outcome.subscription)], ...totals() });
  }
  function list(query: URLSearchParams): Reply {
    const status = query.get('status');
    const type = query.get('type');
    const userId = query.get('user_id');
    const found = table
      .list()
      .filter((entry) => status === null || entry.status === status)
      .filter((entry) => type === null || entry.type === type)
      .filter((entry) => userId === null || Object.values(entry.condition).includes(userId));
    const paged = new URLSearchParams(query);
    if (!paged.has('first')) paged.set('first', '100');
    return replyPage(found.map(viewSubscription), paged, totals());
  }

  return {
    answer(request) {
      const access = readCaller(request, model);
      if (isReply(access)) return access;
      if (access.userId !== null) return replyError(400, 'webhook subscriptions need an app access token');
      if (request.method === 'POST') return create(request);
      if (request.method === 'GET') return list(request.query);
      if (request.method !== 'DELETE') return replyError(404, '');
      return table.remove(request.query.get('id') ?? '') ? replyEmpty(204) : replyError(404, 'subscription not found');
    },
    revoke,
    async deliverRaw(forged) {
      const subscription = table.find(forged.subscriptionId);
      if (subscription === undefined) throw new Error(`No such subscription: ${forged.subscriptionId}`);
      const message: RawMessage = {
        messageId: forged.messageId ?? newId(),
        messageType: forged.messageType ?? 'notification',
        body: forged.body ?? JSON.stringify({ subscription: viewSubscription(subscription), event: {} }),
      };
      const callback = forged.callback ?? subscription.callback;
      return courier.sendOnce({ ...subscription, callback }, message, forged.timestamp, forged.signature ?? 'valid');
    },
    settled: courier.settled,
    faultsChanged: courier.wake,
    close() {
      stopListening();
      courier.close();
    },
  };
}
