import { expect, test } from '@jest/globals';
import { newChannel } from '../../domain/channel.ts';
import type { Story } from './store-contract.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import {
  builderId,
  citizenIdOf,
  claimOf,
  keepDrop,
  keepOrders,
  noon,
  orderIdOf,
  sampleCitizen,
  sampleDrop,
  sampleOrder,
  sampleSighting,
} from './contract-samples.ts';

/** Records by id, their versions, and what must exist once. */
export function describeRecords(on: Story): void {
  test(
    'a record is read back as it was kept, with the next version',
    on(async (store) => {
      const ada = sampleCitizen('ada');
      expect(await store.commit({ put: [{ kind: 'citizen', record: ada }] })).toEqual({
        result: 'committed',
        unit: null,
      });
      expect(await store.get('citizen', ada.id)).toEqual({ ...ada, version: 1 });
    }),
  );

  test(
    'what was never kept is undefined',
    on(async (store) => {
      expect(await store.get('order', orderIdOf(1))).toBeUndefined();
      expect(await store.orderByTag('C5-0000000')).toBeUndefined();
      expect(await store.orderByPayCode('NONE')).toBeUndefined();
      expect(await store.citizenByAccount('twitch', '1')).toBeUndefined();
      expect(await store.channelOfBuilder(builderId)).toBeUndefined();
      expect(await store.effect('none')).toBeUndefined();
      expect(await store.unitOf(orderIdOf(1))).toBeUndefined();
    }),
  );

  test(
    'every kind of record can be kept, changed and read',
    on(async (store) => {
      for (const version of [0, 1]) {
        const puts = oneOfEveryKind(version);
        expect(await store.commit({ put: puts })).toMatchObject({ result: 'committed' });
        for (const { kind, record } of puts) {
          expect(await store.get(kind, record.id)).toEqual({ ...record, version: version + 1 });
        }
      }
    }),
  );

  test(
    'a new record whose id exists is a conflict and leaves the old one',
    on(async (store) => {
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada') }] });
      const other = sampleCitizen('ada', { nickname: 'someone else' });
      expect(await store.commit({ put: [{ kind: 'citizen', record: other }] })).toEqual({ result: 'conflict' });
      expect(await store.get('citizen', other.id)).toMatchObject({ nickname: 'ada', version: 1 });
    }),
  );

  test(
    'a change of a version that is gone is a conflict',
    on(async (store) => {
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada') }] });
      const read = sampleCitizen('ada', { version: 1 });
      expect(await store.commit({ put: [{ kind: 'citizen', record: read }] })).toMatchObject({ result: 'committed' });
      expect(await store.commit({ put: [{ kind: 'citizen', record: read }] })).toEqual({ result: 'conflict' });
      const unknown = sampleCitizen('bob', { version: 3 });
      expect(await store.commit({ put: [{ kind: 'citizen', record: unknown }] })).toEqual({ result: 'conflict' });
    }),
  );

  test(
    'of many changes of one version at the same time exactly one is kept',
    on(async (store) => {
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada') }] });
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const record = sampleCitizen('ada', { version: 1, nickname: `ada ${index}` });
          return store.commit({ put: [{ kind: 'citizen', record }] });
        }),
      );
      expect(answers.filter(({ result }) => result === 'committed')).toHaveLength(1);
      expect(answers.filter(({ result }) => result === 'conflict')).toHaveLength(19);
      expect(await store.get('citizen', citizenIdOf('ada'))).toMatchObject({ version: 2 });
    }),
  );

  test(
    'a commit that expects another version keeps nothing',
    on(async (store) => {
      const drop = await keepDrop(store, 1);
      const put = [{ kind: 'citizen', record: sampleCitizen('ada') }] as const;
      for (const version of [0, 2]) {
        const change = { expect: [{ kind: 'drop', id: drop.id, version }], put } as const;
        expect(await store.commit(change)).toEqual({ result: 'conflict' });
      }
      expect(await store.get('citizen', citizenIdOf('ada'))).toBeUndefined();
      expect(await store.commit({ expect: [{ kind: 'drop', id: drop.id, version: 1 }], put })).toMatchObject({
        result: 'committed',
      });
    }),
  );

  test(
    'a record that must not exist can be expected with version 0',
    on(async (store) => {
      const expected = [{ kind: 'citizen', id: citizenIdOf('ada'), version: 0 }] as const;
      expect(await store.commit({ expect: expected })).toMatchObject({ result: 'committed' });
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada') }] });
      expect(await store.commit({ expect: expected })).toEqual({ result: 'conflict' });
    }),
  );

  test(
    'when the last record conflicts the first is not kept either',
    on(async (store) => {
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('bob') }] });
      const put = [sampleCitizen('ada'), sampleCitizen('bob')].map((record) => ({ kind: 'citizen', record }) as const);
      expect(await store.commit({ put })).toEqual({ result: 'conflict' });
      expect(await store.get('citizen', citizenIdOf('ada'))).toBeUndefined();
      expect(await store.citizenByAccount('discord', 'discord-ada')).toBeUndefined();
    }),
  );

  test(
    'an order tag and a pay code belong to one order',
    on(async (store) => {
      const [first] = await keepOrders(store, 1);
      const sameTag = sampleOrder(2, { tag: sampleOrder(1).tag });
      const samePayCode = sampleOrder(2, { payCode: sampleOrder(1).payCode });
      for (const record of [sameTag, samePayCode]) {
        expect(await store.commit({ put: [{ kind: 'order', record }] })).toEqual({ result: 'conflict' });
      }
      expect(await store.orderByTag(sampleOrder(1).tag)).toEqual(first);
      expect(await store.orderByPayCode(sampleOrder(1).payCode)).toEqual(first);
    }),
  );

  test(
    'an account belongs to one citizen, and is found until it is taken off',
    on(async (store) => {
      const account = { platform: 'twitch', id: '4711', handle: 'ada_live' } as const;
      const ada = sampleCitizen('ada', { accounts: [account] });
      await store.commit({ put: [{ kind: 'citizen', record: ada }] });
      const bob = sampleCitizen('bob', { accounts: [account] });
      expect(await store.commit({ put: [{ kind: 'citizen', record: bob }] })).toEqual({ result: 'conflict' });
      expect(await store.citizenByAccount('twitch', '4711')).toEqual({ ...ada, version: 1 });
      expect(await store.citizenByAccount('discord', '4711')).toBeUndefined();
      await store.commit({ put: [{ kind: 'citizen', record: { ...ada, version: 1, accounts: [] } }] });
      expect(await store.citizenByAccount('twitch', '4711')).toBeUndefined();
    }),
  );

  test(
    'one commit moves an account from a citizen to another, whichever is named first',
    on(async (store) => {
      const account = { platform: 'twitch', id: '4711', handle: 'ada_live' } as const;
      await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada', { accounts: [account] }) }] });
      const put = [sampleCitizen('bob', { accounts: [account] }), sampleCitizen('ada', { version: 1, accounts: [] })];
      const answer = await store.commit({ put: put.map((record) => ({ kind: 'citizen', record })) });
      expect(answer).toMatchObject({ result: 'committed' });
      expect(await store.citizenByAccount('twitch', '4711')).toMatchObject({ nickname: 'bob' });
    }),
  );
}

