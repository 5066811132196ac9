import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from '#shared/api/client.ts';
import { minute } from '#shared/house-rules.ts';
import type { DeskView } from '#shared/schemas/desk.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { booksAgree, buy, claim, listDrop, makeTrackingNumber, orderOf, refusalOf, twitchIdOf } from './stories.ts';
import { startWorld, viewerToken, type TestWorld } from './world.ts';

let world: TestWorld;
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

let count = 0;
const requestId = () => `request-desk-${++count}`;
const buyOne = async (by = 'kumo') => buy(world, 'nova', await listDrop(world, { price: '60', by }));
const panel = () => world.inPanel('pip', 'kumo', { shared: false }).getChannel({});
const put = (tag: string, id = requestId()) => kumo.putOnBench({ body: { tag, requestId: id } });
const params = ({ tag }: Pick<OrderView, 'tag'>) => ({ tag });
const tick = (order: OrderView, step: string, isDone = true) =>
  kumo.tickStep({ params: { ...params(order), step }, body: { done: isDone } });
const note = (order: OrderView, text: string, id = requestId()) =>
  kumo.addNote({ params: params(order), body: { text, requestId: id } });
const onDesk = ({ bench, queue, doneToday }: DeskView, { tag }: OrderView) =>
  [...bench, ...queue, ...doneToday].find((order) => order.tag === tag);
async function goLive(): Promise<void> {
  world.twitch.goLive(twitchIdOf('kumo'), 'evening build');
  await world.settle();
}

const png = (shade: number) =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40, shade)]).toString('base64');

describe('the queue', () => {
  test('is worked as the builder arranged it, on the desk and in the panel; what was not arranged follows', async () => {
    const drop = await listDrop(world, { price: '60' });
    const orders = [await buy(world, 'nova', drop), await buy(world, 'mori', drop), await buy(world, 'ash', drop)];
    const tags = orders.map(({ tag }) => tag);
    const [one = '', two = '', three = ''] = tags;
    const ours = (list: readonly { readonly tag: string }[]) =>
      list.map(({ tag }) => tag).filter((tag) => tags.includes(tag));
    expect(ours((await kumo.getDesk({})).queue)).toEqual([one, two, three]);
    const { desk } = await kumo.arrangeQueue({ body: { tags: [three, 'C5-0000000', 'gone', three, one] } });
    expect(ours(desk.queue)).toEqual([three, one, two]);
    expect(ours((await panel()).queue)).toEqual([three, one, two]);
  });

  test('of another builder cannot be arranged', async () => {
    const other = await buyOne('tide');
    const { desk } = await kumo.arrangeQueue({ body: { tags: [other.tag] } });
    expect(onDesk(desk, other)).toBeUndefined();
  });
});

