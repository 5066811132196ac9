import type { TwitchEvent } from './events.ts';
import { pushBounded, type EventSubSubscription, type SubscriptionStatus } from './records.ts';

const deliveriesKept = 200;
const sameConditionMax = 3;
const failuresMax = 10;

/** The total cost that Twitch allows one client's webhooks. */
export const maxTotalCost = 10_000;

type EventType = { readonly version: string; readonly condition: readonly string[] };

const eventTypes = new Map<string, EventType>([
  ['stream.online', { version: '1', condition: ['broadcaster_user_id'] }],
  ['stream.offline', { version: '1', condition: ['broadcaster_user_id'] }],
  ['channel.update', { version: '2', condition: ['broadcaster_user_id'] }],
  ['channel.chat.message', { version: '1', condition: ['broadcaster_user_id', 'user_id'] }],
  ['user.authorization.grant', { version: '1', condition: ['client_id'] }],
  ['user.authorization.revoke', { version: '1', condition: ['client_id'] }],
]);

/** One attempt-bearing message to a webhook, for people who want to see what was sent. `httpStatus` is null when nobody answered. */
export type Delivery = {
  readonly messageId: string;
  readonly subscriptionId: string;
  readonly messageType: 'notification' | 'webhook_callback_verification' | 'revocation';
  readonly eventType: string;
  readonly callback: string;
  readonly body: string;
  readonly state: 'waiting' | 'accepted' | 'refused' | 'given-up';
  readonly attempts: number;
  readonly httpStatus: number | null;
  readonly reason: string | null;
  /** Wall-clock milliseconds of the last change. */
  readonly at: number;
};

/** Why Twitch would not make a subscription, with the HTTP status it says so with. */
export type SubscriptionRefusal = {
  readonly ok: false;
  readonly status: 400 | 403 | 409 | 429;
  readonly message: string;
};

/** What a client asks for when it subscribes. */
export type SubscriptionRequest = {
  readonly type: string;
  readonly version: string;
  readonly condition: Readonly<Record<string, string>>;
  readonly transport: { readonly method: string; readonly callback: string; readonly secret: string };
};

/** The webhook subscriptions of one client and what was delivered to them. */
export type SubscriptionTable = {
  create(
    request: SubscriptionRequest,
  ): { readonly ok: true; readonly subscription: EventSubSubscription } | SubscriptionRefusal;
  readonly find: (id: string) => EventSubSubscription | undefined;
  readonly list: () => readonly EventSubSubscription[];
  readonly remove: (id: string) => boolean;
  readonly setStatus: (id: string, status: SubscriptionStatus) => EventSubSubscription | undefined;
  /** Enabled subscriptions whose condition agrees with the event. */
  readonly matching: (event: TwitchEvent) => readonly EventSubSubscription[];
  /** Enabled subscriptions to chat whose reader or room has withdrawn the consent that they need. */
  readonly unauthorized: () => readonly EventSubSubscription[];
  /** Counts notifications given up in a row; answers true once Twitch would revoke the subscription. */
  readonly countOutcome: (id: string, accepted: boolean) => boolean;
  readonly deliveries: () => readonly Delivery[];
  readonly recordDelivery: (delivery: Delivery) => void;
};

/** What the rules need to know about the rest of Twitch. */
export type SubscriptionFacts = {
  readonly userExists: (id: string) => boolean;
  readonly hasGranted: (userId: string) => boolean;
  readonly mayReadChat: (broadcasterId: string, readerId: string) => boolean;
  readonly clientId: string;
};

function refuse(status: SubscriptionRefusal['status'], message: string): SubscriptionRefusal {
  return { ok: false, status, message };
}

function checkTransport(transport: SubscriptionRequest['transport']): SubscriptionRefusal | null {
  if (transport.method !== 'webhook') return refuse(400, 'transport method is not supported');
  if (!URL.canParse(transport.callback))
    return refuse(400, 'transport callback must be a valid https callback with standard port');
  const callback = new URL(transport.callback);
  if (callback.protocol !== 'https:' || callback.port !== '')
    return refuse(400, 'transport callback must be a valid https callback with standard port');
  // The specification allows ASCII only, because the secret keys an HMAC whose bytes both sides must agree on.
  if (!/^[\x20-\x7e]{10,100}$/.test(transport.secret))
    return refuse(400, 'transport secret must be 10 to 100 ASCII characters');
  return null;
}