/** Lists of records: what is in them, in which order, and their bounds. */
export function describeLists(on: Story): void {
  test(
    "a person's orders come newest first, no more than asked for",
    on(async (store) => {
      await keepDrop(store, 3);
      const ada = citizenIdOf('ada');
      for (const number of [1, 2, 3]) {
        const order = sampleOrder(number, { buyerId: number === 2 ? citizenIdOf('bob') : ada });
        await store.commit(claimOf(order, { put: [{ kind: 'order', record: order }] }));
      }
      const ids = async (who: Parameters<typeof store.ordersOf>[0], limit: number) =>
        (await store.ordersOf(who, limit)).map(({ id }) => id);
      expect(await ids({ buyer: ada }, 10)).toEqual([orderIdOf(3), orderIdOf(1)]);
      expect(await ids({ buyer: ada }, 1)).toEqual([orderIdOf(3)]);
      expect(await ids({ builder: builderId }, 2)).toEqual([orderIdOf(3), orderIdOf(2)]);
      expect(await ids({ builder: ada }, 10)).toEqual([]);
      expect((await store.recentOrders(2)).map(({ id }) => id)).toEqual([orderIdOf(3), orderIdOf(2)]);
    }),
  );

  test(
    "a builder's orders in given states come with the oldest payment first",
    on(async (store) => {
      const [first, second, third] = await keepOrders(store, 4);
      if (!first || !second || !third) throw new Error('three orders were kept');
      const paid = [
        { ...first, fulfilment: 'paid', paidAt: noon + 900 },
        { ...second, fulfilment: 'building', paidAt: noon + 500 },
        { ...third, fulfilment: 'shipped', paidAt: noon + 100 },
      ] as const;
      for (const record of paid) await store.commit({ put: [{ kind: 'order', record }] });
      const found = await store.ordersInStates(builderId, ['paid', 'building', 'reserved'], 10);
      expect(found.map(({ id }) => id)).toEqual([second.id, first.id, orderIdOf(4)]);
      expect(await store.ordersInStates(builderId, ['paid', 'building'], 1)).toMatchObject([{ id: second.id }]);
      expect(await store.ordersInStates(citizenIdOf('ada'), ['paid'], 10)).toEqual([]);
      expect(await store.ordersInStates(builderId, [], 10)).toEqual([]);
    }),
  );

  test(
    'open drops come newest first, of everybody or of one builder',
    on(async (store) => {
      const other = citizenIdOf('other');
      const drops = [
        sampleDrop('early', { openedAt: noon }),
        sampleDrop('late', { openedAt: noon + 2 }),
        sampleDrop('middle', { openedAt: noon + 1, builderId: other }),
        sampleDrop('shut', { openedAt: noon + 3, status: 'closed', closedAt: noon + 9 }),
        sampleDrop('gone', { openedAt: noon + 4, status: 'closed', closedAt: noon + 5 }),
        sampleDrop('asleep', { openedAt: noon - 1, status: 'paused' }),
      ];
      await store.commit({ put: drops.map((record) => ({ kind: 'drop', record })) });
      const titles = (found: readonly { readonly terms: { readonly title: string } }[]) =>
        found.map(({ terms }) => terms.title);
      expect(titles(await store.openDrops(10))).toEqual(['The late', 'The middle', 'The early']);
      expect(titles(await store.openDrops(2))).toEqual(['The late', 'The middle']);
      expect(titles(await store.openDrops(10, builderId))).toEqual(['The late', 'The early']);
      const shown = ['The shut', 'The late', 'The middle', 'The early', 'The asleep'];
      expect(titles(await store.shownDrops(noon + 5, 10))).toEqual(shown);
      expect(titles(await store.shownDrops(noon + 5, 2))).toEqual(shown.slice(0, 2));
    }),
  );

  test(
    "a builder's channel is found, and channels are listed up to the limit",
    on(async (store) => {
      const channel = newChannel('77', 'maker', builderId);
      const second = { ...channel, id: '78', login: 'other', builderId: citizenIdOf('other') };
      await store.commit({ put: [channel, second].map((record) => ({ kind: 'channel', record })) });
      expect(await store.channelOfBuilder(builderId)).toEqual({ ...channel, version: 1 });
      expect(await store.channels(10)).toHaveLength(2);
      expect(await store.channels(1)).toHaveLength(1);
    }),
  );

  test(
    'of several channels of a builder the one that is linked counts, be it the older one',
    on(async (store) => {
      const [older, newer] = [newChannel('77', 'maker', builderId), newChannel('78', 'later', builderId)];
      await store.commit({ put: [{ kind: 'channel', record: { ...older, unlinkedAt: noon } }] });
      expect(await store.channelOfBuilder(builderId)).toBeUndefined();
      await store.commit({ put: [{ kind: 'channel', record: newer }] });
      expect((await store.channelOfBuilder(builderId))?.login).toBe('later');
      await store.commit({
        put: [
          { kind: 'channel', record: { ...older, version: 1 } },
          { kind: 'channel', record: { ...newer, version: 1, unlinkedAt: noon } },
        ],
      });
      expect((await store.channelOfBuilder(builderId))?.login).toBe('maker');
    }),
  );

  test(
    'sightings come newest first, all of them or those of one order',
    on(async (store) => {
      await keepOrders(store, 1);
      for (const [index, id] of ['one', 'two', 'three'].entries()) {
        const orderId = id === 'two' ? null : orderIdOf(1);
        const record = sampleSighting(id, { at: noon + index, orderId });
        await store.commit({ put: [{ kind: 'sighting', record }] });
      }
      expect((await store.sightings(10)).map(({ id }) => id)).toEqual(['three', 'two', 'one']);
      expect((await store.sightings(1)).map(({ id }) => id)).toEqual(['three']);
      expect((await store.sightings(10, orderIdOf(1))).map(({ id }) => id)).toEqual(['three', 'one']);
    }),
  );
}
