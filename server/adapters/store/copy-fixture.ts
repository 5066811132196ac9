import type { DocumentData } from '@google-cloud/firestore';
import type { DropId } from '#shared/ids.ts';
import type { Order } from '../../domain/order.ts';
import { newChannel } from '../../domain/channel.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Store } from '../../ports/store.ts';
import { connect } from './firestore/connect.ts';
import type { Place } from './firestore/connect.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import {
  builderId,
  chargeOf,
  citizenIdOf,
  claimOf,
  dropIdOf,
  keepDrop,
  noon,
  orderIdOf,
  sampleCitizen,
  sampleDrop,
  sampleEffect,
  sampleEntry,
  sampleLine,
  sampleMessage,
  sampleNotice,
  sampleOrder,
  sampleSighting,
} from './contract-samples.ts';

const later = noon + 3_600_000;
const otherBuilderId = citizenIdOf('other');
const orders = Array.from({ length: 8 }, (_, index) => sampleOrder(index + 1));
const drops: readonly DropId[] = ['board', 'second', 'closed', 'bare'].map(dropIdOf);
const fulfilments: readonly Order['fulfilment'][] = ['reserved', 'paid', 'building', 'shipped', 'delivered', 'expired'];

/** Keeps something of everything, in all the states in which it can be. `more` orders are kept as well, each with all that a claim writes. */
export async function fillStore(store: Store, more = 0): Promise<void> {
  await keepPeople(store);
  await keepDrops(store, orders.length + 2 + more);
  for (const order of [...orders, ...Array.from({ length: more }, (_, index) => sampleOrder(100 + index))]) {
    await store.commit(
      claimOf(order, {
        entries: [
          sampleEntry(order.id, {
            id: `${order.id}:charge`,
            postings: chargeOf(order.id, 40_000 + order.claimedAt - noon, 700),
          }),
        ],
        effects: [sampleEffect(order.id)],
        notices: [sampleNotice(order.id, { at: order.claimedAt })],
        history: [
          sampleLine(order.id, 1),
          sampleLine(order.id, 2, { event: 'paid', params: { amount: 45_000, says: 'ünï "quoted"' } }),
        ],
      }),
    );
  }
  await moveOn(store);
  await keepWork(store);
}

async function keepPeople(store: Store): Promise<void> {
  await store.commit({ put: oneOfEveryKind(0).filter(({ kind }) => !['drop', 'order', 'exposure'].includes(kind)) });
  const twitch: Citizen['accounts'][number] = { platform: 'twitch', id: 'shared', handle: 'shared' };
  const bert = sampleCitizen('bert', { accounts: [...sampleCitizen('bert').accounts, twitch] });
  await store.commit({ put: [{ kind: 'citizen', record: bert }] });
  // An account moves to another citizen, and the first one changes a few times.
  const carl = sampleCitizen('carl', { accounts: [...sampleCitizen('carl').accounts, twitch] });
  const without = { ...sampleCitizen('bert'), version: 1 };
  await store.commit({
    put: [
      { kind: 'citizen', record: without },
      { kind: 'citizen', record: carl },
    ],
  });
  await store.commit({ put: [{ kind: 'citizen', record: { ...without, version: 2, completedOrders: 7 } }] });
  // The last one is not the first by the name of its document.
  for (const id of ['90', '12', '55', '31'])
    await store.commit({ put: [{ kind: 'channel', record: newChannel(id, 'maker', builderId) }] });
  await store.commit({ put: [{ kind: 'channel', record: newChannel('13', 'maker', otherBuilderId) }] });
  for (const number of [1, 2, 3])
    await store.commit({
      put: [
        {
          kind: 'sighting',
          record: sampleSighting(`seen ${number}/é`, {
            at: noon + number,
            orderId: number === 2 ? orderIdOf(3) : null,
          }),
        },
        {
          kind: 'session',
          record: {
            id: `hash${number}`,
            version: 0,
            citizenId: null,
            csrf: 'c',
            payCode: `PAY${number}`,
            expiresAt: noon * 2,
          },
        },
      ],
    });
}

async function keepDrops(store: Store, units: number): Promise<void> {
  await keepDrop(store, units);
  const drop = (name: string, changes = {}) => ({ kind: 'drop', record: sampleDrop(name, changes) }) as const;
  await store.commit({
    put: [drop('second', { openedAt: noon + 1, status: 'paused' })],
    stock: { dropId: dropIdOf('second'), count: 3 },
  });
  await store.commit({ put: [drop('closed', { openedAt: noon + 2, status: 'closed', closedAt: noon + 7 })] });
  await store.commit({ put: [drop('bare', { openedAt: noon + 3, builderId: otherBuilderId })] });
}

