import type Stripe from 'stripe';

import type { StripeEvent } from './objects.ts';
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
