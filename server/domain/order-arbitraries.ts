import fc from 'fast-check';
import { day } from '#shared/house-rules.ts';
import type { Fulfilment } from '#shared/schemas/order.ts';
import { emptyEscrow } from './ledger.ts';
import type { Escrow, Facts, Leg, Order, Payment, Proof, Refund, Reversal, Role, Terms } from './order.ts';
import { builderId, claimedAt, marketerId, reservedOrder, soloTerms } from './order-samples.ts';

export const roles: readonly Role[] = ['buyer', 'builder', 'staff', 'system'];
export const states: readonly Fulfilment[] = [
  'reserved',
  'lapsing',
  'expired',
  'cancelled',
  'paid',
  'building',
  'shipped',
  'delivered',
  'completed',
];

/** Small things that orders and commands are made of. */
export const atoms = {
  amount: fc.integer({ min: 0, max: 30_000_00 }),
  instant: fc.integer({ min: claimedAt - day, max: claimedAt + 200 * day }),
  party: fc.constantFrom('builder' as const, 'marketer' as const),
  attempt: fc.integer({ min: 1, max: 3 }),
  chargeId: fc.constantFrom('ch_1', 'ch_2', 'ch_3'),
  disputeId: fc.constantFrom('du_1', 'du_2'),
  trackerId: fc.constantFrom('trk_1', 'trk_2'),
  word: fc.string({ maxLength: 20 }),
  doubt: fc.constantFrom('before-payment' as const, 'other-country' as const, 'returned' as const),
};
const { amount, instant, party, attempt, chargeId, disputeId, trackerId, word, doubt } = atoms;
// Often nothing: most rules ask for several things that have not happened yet.
const maybeInstant = fc.option(instant, { freq: 2 });

/** Any split that a drop may open with: a builder alone, or with a marketer, weights not all 0. */
export const anySplit = fc.oneof(
  fc.constant(soloTerms.split),
  fc
    .record({ builder: fc.integer({ min: 0, max: 10_000 }), weight: fc.integer({ min: 0, max: 10_000 }) })
    .filter(({ builder, weight }) => builder + weight > 0)
    .map(({ builder, weight }) => ({ builder, marketer: { citizenId: marketerId, weight } })),
);

/** Any terms that a claim may copy. */
export const anyTerms: fc.Arbitrary<Terms> = fc.record({
  title: word,
  guild: fc.constantFrom('builder' as const, 'artisan' as const, 'modder' as const, 'vintage' as const),
  kind: fc.constantFrom('stock' as const, 'commission' as const),
  specs: word,
  price: fc.record({ amountMinor: fc.integer({ min: 1, max: 30_000_00 }), currency: fc.constant('USD') }),
  pictures: fc.constant([]),
  vodUrl: fc.constant(null),
  shipping: fc.array(fc.record({ country: fc.constantFrom('US', 'DE', 'JP'), amountMinor: amount }), { maxLength: 3 }),
  split: anySplit,
  policy: fc.constantFrom(
    'proof-of-work' as const,
    'shipment' as const,
    'stream-and-shipment' as const,
    'delivery' as const,
  ),
  proofDays: fc.integer({ min: 1, max: 45 }),
  scanDays: fc.integer({ min: 1, max: 25 }),
});

/** Any payment of one of three charges. */
export const anyPayment: fc.Arbitrary<Payment> = fc.record({
  sessionId: fc.constant('cs_1'),
  chargeId,
  paymentIntentId: fc.constant('pi_1'),
  itemMinor: fc.integer({ min: 1, max: 30_000_00 }),
  shippingMinor: amount,
  taxMinor: amount,
  stripeFeeMinor: fc.integer({ min: 0, max: 1_000_00 }),
  currency: fc.constant('USD'),
});

const anyProof: fc.Arbitrary<Proof> = fc.oneof(
  fc.record({
    kind: fc.constant('stream' as const),
    at: instant,
    streamId: word,
    offsetMs: amount,
    snapshot: word,
    link: fc.option(word),
  }),
  fc.record({ kind: fc.constant('shipment' as const), at: instant, carrier: word, number: word }),
  fc.record({
    kind: fc.constant('delivery' as const),
    at: instant,
    by: fc.constantFrom('buyer' as const, 'time' as const, 'carrier' as const),
  }),
);

const anyReversal: fc.Arbitrary<Reversal> = fc.record({
  attempt,
  amountMinor: amount,
  state: fc.constantFrom('sending' as const, 'done' as const, 'owed' as const),
  reversalId: fc.option(word),
});

const anyLeg: fc.Arbitrary<Leg> = fc.record({
  party,
  citizenId: fc.constantFrom(builderId, marketerId),
  amountMinor: amount,
  attempt,
  state: fc.constantFrom('sending' as const, 'done' as const, 'waiting' as const),
  transferId: fc.option(word),
  reason: fc.option(word),
  retryAt: maybeInstant,
  withheldMinor: amount,
  reversals: fc.array(anyReversal, { maxLength: 2 }),
});