/** Puts the orders into different states, and moves units and money. */
async function moveOn(store: Store): Promise<void> {
  for (const [index, order] of orders.entries()) {
    const fulfilment = fulfilments[index];
    if (!fulfilment) continue;
    const paidAt = index === 0 || index === 5 ? null : noon + 500 - index;
    const record = { ...order, version: 1, fulfilment, paidAt };
    await store.commit({ put: [{ kind: 'order', record }], history: [sampleLine(order.id, 3, { event: fulfilment })] });
  }
  const [first, second, third] = [orderIdOf(1), orderIdOf(2), orderIdOf(3)];
  await store.commit({ give: { dropId: dropIdOf('board'), orderId: orderIdOf(6), as: 'withdrawn' } });
  await store.commit({ give: { dropId: dropIdOf('board'), orderId: orderIdOf(7), as: 'free' } });
  const postings = [
    { account: `held:${first}`, amountMinor: 40_001 },
    { account: 'fund', amountMinor: -1_001 },
    { account: 'payable:builder', amountMinor: -39_000 },
  ] as const;
  await store.commit({
    entries: [sampleEntry(first, { id: `${first}:release`, kind: 'release', stripeId: null, postings })],
  });
  const euros = chargeOf(second, 9_999, 99);
  await store.commit({ entries: [sampleEntry(second, { id: 'b/second in euros', currency: 'EUR', postings: euros })] });
  const back = chargeOf(third, 500, 10).map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor }));
  await store.commit({
    entries: [
      sampleEntry(third, { id: 'a third', postings: chargeOf(third, 500, 10) }),
      sampleEntry(third, { id: 'a back', postings: back }),
    ],
  });
}

async function keepWork(store: Store): Promise<void> {
  for (const name of ['waiting', 'tried', 'settled', 'settled later'])
    await store.receive(sampleMessage(name, noon - 7));
  await store.postpone({ inbox: 'stripe:tried' }, noon + 60_000, 'no luck');
  await store.postpone({ inbox: 'stripe:settled later' }, noon, 'no luck');
  await store.commit({ settleInbox: { id: 'stripe:settled', outcome: 'done' } });
  await store.commit({ settleInbox: { id: 'stripe:settled later', outcome: 'ignored' } });
  const keys = orders.map(({ id }) => sampleEffect(id).key);
  const settle = (key = '', outcome: 'done' | 'refused', vendorId: string | null, reason?: string) =>
    store.commit({ settleEffect: { key, outcome, vendorId, ...(reason ? { reason } : {}) } });
  await store.postpone({ effect: keys[0] ?? '' }, noon + 30_000, 'Stripe is away');
  for (const _ of [1, 2, 3]) await store.postpone({ effect: keys[1] ?? '' }, noon + 90_000, 'again');
  await settle(keys[2], 'done', 'tr_1');
  await store.postpone({ effect: keys[3] ?? '' }, noon, 'once');
  await settle(keys[3], 'done', 'tr_2');
  await settle(keys[4], 'refused', null, 'account closed');
  await store.leaseNotices('discord', noon + 3, later, 3);
  await store.settleNotice(sampleNotice(orderIdOf(1)).id, 'delivered', null);
  await store.settleNotice(sampleNotice(orderIdOf(5)).id, 'undeliverable', 'blocked us');
  await store.commit({
    notices: [sampleNotice('for twitch', { platform: 'twitch', accountId: 't', at: noon + 9 })],
    deadlines: [
      { subject: orderIdOf(1), due: [] },
      {
        subject: orderIdOf(2),
        due: [
          { name: 'hold-ends', at: noon + 4 },
          { name: 'build-ends', at: later },
        ],
      },
      { subject: builderId, due: [{ name: 'settle-bench', at: noon + 5 }] },
    ],
  });
  await store.lease('chat', 'bot 1', noon, later);
}

