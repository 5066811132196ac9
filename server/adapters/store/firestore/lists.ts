import { FieldPath } from '@google-cloud/firestore';
import type { Firestore, Query } from '@google-cloud/firestore';
import { makeId } from '#shared/ids.ts';
import type { CitizenId, OrderId } from '#shared/ids.ts';
import type { ListedKind } from '../../../ports/store.ts';
import { listedKinds } from '../listed.ts';
import { parts } from './documents.ts';

/** Where work waits in parts. */
export type WaitingIn = 'inbox' | 'effect' | 'deadline';

/**
 * Every query of this store. They all stand here, because each needs its indexes in `firestore.indexes.json`: a process asks each of
 * them once before it serves anybody, and a test asks them of a stand-in that knows the file.
 */
export function lists(db: Firestore) {
  const drops = db.collection('drop').orderBy('openedAt', 'desc');
  const sightings = db.collection('sighting').orderBy('at', 'desc');
  const orders = db.collection('order');
  const newestOrders = orders.orderBy('claimedAt', 'desc');
  const asKept = (query: Query) => query.orderBy('keptAt').orderBy('position');
  return {
    openDrops: () => drops.where('status', '==', 'open'),
    openDropsOf: (builderId: CitizenId) => drops.where('status', '==', 'open').where('builderId', '==', builderId),
    dropsOf: (builderId: CitizenId) => drops.where('builderId', '==', builderId),
    standingDrops: () => drops.where('status', 'in', ['open', 'paused']),
    dropsClosedAfter: (closedAfter: number) =>
      db.collection('drop').where('closedAt', '>', closedAfter).orderBy('closedAt', 'desc'),
    /** Records under a word, by their ids. */
    listed(kind: ListedKind, under: string, after: string | undefined) {
      const records = db.collection(kind).where('under', '==', under).orderBy('listedId');
      return after === undefined ? records : records.startAfter(after);
    },
    /** Units that are taken or withdrawn. */
    unitsGone: (dropId: string) => db.collection('unit').where('dropId', '==', dropId),
    /** Who hands out the drop's units. */
    ranges: (dropId: string) => db.collection('range').where('dropId', '==', dropId),
    channels: () => db.collection('channel').orderBy(FieldPath.documentId()),
    grants: () => db.collection('grant').orderBy(FieldPath.documentId()),
    channelsOf: (builderId: CitizenId) => db.collection('channel').where('builderId', '==', builderId),
    sightings: () => sightings,
    sightingsOf: (orderId: OrderId) => sightings.where('orderId', '==', orderId),
    ordersOfBuyer: (buyerId: CitizenId) => newestOrders.where('buyerId', '==', buyerId),
    // A rush of claims writes the newest orders of one builder, so these two are kept in parts.
    ordersOfBuilder: (builderId: CitizenId) =>
      newestOrders.where('builderId', '==', builderId).where('part', 'in', parts),
    recentOrders: () => newestOrders.where('part', 'in', parts),
    ordersInStates: (builderId: CitizenId, states: readonly string[]) =>
      orders.where('builderId', '==', builderId).where('fulfilment', 'in', states).orderBy('paidAt'),
    entries: () => asKept(db.collection('entry')),
    entriesOf: (orderId: OrderId) => asKept(db.collection('entry').where('orderId', '==', orderId)),
    entriesOfParty: (id: CitizenId) => asKept(db.collection('entry').where('parties', 'array-contains', id)),
    balances: () => db.collection('balance').where('amountMinor', '!=', 0),
    /** What waits in these parts, the longest due first. */
    waiting(collection: WaitingIn, inParts: readonly number[]) {
      const waiting = db.collection(collection).where('part', 'in', inParts).orderBy('dueAt');
      return collection === 'deadline' ? waiting : asKept(waiting);
    },
    allWaiting: (collection: 'inbox' | 'effect' | 'notice') => db.collection(collection).where('waiting', '==', true),
    effectsOf: (orderId: OrderId) => asKept(db.collection('effect').where('orderId', '==', orderId)),
    stuckEffects: (attemptsMin: number) =>
      db
        .collection('effect')
        .where('waiting', '==', true)
        .where('attempts', '>=', attemptsMin)
        .orderBy('attempts', 'desc'),
    notices: (platform: string, now: number) =>
      db
        .collection('notice')
        .where('platform', '==', platform)
        .where('part', 'in', parts)
        .where('dueAt', '<=', now)
        .orderBy('dueAt'),
    members: () => db.collection('member').orderBy(FieldPath.documentId()),
    news: () => db.collection('news').orderBy(FieldPath.documentId()),
  };
}

/** The lists of a database. */
export type Lists = ReturnType<typeof lists>;

/** Each query once, with somebody's ids. */
export function everyQuery(db: Firestore): readonly Query[] {
  const list = lists(db);
  const citizen = makeId('citizen', '0000');
  const order = makeId('order', '0000');
  const drop = makeId('drop', '0000');
  const asked: { readonly [K in keyof Lists]: readonly Query[] } = {
    openDrops: [list.openDrops()],
    openDropsOf: [list.openDropsOf(citizen)],
    dropsOf: [list.dropsOf(citizen)],
    standingDrops: [list.standingDrops()],
    dropsClosedAfter: [list.dropsClosedAfter(0)],
    listed: listedKinds.map((kind) => list.listed(kind, 'all', '0')),
    unitsGone: [list.unitsGone(drop)],
    ranges: [list.ranges(drop)],
    channels: [list.channels()],
    grants: [list.grants()],
    channelsOf: [list.channelsOf(citizen)],
    sightings: [list.sightings()],
    sightingsOf: [list.sightingsOf(order)],
    ordersOfBuyer: [list.ordersOfBuyer(citizen)],
    ordersOfBuilder: [list.ordersOfBuilder(citizen)],
    recentOrders: [list.recentOrders()],
    ordersInStates: [list.ordersInStates(citizen, ['paid', 'building'])],
    entries: [list.entries()],
    entriesOf: [list.entriesOf(order)],
    entriesOfParty: [list.entriesOfParty(citizen)],
    balances: [list.balances()],
    waiting: (['inbox', 'effect', 'deadline'] as const).flatMap((collection) => {
      const waiting = list.waiting(collection, parts);
      return [waiting, waiting.where('dueAt', '<=', 0)];
    }),
    allWaiting: (['inbox', 'effect', 'notice'] as const).map(list.allWaiting),
    effectsOf: [list.effectsOf(order)],
    stuckEffects: [list.stuckEffects(3)],
    notices: [list.notices('discord', 0)],
    members: [list.members()],
    news: [list.news()],
  };
  return Object.values(asked).flat();
}
