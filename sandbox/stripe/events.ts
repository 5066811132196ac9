import type Stripe from 'stripe';

import type { StripeEvent, StripeNotification } from './objects.ts';
import { apiVersion } from './objects.ts';
import type { World } from './model.ts';
import { nowSeconds } from './model.ts';

/** Records that something happened, with a copy of the object as it is now, and marks the event for the webhook. */
export function emitEvent(world: World, type: Stripe.Event.Type, object: object, previous?: object): StripeEvent {
  const event: StripeEvent = {
    id: world.newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: nowSeconds(world),
    data: structuredClone(previous === undefined ? { object } : { object, previous_attributes: previous }),
    livemode: false,
    pending_webhooks: 0,
    request: { id: world.request?.id ?? null, idempotency_key: world.request?.idempotencyKey ?? null },
    type,
  };
  world.state.events.set(event.id, event);
  world.state.unqueuedEvents.add(event.id);
  return event;
}

/** Records that what an account may do has changed. Whoever hears of it looks at the account themselves. */
export function emitAccountChanged(world: World, accountId: string): void {
  const event: StripeNotification = {
    id: world.newId('evt'),
    object: 'v2.core.event',
    created: new Date(world.now()).toISOString(),
    livemode: false,
    type: 'v2.core.account[configuration.recipient].capability_status_updated',
    related_object: { id: accountId, type: 'v2.core.account', url: `/v2/core/accounts/${accountId}` },
  };
  world.state.events.set(event.id, event);
  world.state.unqueuedEvents.add(event.id);
}