function checkCondition(request: SubscriptionRequest, facts: SubscriptionFacts): SubscriptionRefusal | null {
  const known = eventTypes.get(request.type);
  if (known === undefined || known.version !== request.version)
    return refuse(400, 'invalid subscription type and version');
  for (const key of known.condition) {
    const value = request.condition[key];
    if (value === undefined || value === '') return refuse(400, `missing or unparseable condition: ${key}`);
    if (key === 'client_id' ? value !== facts.clientId : !facts.userExists(value))
      return refuse(key === 'client_id' ? 403 : 400, `invalid condition: ${key}`);
  }
  const { broadcaster_user_id: broadcasterId = '', user_id: readerId = '' } = request.condition;
  if (request.type === 'channel.chat.message' && !facts.mayReadChat(broadcasterId, readerId))
    return refuse(403, 'subscription missing proper authorization');
  return null;
}

function conditionKey(condition: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(condition).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function checkTwins(
  request: SubscriptionRequest,
  existing: readonly EventSubSubscription[],
): SubscriptionRefusal | null {
  const twins = existing.filter(
    (entry) => entry.type === request.type && conditionKey(entry.condition) === conditionKey(request.condition),
  );
  if (twins.some((entry) => entry.callback === request.transport.callback))
    return refuse(409, 'subscription already exists');
  return twins.length < sameConditionMax ? null : refuse(429, 'maximum subscriptions with type and condition exceeded');
}

function agrees(subscription: EventSubSubscription, event: TwitchEvent): boolean {
  const { status, type, version, condition } = subscription;
  if (status !== 'enabled' || type !== event.type || version !== event.version) return false;
  return Object.entries(event.condition).every(([key, value]) => condition[key] === value);
}

/** The first record of a message is written over while it waits; later copies of it get records of their own. */
function recordIn(deliveries: Delivery[], delivery: Delivery): void {
  const { messageId, subscriptionId } = delivery;
  const known = deliveries.findIndex(
    (entry) => entry.messageId === messageId && entry.subscriptionId === subscriptionId && entry.state === 'waiting',
  );
  if (known === -1) pushBounded(deliveries, delivery, deliveriesKept);
  else deliveries[known] = delivery;
}

/** Builds the table over what an earlier run left; `wallNow` gives milliseconds. */
export function createSubscriptionTable(options: {
  readonly wallNow: () => number;
  readonly newId: () => string;
  readonly facts: SubscriptionFacts;
  readonly subscriptions: readonly EventSubSubscription[];
  readonly changed: () => void;
}): SubscriptionTable {
  const { wallNow, newId, facts, changed } = options;
  const subscriptions = new Map(options.subscriptions.map((entry) => [entry.id, entry]));
  const deliveries: Delivery[] = [];

  function replace(id: string, patch: Partial<EventSubSubscription>): EventSubSubscription | undefined {
    const before = subscriptions.get(id);
    if (before === undefined) return undefined;
    const after = { ...before, ...patch };
    subscriptions.set(id, after);
    changed();
    return after;
  }
  function create(request: SubscriptionRequest): ReturnType<SubscriptionTable['create']> {
    const refusal =
      checkTransport(request.transport) ??
      checkCondition(request, facts) ??
      checkTwins(request, [...subscriptions.values()]);
    if (refusal !== null) return refusal;
    const about = request.condition['broadcaster_user_id'];
    const subscription: EventSubSubscription = {
      id: newId(),
      status: 'webhook_callback_verification_pending',
      type: request.type,
      version: request.version,
      condition: request.condition,
      callback: request.transport.callback,
      secret: request.transport.secret,
      cost: about === undefined || facts.hasGranted(about) ? 0 : 1,
      createdAt: new Date(wallNow()).toISOString(),
      failures: 0,
    };
    subscriptions.set(subscription.id, subscription);
    changed();
    return { ok: true, subscription };
  }

  return {
    create,
    find: (id) => subscriptions.get(id),
    list: () => [...subscriptions.values()],
    remove(id) {
      const removed = subscriptions.delete(id);
      if (removed) changed();
      return removed;
    },
    setStatus: (id, status) => replace(id, { status }),
    matching: (event) => [...subscriptions.values()].filter((entry) => agrees(entry, event)),
    unauthorized: () =>
      [...subscriptions.values()].filter(({ status, type, condition }) => {
        const { broadcaster_user_id: broadcasterId = '', user_id: readerId = '' } = condition;
        return status === 'enabled' && type === 'channel.chat.message' && !facts.mayReadChat(broadcasterId, readerId);
      }),
    countOutcome(id, accepted) {
      const before = subscriptions.get(id);
      if (before === undefined) return false;
      const failures = accepted ? 0 : before.failures + 1;
      replace(id, { failures });
      return failures >= failuresMax && before.status === 'enabled';
    },
    deliveries: () => deliveries,
    recordDelivery(delivery) {
      recordIn(deliveries, delivery);
      changed();
    },
  };
}
