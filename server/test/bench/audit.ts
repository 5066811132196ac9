import { makeId } from '#shared/ids.ts';
import { sqliteStore } from '../../adapters/store/sqlite.ts';

/** A drop of the benchmark with how many orders the buyers were told they have. */
export type Sold = { readonly number: number; readonly units: number; readonly confirmed: number };

/** More orders than any benchmark makes. */
const ordersMax = 1_000_000;

/**
 * Looks at what is on disk once the server is gone: every order that was confirmed is kept, each has a unit of its own and a buyer
 * of its own, no unit is left or sold twice, and no money has moved.
 *
 * @returns what is wrong, one sentence each, none when all is well; and how the store answers for the disk
 */
export async function auditFile(
  path: string,
  sold: readonly Sold[],
): Promise<{ readonly wrong: readonly string[]; readonly flushMode: string }> {
  const store = sqliteStore({ path });
  const wrong: string[] = [];
  const expect = (isRight: boolean, sentence: string) => {
    if (!isRight) wrong.push(sentence);
  };
  try {
    const orders = await store.recentOrders(ordersMax);
    for (const { number, units, confirmed } of sold) {
      const dropId = makeId('drop', `bench${number}`);
      const own = orders.filter((order) => order.dropId === dropId);
      const given = await Promise.all(own.map((order) => store.unitOf(order.id)));
      const { total, left } = await store.units(dropId);
      expect(confirmed === units, `drop ${number}: ${confirmed} orders were confirmed of ${units} units`);
      expect(own.length === confirmed, `drop ${number}: ${own.length} orders are kept of ${confirmed} confirmed`);
      expect(total === units && left === 0, `drop ${number}: ${left} of ${total} units are left`);
      expect(new Set(given).size === units && !given.includes(undefined), `drop ${number}: a unit was sold twice`);
      expect(new Set(own.map((order) => order.buyerId)).size === units, `drop ${number}: somebody has two orders`);
      expect(
        own.every((order) => order.fulfilment === 'reserved' && order.version === 1),
        `drop ${number}: an order is not simply reserved`,
      );
    }
    const [sample] = orders;
    const lines = sample ? await store.history(sample.id) : [];
    expect(lines.map((line) => line.event).join() === 'claimed', 'the history of an order does not say "claimed" once');
    expect((await store.balances()).length === 0, 'money has moved, though claims move none');
  } finally {
    await store.close();
  }
  return { wrong, flushMode: store.flushMode };
}
