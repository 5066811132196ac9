import { day, hour, minute } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { Fulfilment, type MomentView, type OrderView, type VaultView } from '#shared/schemas/order.ts';

/** The moment at which the samples are looked at. */
export const sampleNow = Date.UTC(2026, 2, 14, 18, 30);
const now = sampleNow;

/** A drop as the tests of the pages show it. */
export function sampleDrop(changes: Partial<DropView> = {}): DropView {
  return {
    id: 'drp_sample01',
    revision: '1',
    title: 'Matcha Sixty, tuned and lubed',
    guild: 'builder',
    kind: 'commission',
    status: 'open',
    specs: '60% aluminium case in mint.\nLubed tactile switches, brass plate.\nSounds like rain on a tent.',
    price: { amountMinor: 420_00, currency: 'USD' },
    shipping: [
      { country: 'US', amountMinor: 12_00 },
      { country: 'DE', amountMinor: 29_50 },
    ],
    pictures: [],
    vodUrl: 'https://www.twitch.tv/videos/1234567',
    units: { total: 8, left: 3 },
    proofDays: 21,
    scanDays: 14,
    policy: 'proof-of-work',
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    waiting: 0,
    builder: {
      id: 'cit_sample01',
      nickname: 'hana.builds',
      guilds: ['builder', 'modder'],
      channelLogin: 'hana_builds',
      isLive: true,
      ordersCompleted: 42,
      ordersBuiltLive: 37,
      onTimeRate: 0.95,
    },
    marketerNickname: 'lofi.mori',
    ...changes,
  };
}

/** Money of an order that was paid and has not moved. */
export const heldVault: VaultView = {
  heldMinor: 432_00,
  releasedMinor: 0,
  refundedMinor: 0,
  withdrawnMinor: 0,
  coveredMinor: 0,
  chargedMinor: 432_00,
  currency: 'USD',
  waitsFor: 'proof',
  releaseAt: null,
};
const releasedVault: VaultView = { ...heldVault, heldMinor: 0, releasedMinor: 432_00, waitsFor: 'nothing' };
const refundedVault: VaultView = { ...heldVault, heldMinor: 0, refundedMinor: 432_00, waitsFor: 'nothing' };
const emptyVault: VaultView = { ...heldVault, heldMinor: 0, chargedMinor: 0, waitsFor: 'payment' };

/** An order that was claimed four minutes ago. */
export function sampleOrder(changes: Partial<OrderView> = {}): OrderView {
  return {
    tag: 'C5-7K3QF2M',
    version: 3,
    fulfilment: 'reserved',
    dropId: 'drp_sample01',
    title: 'Matcha Sixty, tuned and lubed',
    guild: 'builder',
    picture: null,
    specs: '60% aluminium case in mint.\nLubed tactile switches, brass plate.\nSounds like rain on a tent.',
    unit: 4,
    builderNickname: 'hana.builds',
    channelLogin: 'hana_builds',
    price: { amountMinor: 420_00, currency: 'USD' },
    shippingRates: [{ country: 'US', amountMinor: 12_00 }],
    country: null,
    total: null,
    claim: {
      endsAt: now + 6 * minute + 12_000,
      payCode: 'MOSS-42',
      payUrl: 'http://localhost:3000/pay/MOSS-42',
    },
    vault: emptyVault,
    policy: 'proof-of-work',
    proofs: [],
    certifiedBuild: false,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [{ event: 'claimed', at: now - 4 * minute, params: {} }],
    actions: ['start-checkout', 'cancel-claim'],
    orderUrl: 'http://localhost:3000/orders/C5-7K3QF2M',
    claimedIn: null,
    ...changes,
  };
}

