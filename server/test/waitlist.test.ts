import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { Channel } from '../domain/citizen.ts';
import { runDeadlines } from '../usecases/work/run-deadlines.ts';
import { idOf, startLine, startSoldOut, type LineWishes, type LineWorld } from './line-world.ts';

const worlds: LineWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function soldOut(names: readonly string[], wishes: LineWishes = {}): Promise<LineWorld> {
  const world = await startSoldOut(names, wishes);
  worlds.push(world);
  return world;
}

const claimMs = houseRules.claimMs;

describe('joining the line', () => {
  test('is for drops of which every unit is taken', async () => {
    const world = await soldOut(['ada', 'bo']);
    expect(await world.join('bo')).toBe('1');
    const free = await startLine(['cy']);
    worlds.push(free);
    expect(await free.join('cy')).toBe('not-sold-out');
  });

  test('keeps the place of whoever joins twice, and leaving gives it up', async () => {
    const world = await soldOut(['ada', 'bo', 'cy']);
    expect([await world.join('bo'), await world.join('cy'), await world.join('bo')]).toEqual(['1', '2', '1']);
    expect(await world.leave('bo')).toBe('null');
    expect([await world.place('cy'), await world.join('bo')]).toEqual([1, '2']);
    expect(await world.leave('ada')).toBe('null');
  });

  test('puts VIPs first, and each of both in the order in which they came', async () => {
    const world = await soldOut(['ada', 'bo', 'vic', 'cy', 'viv'], { vips: ['vic', 'viv'] });
    for (const name of ['bo', 'vic', 'cy', 'viv']) await world.join(name);
    const names = ['vic', 'viv', 'bo', 'cy'];
    expect(await Promise.all(names.map((name) => world.place(name)))).toEqual([1, 2, 3, 4]);
  });

  test('is judged as a claim is: own drop, one each, tier, grail, closed', async () => {
    const world = await soldOut(['ada', 'builder', 'bo']);
    expect(await world.join('ada')).toBe('one-each');
    await world.changeDrop({ builderId: idOf('builder') });
    expect(await world.join('builder')).toBe('own-drop');
    await world.changeDrop({ grail: true });
    expect(await world.join('bo')).toBe('vip-only');
    await world.changeDrop({ grail: false, status: 'paused' });
    expect(await world.join('bo')).toBe('drop-not-open');
  });
});

describe('a unit that comes free', () => {
  test('is set aside for the next in line for ten minutes, who is told, and then for the one after', async () => {
    const world = await soldOut(['ada', 'bo', 'cy']);
    await world.join('bo');
    await world.join('cy');
    await world.pass(claimMs);
    expect(await world.holders()).toEqual(['bo']);
    const order = await world.reserved('bo');
    expect(order).toMatchObject({ offered: true, claimEndsAt: world.clock.now() + claimMs });
    const [told] = (await world.notices()).filter(({ kind }) => kind === 'unit-offered');
    expect(told).toMatchObject({
      citizenId: idOf('bo'),
      params: { tag: order?.tag },
      link: `https://c500.example/pay/${order?.payCode}`,
    });
    expect([await world.place('bo'), await world.place('cy')]).toEqual([null, 1]);
    await world.pass(claimMs);
    expect(await world.holders()).toEqual(['cy']);
    await world.pay('cy');
    await world.pass(claimMs);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of a claim that was cancelled goes to the line as well', async () => {
    const world = await soldOut(['ada', 'bo']);
    await world.join('bo');
    expect(await world.cancel('ada')).toMatchObject({ ok: true });
    expect(await world.claim('ada')).toBe('waitlist-first');
    await world.pass(0);
    expect(await world.holders()).toEqual(['bo']);
  });

  test('is taken by whoever is next and presses claim before anybody was told', async () => {
    const world = await soldOut(['ada', 'bo', 'cy', 'dee']);
    await world.join('bo');
    await world.join('cy');
    expect([await world.claim('bo'), await world.claim('dee')]).toEqual(['sold-out', 'waitlist-first']);
    await world.cancel('ada');
    expect([await world.claim('dee'), await world.claim('cy')]).toEqual(['waitlist-first', 'waitlist-first']);
    expect([await world.claim('bo'), await world.holders()]).toEqual(['granted', ['bo']]);
    await world.pass(0);
    expect(await world.holders()).toEqual(['bo']);
  });

  test('is anybody’s again once the line is empty', async () => {
    const world = await soldOut(['ada', 'bo', 'cy']);
    await world.join('bo');
    await world.leave('bo');
    await world.pass(claimMs);
    expect([await world.claim('cy'), await world.holders()]).toEqual(['granted', ['cy']]);
  });

  test('three times and not taken costs places, and no pause', async () => {
    const world = await soldOut(['ada', 'bo', 'cy', 'dee', 'eli']);
    for (const next of ['cy', 'dee', 'eli']) {
      await world.join('bo');
      await world.pass(claimMs);
      expect(await world.holders()).toEqual(['bo']);
      await world.pass(claimMs);
      expect([await world.place('bo'), await world.claim(next)]).toEqual([null, 'granted']);
    }
    await world.cancel('eli');
    expect(await world.claim('bo')).toBe('granted');
  });

  test('is not taken by a payment that comes too late while somebody waits', async () => {
    const world = await soldOut(['ada', 'bo']);
    const late = await world.reserved('ada');
    await world.join('bo');
    await world.pass(0);
    world.clock.advance(claimMs);
    await runDeadlines(world.core, 1);
    expect(await world.unitsLeft()).toBe(1);
    const paid = await world.pay('ada', late?.id);
    expect(paid).toMatchObject({ ok: true, order: { fulfilment: 'expired', refunds: [{ reason: 'late-payment' }] } });
    await world.pass(0);
    expect(await world.holders()).toEqual(['bo']);
  });
});

