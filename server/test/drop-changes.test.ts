import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { draftOf } from '../http/draft.ts';
import { planBan, planLift } from '../usecases/people/bans.ts';
import { openDrop } from '../usecases/drops/manage-drops.ts';
import { workDesk } from '../usecases/streams/work-desk.ts';
import { booksAgree, buy, claim, listDrop, orderOf, refusalOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

const kumo = () => world.onDiscord('kumo');
const at = (drop: { readonly id: string }) => ({ params: { dropId: drop.id } });
const look = (drop: DropView) => world.bot.getDrop(at(drop));

let requests = 0;
const restock = (drop: DropView, count: number, requestId = `restock-${++requests}`, by = 'kumo') =>
  world.onDiscord(by).restockDrop({ ...at(drop), body: { count, requestId } });

const draft = {
  requestId: 'request-of-a-preview',
  guild: 'builder',
  kind: 'commission',
  units: 3,
  proofDays: 14,
  title: 'Cloud 65',
  priceTyped: '$450.00',
  specs: 'quiet',
  pictures: [],
  vodUrl: null,
} satisfies Parameters<ReturnType<TestWorld['onDiscord']>['createDrop']>[0]['body'];

const words = { title: 'Cloud 65, second run', priceTyped: '480', specs: 'quieter', vodUrl: null };
const edit = (drop: Pick<DropView, 'id' | 'revision'>, more: Partial<typeof words> = {}, by = 'kumo') =>
  world.onDiscord(by).editDrop({ ...at(drop), body: { ...words, ...more, revision: drop.revision } });

describe('a preview', () => {
  test('is the drop as it will be listed, and keeps nothing', async () => {
    const preview = await kumo().previewDrop({ body: draft });
    expect(preview).toMatchObject({ status: 'draft', title: 'Cloud 65', units: { total: 3, left: 3 } });
    expect(await refusalOf(world.bot.getDrop(at(preview)))).toBe('not-found');
    const listed = await kumo().createDrop({ body: draft });
    expect({ ...preview, status: 'open', revision: listed.revision }).toEqual(listed);
  });

  test('is refused where listing would be', async () => {
    const preview = (more: object) => refusalOf(kumo().previewDrop({ body: { ...draft, ...more } }));
    const refused = [
      { priceTyped: 'much' },
      { priceTyped: '3' },
      { proofDays: houseRules.proofDaysMax + 1 },
      { vodUrl: 'http://example.com' },
      { pictures: [`${'a'.repeat(64)}.png`] },
      { marketerDiscordId: '200000000000000007' },
    ];
    expect(await Promise.all(refused.map(preview))).toEqual([
      'price-unreadable',
      'price-too-low',
      'promise-too-long',
      'bad-link',
      'bad-picture',
      'partner-not-agreed',
    ]);
  });
});

describe('an edit', () => {
  test('touches later claims only, and made twice is made once', async () => {
    const drop = await listDrop(world);
    const before = await claim(world, 'nova', drop);
    // Units taken, or a builder who goes live, change what is shown and nothing that an edit writes over.
    const edited = await edit(drop);
    expect(edited).toMatchObject({ title: words.title, specs: 'quieter', price: { amountMinor: 480_00 } });
    expect((await edit(drop)).revision).toBe(edited.revision);
    expect(await orderOf(world, 'nova', before.tag)).toMatchObject({
      title: 'Cloud 65',
      price: { amountMinor: 450_00 },
    });
    expect(await claim(world, 'mori', drop)).toMatchObject({ title: words.title, price: { amountMinor: 480_00 } });
  });

  test('of somebody who saw another drop than there is is refused', async () => {
    const drop = await listDrop(world);
    await edit(drop);
    expect(await refusalOf(edit(drop, { title: 'What the other browser said' }))).toBe('drop-changed');
    expect((await look(drop)).title).toBe(words.title);
  });

  test('is for the builder of an open drop, and judges as listing does', async () => {
    const drop = await listDrop(world, { price: '60' });
    expect(await refusalOf(edit(drop, {}, 'tide'))).toBe('not-your-drop');
    expect(await refusalOf(edit(drop, { priceTyped: '3' }))).toBe('price-too-low');
    const closed = await kumo().setMyDropStatus({ ...at(drop), body: { status: 'closed' } });
    expect(await refusalOf(edit(closed))).toBe('drop-closed');
    expect(await refusalOf(edit({ id: 'drp_unknown', revision: '1' }))).toBe('not-found');
  });
});

test('a builder pauses, opens and closes their own drop, and a closed one stays closed', async () => {
  const drop = await listDrop(world, { price: '60' });
  const set = (status: 'open' | 'paused' | 'closed', by = 'kumo') =>
    world.onDiscord(by).setMyDropStatus({ ...at(drop), body: { status } });
  expect((await set('paused')).status).toBe('paused');
  expect(await refusalOf(claim(world, 'nova', drop))).toBe('drop-not-open');
  expect((await set('open')).status).toBe('open');
  expect(await refusalOf(set('closed', 'tide'))).toBe('not-your-drop');
  expect((await set('closed')).status).toBe('closed');
  expect(await refusalOf(set('open'))).toBe('drop-closed');
  const { drops } = await kumo().listMyDrops({});
  expect(drops.find(({ id }) => id === drop.id)?.status).toBe('closed');
});

test('what somebody has claimed is paged, newest first, and nothing comes after a tag that is not theirs', async () => {
  const claimed = [];
  for (const price of ['60', '61', '62']) claimed.push(await claim(world, 'juno', await listDrop(world, { price })));
  const tagsAfter = async (before?: string) =>
    (await world.onDiscord('juno').listMyOrders({ query: before ? { before } : {} })).orders.map(({ tag }) => tag);
  const [oldest, middle, newest] = claimed.map(({ tag }) => tag);
  expect(await tagsAfter()).toEqual([newest, middle, oldest]);
  expect(await tagsAfter(newest)).toEqual([middle, oldest]);
  expect([await tagsAfter(oldest), await tagsAfter('C5-0000000')]).toEqual([[], []]);
  for (const { tag } of claimed) await world.onDiscord('juno').cancelClaim({ params: { tag } });
});

describe('a restock', () => {
  test('adds units once for each request, those first that a refund withdrew', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const { tag } = await buy(world, 'nova', drop);
    await kumo().refundOrder({ params: { tag }, body: { reason: 'a scratch' } });
    await world.settle();
    expect((await look(drop)).units).toEqual({ total: 1, left: 0 });
    await Promise.all([restock(drop, 2, 'the-same-request'), restock(drop, 2, 'the-same-request')]);
    expect((await restock(drop, 2, 'the-same-request')).units).toEqual({ total: 2, left: 2 });
    expect((await restock(drop, 1)).units).toEqual({ total: 3, left: 3 });
  });

  test('is the line’s before it is anybody’s', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const first = await claim(world, 'nova', drop);
    await world.onDiscord('mori').joinWaitlist(at(drop));
    await restock(drop, 1);
    expect(await refusalOf(claim(world, 'juno', drop))).toMatch(/waitlist-first|sold-out/);
    await world.settle();
    const [offered] = (await world.onDiscord('mori').listMyOrders({ query: {} })).orders;
    expect(offered).toMatchObject({ dropId: drop.id, fulfilment: 'reserved', timeline: [{ event: 'offered' }] });
    for (const [key, tag] of [
      ['nova', first.tag],
      ['mori', offered?.tag ?? ''],
    ] as const)
      await world.onDiscord(key).cancelClaim({ params: { tag } });
    await world.settle();
  });

  test('is refused beyond what a drop may have, for a closed drop, and to another builder', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    expect(await refusalOf(restock(drop, houseRules.unitsPerDropMax))).toBe('too-many-units');
    expect(await refusalOf(restock(drop, 1, 'request-of-tide', 'tide'))).toBe('not-your-drop');
    await kumo().setMyDropStatus({ ...at(drop), body: { status: 'closed' } });
    expect(await refusalOf(restock(drop, 1))).toBe('drop-closed');
  });
});