const anyMovement = fc.record({ movementId: word, amountMinor: amount, feeMinor: amount });

const anyDispute = fc.record({
  id: disputeId,
  chargeId: fc.option(chargeId, { freq: 2 }),
  isInquiry: fc.boolean(),
  isOpened: fc.boolean(),
  movements: fc.array(word, { maxLength: 2 }),
  early: fc.option(anyMovement, { freq: 2 }),
  isSettled: fc.boolean(),
  state: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
  reason: word,
  openedAt: instant,
  withdrawn: fc.option(
    fc.record({
      amountMinor: amount,
      feeMinor: amount,
      fromHeldMinor: amount,
      fromTaxMinor: amount,
      fromRefundsMinor: amount,
      fromHouseMinor: amount,
    }),
  ),
});

const anyShipment = fc.record(
  {
    carrier: word,
    number: word,
    at: instant,
    trackerId: fc.option(trackerId),
    scannedAt: maybeInstant,
    doubt: fc.option(doubt, { freq: 2 }),
  },
  { requiredKeys: ['carrier', 'number', 'at'] },
);

const anyRefund: fc.Arbitrary<Refund> = fc.record({
  chargeId,
  amountMinor: amount,
  reason: fc.constantFrom(
    'cancelled' as const,
    'second-payment' as const,
    'late-payment' as const,
    'unproven' as const,
    'decided' as const,
    'held-too-long' as const,
  ),
  state: fc.constantFrom('sending' as const, 'done' as const, 'withdrawn' as const),
  refundId: fc.option(word),
});

const anyFreeze = fc.record({
  reason: fc.oneof(word, fc.constant('disputed')),
  at: instant,
  before: fc.option(fc.record({ reason: word, at: instant }), { freq: 2 }),
});

/** Any order of its type, also such as no story leads to: `decide` has to answer for them too. */
export const anyOrder: fc.Arbitrary<Order> = fc
  .record({
    terms: anyTerms,
    fulfilment: fc.constantFrom(...states),
    claimEndsAt: instant,
    claimExtended: fc.boolean(),
    lapseEndsAs: fc.constantFrom('expired' as const, 'cancelled' as const),
    checkout: fc.option(
      fc.record({
        attempt,
        country: fc.constantFrom('US', 'DE', 'JP'),
        state: fc.constantFrom('opening' as const, 'open' as const, 'closed' as const),
        sessionId: fc.option(word),
        url: fc.option(word),
      }),
    ),
    payment: fc.option(anyPayment),
    paidAt: maybeInstant,
    buildingAt: maybeInstant,
    shippedAt: maybeInstant,
    deliveredAt: maybeInstant,
    endedAt: maybeInstant,
    shipment: fc.option(anyShipment),
    proofs: fc.array(anyProof, { maxLength: 3 }),
    releaseAt: maybeInstant,
    releasedAt: maybeInstant,
    legs: fc.array(anyLeg, { maxLength: 2 }),
    refunds: fc.array(anyRefund, { maxLength: 3 }),
    freeze: fc.option(anyFreeze, { freq: 2 }),
    cancellationAskedAt: maybeInstant,
    promiseBrokenAt: maybeInstant,
    holdWarnedAt: maybeInstant,
    scanPromiseBrokenAt: maybeInstant,
    grantedDays: fc.record({ proof: fc.nat({ max: 14 }), scan: fc.nat({ max: 14 }) }),
    reminded: fc.subarray(['proof:half', 'proof:last', 'scan:half', 'scan:last']),
    disputes: fc.oneof(fc.constant([]), fc.array(anyDispute, { maxLength: 2 })),
  })
  .map((changes) => ({ ...reservedOrder(changes.terms), ...changes }));

const anyEscrow: fc.Arbitrary<Escrow> = fc.record({
  chargedMinor: amount,
  heldMinor: amount,
  releasedMinor: amount,
  refundedMinor: amount,
  withdrawnMinor: amount,
  coveredMinor: amount,
});

/** Any facts; mostly the escrow is what the order's payment brought, held or let go, without which little is granted. */
export function anyFactsFor(order: Order, role: Role): fc.Arbitrary<Facts> {
  const whole = (order.payment?.itemMinor ?? 0) + (order.payment?.shippingMinor ?? 0);
  const paid = { ...emptyEscrow, chargedMinor: whole };
  return fc.record({
    role: fc.constant(role),
    escrow: fc.oneof(
      anyEscrow,
      fc.constant({ ...paid, heldMinor: whole }),
      fc.constant({ ...paid, releasedMinor: whole }),
    ),
    unitFree: fc.boolean(),
    builder: fc.record({
      completedOrders: fc.integer({ min: 0, max: 20 }),
      lostDisputes: fc.integer({ min: 0, max: 2 }),
    }),
    trackingUsedAt: maybeInstant,
    owedMinor: fc.record({ builder: amount, marketer: amount }, { requiredKeys: [] }),
    fundMinor: amount,
    carrierAsked: fc.boolean(),
  });
}

/** Any moment from the day before the claim to 200 days after it. */
export const anyInstant = instant;
