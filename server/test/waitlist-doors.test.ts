import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { booksAgree, claim, deliverNotices, kindsFor, listDrop, orderOf, refusalOf } from './stories.ts';
import { browser, pay, pressPay, signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

const at = (drop: DropView) => ({ params: { dropId: drop.id } });
const join = (key: string, drop: DropView) => world.onDiscord(key).joinWaitlist(at(drop));
const look = (drop: DropView) => world.bot.getDrop(at(drop));

/** Lets go of what somebody has set aside. */
const letGo = (key: string, { tag }: { readonly tag: string }) => world.onDiscord(key).cancelClaim({ params: { tag } });

describe('the line for a drop', () => {
  test('hands a lapsed unit to the next in it, who is told and pays', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    await claim(world, 'nova', drop);
    expect(await join('mori', drop)).toEqual({ dropId: drop.id, place: 1, waiting: 1 });
    expect(await world.inPanel('juno', 'kumo').joinWaitlist(at(drop))).toEqual({
      dropId: drop.id,
      place: 2,
      waiting: 2,
    });
    expect(await look(drop)).toMatchObject({ waiting: 2, units: { left: 0 } });
    await world.pass(houseRules.claimMs);
    const { orders } = await world.onDiscord('mori').listMyOrders({ query: {} });
    const offered = orders.find((order) => order.dropId === drop.id);
    expect(offered).toMatchObject({ fulfilment: 'reserved', timeline: [{ event: 'offered' }] });
    expect(kindsFor(await deliverNotices(world), 'mori', offered?.tag ?? '')).toEqual(['unit-offered']);
    expect(await look(drop)).toMatchObject({ waiting: 1, units: { left: 0 } });
    expect(await world.onDiscord('juno').getWaitlistPlace(at(drop))).toMatchObject({ place: 1 });
    if (offered) await pay(world, offered);
    expect((await orderOf(world, 'mori', offered?.tag ?? '')).fulfilment).toBe('paid');
  });

  test('is told with one’s orders in the panel of its channel, until a unit is set aside', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    await join('mori', drop);
    const panel = (key: string) => world.inPanel(key, 'kumo').listMyOrders({ query: {} });
    expect((await panel('mori')).waits).toEqual([{ dropId: drop.id, place: 1, waiting: 1 }]);
    expect((await panel('nova')).waits).toEqual([]);
    expect((await world.onDiscord('mori').listMyOrders({ query: {} })).waits).toEqual((await panel('mori')).waits);
    await letGo('nova', claimed);
    await world.settle();
    const { orders, waits } = await panel('mori');
    expect([orders[0]?.dropId, orders[0]?.fulfilment, waits]).toEqual([drop.id, 'reserved', []]);
    if (orders[0]) await letGo('mori', orders[0]);
  });

  test('comes before whoever presses claim, also where Stripe has to be asked before the unit is free', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    await pressPay(world, await claim(world, 'nova', drop));
    await join('mori', drop);
    expect(await refusalOf(claim(world, 'juno', drop))).toBe('waitlist-first');
    await world.pass(houseRules.claimMs);
    expect(await refusalOf(claim(world, 'juno', drop))).toBe('sold-out');
    const [offered] = (await world.onDiscord('mori').listMyOrders({ query: {} })).orders;
    expect(offered).toMatchObject({ dropId: drop.id, fulfilment: 'reserved' });
    if (offered) await letGo('mori', offered);
  });

  test('ends when the builder closes the drop', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    await join('mori', drop);
    await world.inPanel('kumo', 'kumo').setDropStatus({ ...at(drop), body: { status: 'closed' } });
    expect(await world.onDiscord('mori').getWaitlistPlace(at(drop))).toEqual({
      dropId: drop.id,
      place: null,
      waiting: 0,
    });
    await letGo('nova', claimed);
    await world.settle();
    expect(await look(drop)).toMatchObject({ status: 'closed', waiting: 0, units: { left: 1 } });
    expect(await refusalOf(join('mori', drop))).toBe('drop-not-open');
  });

  test('is not for drops that have units, that do not exist, or that are one’s own', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    expect(await refusalOf(join('mori', drop))).toBe('not-sold-out');
    expect(await refusalOf(join('kumo', drop))).toBe('own-drop');
    expect(await refusalOf(join('mori', { ...drop, id: 'drp_nothing' }))).toBe('not-found');
    expect(await world.onDiscord('mori').leaveWaitlist(at(drop))).toMatchObject({ place: null });
  });
});

describe('what opens a drop', () => {
  const list = (wishes: { earlyBirdMinutes?: number; grail?: boolean }) =>
    world.onDiscord('kumo').createDrop({
      body: {
        requestId: `request-lock-${JSON.stringify(wishes)}`,
        guild: 'builder',
        kind: 'commission',
        units: 2,
        proofDays: 14,
        title: 'Locked 65',
        priceTyped: '60',
        specs: 'quiet',
        pictures: [],
        vodUrl: null,
        ...wishes,
      },
    });

  test('an early bird: VIPs at once, everybody else when it ends', async () => {
    const drop = await list({ earlyBirdMinutes: 30 });
    const opens = drop.earlyBirdUntil ?? 0;
    expect(Math.abs(opens - world.clock.now() - 30 * minute)).toBeLessThan(minute);
    expect(await refusalOf(claim(world, 'mori', drop))).toBe('early-bird');
    await letGo('nova', await claim(world, 'nova', drop));
    await world.pass(30 * minute);
    expect((await look(drop)).earlyBirdUntil).toBeNull();
    await letGo('mori', await claim(world, 'mori', drop));
  });

  test('a grail: being a VIP', async () => {
    const drop = await list({ grail: true });
    expect([drop.grail, await refusalOf(claim(world, 'mori', drop))]).toEqual([true, 'vip-only']);
    await letGo('nova', await claim(world, 'nova', drop));
  });
});

