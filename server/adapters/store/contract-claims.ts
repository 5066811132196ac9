import { expect, test } from '@jest/globals';
import type { Committed } from '../../ports/store.ts';
import type { Story } from './store-contract.ts';
import {
  citizenIdOf,
  claimOf,
  dropIdOf,
  keepDrop,
  keepOrders,
  orderIdOf,
  sampleEffect,
  sampleEntry,
  sampleExposure,
  sampleLine,
  sampleMessage,
  sampleNotice,
  sampleOrder,
} from './contract-samples.ts';

function numbersTaken(answers: readonly Committed[]): readonly number[] {
  return answers.flatMap((answer) => (answer.result === 'committed' && answer.unit !== null ? [answer.unit] : []));
}

/** Units: every one has one order at most, and none is refused while one is free. */
export function describeClaims(on: Story): void {
  test(
    'a claim takes a unit and everything else that it writes is kept',
    on(async (store) => {
      await keepDrop(store, 3);
      const order = sampleOrder(1);
      expect(await store.commit(claimOf(order))).toEqual({ result: 'committed', unit: 1 });
      expect(await store.get('order', order.id)).toEqual({ ...order, version: 1 });
      expect(await store.get('exposure', order.buyerId)).toEqual({ ...sampleExposure(order), version: 1 });
      expect(await store.unitOf(order.id)).toBe(1);
      expect(await store.units(order.dropId)).toEqual({ total: 3, left: 2 });
      expect(await store.history(order.id)).toEqual([sampleLine(order.id, 1)]);
      expect(await store.due(order.claimEndsAt, 10)).toEqual([
        { subject: order.id, name: 'claim-lapses', at: order.claimEndsAt },
      ]);
    }),
  );

  test(
    '64 claims at the same time of 64 units get 64 different units',
    on(async (store) => {
      await keepDrop(store, 64);
      const claims = Array.from({ length: 64 }, (_, index) => store.commit(claimOf(sampleOrder(index + 1))));
      const numbers = numbersTaken(await Promise.all(claims));
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
      expect(await store.units(dropIdOf('board'))).toEqual({ total: 64, left: 0 });
    }),
  );

  test(
    'of 100 claims at the same time of 10 units 10 are kept and 90 are told that it sold out',
    on(async (store) => {
      await keepDrop(store, 10);
      const claims = Array.from({ length: 100 }, (_, index) => store.commit(claimOf(sampleOrder(index + 1))));
      const answers = await Promise.all(claims);
      expect(new Set(numbersTaken(answers)).size).toBe(10);
      expect(answers.filter(({ result }) => result === 'sold-out')).toHaveLength(90);
      expect(await store.recentOrders(100)).toHaveLength(10);
      expect(await store.due(Number.MAX_SAFE_INTEGER, 100)).toHaveLength(10);
    }),
  );

  test(
    'a claim that finds the drop sold out keeps nothing',
    on(async (store) => {
      await keepOrders(store, 1);
      const late = sampleOrder(2);
      const effects = [sampleEffect(late.id)];
      const change = claimOf(late, { effects, notices: [sampleNotice('late')], entries: [sampleEntry(late.id)] });
      expect(await store.commit(change)).toEqual({ result: 'sold-out' });
      expect(await store.get('order', late.id)).toBeUndefined();
      expect(await store.get('exposure', late.buyerId)).toBeUndefined();
      expect(await store.history(late.id)).toEqual([]);
      expect(await store.entriesOf(late.id)).toEqual([]);
      expect(await store.balances()).toEqual([]);
      expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1);
      expect(await store.pending()).toEqual({ inbox: 0, effects: 0, notices: 0 });
    }),
  );

  test(
    'two claims of the same person at the same time: one is kept, the other is a conflict',
    on(async (store) => {
      await keepDrop(store, 2);
      const buyerId = citizenIdOf('ada');
      const claims = [1, 2].map((number) => store.commit(claimOf(sampleOrder(number, { buyerId }))));
      const results = (await Promise.all(claims)).map(({ result }) => result);
      expect(results.sort()).toEqual(['committed', 'conflict']);
      expect(await store.units(dropIdOf('board'))).toEqual({ total: 2, left: 1 });
    }),
  );

  test(
    'closing a drop beats a claim that read it open',
    on(async (store) => {
      const drop = await keepDrop(store, 1);
      const closing = store.commit({ put: [{ kind: 'drop', record: { ...drop, status: 'closed' } }] });
      const claiming = store.commit(claimOf(sampleOrder(1)));
      expect(await closing).toMatchObject({ result: 'committed' });
      expect(await claiming).toEqual({ result: 'conflict' });
      expect(await store.units(drop.id)).toEqual({ total: 1, left: 1 });
    }),
  );

  test(
    'a conflict is told rather than that the drop sold out',
    on(async (store) => {
      await keepOrders(store, 1);
      const order = sampleOrder(2);
      const expected = [{ kind: 'drop', id: order.dropId, version: 9 }] as const;
      expect(await store.commit(claimOf(order, { expect: expected }))).toEqual({ result: 'conflict' });
      const again = sampleOrder(1);
      expect(await store.commit(claimOf(again))).toEqual({ result: 'conflict' });
      expect(await store.commit(claimOf(order, { history: [sampleLine(orderIdOf(1), 1)] }))).toEqual({
        result: 'conflict',
      });
    }),
  );

  test(
    'that the work was done is told rather than a conflict or that the drop sold out',
    on(async (store) => {
      await keepOrders(store, 1);
      await store.receive(sampleMessage('one'));
      const settleInbox = { id: sampleMessage('one').id, outcome: 'done' };
      await store.commit({ settleInbox });
      expect(await store.commit(claimOf(sampleOrder(1), { settleInbox }))).toEqual({ result: 'already-done' });
      expect(await store.commit(claimOf(sampleOrder(2), { settleInbox }))).toEqual({ result: 'already-done' });
    }),
  );

  test(
    'an order that has a unit is given no second one',
    on(async (store) => {
      const drop = await keepDrop(store, 2);
      await store.commit(claimOf(sampleOrder(1)));
      const take = { dropId: drop.id, orderId: orderIdOf(1) };
      expect(await store.commit({ take })).toEqual({ result: 'conflict' });
      expect(await store.units(drop.id)).toEqual({ total: 2, left: 1 });
    }),
  );

  test(
    'a unit given back free is the next one taken',
    on(async (store) => {
      const [order] = await keepOrders(store, 1);
      if (!order) throw new Error('an order was kept');
      const give = { dropId: order.dropId, orderId: order.id, as: 'free' } as const;
      expect(await store.commit({ give })).toEqual({ result: 'committed', unit: null });
      expect(await store.unitOf(order.id)).toBeUndefined();
      expect(await store.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'committed', unit: 1 });
    }),
  );

  test(
    'a unit given back withdrawn cannot be taken',
    on(async (store) => {
      const [order] = await keepOrders(store, 1);
      if (!order) throw new Error('an order was kept');
      const give = { dropId: order.dropId, orderId: order.id, as: 'withdrawn' } as const;
      expect(await store.commit({ give })).toMatchObject({ result: 'committed' });
      expect(await store.units(order.dropId)).toEqual({ total: 1, left: 0 });
      expect(await store.commit(claimOf(sampleOrder(2)))).toEqual({ result: 'sold-out' });
    }),
  );

  test(
    'an order that has no unit cannot give one back',
    on(async (store) => {
      const [order] = await keepOrders(store, 1);
      if (!order) throw new Error('an order was kept');
      const give = { dropId: order.dropId, orderId: order.id, as: 'free' } as const;
      expect(await store.commit({ give: { ...give, dropId: dropIdOf('other') } })).toEqual({ result: 'conflict' });
      await store.commit({ give });
      expect(await store.commit({ give })).toEqual({ result: 'conflict' });
    }),
  );

  test(
    'a drop that is sold out is restocked: withdrawn units first, then new numbers, and all of them can be claimed',
    on(async (store) => {
      await keepOrders(store, 3);
      const dropId = dropIdOf('board');
      for (const number of [1, 3])
        await store.commit({ give: { dropId, orderId: orderIdOf(number), as: 'withdrawn' } });
      expect(await store.commit(claimOf(sampleOrder(4)))).toEqual({ result: 'sold-out' });
      expect(await store.commit({ restock: { dropId, count: 1 } })).toEqual({ result: 'committed', unit: null });
      expect(await store.units(dropId)).toEqual({ total: 3, left: 1 });
      expect(await store.commit({ restock: { dropId, count: 3 } })).toEqual({ result: 'committed', unit: null });
      expect(await store.units(dropId)).toEqual({ total: 5, left: 4 });
      const answers = await Promise.all([4, 5, 6, 7, 8].map((number) => store.commit(claimOf(sampleOrder(number)))));
      expect([...numbersTaken(answers)].sort()).toEqual([1, 3, 4, 5]);
      expect(answers.filter(({ result }) => result === 'sold-out')).toHaveLength(1);
    }),
  );

  test(
    'a drop is stocked once, and one that was never stocked has no units',
    on(async (store) => {
      const drop = await keepDrop(store, 5);
      expect(await store.commit({ stock: { dropId: drop.id, count: 5 } })).toEqual({ result: 'conflict' });
      expect(await store.units(drop.id)).toEqual({ total: 5, left: 5 });
      expect(await store.units(dropIdOf('none'))).toEqual({ total: 0, left: 0 });
    }),
  );
}
