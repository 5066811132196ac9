import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { day, hour, houseRules, minute } from '#shared/house-rules.ts';
import { signatureOf } from '../../sandbox/easypost/webhooks.ts';
import {
  booksAgree,
  buy,
  deliverNotices,
  kindsFor,
  listDrop,
  makeTrackingNumber,
  orderOf,
  refusalOf,
} from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let carriers: NonNullable<TestWorld['easypost']>;

beforeAll(async () => {
  world = await startWorld({ withCarriers: true });
  if (!world.easypost) throw new Error('the world has no carriers');
  carriers = world.easypost;
}, 30_000);

afterAll(async () => {
  await booksAgree(world);
  await world.close();
});

const ship = (tag: string, number: string, by = 'kumo') =>
  world.onDiscord(by).declareShipment({ params: { tag }, body: { number } });
const proofsOf = async (tag: string) => (await orderOf(world, 'mori', tag)).proofs.map(({ kind }) => kind);
const eventsOf = async (tag: string) => (await orderOf(world, 'mori', tag)).timeline.map(({ event }) => event);

/** An order whose builder has handed in a number. */
async function shipped(number = makeTrackingNumber(), by = 'kumo') {
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '$50', by }));
  world.clock.advance(hour);
  await ship(tag, number, by);
  await world.settle();
  return { tag, number };
}

async function carry(
  number: string,
  ...deed: Parameters<typeof carriers.carry> extends [string, ...infer Rest] ? Rest : never
) {
  carriers.carry(number, ...deed);
  await world.settle();
}

const flagsAbout = async (tag: string) =>
  (await world.app().core.store.list('flag', 'waiting', 100)).filter(({ params }) => params['about'] === tag);

