import { day, houseRules } from '#shared/house-rules.ts';
import { makeId, type Instant } from '#shared/ids.ts';
import { makeTag } from '#shared/order-tag.ts';
import { decide, type Decision } from './decide.ts';
import { emptyEscrow, escrowOf, type LedgerEntry } from './ledger.ts';
import type { Facts, Order, Payment, Role, Terms, UnitChange } from './order.ts';
import type { Command, Effect, OrderEvent } from './order-commands.ts';
import { entriesFor } from './postings.ts';

/** The moment at which the sample order was claimed. */
export const claimedAt: Instant = Date.UTC(2026, 4, 1, 18, 0, 0);
export const buyerId = makeId('citizen', 'buyer000000000000');
export const builderId = makeId('citizen', 'builder0000000000');
export const marketerId = makeId('citizen', 'marketer000000000');

/** A board of $450.00, with $12.00 of shipping to the US. */
export const soloTerms: Terms = {
  title: 'Cloud 65, lilac',
  guild: 'builder',
  kind: 'commission',
  specs: '65%, polycarbonate plate, lubed switches',
  price: { amountMinor: 450_00, currency: 'USD' },
  pictures: [],
  vodUrl: null,
  shipping: [
    { country: 'US', amountMinor: 12_00 },
    { country: 'DE', amountMinor: 30_00 },
  ],
  split: { builder: 1, marketer: null },
  policy: 'proof-of-work',
  proofDays: 30,
  scanDays: 14,
};

/** The same, sold together with a marketer who takes 30 of 100 parts of the pool. */
export const partnershipTerms: Terms = {
  ...soloTerms,
  split: { builder: 70, marketer: { citizenId: marketerId, weight: 30 } },
};

/** An order as a claim makes it. */
export function reservedOrder(terms: Terms = soloTerms): Order {
  return {
    id: makeId('order', 'order00000000000'),
    version: 1,
    tag: makeTag([1, 2, 3, 4, 5, 6]),
    dropId: makeId('drop', 'drop000000000000'),
    buyerId,
    builderId,
    terms,
    fulfilment: 'reserved',
    claimedAt,
    claimEndsAt: claimedAt + houseRules.claimMs,
    claimExtended: false,
    lapseEndsAs: 'expired',
    payCode: 'ABCDE-FGHJK',
    checkout: null,
    payment: null,
    paidAt: null,
    buildingAt: null,
    shippedAt: null,
    deliveredAt: null,
    endedAt: null,
    shipment: null,
    proofs: [],
    releaseAt: null,
    releasedAt: null,
    legs: [],
    refunds: [],
    freeze: null,
    cancellationAskedAt: null,
    promiseBrokenAt: null,
    holdWarnedAt: null,
  };
}

/** What Stripe says of a paid checkout: item, shipping to the US, no tax, its fee kept. */
export function paymentOf(terms: Terms = soloTerms, changes: Partial<Payment> = {}): Payment {
  return {
    sessionId: 'cs_1',
    chargeId: 'ch_1',
    paymentIntentId: 'pi_1',
    itemMinor: terms.price.amountMinor,
    shippingMinor: terms.shipping[0]?.amountMinor ?? 0,
    taxMinor: 0,
    stripeFeeMinor: 13_70,
    currency: terms.price.currency,
    ...changes,
  };
}

/** Facts about a builder whom nobody knows yet, with a free unit and a fresh tracking number. */
export function factsFor(role: Role, changes: Partial<Facts> = {}): Facts {
  return {
    role,
    escrow: emptyEscrow,
    unitFree: true,
    builder: { completedOrders: 0, lostDisputes: 0 },
    trackingUsedAt: null,
    ...changes,
  };
}

/** Everything that became of one order so far: as the single writer would have kept it. */
export type Life = {
  readonly order: Order;
  readonly now: Instant;
  readonly entries: readonly LedgerEntry[];
  readonly events: readonly OrderEvent[];
  readonly effects: readonly Effect[];
  readonly units: readonly UnitChange[];
  readonly last: Decision | null;
};

/** A life that begins with a claim. */
export function beginLife(terms: Terms = soloTerms): Life {
  return { order: reservedOrder(terms), now: claimedAt, entries: [], events: [], effects: [], units: [], last: null };
}

/** Lets time pass. */
export function wait(life: Life, ms: number): Life {
  return { ...life, now: life.now + ms };
}

/** Gives a command with the facts as they stand, and keeps what follows; a refusal leaves everything as it was. */
export function give(life: Life, command: Command, role: Role, facts: Partial<Facts> = {}): Life {
  const { order, now, entries } = life;
  const last = decide(order, command, factsFor(role, { escrow: escrowOf(order.id, entries), ...facts }), now);
  if (!last.ok) return { ...life, last };
  return {
    now,
    last,
    order: { ...last.order, version: order.version + 1 },
    entries: [...entries, ...last.events.flatMap((event) => entriesFor(last.order, event, now))],
    events: [...life.events, ...last.events],
    effects: [...life.effects, ...last.effects],
    units: last.unit ? [...life.units, last.unit] : life.units,
  };
}

/** The code of the last refusal, or `granted`. */
export function outcomeOf(life: Life): string {
  if (!life.last) return 'nothing asked';
  return life.last.ok ? 'granted' : life.last.refusal.code;
}

/** A life in which the order was paid in time. */
export function paidLife(terms: Terms = soloTerms, payment: Partial<Payment> = {}): Life {
  return give(beginLife(terms), { type: 'payment-arrived', payment: paymentOf(terms, payment) }, 'system');
}

/** The command by which ten live minutes on the bench count. */
export const streamProof: Command = {
  type: 'prove-by-stream',
  streamId: 'stream-1',
  offsetMs: 90_000,
  snapshot: 'C5-123456M on the bench now',
  link: null,
};

/** A life in which the work was proved on stream and the cool-off is over: release is due. */
export function provedLife(terms: Terms = soloTerms): Life {
  const proved = give(wait(paidLife(terms), day), streamProof, 'system');
  return wait(proved, houseRules.coolOffMs);
}

/** A life in which the money was let go; its transfers are still being sent. */
export function releasedLife(terms: Terms = soloTerms): Life {
  return give(provedLife(terms), { type: 'release' }, 'system');
}

/** A life in which a parcel with a number that reads right is on its way. */
export function shippedLife(terms: Terms = soloTerms): Life {
  return give(
    wait(paidLife(terms), day),
    { type: 'declare-shipment', carrier: 'UPS', number: '1Z5R89390357567127' },
    'builder',
  );
}