describe('who may not claim at their turn is passed over', () => {
  test('and keeps the place, while the next one gets the unit', async () => {
    const world = await soldOut(['ada', 'bo', 'cy']);
    await world.join('bo');
    await world.join('cy');
    await world.changeDrop({ builderId: idOf('bo') });
    await world.pass(claimMs);
    expect([await world.holders(), await world.place('bo')]).toEqual([['cy'], 1]);
    expect((await world.notices()).filter(({ citizenId }) => citizenId === idOf('bo'))).toEqual([]);
  });

  test('and when that is everybody, the unit is anybody’s until one more comes free or somebody joins', async () => {
    const world = await soldOut(['ada', 'bo', 'cy', 'dee', 'eli']);
    await world.join('bo');
    await world.changeDrop({ builderId: idOf('bo') });
    await world.pass(claimMs);
    expect([await world.unitsLeft(), await world.place('bo')]).toEqual([1, 1]);
    expect([await world.join('dee'), await world.claim('cy')]).toEqual(['not-sold-out', 'granted']);
    expect(await world.claim('eli')).toBe('sold-out');
    await world.cancel('cy');
    expect(await world.claim('eli')).toBe('waitlist-first');
    await world.changeDrop({ builderId: idOf('builder') });
    await world.pass(0);
    expect(await world.holders()).toEqual(['bo']);
  });
});

describe('a line waits', () => {
  test('while its drop is paused, and goes on when it is open again', async () => {
    const world = await soldOut(['ada', 'bo']);
    await world.join('bo');
    await world.changeDrop({ status: 'paused' });
    await world.pass(claimMs);
    expect([await world.unitsLeft(), await world.place('bo')]).toEqual([1, 1]);
    await world.changeDrop({ status: 'open' });
    await world.pass(houseRules.waitlistLookMs);
    expect(await world.holders()).toEqual(['bo']);
  });

  test('for the builder to be live where a drop asks for that', async () => {
    const world = await soldOut(['ada', 'bo']);
    await world.join('bo');
    await world.changeDrop({ liveOnly: true });
    await world.pass(claimMs);
    expect(await world.unitsLeft()).toBe(1);
    const drop = await world.core.store.get('drop', world.dropId);
    const channel: Channel = {
      id: 'channel',
      version: 0,
      login: 'kumo',
      builderId: drop?.builderId ?? idOf('none'),
      title: '',
      titleAt: 0,
      titleId: '',
      live: { streamId: 'stream', startedAt: world.clock.now() },
      ended: null,
      provesFrom: 0,
      unlinkedAt: null,
    };
    await world.core.store.commit({ put: [{ kind: 'channel', record: channel }] });
    await world.pass(houseRules.waitlistLookMs);
    expect(await world.holders()).toEqual(['bo']);
  });

  test('for the end of the early bird when nobody in it is a VIP', async () => {
    const world = await soldOut(['ada', 'bo']);
    await world.join('bo');
    await world.changeDrop({ earlyBirdUntil: world.clock.now() + claimMs + minute });
    await world.pass(claimMs);
    expect([await world.unitsLeft(), await world.claim('bo')]).toEqual([1, 'early-bird']);
    await world.pass(minute);
    expect(await world.holders()).toEqual(['bo']);
  });

  test('no longer once its drop is closed', async () => {
    const world = await soldOut(['ada', 'bo']);
    await world.join('bo');
    await world.changeDrop({ status: 'closed' });
    expect(await world.place('bo')).toBeNull();
    await world.pass(claimMs);
    expect(await world.unitsLeft()).toBe(1);
    expect((await world.core.store.get('waitlist', world.dropId))?.entries).toEqual([]);
    expect((await world.notices()).filter(({ citizenId }) => citizenId === idOf('bo'))).toEqual([]);
    expect(await world.join('bo')).toBe('drop-not-open');
  });
});