describe('where carriers are asked', () => {
  test('a label is no proof, however long it lies; the first scan is, and the buyer is told once', async () => {
    const { tag, number } = await shipped();
    await world.pass(houseRules.shipmentCountsMs + hour);
    expect(await proofsOf(tag)).toEqual([]);
    expect(await eventsOf(tag)).toContain('parcel-followed');
    await carry(number, 'scan', { toCountry: 'US' });
    await carry(number, 'bring');
    expect(await proofsOf(tag)).toEqual(['shipment']);
    expect(kindsFor(await deliverNotices(world), 'mori', tag).filter((kind) => kind === 'parcel-moving')).toHaveLength(
      1,
    );
  });

  test('a number may be put right until it was scanned, and not after', async () => {
    const { tag, number } = await shipped();
    const right = makeTrackingNumber();
    await ship(tag, right);
    await world.settle();
    await carry(number, 'scan');
    expect(await proofsOf(tag)).toEqual([]);
    await carry(right, 'scan');
    expect(await proofsOf(tag)).toEqual(['shipment']);
    expect(await refusalOf(ship(tag, makeTrackingNumber()))).toBe('shipment-scanned');
  });

  test.each([
    [
      'was scanned before the payment',
      'before-payment',
      (number: string) => carry(number, 'scan', { at: world.clock.now() - 30 * day }),
    ],
    ['goes to another country', 'other-country', (number: string) => carry(number, 'scan', { toCountry: 'FR' })],
    ['comes back', 'returned', (number: string) => carry(number, 'return')],
  ])('a parcel that %s proves nothing, and its builder and the staff are told', async (_, why, happen) => {
    const { tag, number } = await shipped();
    await deliverNotices(world);
    await happen(number);
    await carry(number, 'deliver');
    expect(await proofsOf(tag)).toEqual([]);
    expect((await orderOf(world, 'mori', tag)).fulfilment).toBe('shipped');
    const told = await deliverNotices(world);
    expect(kindsFor(told, 'kumo', tag)).toEqual(['parcel-doubtful']);
    expect(kindsFor(told, 'mori', tag)).toEqual([]);
    expect(await flagsAbout(tag)).toMatchObject([{ kind: 'parcel-doubtful', params: { reason: why } }]);
  });

  test('what carriers say in webhooks that were lost is found out by asking, and never later than that', async () => {
    const { tag, number } = await shipped();
    carriers.faults.webhookLost = true;
    await carry(number, 'scan');
    await world.pass(houseRules.parcelLookMs);
    expect(await proofsOf(tag)).toEqual(['shipment']);
    await carry(number, 'deliver');
    await world.pass(houseRules.parcelLookMs);
    carriers.faults.webhookLost = false;
    expect((await orderOf(world, 'mori', tag)).fulfilment).toBe('delivered');
  });

  test('a webhook that is forged, repeated or about nothing of ours moves nothing', async () => {
    const { tag, number } = await shipped();
    const result = { ...carriers.find(number), status: 'delivered' };
    const post = (body: object, secret: string) => {
      const text = JSON.stringify(body);
      return fetch(`${world.site}/webhooks/easypost`, {
        method: 'POST',
        body: text,
        headers: { 'x-hmac-signature': signatureOf(text, secret) },
      });
    };
    const event = { id: 'evt_told', description: 'tracker.updated', result };
    expect((await post(event, 'a secret that is not ours')).status).toBe(400);
    for (let times = 0; times < 2; times++)
      expect((await post(event, world.credentials.easyPostWebhookSecret)).status).toBe(204);
    await post(
      { ...event, id: 'evt_other', result: { ...result, id: 'trk_0' } },
      world.credentials.easyPostWebhookSecret,
    );
    await world.settle();
    expect((await orderOf(world, 'mori', tag)).fulfilment).toBe('shipped');
    expect(await proofsOf(tag)).toEqual([]);
  });

  test('news that come twice and while the service is away count once, when it is back', async () => {
    const { tag, number } = await shipped();
    Object.assign(carriers.faults, { down: true, webhookCopies: 2 });
    await carry(number, 'scan');
    expect(await proofsOf(tag)).toEqual([]);
    Object.assign(carriers.faults, { down: false, webhookCopies: 1 });
    await world.pass(minute);
    expect(await proofsOf(tag)).toEqual(['shipment']);
    expect((await eventsOf(tag)).filter((event) => event === 'parcel-scanned')).toHaveLength(1);
  });

  test('a core that ended before the parcel was followed has it followed once it is back', async () => {
    carriers.faults.down = true;
    const { tag, number } = await shipped();
    expect(carriers.find(number)).toBeUndefined();
    await world.restart();
    carriers.faults.down = false;
    await world.pass(minute);
    await carry(number, 'scan');
    expect(await proofsOf(tag)).toEqual(['shipment']);
  });

  test('a number that the service does not take counts by time, as where nobody is asked', async () => {
    carriers.faults.refusesNumbers = true;
    const { tag } = await shipped();
    carriers.faults.refusesNumbers = false;
    expect(await eventsOf(tag)).toContain('parcel-unknown');
    // It may be any number that reads right, so that somebody looks before it counts.
    expect(await flagsAbout(tag)).toMatchObject([{ kind: 'parcel-doubtful', params: { reason: 'not-taken' } }]);
    await world.pass(houseRules.shipmentCountsMs);
    expect(await proofsOf(tag)).toEqual(['shipment']);
  });

  test('a number that comes back in place of another is followed again, and counts by its scan alone', async () => {
    const { tag, number } = await shipped();
    for (const next of [makeTrackingNumber(), number]) {
      await ship(tag, next);
      await world.settle();
    }
    await world.pass(houseRules.shipmentCountsMs + hour);
    expect(await proofsOf(tag)).toEqual([]);
    await carry(number, 'scan', { toCountry: 'US' });
    expect(await proofsOf(tag)).toEqual(['shipment']);
  });

  test('a delivered parcel ends the order after quiet days, and a report within them holds that up', async () => {
    // Yuzu is not yet paid at once, so that there is something left to hold.
    const [quiet, reported] = [await shipped(), await shipped(makeTrackingNumber(), 'yuzu')];
    for (const { number } of [quiet, reported]) await carry(number, 'deliver', { toCountry: 'US' });
    expect((await orderOf(world, 'mori', quiet.tag)).fulfilment).toBe('delivered');
    await world.onDiscord('mori').reportOrder({
      params: { tag: reported.tag },
      body: { requestId: 'request-of-a-crack', kind: 'damaged', text: 'The case has a crack along the side.' },
    });
    await world.pass(houseRules.deliveryQuietMs + minute);
    expect((await orderOf(world, 'mori', quiet.tag)).fulfilment).toBe('completed');
    expect(await proofsOf(quiet.tag)).toContain('delivery');
    expect((await orderOf(world, 'mori', reported.tag)).fulfilment).toBe('delivered');
    expect(await proofsOf(reported.tag)).not.toContain('delivery');
  });

  test('a buyer who confirms ends it at once', async () => {
    const { tag, number } = await shipped();
    await carry(number, 'scan');
    await world.onDiscord('mori').confirmDelivery({ params: { tag } });
    await world.settle();
    await world.pass(minute);
    expect((await orderOf(world, 'mori', tag)).fulfilment).toBe('completed');
  });

  test('two orders of one buyer in one parcel are both proved by it', async () => {
    const number = makeTrackingNumber();
    const [first, second] = [await shipped(number), await shipped(number)];
    await carry(number, 'scan');
    expect([await proofsOf(first.tag), await proofsOf(second.tag)]).toEqual([['shipment'], ['shipment']]);
  });

  test('a parcel that is lost, or that nobody follows any more, proves nothing new, and the staff is told', async () => {
    const [{ tag, number }, forgotten] = [await shipped(), await shipped()];
    await carry(number, 'lose');
    carriers.forget(forgotten.number);
    await world.pass(houseRules.parcelLookMs);
    expect(await flagsAbout(tag)).toMatchObject([{ params: { reason: 'lost' } }]);
    expect(await flagsAbout(forgotten.tag)).toMatchObject([{ params: { reason: 'not-followed' } }]);
    expect(await proofsOf(tag)).toEqual([]);
  });

  test('who signed for a parcel is forgotten with the address, 90 days after the end', async () => {
    const { tag, number } = await shipped();
    await carry(number, 'deliver');
    const signedBy = async () =>
      (await world.app().core.store.get('parcel', carriers.find(number)?.id ?? ''))?.signedBy;
    expect(await signedBy()).toBe('R. EXAMPLE');
    await world.onDiscord('mori').confirmDelivery({ params: { tag } });
    await world.pass(minute);
    await world.pass(houseRules.addressKeptMs + 8 * day);
    expect(await signedBy()).toBeNull();
  });
});