describe('the bench', () => {
  test('takes an order while the channel is live, once for each press, and shows whom the minutes are shared with', async () => {
    const [one, two] = [await buyOne(), await buyOne()];
    expect((await put(one.tag)).sighting).toMatchObject({ counted: false, code: 'channel-offline' });
    await goLive();
    const id = requestId();
    const [first, again] = await Promise.all([put(one.tag.toLowerCase(), id), put(one.tag.toLowerCase(), id)]);
    expect([first.sighting.counted, again.sighting.counted]).toEqual([true, true]);
    expect((await put(one.tag)).sighting.code).toBe('already-on-bench');
    const { desk } = await put(two.tag);
    expect(desk.bench.map(({ tag, progress }) => [tag, progress?.sharedBy])).toEqual([
      [one.tag, 2],
      [two.tag, 2],
    ]);
    expect((await panel()).bench.map(({ tag }) => tag)).toEqual([one.tag, two.tag]);
    expect(onDesk(desk, one)?.actions).toEqual(['take-off-bench', 'work', 'finish']);
    await world.pass(2 * minute);
    expect((await orderOf(world, 'nova', one.tag)).bench?.sharedBy).toBe(2);
    const sightings = (await world.operator.getOrderMoney({ params: params(one) })).sightings;
    expect(sightings.filter(({ outcome }) => outcome === 'counted').map(({ source }) => source)).toEqual(['live-desk']);
  });

  test('is left with one press, pressed twice or not: minutes stand and come back with the order', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    await world.pass(4 * minute);
    await Promise.all([kumo.takeOffBench({ params: params(order) }), kumo.takeOffBench({ params: params(order) })]);
    await world.pass(20 * minute);
    const aside = await kumo.getDesk({});
    expect([aside.bench, onDesk(aside, order)?.progress]).toEqual([[], null]);
    expect((await orderOf(world, 'nova', order.tag)).proofs).toEqual([]);
    const { desk } = await put(order.tag);
    const earnedMs = onDesk(desk, order)?.progress?.earnedMs ?? 0;
    expect(earnedMs).toBeGreaterThanOrEqual(4 * minute);
    expect(earnedMs).toBeLessThan(5 * minute);
    await world.pass(7 * minute);
    expect((await orderOf(world, 'nova', order.tag)).certifiedBuild).toBe(true);
  });

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

describe('the steps of a build', () => {
  test('are shown on the desk, in the panel and to the buyer as soon as they are ticked, and can be unticked', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    const shown = async () => {
      const lists = [
        onDesk(await kumo.getDesk({}), order)?.build.steps,
        (await panel()).bench[0]?.steps,
        (await orderOf(world, 'nova', order.tag)).build?.steps,
      ];
      return lists.map((steps) => steps?.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key));
    };
    expect(await shown()).toEqual([[], [], []]);
    await tick(order, 'plate');
    expect(await shown()).toEqual([['plate'], ['plate'], ['plate']]);
    await tick(order, 'case');
    await tick(order, 'case');
    await tick(order, 'plate', false);
    expect(await shown()).toEqual([['case'], ['case'], ['case']]);
    for (const step of ['pour', 'constructor', '__proto__', ''])
      expect([step, await refusalOf(tick(order, step))]).toEqual([step, 'not-found']);
  });

  test('all stand when thirty ticks come at once', async () => {
    const order = await buyOne();
    const steps = ['case', 'stabilisers', 'plate', 'switches', 'keycaps', 'firmware'];
    const ticks = Array.from({ length: 30 }, (_, index) => tick(order, steps[index % steps.length] ?? ''));
    const texts = Array.from({ length: 12 }, (_, index) => note(order, `note ${index}`));
    expect(new Set(await Promise.all([...ticks, ...texts].map(refusalOf)))).toEqual(new Set(['granted']));
    const build = (await orderOf(world, 'nova', order.tag)).build;
    expect(build?.steps.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key)).toEqual(steps);
    expect(build?.notes).toHaveLength(12);
  });
});

