import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { day, houseRules } from '#shared/house-rules.ts';
import { isOnFirestore } from './databases.ts';
import { claim, deliverNotices, listDrop, makeTrackingNumber, orderOf, twitchIdOf } from './stories.ts';
import { pressPay, sessionOf, signIn, startWorld, type Browser, type TestWorld } from './world.ts';

const address = {
  name: 'Zephyrine Quillfeather',
  line1: '77 Marmalade Row',
  city: 'Tinkerton',
  state: 'OR',
  postalCode: '90777-7777',
  country: 'US',
} as const;
const secrets = [address.name, address.line1, address.city, address.postalCode];
const lines = [address.name, address.line1, 'Tinkerton OR 90777-7777', 'UNITED STATES'];

let world: TestWorld;
let tag = '';
let kumo: Browser;
let mori: Browser;

/** Buys a board and has it sent to the address. */
async function buyTo(shipping: typeof address | (Omit<typeof address, 'country'> & { country: string })) {
  const order = await claim(world, 'mori', await listDrop(world, { price: '$120' }));
  const session = sessionOf(await pressPay(world, order, shipping.country));
  world.stripe.completeSession(session, { number: '4242424242424242', expiry: '12 / 34', cvc: '123' }, shipping);
  await world.settle();
  return order.tag;
}

beforeAll(async () => {
  world = await startWorld();
  tag = await buyTo(address);
  ({ person: kumo } = await signIn(world, 'kumo'));
  ({ person: mori } = await signIn(world, 'mori'));
}, 30_000);
afterAll(() => world.close());

const packing = () => `/orders/${tag}/packing`;
const knows = (text: string) => secrets.filter((secret) => text.includes(secret));
const read = async (person: Browser, path: string) => {
  const response = await person.visit(path);
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const idOf = async () => {
  const order = await world.app().core.store.orderByTag(tag);
  if (!order) throw new Error('the order is gone');
  return order.id;
};
const looks = async () => world.app().core.store.list('addressLook', await idOf(), 100);

describe('the packing page', () => {
  test('is for the builder of the order alone', async () => {
    const { person: yuzu } = await signIn(world, 'yuzu');
    for (const person of [mori, yuzu]) {
      const refused = await read(person, packing());
      expect([refused.status, knows(refused.text)]).toEqual([403, []]);
      expect((await read(person, `${packing()}/state`)).status).toBe(403);
    }
    const stranger = await fetch(new URL(packing(), world.site), { redirect: 'manual' });
    expect([stranger.status, stranger.headers.get('location')]).toEqual([
      303,
      `/sign-in?next=${encodeURIComponent(packing())}`,
    ]);
    expect(await looks()).toEqual([]);
  });

  test('is nothing before the payment', async () => {
    const claimed = await claim(world, 'mori', await listDrop(world, { price: '$120' }));
    expect((await read(kumo, `/orders/${claimed.tag}/packing`)).status).toBe(409);
    await world.onDiscord('mori').cancelClaim({ params: { tag: claimed.tag } });
    expect((await read(kumo, `/orders/${claimed.tag}/packing`)).status).toBe(409);
  });

  test('shows the address as a label has it, keeps it out of caches, and has each look on record before', async () => {
    const page = await read(kumo, packing());
    expect(page.status).toBe(200);
    for (const line of lines) expect(page.text).toContain(`<bdi>${line}</bdi>`);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    await read(kumo, packing());
    expect((await looks()).map(({ byId }) => byId)).toEqual(['cit_seedkumo', 'cit_seedkumo']);
    expect((await read(mori, `/orders/${tag}`)).text).toContain('looked at it 2 times');
  });

  test('asks nothing of customs at home, and says what to declare abroad', async () => {
    expect((await read(kumo, packing())).text).not.toContain('For customs');
    const abroad = await buyTo({ ...address, country: 'DE' });
    const { text } = await read(kumo, `/orders/${abroad}/packing`);
    for (const said of ['90777-7777 Tinkerton', 'GERMANY', '8471.60', '$120.00', 'Sale of goods'])
      expect(text).toContain(said);
  });

  test('hides the address while the channel of its builder is live, and takes no look for it', async () => {
    const before = (await looks()).length;
    world.twitch.goLive(twitchIdOf('kumo'));
    await world.settle();
    const page = await read(kumo, packing());
    expect([page.status, knows(page.text)]).toEqual([409, []]);
    expect(page.text).toContain('hidden while your channel is live');
    expect(JSON.parse((await read(kumo, `${packing()}/state`)).text)).toEqual({ shown: false });
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    expect((await looks()).length).toBe(before);
    expect((await read(kumo, packing())).status).toBe(200);
  });

  test('recognises a tracking number as it is typed', async () => {
    const said = async (typed: string) =>
      JSON.parse((await read(kumo, `/tracking-number?typed=${encodeURIComponent(typed)}`)).text);
    expect(await said('1Z 999 AA1 01 2345 6784')).toEqual({ carrier: 'UPS', holds: true });
    expect(await said('1Z999AA10123456785')).toEqual({ carrier: 'UPS', holds: false });
    expect(await said('1Z999')).toEqual({ carrier: null, holds: false });
  });

  test('is the only place where the address is: no view, no notice, no record and no byte of the store tells it', async () => {
    const { store } = world.app().core;
    const seen = [
      await orderOf(world, 'mori', tag),
      await orderOf(world, 'kumo', tag),
      await world.onDiscord('kumo').getDashboard({}),
      await world.operator.listOrders({}),
      await deliverNotices(world),
      await store.history(await idOf()),
      await store.effectsOf(await idOf()),
      await store.get('order', await idOf()),
      (await read(mori, `/orders/${tag}`)).text,
      (await read(kumo, `/orders/${tag}`)).text,
    ];
    expect(knows(JSON.stringify(seen))).toEqual([]);
    if (isOnFirestore()) return;
    const folder = world.environment['DATA_DIR'] ?? '';
    const files = readdirSync(folder).filter((name) => name.startsWith('c500.sqlite'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(knows(readFileSync(join(folder, name)).toString('latin1'))).toEqual([]);
  });

  test('has no address any more 90 days after the end of the order, and the buyer reads that', async () => {
    await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
    await world.onDiscord('mori').confirmDelivery({ params: { tag } });
    await world.pass(4 * day);
    expect((await orderOf(world, 'mori', tag)).fulfilment).toBe('completed');
    const kept = async () => (await world.app().core.store.get('address', await idOf()))?.sealed;
    const endedAt = (await world.app().core.store.get('order', await idOf()))?.endedAt ?? 0;
    await world.pass(endedAt + houseRules.addressKeptMs - world.clock.now() - day);
    expect(await kept()).toEqual(expect.any(String));
    await world.pass(2 * day);
    expect(await kept()).toBeNull();
    ({ person: kumo } = await signIn(world, 'kumo'));
    ({ person: mori } = await signIn(world, 'mori'));
    const page = await read(kumo, packing());
    expect([page.status, knows(page.text)]).toEqual([410, []]);
    expect((await read(mori, `/orders/${tag}`)).text).toContain('It was erased');
  });
});
