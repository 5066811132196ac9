import { houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { isBound, isCovered, isWithdrawn } from './decide/disputes-of.ts';
import { deemedFrom } from './decide/work.ts';
import { countsWhenQuiet, isFollowed, promised, remindersOf, unaskedAfterMs } from './promise-clocks.ts';
import { endStates } from './transitions.ts';
import type { Order, Party, PromiseClock } from './order.ts';
import type { Command } from './order-commands.ts';

/** A command that the clock gives by itself at a moment. The name is the command's type, with the leg's party where it has one. */
export type DueCommand = { readonly name: string; readonly at: Instant };

/**
 * Everything that falls due by itself for an order as it stands. Computed from the order alone, so that a lost row can always be
 * made again. What a freeze forbids is left out until the thaw, and is then due at once if its time has passed.
 */
export function deadlinesOf(order: Order): readonly DueCommand[] {
  return [...claimDeadlines(order), ...promiseDeadlines(order), ...workDeadlines(order), ...moneyDeadlines(order)];
}

/** The command that a deadline's name stands for; undefined for a name that is none. */
export function commandNamed(name: string): Command | undefined {
  const [type, of, when] = name.split(':');
  switch (type) {
    case 'lapse':
    case 'grant-cancellation':
    case 'refund-unproven':
    case 'prove-by-shipment':
    case 'prove-by-delivery':
    case 'deem-delivered':
    case 'complete':
    case 'release':
    case 'warn-hold':
    case 'end-hold':
      return of === undefined ? { type } : undefined;
    case 'break-promise':
      return of === undefined || of === 'scan' ? { type, clock: of ?? 'proof' } : undefined;
    case 'remind':
      return isClock(of) && (when === 'half' || when === 'last') ? { type, clock: of, when } : undefined;
    case 'retry-transfer':
      return of === 'builder' || of === 'marketer' ? { type, party: of } : undefined;
    default:
      return undefined;
  }
}

function isClock(name: string | undefined): name is PromiseClock {
  return name === 'proof' || name === 'scan';
}

function claimDeadlines(order: Order): readonly DueCommand[] {
  return order.fulfilment === 'reserved' ? [{ name: 'lapse', at: order.claimEndsAt }] : [];
}

/** Reminders and the end of the promise that runs. Kept rows call the end of the first one by its bare name. */
function promiseDeadlines(order: Order): readonly DueCommand[] {
  const promise = promised(order);
  if (!promise) return [];
  const { clock, dueAt, brokenAt } = promise;
  if (brokenAt !== null)
    return order.freeze || isWithdrawn(order) ? [] : [{ name: 'refund-unproven', at: dueAt + unaskedAfterMs(clock) }];
  return [
    ...remindersOf(promise)
      .filter(({ key }) => !order.reminded?.includes(key))
      .map(({ key, at }) => ({ name: `remind:${key}`, at })),
    { name: clock === 'proof' ? 'break-promise' : 'break-promise:scan', at: dueAt },
  ];
}

function workDeadlines(order: Order): readonly DueCommand[] {
  const { freeze, shipment } = order;
  if (freeze) return [];
  const due: DueCommand[] = [];
  if (order.fulfilment === 'paid' && order.cancellationAskedAt !== null && order.releasedAt === null) {
    due.push({ name: 'grant-cancellation', at: order.cancellationAskedAt + houseRules.cancellationMs });
  }
  const lacks = (kind: 'shipment' | 'delivery') => !order.proofs.some((proof) => proof.kind === kind);
  const isSent = order.fulfilment === 'shipped' || order.fulfilment === 'delivered';
  if (shipment && isSent && lacks('shipment') && !isFollowed(shipment)) {
    due.push({ name: 'prove-by-shipment', at: shipment.at + houseRules.shipmentCountsMs });
  }
  const handedOn = deemedFrom(order);
  if (handedOn !== null) due.push({ name: 'deem-delivered', at: handedOn + houseRules.deliveryDeemedMs });
  if (order.fulfilment !== 'delivered' || order.deliveredAt === null) return due;
  const quiet = order.deliveredAt + houseRules.deliveryQuietMs;
  // The quiet days prove the delivery first, and only then end the order.
  if (countsWhenQuiet(order) && lacks('delivery')) due.push({ name: 'prove-by-delivery', at: quiet });
  else if (order.releasedAt !== null) {
    const confirmed = order.proofs.some((proof) => proof.kind === 'delivery' && proof.by === 'buyer');
    due.push({ name: 'complete', at: confirmed ? order.releasedAt : quiet });
  }
  return due;
}

function moneyDeadlines(order: Order): readonly DueCommand[] {
  const { paidAt, freeze, releaseAt } = order;
  const due: DueCommand[] = [];
  const holds =
    order.payment !== null &&
    order.releasedAt === null &&
    !endStates.includes(order.fulfilment) &&
    // What a bank has taken for a dispute is held by nobody here.
    !isWithdrawn(order);
  if (holds && releaseAt !== null && !freeze) due.push({ name: 'release', at: releaseAt });
  if (holds && paidAt !== null) {
    if (order.holdWarnedAt === null) due.push({ name: 'warn-hold', at: paidAt + houseRules.holdWarningMs });
    if ((releaseAt === null || freeze) && !isCovered(order))
      due.push({ name: 'end-hold', at: paidAt + houseRules.holdActionMs });
  }
  if (freeze || isBound(order)) return due;
  return [
    ...due,
    ...order.legs.flatMap((leg) =>
      leg.state === 'waiting' && leg.retryAt !== null ? [{ name: retryName(leg.party), at: leg.retryAt }] : [],
    ),
  ];
}

function retryName(party: Party): string {
  return `retry-transfer:${party}`;
}