const paidLines: OrderView['timeline'] = [
  { event: 'claimed', at: now - 3 * day, params: {} },
  { event: 'checkout-started', at: now - 3 * day + minute, params: { country: 'US' } },
  { event: 'paid', at: now - 3 * day + 3 * minute, params: { amount: '$432.00' } },
];
const paid: Partial<OrderView> = {
  fulfilment: 'paid',
  country: 'US',
  total: { amountMinor: 432_00, currency: 'USD' },
  claim: null,
  vault: heldVault,
  proofDueAt: now + 18 * day,
  timeline: paidLines,
  actions: ['ask-cancellation'],
};
/** What is kept of a tag in chat, an hour into a stream. */
export const sampleMoment: MomentView = {
  said: 'C5-7K3QF2M on the bench, let us go',
  source: 'chat',
  title: 'Rain sounds and soldering',
  at: now - 2 * hour,
  offsetMs: hour + 2 * minute + 3_000,
  recording: 'found',
  clipUrl: 'https://clips.twitch.tv/SampleClip',
};
const proved: Partial<OrderView> = {
  ...paid,
  certifiedBuild: true,
  vault: { ...heldVault, waitsFor: 'cool-off', releaseAt: now + 70 * hour },
  proofs: [
    { kind: 'stream', at: now - 2 * hour, link: 'https://www.twitch.tv/videos/1234567?t=1h2m3s', moment: sampleMoment },
  ],
  timeline: [
    ...paidLines,
    { event: 'put-on-bench', at: now - 3 * hour, params: {} },
    { event: 'building-started', at: now - 3 * hour + minute, params: {} },
    { event: 'proof-counted-stream', at: now - 2 * hour, params: {} },
  ],
};
const shipped: Partial<OrderView> = {
  ...proved,
  fulfilment: 'shipped',
  vault: releasedVault,
  tracking: { carrier: 'USPS', number: '9400111899223197428490', url: 'https://tools.usps.com/go/TrackConfirmAction' },
  actions: ['confirm-delivery'],
};

/** One order of every kind that a page has to tell apart, by name; every fulfilment is among them. */
export const sampleOrders: Readonly<Record<string, OrderView>> = {
  reserved: sampleOrder(),
  'checkout-open': sampleOrder({ country: 'US', total: { amountMinor: 432_00, currency: 'USD' } }),
  lapsing: sampleOrder({ fulfilment: 'lapsing', claim: null, actions: [] }),
  expired: sampleOrder({ fulfilment: 'expired', claim: null, actions: [] }),
  'late-refunded': sampleOrder({
    fulfilment: 'expired',
    claim: null,
    vault: null,
    actions: [],
    timeline: [{ event: 'surplus-refunded', at: now, params: { amount: '$432.00', reason: 'late-payment' } }],
  }),
  'claim-cancelled': sampleOrder({ fulfilment: 'cancelled', claim: null, actions: [] }),
  refunded: sampleOrder({ ...paid, fulfilment: 'cancelled', vault: refundedVault, actions: [] }),
  paid: sampleOrder(paid),
  'promise-broken': sampleOrder({ ...paid, proofDueAt: now - day, actions: ['ask-cancellation', 'refund-unproven'] }),
  frozen: sampleOrder({ ...paid, vault: { ...heldVault, waitsFor: 'frozen' }, actions: [] }),
  'on-bench': sampleOrder({
    ...paid,
    fulfilment: 'building',
    bench: { since: now - 6 * minute, earnedMs: 6 * minute, neededMs: 10 * minute, sharedBy: 1 },
  }),
  building: sampleOrder({ ...proved, fulfilment: 'building', actions: [] }),
  shipped: sampleOrder(shipped),
  delivered: sampleOrder({ ...shipped, fulfilment: 'delivered', actions: [] }),
  completed: sampleOrder({ ...shipped, fulfilment: 'completed', actions: [] }),
  'in-parts': sampleOrder({
    ...shipped,
    vault: {
      ...heldVault,
      heldMinor: 100_00,
      releasedMinor: 200_00,
      refundedMinor: 100_00,
      withdrawnMinor: 32_00,
      waitsFor: 'delivery',
    },
  }),
  'at-the-builder': sampleOrder({ ...paid, actions: ['declare-shipment', 'refund-order'] }),
};

/** The fulfilments that the samples do not show yet; none, as a test makes sure. */
export function fulfilmentsWithoutSample(): Fulfilment[] {
  const shown = new Set(Object.values(sampleOrders).map(({ fulfilment }) => fulfilment));
  return Fulfilment.options.filter((fulfilment) => !shown.has(fulfilment));
}