describe('the page of a drop', () => {
  test('lets somebody join the line, shows the place, and lets them leave', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    const page = `/drops/${drop.id}`;
    expect(await (await browser(world.site).open(page)).text()).toContain('Sign in to join the line');
    const { person } = await signIn(world, 'mori', page);
    const joined = await person.send(page, `${page}/join`, {});
    expect([joined.status, joined.headers.get('location')]).toEqual([303, page]);
    expect(await (await person.open(page)).text()).toContain('You are next in line.');
    expect((await person.send(page, `${page}/leave`, {})).status).toBe(303);
    expect(await (await person.open(page)).text()).toContain('Join the line');
    await person.send(page, `${page}/join`, {});
    await letGo('nova', claimed);
    await world.settle();
    expect(await (await person.open(page)).text()).toContain('One is set aside for you until');
    const claiming = await person.send(page, `${page}/claim`, {});
    expect(claiming.headers.get('location')).toMatch(/^\/pay\//);
    const [offered] = (await world.onDiscord('mori').listMyOrders({ query: {} })).orders;
    if (offered) await letGo('mori', offered);
  });

  test('takes no form that it did not serve', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'nova', drop);
    const { person } = await signIn(world, 'mori');
    for (const wish of ['join', 'leave', 'raffle/enter', 'raffle/leave'])
      expect((await person.visit(`/drops/${drop.id}/${wish}`, { method: 'POST' })).status).toBe(401);
    expect((await look(drop)).waiting).toBe(0);
    expect((await person.visit(`/drops/${drop.id}/raffle`)).status).toBe(404);
    await letGo('nova', claimed);
  });
});

describe('a raffle', () => {
  const raffleMinutes = houseRules.raffleWindowMsMin / minute;
  const enter = (key: string, drop: DropView) => world.onDiscord(key).enterRaffle(at(drop));
  const offered = async (key: string, drop: DropView) =>
    (await world.onDiscord(key).listMyOrders({ query: {} })).orders.find(({ dropId, fulfilment }) => {
      return dropId === drop.id && fulfilment === 'reserved';
    });

  test('is drawn for the units that there are at its close, whatever was changed meanwhile', async () => {
    const drop = await listDrop(world, { price: '60', units: 1, raffleMinutes });
    for (const key of ['nova', 'mori']) await enter(key, drop);
    const { revision, specs, title } = await world.onDiscord('kumo').restockDrop({
      ...at(drop),
      body: { count: 1, requestId: 'request-restock-raffle' },
    });
    const edit = { revision, title: `${title}!`, specs, priceTyped: '61', vodUrl: null };
    await world.onDiscord('kumo').editDrop({ ...at(drop), body: edit });
    expect(await look(drop)).toMatchObject({ units: { total: 2, left: 2 }, raffle: { state: 'open', entries: 2 } });
    await world.pass(houseRules.raffleWindowMsMin);
    expect(await look(drop)).toMatchObject({ units: { left: 0 }, raffle: { state: 'drawn', entries: 2 } });
    expect(await world.bot.getRaffleReceipt(at(drop))).toMatchObject({ units: 2, title: `${title}!` });
    const notices = await deliverNotices(world);
    for (const key of ['nova', 'mori']) {
      const order = await offered(key, drop);
      expect(order).toMatchObject({ price: { amountMinor: 61_00 }, timeline: [{ event: 'offered' }] });
      expect((order?.claim?.endsAt ?? 0) - world.clock.now()).toBeGreaterThan(houseRules.raffleClaimMs - minute);
      expect(kindsFor(notices, key, order?.tag ?? '')).toEqual(['unit-offered']);
      if (order) await letGo(key, order);
    }
    await world.settle();
    await letGo('juno', await claim(world, 'juno', drop));
  });

  test('is called off when its builder closes the drop, and its draw ends when that comes later', async () => {
    const before = await listDrop(world, { price: '60', units: 1, raffleMinutes });
    const after = await listDrop(world, { price: '60', units: 1, raffleMinutes });
    for (const drop of [before, after]) for (const key of ['nova', 'mori']) await enter(key, drop);
    const close = (drop: DropView) =>
      world.onDiscord('kumo').setMyDropStatus({ ...at(drop), body: { status: 'closed' } });
    expect((await close(before)).raffle?.state).toBe('called-off');
    expect(await refusalOf(enter('juno', before))).toBe('drop-not-open');
    await world.pass(houseRules.raffleWindowMsMin);
    expect(await refusalOf(world.bot.getRaffleReceipt(at(before)))).toBe('not-found');
    expect((await world.bot.getRaffle(at(before))).state).toBe('called-off');
    const [nova, mori] = [await offered('nova', after), await offered('mori', after)];
    expect([nova, mori].filter(Boolean)).toHaveLength(1);
    await close(after);
    if (nova) await letGo('nova', nova);
    if (mori) await letGo('mori', mori);
    await world.settle();
    expect([await offered('nova', after), await offered('mori', after)]).toEqual([undefined, undefined]);
    expect(await look(after)).toMatchObject({ status: 'closed', waiting: 0, units: { left: 1 } });
  });

  test('opens for ten minutes at least and fourteen days at most, and for nobody first', async () => {
    for (const tooLong of [raffleMinutes - 1, houseRules.raffleWindowMsMax / minute + 1])
      expect(await refusalOf(listDrop(world, { price: '60', raffleMinutes: tooLong }))).toBe('raffle-window');
    expect(await refusalOf(listDrop(world, { price: '60', raffleMinutes, earlyBirdMinutes: 5 }))).toBe('bad-input');
  });
});
