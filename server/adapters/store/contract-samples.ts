import { makeId } from '#shared/ids.ts';
import type { CitizenId, DropId, OrderId } from '#shared/ids.ts';
import { makeTag } from '#shared/order-tag.ts';
import type { Citizen, Exposure, Sighting } from '../../domain/citizen.ts';
import type { Drop } from '../../domain/drop.ts';
import type { LedgerEntry, Posting } from '../../domain/ledger.ts';
import type { Card } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Effect } from '../../domain/order-commands.ts';
import type { Commit, HistoryLine, InboxMessage, Notice, Store } from '../../ports/store.ts';

/** The moment at which the samples begin. */
export const noon = 1_790_000_000_000;

/** The id of a citizen by a name of lower-case letters. */
export function citizenIdOf(name: string): CitizenId {
  return makeId('citizen', name.padEnd(4, '0'));
}
/** The id of a drop by a name of lower-case letters. */
export function dropIdOf(name: string): DropId {
  return makeId('drop', name.padEnd(4, '0'));
}
/** The id of an order by its number. */
export function orderIdOf(number: number): OrderId {
  return makeId('order', `${number}`.padStart(8, '0'));
}

/** The builder of every sample. */
export const builderId: CitizenId = citizenIdOf('builder');

/** A citizen known by name on Discord, not yet kept. */
export function sampleCitizen(name: string, changes: Partial<Citizen> = {}): Citizen {
  return {
    id: citizenIdOf(name),
    version: 0,
    nickname: name,
    accounts: [{ platform: 'discord', id: `discord-${name}`, handle: name }],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: noon,
    ...changes,
  };
}

/** An open drop, not yet kept. */
export function sampleDrop(name: string, changes: Partial<Drop> = {}): Drop {
  return {
    id: dropIdOf(name),
    version: 0,
    builderId,
    status: 'open',
    units: 1,
    perPerson: 1,
    terms: {
      title: `The ${name}`,
      guild: 'builder',
      kind: 'stock',
      specs: 'Aluminium, 65%, tape mod',
      price: { amountMinor: 45_000, currency: 'USD' },
      pictures: [],
      vodUrl: null,
      shipping: [{ country: 'US', amountMinor: 1_500 }],
      split: { builder: 1, marketer: null },
      policy: 'proof-of-work',
      proofDays: 30,
      scanDays: 14,
    },
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    openedAt: noon,
    ...changes,
  };
}

/** The reserved order of a number, not yet kept. Its buyer is its own unless told. */
export function sampleOrder(number: number, changes: Partial<Order> = {}): Order {
  const at = noon + number;
  return {
    id: orderIdOf(number),
    version: 0,
    tag: makeTag([number, number >> 5, number >> 10, number >> 15]),
    dropId: dropIdOf('board'),
    buyerId: citizenIdOf(`buyer${number}`),
    builderId,
    terms: sampleDrop('board').terms,
    fulfilment: 'reserved',
    claimedAt: at,
    claimEndsAt: at + 600_000,
    claimExtended: false,
    lapseEndsAs: 'expired',
    payCode: `PAY${number}`,
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
    ...changes,
  };
}

/** What a claim of an order writes about its buyer. */
export function sampleExposure(order: Order, changes: Partial<Exposure> = {}): Exposure {
  const { id: orderId, dropId, buyerId } = order;
  return {
    id: buyerId,
    version: 0,
    open: [{ orderId, dropId, amountMinor: 45_000, reserved: true }],
    taken: { [dropId]: 1 },
    lapses: [],
    ...changes,
  };
}

/** A line of an order's history. */
export function sampleLine(orderId: OrderId, seq: number, changes: Partial<HistoryLine> = {}): HistoryLine {
  return { orderId, seq, at: noon + seq, by: 'buyer', event: 'claimed', params: { until: noon + 600_000 }, ...changes };
}