describe('notes and photos', () => {
  test('are each kept once however often they are sent, newest last, and the newest is in the panel', async () => {
    const order = await buyOne();
    await goLive();
    await put(order.tag);
    const id = requestId();
    await Promise.all([note(order, 'Lubed and filmed', id), note(order, 'Lubed and filmed', id)]);
    await note(order, ' Sounds like rain ');
    const photo = (shade: number) => kumo.addPhoto({ params: params(order), body: { base64: png(shade) } });
    await Promise.all([photo(1), photo(1)]);
    await photo(2);
    const build = onDesk(await kumo.getDesk({}), order)?.build;
    expect(build?.notes.map(({ text }) => text)).toEqual(['Lubed and filmed', 'Sounds like rain']);
    expect(build?.photos).toHaveLength(2);
    expect((await panel()).bench[0]).toMatchObject({
      note: 'Sounds like rain',
      photo: { url: build?.photos[1]?.picture.url },
    });
    expect((await fetch(build?.photos[0]?.picture.url ?? '')).status).toBe(200);
  });

  test('are bounded', async () => {
    const order = await buyOne();
    const notes = await Promise.all(Array.from({ length: 24 }, () => refusalOf(note(order, 'again'))));
    expect(notes.filter((outcome) => outcome === 'granted')).toHaveLength(20);
    const photos: string[] = [];
    for (let shade = 10; shade < 20; shade++)
      photos.push(await refusalOf(kumo.addPhoto({ params: params(order), body: { base64: png(shade) } })));
    expect(photos).toEqual([...Array<string>(8).fill('granted'), 'too-many-notes', 'too-many-notes']);
    expect(await refusalOf(kumo.addPhoto({ params: params(order), body: { base64: 'R0lGODlh' } }))).toBe('bad-picture');
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

describe('a build that is finished', () => {
  test('leaves the bench when it is proved, and goes on earning when it is not', async () => {
    const [proved, unproved] = [await buyOne(), await buyOne()];
    await goLive();
    await put(proved.tag);
    await world.pass(11 * minute);
    await put(unproved.tag);
    await world.pass(2 * minute);
    await Promise.all([kumo.finishBuild({ params: params(proved) }), kumo.finishBuild({ params: params(proved) })]);
    const { desk } = await kumo.finishBuild({ params: params(unproved) });
    expect(desk.bench.map(({ tag }) => tag)).toEqual([unproved.tag]);
    expect(desk.doneToday.map(({ tag }) => tag)).toContain(proved.tag);
    expect(onDesk(desk, unproved)?.build.finishedAt).toEqual(expect.any(Number));
    await world.pass(9 * minute);
    expect((await orderOf(world, 'nova', unproved.tag)).certifiedBuild).toBe(true);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    const offline = await panel();
    expect([offline.live, offline.bench]).toEqual([null, []]);
    expect(offline.lastBuild).toMatchObject({ entry: { tag: unproved.tag, certifiedBuild: true } });
    expect(offline.lastBuild?.watchUrl).toMatch(/\?t=/);
  });

  test('is not what comes next in the panel, though its proof or its parcel is still due', async () => {
    const order = await buyOne();
    const { desk } = await kumo.finishBuild({ params: params(order) });
    expect(desk.queue.map(({ tag }) => tag)).toContain(order.tag);
    expect((await panel()).queue.map(({ tag }) => tag)).not.toContain(order.tag);
  });
});

describe('an order that the desk may not touch', () => {
  const deeds = (tag: string) => [
    kumo.tickStep({ params: { tag, step: 'plate' }, body: { done: true } }),
    kumo.addNote({ params: { tag }, body: { text: 'mine now', requestId: requestId() } }),
    kumo.addPhoto({ params: { tag }, body: { base64: png(99) } }),
    kumo.finishBuild({ params: { tag } }),
    kumo.takeOffBench({ params: { tag } }),
  ];
  const outcomes = async (tag: string) => new Set(await Promise.all(deeds(tag).map(refusalOf)));

  test('is another builder’s, not paid, or ended', async () => {
    expect(await outcomes((await buyOne('tide')).tag)).toEqual(new Set(['not-your-order']));
    const unpaid = await claim(world, 'mori', await listDrop(world, { price: '60' }));
    expect(await outcomes(unpaid.tag)).toEqual(new Set(['not-allowed-now']));
    const refunded = await buyOne();
    await world.onDiscord('kumo').refundOrder({ params: params(refunded), body: { reason: 'out of parts' } });
    await world.settle();
    expect(await outcomes(refunded.tag)).toEqual(new Set(['order-ended']));
    const delivered = await buyOne();
    await world
      .onDiscord('kumo')
      .declareShipment({ params: params(delivered), body: { number: makeTrackingNumber() } });
    expect(await outcomes(delivered.tag)).toEqual(new Set(['granted']));
    await world.onDiscord('nova').confirmDelivery({ params: params(delivered) });
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

test('whether viewers are answered in chat is set at the desk, and the bot is told', async () => {
  const answers = async () => (await world.bot.getChatChannel({ params: { twitchId: twitchIdOf('kumo') } })).answers;
  expect((await kumo.getDesk({})).chatAnswers).toBe(true);
  expect((await kumo.setChatAnswers({ body: { answers: false } })).desk.chatAnswers).toBe(false);
  expect(await answers()).toBe(false);
  await kumo.setChatAnswers({ body: { answers: true } });
  expect(await answers()).toBe(true);
});

test('what was done at the desk is there after a restart', async () => {
  const order = await buyOne();
  await tick(order, 'plate');
  await note(order, 'before the lights went out', 'request-restart');
  await world.restart();
  await note(order, 'before the lights went out', 'request-restart');
  const build = onDesk(await kumo.getDesk({}), order)?.build;
  expect(build?.notes).toHaveLength(1);
  expect(build?.steps.find(({ key }) => key === 'plate')?.doneAt).toEqual(expect.any(Number));
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