test('a builder who is banned lists, changes, restocks, offers and announces nothing', async () => {
  const { store } = world.app().core;
  const drop = await listDrop(world, { by: 'relic', price: '60' });
  const citizen = await store.get('citizen', seedId('relic'));
  if (citizen)
    await store.commit({ put: [{ kind: 'citizen', record: { ...citizen, bannedFor: 'took money outside' } }] });
  const relic = world.onDiscord('relic');
  const share = { marketerDiscordId: '200000000000000006', marketerHandle: 'mori', marketerPercent: 20 };
  const refused = await Promise.all(
    [
      relic.createDrop({ body: { ...draft, requestId: 'request-of-relic' } }),
      relic.previewDrop({ body: draft }),
      edit(drop, {}, 'relic'),
      restock(drop, 1, 'request-of-banned', 'relic'),
      relic.setMyDropStatus({ ...at(drop), body: { status: 'paused' } }),
      relic.proposePartnership({ body: share }),
      relic.announceLive({ body: { requestId: 'request-of-relic', kind: 'workshop', dropId: null, text: 'come in' } }),
      relic.keepPicture({ body: { base64: 'aGVsbG8=' } }),
    ].map(refusalOf),
  );
  expect(new Set(refused)).toEqual(new Set(['banned']));
});

test('nobody but a builder leaves pictures by a page of ours', async () => {
  const body = { base64: 'aGVsbG8=' };
  expect(await refusalOf(world.inPanel('pip', 'kumo').keepPicture({ body }))).toBe('not-a-builder');
  expect(await refusalOf(world.inPanel('kumo', 'kumo').keepPicture({ body }))).toBe('bad-picture');
  expect(await refusalOf(world.onDiscord('nova').keepPicture({ body }))).toBe('bad-picture');
});

test('no drop opens by a word that was given before its builder was banned', async () => {
  const { core } = world.app();
  const builderId = seedId('tide');
  const paused = await listDrop(world, { by: 'tide', price: '60' });
  await world.onDiscord('tide').setMyDropStatus({ ...at(paused), body: { status: 'paused' } });
  let isBanned = false;
  const banFirst: typeof core.store.commit = async (change) => {
    const opens = change.put?.some(({ kind, record }) => kind === 'drop' && record.status === 'open');
    const citizen = opens && !isBanned ? await core.store.get('citizen', builderId) : undefined;
    const ban = citizen && (await planBan(core, citizen, builderId, 'took money outside'));
    if (ban?.ok) isBanned = (await core.store.commit(ban.commit)).result === 'committed';
    return core.store.commit(change);
  };
  const hurried = { ...core, store: { ...core.store, commit: banFirst } };
  const lift = async () => {
    const citizen = await core.store.get('citizen', builderId);
    const lifted = citizen && (await planLift(core, citizen, builderId, 'a mistake'));
    if (lifted?.ok) isBanned = (await core.store.commit(lifted.commit)).result !== 'committed';
  };
  expect(await workDesk(hurried).setDropStatus(builderId, paused.id, 'open')).toMatchObject({
    refusal: { code: 'banned' },
  });
  await lift();
  expect(await openDrop(hurried, builderId, draftOf({ ...draft, requestId: 'request-of-tide' }))).toMatchObject({
    refusal: { code: 'banned' },
  });
  await lift();
});
