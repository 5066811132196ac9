import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from '#shared/api/client.ts';
import { workDesk } from '../usecases/streams/work-desk.ts';
import { minute } from '#shared/house-rules.ts';
import { atDesk, newRequestId, onDesk, pictureOf, tagOf } from './desk-stories.ts';
import { booksAgree, claim, listDrop, makeTrackingNumber, orderOf, refusalOf, twitchIdOf } from './stories.ts';
import { startWorld, viewerToken, type TestWorld } from './world.ts';

let world: TestWorld;
const { buyOne, panel, put, note, photo, goLive } = atDesk(() => world);
let kumo: Client;
beforeAll(async () => {
  world = await startWorld();
  kumo = world.inPanel('kumo', 'kumo');
});
afterEach(async () => {
  await booksAgree(world);
  for (const { userId, live } of world.twitch.model.channels.list()) if (live) world.twitch.goOffline(userId);
  await world.settle();
});
afterAll(() => world.close());

describe('the bench', () => {
  test('has room for three, and says why for everything else that is put on it', async () => {
    const orders = [await buyOne(), await buyOne(), await buyOne(), await buyOne()];
    const unpaid = await claim(world, 'mori', await listDrop(world, { price: '60' }));
    const other = await buyOne('tide');
    await goLive();
    for (const { tag } of orders.slice(0, 3)) await put(tag);
    const codeOf = async (tag: string) => (await put(tag)).sighting.code;
    expect(await codeOf(orders[3]?.tag ?? '')).toBe('bench-full');
    expect(await codeOf(unpaid.tag)).toBe('order-not-paid');
    expect(await codeOf(other.tag)).toBe('not-your-order');
    expect(await codeOf(`${unpaid.tag.slice(0, -1)}${unpaid.tag.endsWith('0') ? '1' : '0'}`)).toBe('near-miss');
    expect(await refusalOf(put('hello'))).toBe('no-tag');
    expect(await refusalOf(put(`${orders[0]?.tag} ${orders[1]?.tag}`.replaceAll('-', '')))).toBe('no-tag');
  });
});

describe('notes and photos', () => {
  test('are bounded', async () => {
    const order = await buyOne();
    const notes = await Promise.all(Array.from({ length: 24 }, () => refusalOf(note(order, 'again'))));
    expect(notes.filter((outcome) => outcome === 'granted')).toHaveLength(20);
    const photos: string[] = [];
    for (let shade = 10; shade < 20; shade++) photos.push(await refusalOf(photo(order, shade)));
    expect(photos).toEqual([...Array<string>(8).fill('granted'), 'too-many-notes', 'too-many-notes']);
    expect(await refusalOf(kumo.addPhoto({ params: tagOf(order), body: { base64: 'R0lGODlh' } }))).toBe('bad-picture');
  });

  test('hostile text is words, or refused', async () => {
    const order = await buyOne();
    const outcomes: string[] = [];
    for (const text of ['\u202eturned round', 'two\nlines', '\u200b\u2060\ufeff', '   ', 'x'.repeat(100_000)])
      outcomes.push(await refusalOf(note(order, text)));
    expect(outcomes).toEqual(Array(5).fill('bad-input'));
    await note(order, '<script>alert(1)</script>');
    await note(order, 'ti\u200bny \u{1f469}\u200d\u{1f527} שלום');
    expect(onDesk(await kumo.getDesk({}), order)?.build.notes.map(({ text }) => text)).toEqual([
      '<script>alert(1)</script>',
      'tiny \u{1f469}\u200d\u{1f527} שלום',
    ]);
  });
});

describe('an order that the desk may not touch', () => {
  const deeds = (tag: string) => [
    kumo.tickStep({ params: { tag, step: 'plate' }, body: { done: true } }),
    kumo.addNote({ params: { tag }, body: { text: 'mine now', requestId: newRequestId() } }),
    kumo.addPhoto({ params: { tag }, body: { base64: pictureOf(99) } }),
    kumo.finishBuild({ params: { tag } }),
    kumo.takeOffBench({ params: { tag } }),
  ];
  const outcomes = async (tag: string) => new Set(await Promise.all(deeds(tag).map(refusalOf)));

  test('is another builder’s, not paid, or ended', async () => {
    expect(await outcomes((await buyOne('tide')).tag)).toEqual(new Set(['not-your-order']));
    const unpaid = await claim(world, 'mori', await listDrop(world, { price: '60' }));
    expect(await outcomes(unpaid.tag)).toEqual(new Set(['not-allowed-now']));
    const refunded = await buyOne();
    await world.onDiscord('kumo').refundOrder({ params: tagOf(refunded), body: { reason: 'out of parts' } });
    await world.settle();
    expect(await outcomes(refunded.tag)).toEqual(new Set(['order-ended']));
    const delivered = await buyOne();
    await world.onDiscord('kumo').declareShipment({ params: tagOf(delivered), body: { number: makeTrackingNumber() } });
    expect(await outcomes(delivered.tag)).toEqual(new Set(['granted']));
    await world.onDiscord('nova').confirmDelivery({ params: tagOf(delivered) });
    expect(await outcomes(delivered.tag)).toEqual(new Set(['order-ended']));
    await world.settle();
  });
});

