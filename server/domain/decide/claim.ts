import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { shippingTo } from '../split.ts';

type ClaimCommand = Extract<
  Command,
  { type: 'start-checkout' | 'checkout-opened' | 'checkout-closed' | 'lapse' | 'cancel-claim' }
>;

/** The rules of a claim: its clock, its checkout, and its end without a payment. */
export function decideClaim(order: Order, command: ClaimCommand, _facts: Facts, now: Instant): Ruling {
  switch (command.type) {
    case 'start-checkout':
      return startCheckout(order, command.country, now);
    case 'checkout-opened':
      if (order.checkout?.attempt !== command.attempt || order.checkout.state !== 'opening')
        return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({
        order: { checkout: { ...order.checkout, state: 'open', sessionId: command.sessionId, url: command.url } },
      });
    case 'checkout-closed':
      return checkoutClosed(order, command.attempt, now);
    case 'lapse':
      if (now < order.claimEndsAt) return refuse('not-allowed-now', { state: order.fulfilment });
      return endClaim(order, 'expired', now);
    case 'cancel-claim':
      return endClaim(order, 'cancelled', now);
    default:
      return command satisfies never;
  }
}

/**
 * Pressing Pay again while a session is open, or being opened, returns the same one. The claim is extended once, to leave time
 * for typing a card number.
 */
function startCheckout(order: Order, country: string, now: Instant): Ruling {
  if (now >= order.claimEndsAt) return refuse('claim-ended');
  if (shippingTo(order.terms, country) === undefined) return refuse('country-not-served');
  if (order.checkout && order.checkout.state !== 'closed') return allow({});
  const attempt = (order.checkout?.attempt ?? 0) + 1;
  const until = order.claimExtended ? order.claimEndsAt : Math.max(order.claimEndsAt, now + houseRules.payExtensionMs);
  return allow({
    order: {
      claimExtended: true,
      claimEndsAt: until,
      checkout: { attempt, country, state: 'opening', sessionId: null, url: null },
    },
    events: [{ type: 'checkout-started', country, until }],
    effects: [{ kind: 'open-checkout', key: `order:${order.id}:checkout:${attempt}`, orderId: order.id, attempt }],
  });
}

/** While a session may still be paid, the unit stays taken until Stripe has answered. */
function endClaim(order: Order, as: 'expired' | 'cancelled', now: Instant): Ruling {
  if (!order.checkout || order.checkout.state === 'closed') return freed(order, as, now);
  const { attempt } = order.checkout;
  return allow({
    order: { fulfilment: 'lapsing', lapseEndsAs: as },
    events: [{ type: 'lapsing-began' }],
    effects: [
      { kind: 'close-checkout', key: `order:${order.id}:checkout:${attempt}:close`, orderId: order.id, attempt },
    ],
  });
}

function checkoutClosed(order: Order, attempt: number, now: Instant): Ruling {
  if (order.checkout?.attempt !== attempt || order.checkout.state === 'closed')
    return refuse('not-allowed-now', { state: order.fulfilment });
  const checkout = { ...order.checkout, state: 'closed' as const };
  if (order.fulfilment === 'reserved') return allow({ order: { checkout } });
  const ending = freed(order, order.lapseEndsAs, now);
  return ending.ok ? allow({ ...ending.change, order: { ...ending.change.order, checkout } }) : ending;
}

function freed(_order: Order, as: 'expired' | 'cancelled', now: Instant): Ruling {
  return allow({
    order: { fulfilment: as, lapseEndsAs: as, endedAt: now },
    events: [{ type: as === 'expired' ? 'claim-expired' : 'claim-cancelled' }],
    unit: 'free',
  });
}