/** Everything that a store answers about what `fillStore` kept, with lists in one order where the port promises none. */
export async function readingsOf(store: Store) {
  const all = <T, U>(them: readonly T[], read: (each: T) => Promise<U>) => Promise.all(them.map(read));
  const records = oneOfEveryKind(0).map(({ kind, record }) => ({ kind, id: record.id }));
  const paid: readonly Order['fulfilment'][] = ['paid', 'building', 'shipped', 'delivered'];
  const ids = orders.map(({ id }) => id);
  const byText = <T>(list: readonly T[]) =>
    list
      .map((each) => ({ each, text: JSON.stringify(Object.entries(each as object).sort()) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
      .map(({ each }) => each);
  return {
    records: await all(records, ({ kind, id }) => store.get(kind, id)),
    others: await all(['bert', 'carl', 'nobody'], (name) => store.get('citizen', citizenIdOf(name))),
    sessions: await all(['hash1', 'hash2', 'hash3'], (id) => store.get('session', id)),
    orders: await all(ids, (id) => store.get('order', id)),
    accounts: [
      await all(['ada', 'bert', 'carl', 'x'], (name) => store.citizenByAccount('discord', `discord-${name}`)),
      await store.citizenByAccount('twitch', 'shared'),
    ],
    tags: await all(orders, ({ tag }) => store.orderByTag(tag)),
    payCodes: await all(orders, ({ payCode }) => store.orderByPayCode(payCode)),
    ofBuyer: await store.ordersOf({ buyer: sampleOrder(2).buyerId }, 10),
    ofBuilder: await store.ordersOf({ builder: builderId }, 5),
    inStates: await store.ordersInStates(builderId, paid, 10),
    unpaid: byText(await store.ordersInStates(builderId, ['reserved', 'expired'], 1_000)),
    recent: await store.recentOrders(100),
    openDrops: [await store.openDrops(10), await store.openDrops(10, otherBuilderId)],
    shown: [await store.shownDrops(noon, 10), await store.shownDrops(noon + 7, 10)],
    listed: [await store.list('card', dropIdOf('board'), 10), await store.list('builder', 'all', 10)],
    units: await all(drops, (id) => store.units(id)),
    unitOf: await all(ids, (id) => store.unitOf(id)),
    channelOf: [await store.channelOfBuilder(builderId), await store.channelOfBuilder(otherBuilderId)],
    channels: byText(await store.channels(10)),
    history: await all(ids, (id) => store.history(id)),
    entriesOf: await all(ids, (id) => store.entriesOf(id)),
    entries: await entriesInPages(store),
    balances: byText(await store.balances()),
    sightings: [await store.sightings(10), await store.sightings(10, orderIdOf(3))],
    inbox: [await store.inbox(noon, 1_000), await store.inbox(later, 1_000)],
    outbox: [await store.outbox(noon, 1_000), await store.outbox(later, 1_000)],
    effects: await all(ids, (id) => store.effect(sampleEffect(id).key)),
    effectsOf: await all(ids, (id) => store.effectsOf(id)),
    stuck: await store.stuckEffects(1, 10),
    due: [await store.due(noon + 4, 1_000), await store.due(later, 1_000)],
    nextDueAt: await store.nextDueAt(),
    pending: await store.pending(),
  };
}

async function entriesInPages(store: Store): Promise<readonly unknown[]> {
  const all = [];
  for (let after: string | null = null; ;) {
    const page = await store.entries(after, 7);
    if (page.length === 0) return all;
    all.push(...page);
    after = page.at(-1)?.id ?? null;
  }
}

/** Every document of a database by its path, but for what processes say of themselves and of the copy. */
export async function documentsIn(place: Place): Promise<Readonly<Record<string, DocumentData>>> {
  const { db, close } = await connect(place);
  try {
    const collections = await db.listCollections();
    const snapshots = await Promise.all(
      collections.filter(({ id }) => !ofProcesses.includes(id)).map((collection) => collection.get()),
    );
    const documents = snapshots.flatMap(({ docs }) => docs);
    return Object.fromEntries(documents.map((document) => [document.ref.path, document.data()]));
  } finally {
    await close();
  }
}

const ofProcesses: readonly string[] = ['member', 'share', 'range', 'news', 'copy'];

/** A document without what is another's to say: who wrote it and when, which part it waits in, and what is there but says nothing. */
export function comparable(path: string, { keptAt, position, part, expireAt, ...fields }: DocumentData): unknown {
  const { by, body, history, unit, position: told, ...data } = (fields['data'] ?? {}) as DocumentData;
  const lines = Object.entries(history ?? {}).map(([seq, line]) => [seq, JSON.parse(String(line))]);
  const due = (text: unknown) => {
    const read = JSON.parse(String(text));
    return Array.isArray(read.due)
      ? { ...read, due: read.due.map((each: unknown) => JSON.stringify(each)).sort() }
      : read;
  };
  return {
    ...fields,
    has: [keptAt, position, part, expireAt, by, told].map((each) => each !== undefined),
    ...(path.startsWith('order/') ? { part } : {}),
    ...(path.startsWith('session/') ? { expireAt } : {}),
    data: {
      ...data,
      ...(body ? { body: due(body) } : {}),
      ...(lines.length > 0 ? { lines } : {}),
      ...(unit ? { unit } : {}),
    },
  };
}