describe('a drop at the desk', () => {
  const setStatus = (dropId: string, status: 'open' | 'paused' | 'closed') =>
    kumo.setDropStatus({ params: { dropId }, body: { status } });

  test('is paused where everybody sees it, opened again, and closed for good', async () => {
    const drop = await listDrop(world, { price: '60' });
    const shown = async () => (await panel()).drops.find(({ id }) => id === drop.id)?.status;
    await setStatus(drop.id, 'paused');
    expect(await shown()).toBe('paused');
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('drop-not-open');
    await Promise.all([setStatus(drop.id, 'open'), setStatus(drop.id, 'open')]);
    expect(await shown()).toBe('open');
    const { desk } = await setStatus(drop.id, 'closed');
    expect([await shown(), desk.drops.find(({ id }) => id === drop.id)]).toEqual([undefined, undefined]);
    expect(await refusalOf(setStatus(drop.id, 'open'))).toBe('drop-closed');
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('drop-not-open');
  });

  test('is opened by the rules of a new one, and only by its own builder', async () => {
    const drop = await listDrop(world, { price: '60', marketer: 'hana' });
    await setStatus(drop.id, 'paused');
    const account = world.accounts['hana'] ?? '';
    world.stripe.setAccountActive(account, false);
    expect(await refusalOf(setStatus(drop.id, 'open'))).toBe('party-cannot-be-paid');
    world.stripe.setAccountActive(account, true);
    expect(await refusalOf(setStatus(drop.id, 'open'))).toBe('granted');
    const other = await listDrop(world, { price: '60', by: 'tide' });
    expect(await refusalOf(setStatus(other.id, 'closed'))).toBe('not-found');
    await world.settle();
  });

  test('closing beats claims in flight: nobody holds a unit who had none when it was closed', async () => {
    const drop = await listDrop(world, { price: '60', units: 60 });
    const claims = Array.from({ length: 40 }, (_, index) =>
      refusalOf(
        createClient({
          baseUrl: world.site,
          headers: () => ({
            authorization: `Bearer ${world.credentials.botServiceToken}`,
            'x-c500-acting': `discord:5000000${10_000 + index}`,
          }),
        }).claimUnit({ params: { dropId: drop.id } }),
      ),
    );
    const closed = setStatus(drop.id, 'closed').then(() => world.bot.getDrop({ params: { dropId: drop.id } }));
    const outcomes = await Promise.all(claims);
    const granted = outcomes.filter((outcome) => outcome === 'granted').length;
    expect(new Set(outcomes.filter((outcome) => outcome !== 'granted' && outcome !== 'drop-not-open'))).toEqual(
      new Set(),
    );
    expect(60 - (await closed).units.left).toBe(granted);
  });
});

test('neither taking off nor finishing makes a proof of minutes while Twitch names no stream', async () => {
  const order = await buyOne();
  await goLive();
  await put(order.tag);
  await world.pass(4 * minute);
  await world.app().worker.stop();
  try {
    const { core } = world.app();
    const builder = await core.store.citizenByAccount('twitch', twitchIdOf('kumo'));
    if (!builder) throw new Error('Kumo is known');
    world.clock.advance(7 * minute);
    const whileNone = workDesk({ ...core, streams: { ...core.streams, fetchStream: async () => undefined } });
    expect(await whileNone.finishBuild(builder.id, order.tag)).toEqual({ ok: true });
    expect(await whileNone.takeOffBench(builder.id, order.tag)).toEqual({
      ok: false,
      refusal: { code: 'conflict-try-again' },
    });
    expect((await orderOf(world, 'nova', order.tag)).proofs).toEqual([]);
    expect(await workDesk(core).takeOffBench(builder.id, order.tag)).toEqual({ ok: true });
    expect((await orderOf(world, 'nova', order.tag)).certifiedBuild).toBe(true);
  } finally {
    await world.restart();
  }
});

test('a title that would turn the panel around is shown as a plain line', async () => {
  world.twitch.goLive(twitchIdOf('kumo'), 'evening \u202ebuild\u200b <b>');
  await world.settle();
  expect([(await panel()).live?.title, (await kumo.getDesk({})).live?.title]).toEqual([
    'evening build <b>',
    'evening build <b>',
  ]);
});

test('a token of another channel opens another desk, and never this one', async () => {
  const order = await buyOne();
  const token = viewerToken(world.twitch, 'tide', 'tide', true);
  const tide = createClient({ baseUrl: world.site, headers: () => ({ authorization: `Bearer ${token}` }) });
  expect((await tide.getDesk({})).builder.nickname).toBe('Tide');
  expect(await refusalOf(tide.tickStep({ params: { tag: order.tag, step: 'plate' }, body: { done: true } }))).toBe(
    'not-your-order',
  );
});

test('a builder who unlinks in the middle of a build has no desk any more, and the order keeps what was done', async () => {
  const order = await buyOne('tide');
  const tide = world.inPanel('tide', 'tide');
  world.twitch.goLive(twitchIdOf('tide'), 'evening build');
  await world.settle();
  await tide.putOnBench({ body: { tag: order.tag, requestId: newRequestId() } });
  await tide.addNote({ params: tagOf(order), body: { text: 'Half way', requestId: newRequestId() } });
  await world.pass(4 * minute);
  await tide.endConnection({});
  expect(await refusalOf(tide.getDesk({}))).toBe('no-builder-channel');
  expect(await refusalOf(tide.finishBuild({ params: tagOf(order) }))).toBe('no-builder-channel');
  expect(await world.inPanel('pip', 'tide').getChannel({})).toMatchObject({ builder: null, bench: [], drops: [] });
  await world.pass(20 * minute);
  const { build, proofs, bench } = await orderOf(world, 'nova', order.tag);
  expect([build?.notes.map(({ text }) => text), proofs, bench]).toEqual([['Half way'], [], null]);
});
