import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { day, houseRules } from '#shared/house-rules.ts';
import type { DashboardView } from '#shared/schemas/builder.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { booksAgree, buy, claim, listDrop, makeTrackingNumber } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const boardOf = (key: string): Promise<DashboardView> => world.onDiscord(key).getDashboard({});
const ship = (key: string, tag: string) =>
  world.onDiscord(key).declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });

/** What the ledger says that it holds of a builder's orders, and has transferred to them. */
async function ledgerOf(key: string): Promise<{ readonly held: number; readonly transferred: number }> {
  const { store } = world.app().core;
  const id = seedId(key);
  const mine = new Set((await store.ordersOf({ builder: id }, 500)).map((order) => order.id));
  const postings = (await store.entries(null, 1_000)).flatMap((entry) =>
    mine.has(entry.orderId) ? entry.postings.map((posting) => ({ ...posting, kind: entry.kind })) : [],
  );
  const sum = (matches: (posting: (typeof postings)[number]) => boolean) =>
    postings.filter(matches).reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    held: 0 - sum(({ account }) => account.startsWith('held:')),
    transferred: sum(({ account, kind }) => kind === 'transfer' && account === `payable:${id}`),
  };
}

test('a dashboard is the ledger to the cent: what is held, whose it is, why it waits, and what was transferred', async () => {
  const plain = await listDrop(world, { price: '$99.95', units: 5 });
  const shared = await listDrop(world, { price: '$450.01', marketer: 'hana' });
  const proved = await buy(world, 'nova', plain);
  const waits = await buy(world, 'mori', shared);
  await claim(world, 'juno', plain);
  await ship('kumo', proved.tag);
  const before = await boardOf('kumo');
  expect(before.orders.find(({ tag }) => tag === waits.tag)).toMatchObject({
    waitsFor: 'proof',
    held: { amountMinor: 450_01 + 12_00 },
    // Nine tenths of the price, seven tenths of them, and the shipping.
    share: { amountMinor: Math.round((450_01 - 45_00) * 0.7) + 12_00 },
    frozen: false,
  });
  expect([before.held.amountMinor, before.month.total.amountMinor]).toEqual([(await ledgerOf('kumo')).held, 0]);
  expect(before.drops.find(({ id }) => id === plain.id)).toMatchObject({ left: 3, total: 5, status: 'open' });

  await world.pass(houseRules.shipmentCountsMs + houseRules.coolOffMs);
  const after = await boardOf('kumo');
  const { held, transferred } = await ledgerOf('kumo');
  expect(transferred).toBeGreaterThan(0);
  expect([after.held.amountMinor, after.month.total.amountMinor]).toEqual([held, transferred]);
  expect(after.held.amountMinor).toBe(after.orders.reduce((sum, order) => sum + order.held.amountMinor, 0));
  expect(after.share.amountMinor).toBe(after.orders.reduce((sum, order) => sum + order.share.amountMinor, 0));
  expect(after.month.transfers.map(({ tag }) => tag)).toEqual([proved.tag]);
  expect(after.month.days.reduce((sum, each) => sum + each, 0)).toBe(transferred);
  expect(after.month.days).toHaveLength(daysOf(after.month.name));

  // A new month begins with nothing, and another builder's dashboard knows nothing of this one's money.
  await world.pass(31 * day);
  const next = await boardOf('kumo');
  expect([next.month.name === after.month.name, next.month.total.amountMinor, next.month.transfers]).toEqual([
    false,
    0,
    [],
  ]);
  const { orders, month, held: none } = await boardOf('tide');
  expect([orders, month.transfers, none.amountMinor]).toEqual([[], [], 0]);
  expect(JSON.stringify(after)).not.toMatch(/nova|mori|juno/i);
  await booksAgree(world);
});

function daysOf(name: string): number {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
