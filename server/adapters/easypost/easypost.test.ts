import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEasyPost, type EasyPostStandIn } from '../../../sandbox/easypost/server.ts';
import { signatureOf } from '../../../sandbox/easypost/webhooks.ts';
import type { Carriers } from '../../ports/carriers.ts';
import { UpstreamError } from '../../ports/payments.ts';
import { easyPostCarriers } from './carriers.ts';
import { standingOf, Tracker } from './tracker.ts';
import { readEasyPostWebhook } from './webhook.ts';

const apiKey = 'EZTKeasypostkeyofthetests';
const secret = 'a secret for webhooks, of many symbols';
const start = Date.parse('2026-11-01T12:00:00Z');
let time = start;
let easypost: EasyPostStandIn;
let carriers: Carriers;

beforeAll(async () => {
  easypost = await startEasyPost({ apiKey, now: () => time });
  carriers = easyPostCarriers({ apiKey, address: easypost.origin });
});
afterAll(() => easypost.close());

const number = '1Z999AA10123456784';
const follow = (code: string, carrier = 'UPS') => carriers.follow({ carrier, number: code });

describe("a parcel, by the carriers' service", () => {
  test('is a label until a carrier scans it, and is then moving, delivered and signed for', async () => {
    const label = await follow(number);
    if (label === 'unknown') throw new Error('the number was not taken');
    expect(label).toMatchObject({ status: 'announced', scannedAt: null, deliveredAt: null, isOver: false });
    time = start + 60_000;
    easypost.carry(number, 'scan', { toCountry: 'US' });
    expect(await carriers.look(label.trackerId)).toMatchObject({
      status: 'moving',
      scannedAt: start + 60_000,
      toCountry: 'US',
      isOver: false,
    });
    time = start + 120_000;
    easypost.carry(number, 'deliver');
    expect(await carriers.look(label.trackerId)).toEqual({
      trackerId: label.trackerId,
      status: 'delivered',
      scannedAt: start + 60_000,
      deliveredAt: start + 120_000,
      toCountry: 'US',
      signedBy: 'R. EXAMPLE',
      isOver: true,
    });
  });

  test('is followed once, however often its number is told', async () => {
    const both = [await follow('9400111899223197428490', 'USPS'), await follow('9400111899223197428490', 'USPS')];
    expect(both[0]).toEqual(both[1]);
  });

  test.each([
    ['EZ1000000001', 'announced', false],
    ['EZ2000000002', 'moving', true],
    ['EZ3000000003', 'moving', true],
    ['EZ4000000004', 'delivered', true],
    ['EZ5000000005', 'returning', true],
    ['EZ6000000006', 'lost', false],
    ['EZ7000000007', 'unknown', false],
  ])('with the test number %s is %s', async (code, status, isScanned) => {
    const standing = await follow(code);
    expect(standing).toMatchObject({ status });
    expect(standing !== 'unknown' && standing.scannedAt !== null).toBe(isScanned);
  });

  test('of which it knows nothing is unknown, and so is one that it has forgotten', async () => {
    easypost.faults.refusesNumbers = true;
    expect(await follow('1Z12345E0205271688')).toBe('unknown');
    easypost.faults.refusesNumbers = false;
    expect(await carriers.look('trk_0000')).toBe('unknown');
  });

  test('is scanned and delivered by itself where the carriers have a pace, as they said and not as they were asked', async () => {
    await using quick = await startEasyPost({ apiKey, now: () => time, pace: { scanMs: 1_000, deliverMs: 2_000 } });
    const made = time;
    const asked = easyPostCarriers({ apiKey, address: quick.origin });
    const label = await asked.follow({ carrier: 'UPS', number });
    const standing = () => asked.look(label === 'unknown' ? '' : label.trackerId);
    quick.tick();
    expect(await standing()).toMatchObject({ status: 'announced' });
    time += 60_000;
    quick.tick();
    expect(await standing()).toMatchObject({ scannedAt: made + 1_000, deliveredAt: made + 2_000 });
    await using again = await startEasyPost({ apiKey, snapshot: quick.snapshot() });
    expect(again.trackers()).toEqual(quick.trackers());
  });

  test('has no answer while the service is down, or for a key that is wrong, and that is said of neither parcel', async () => {
    easypost.faults.down = true;
    await expect(follow(number)).rejects.toMatchObject({ party: 'easypost', retryable: true });
    easypost.faults.down = false;
    const stranger = easyPostCarriers({ apiKey: 'EZTKanotherkey', address: easypost.origin });
    await expect(stranger.look('trk_0000')).rejects.toMatchObject({ retryable: false });
    const nobody = easyPostCarriers({ apiKey, address: 'http://127.0.0.1:9' });
    await expect(nobody.look('trk_0000')).rejects.toBeInstanceOf(UpstreamError);
  });

  test('counts as scanned by dated scans alone, and compares countries by their codes', () => {
    const read = (fields: object) => standingOf(Tracker.parse({ id: 'trk_1', ...fields }));
    expect(read({ status: 'in_transit', tracking_details: [] }).scannedAt).toBeNull();
    expect(
      read({ status: 'in_transit', tracking_details: [{ status: 'in_transit', datetime: 'soon' }] }),
    ).toMatchObject({
      status: 'moving',
      scannedAt: null,
    });
    expect(read({ status: 'a new word', tracking_details: 'none', signed_by: 7 })).toMatchObject({
      status: 'unknown',
      signedBy: null,
    });
    const to = (country: unknown) => read({ carrier_detail: { destination_tracking_location: { country } } }).toCountry;
    expect([to('us '), to('United States'), to(null), to(3)]).toEqual(['US', null, null, null]);
  });
});

describe("a message at EasyPost's door", () => {
  const event = (fields: object = {}) =>
    JSON.stringify({
      id: 'evt_1',
      description: 'tracker.updated',
      result: { object: 'Tracker', id: 'trk_abc', weight: 17.6, status: 'delivered' },
      ...fields,
    });
  const read = (body: string, signature: string | undefined = signatureOf(body, secret)) =>
    readEasyPostWebhook(Buffer.from(body), { 'x-hmac-signature': signature }, secret);

  test('that it signed says where to look, and nothing of how the parcel stands', () => {
    expect(read(event())).toEqual({
      id: 'evt_1',
      kind: 'tracker.updated',
      news: { type: 'parcel-changed', trackerId: 'trk_abc' },
    });
    expect(read(event({ description: 'batch.created', result: { object: 'Batch', id: 'batch_1' } }))?.news).toEqual({
      type: 'ignored',
    });
  });

  test('that it did not sign is nothing', () => {
    const body = event();
    expect(read(body, signatureOf(body, 'another secret, of many symbols'))).toBeUndefined();
    expect(read(body, signatureOf(`${body} `, secret))).toBeUndefined();
    expect(read(body, '')).toBeUndefined();
    expect(readEasyPostWebhook(Buffer.from(body), {}, secret)).toBeUndefined();
    expect(read('no json')).toBeUndefined();
    expect(read(event({ id: '' }))).toBeUndefined();
  });
});