/** Everything that a claim of an order writes, against the drop as it was kept first. */
export function claimOf(order: Order, changes: Partial<Commit> = {}): Commit {
  const { id, dropId, claimEndsAt } = order;
  return {
    expect: [{ kind: 'drop', id: dropId, version: 1 }],
    put: [
      { kind: 'order', record: order },
      { kind: 'exposure', record: sampleExposure(order) },
    ],
    take: { dropId, orderId: id },
    history: [sampleLine(id, 1)],
    deadlines: [{ subject: id, due: [{ name: 'claim-lapses', at: claimEndsAt }] }],
    ...changes,
  };
}

/** Keeps the drop `board` with as many free units. */
export async function keepDrop(store: Store, units: number): Promise<Drop> {
  const drop = sampleDrop('board', { units });
  await store.commit({ put: [{ kind: 'drop', record: drop }], stock: { dropId: drop.id, count: units } });
  return { ...drop, version: 1 };
}

/** Keeps the drop `board` and orders 1 to `count`, each with a unit. */
export async function keepOrders(store: Store, count: number): Promise<readonly Order[]> {
  await keepDrop(store, count);
  const orders = Array.from({ length: count }, (_, index) => sampleOrder(index + 1));
  for (const order of orders) await store.commit(claimOf(order));
  return orders.map((order) => ({ ...order, version: 1 }));
}

/** A charge of an order into the Vault. */
export function sampleEntry(orderId: OrderId, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: `${orderId}:charge:ch_1`,
    kind: 'charge',
    orderId,
    currency: 'USD',
    stripeId: 'ch_1',
    at: noon,
    postings: chargeOf(orderId, 45_000, 1_335),
    ...changes,
  };
}

/** The postings of a charge, which sum to zero. */
export function chargeOf(orderId: OrderId, paidMinor: number, feeMinor: number): readonly Posting[] {
  return [
    { account: 'stripe', amountMinor: paidMinor - feeMinor },
    { account: 'stripe-fees', amountMinor: feeMinor },
    { account: `held:${orderId}`, amountMinor: -paidMinor },
  ];
}

/** An effect whose key is its order's and the attempt's. */
export function sampleEffect(orderId: OrderId, attempt = 1): Effect {
  return { kind: 'open-checkout', key: `${orderId}:checkout:${attempt}`, orderId, attempt };
}

/** A message from Stripe, with a body that only JSON keeps whole. */
export function sampleMessage(name: string, receivedAt = noon): InboxMessage {
  return {
    id: `stripe:${name}`,
    party: 'stripe',
    kind: 'charge.updated',
    body: { nested: [1, null, name] },
    receivedAt,
  };
}

/** A notice for `ada` on Discord. */
export function sampleNotice(name: string, changes: Partial<Notice> = {}): Notice {
  return {
    id: `notice:${name}`,
    kind: 'claim-made',
    citizenId: citizenIdOf('ada'),
    platform: 'discord',
    accountId: 'discord-ada',
    params: { tag: 'C5-7K3QF2M', minutes: 10 },
    link: null,
    at: noon,
    ...changes,
  };
}

/** A tag seen in a channel's chat. */
export function sampleSighting(id: string, changes: Partial<Sighting> = {}): Sighting {
  return {
    id,
    version: 0,
    source: 'chat',
    tag: 'C5-7K3QF2M',
    orderId: null,
    channelId: '77',
    byTwitchId: '4711',
    text: 'now building #C5-7K3QF2M ✨',
    at: noon,
    outcome: 'counted',
    ...changes,
  };
}

/** The card of a drop in a community. */
export function sampleCard(drop: string, communityId: string, changes: Partial<Card> = {}): Card {
  const dropId = dropIdOf(drop);
  const placed = { channelId: '501', messageId: '502', state: 'posted' } as const;
  return { id: `${dropId}:${communityId}`, version: 0, dropId, communityId, ...placed, ...changes };
}
