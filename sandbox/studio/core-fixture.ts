import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 21, 14, 5);
const tag = 'C5-7K3QF2M';

const builder = {
  id: 'cit_kumo',
  nickname: 'Kumo',
  guilds: ['builder'],
  channelLogin: 'kumo_live',
  isLive: true,
  ordersCompleted: 14,
  ordersBuiltLive: 12,
  onTimeRate: 0.95,
} as const satisfies DropView['builder'];

/** An open drop of Kumo's. */
export function dropFixture(changes: Partial<DropView> = {}): DropView {
  return {
    id: 'drp_sakura',
    revision: '1',
    title: 'Sakura 65, built live',
    guild: 'builder',
    kind: 'stock',
    status: 'open',
    specs: 'Aluminium 65%, 55A gasket.',
    price: { amountMinor: 450_00, currency: 'USD' },
    shipping: [{ country: 'US', amountMinor: 25_00 }],
    pictures: [],
    vodUrl: null,
    units: { total: 3, left: 2 },
    proofDays: 21,
    scanDays: 14,
    policy: 'proof-of-work',
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    waiting: 0,
    builder: { ...builder, guilds: [...builder.guilds] },
    marketerNickname: null,
    ...changes,
  };
}

/** An order of it, paid, built live and released. */
export function orderFixture(changes: Partial<OrderView> = {}): OrderView {
  return {
    tag,
    version: 7,
    fulfilment: 'building',
    dropId: 'drp_sakura',
    title: 'Sakura 65, built live',
    guild: 'builder',
    picture: null,
    specs: 'Aluminium 65%, 55A gasket.',
    unit: 1,
    builderNickname: 'Kumo',
    channelLogin: 'kumo_live',
    price: { amountMinor: 450_00, currency: 'USD' },
    shippingRates: [{ country: 'US', amountMinor: 25_00 }],
    country: 'US',
    total: { amountMinor: 475_00, currency: 'USD' },
    claim: null,
    vault: {
      heldMinor: 0,
      releasedMinor: 475_00,
      refundedMinor: 0,
      withdrawnMinor: 0,
      coveredMinor: 0,
      chargedMinor: 475_00,
      currency: 'USD',
      waitsFor: 'nothing',
      releaseAt: null,
    },
    policy: 'proof-of-work',
    proofs: [{ kind: 'stream', at: start + 14 * minute, link: null, moment: null }],
    certifiedBuild: true,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [
      { event: 'claimed', at: start, params: {} },
      { event: 'checkout-started', at: start + minute, params: { country: 'US' } },
      { event: 'paid', at: start + 2 * minute, params: { amount: '$475.00' } },
      { event: 'put-on-bench', at: start + 4 * minute, params: {} },
      { event: 'building-started', at: start + 5 * minute, params: {} },
      { event: 'proof-counted-stream', at: start + 14 * minute, params: {} },
      { event: 'released', at: start + 14 * minute, params: {} },
      { event: 'transfer-created-builder', at: start + 14 * minute, params: { amount: '$430.00' } },
    ],
    actions: [],
    orderUrl: `http://127.0.0.1:9/orders/${tag}`,
    claimedIn: null,
    ...changes,
  };
}

const currency = 'USD';

function line(account: string, amountMinor: number) {
  return { account, amountMinor, currency };
}

/** The order with its ledger: charged, released to Kumo, fee and fund. */
export function bookFixture(order: OrderView = orderFixture()) {
  return {
    order,
    entries: [
      {
        id: 'ord_1:charge:ch_1',
        kind: 'charge',
        orderTag: order.tag,
        at: start + 2 * minute,
        postings: [line('stripe', 460_92), line('stripe-fees', 14_08), line('held:ord_1', -475_00)],
      },
      {
        id: 'ord_1:release:1',
        kind: 'release',
        orderTag: order.tag,
        at: start + 14 * minute,
        postings: [
          line('held:ord_1', 475_00),
          line('fee-income', -40_50),
          line('fund', -4_50),
          line('payable:cit_kumo', -430_00),
        ],
      },
      {
        id: 'ord_1:transfer:builder',
        kind: 'transfer',
        orderTag: order.tag,
        at: start + 14 * minute,
        postings: [line('payable:cit_kumo', 430_00), line('stripe', -430_00)],
      },
    ],
    effects: [
      {
        key: 'order:ord_1:transfer:builder:1',
        kind: 'create-transfer',
        state: 'done',
        vendorId: 'tr_1',
        lastError: null,
      },
    ],
    sightings: [],
  };
}

/** The operator's view of the money after that order. */
export function healthFixture() {
  return {
    balances: [line('stripe', 30_92), line('stripe-fees', 14_08), line('fee-income', -40_50), line('fund', -4_50)],
    stripe: { ledgerMinor: 30_92, stripeMinor: 30_92, bankMinor: 0, agrees: true, differences: [] },
    stuckEffects: [],
    pending: { inbox: 0, effects: 0, notices: 0 },
  };
}

/** Sightings, newest first: one that counted, and two that did not. */
export function sightingFixture() {
  return [
    { at: start + 4 * minute, source: 'chat', outcome: 'put-on-bench', tag },
    { at: start + 3 * minute, source: 'chat', outcome: 'not-the-broadcaster', tag },
    { at: start + 3 * minute, source: 'chat', outcome: 'near-miss', tag: 'C5-7K3QF2N' },
  ];
}
