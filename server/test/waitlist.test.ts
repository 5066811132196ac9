import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { Channel } from '../domain/citizen.ts';
import type { Commit, Store } from '../ports/store.ts';
import { claimUnit } from '../usecases/claim-unit.ts';
import { runDeadlines } from '../usecases/run-deadlines.ts';
import { joinWaitlist } from '../usecases/waitlist.ts';
import { idOf, startLine, untilNothingIsDue, type LineWishes, type LineWorld } from './line-world.ts';

const worlds: LineWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** A drop of which the first names have claimed every unit. */
async function soldOut(names: readonly string[], wishes: LineWishes = {}): Promise<LineWorld> {
  const world = await startLine(names, wishes);
  worlds.push(world);
  for (const name of names.slice(0, wishes.units ?? 1)) expect(await world.claim(name)).toBe('granted');
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

/** A store in which the commits of a story break off: `before` nothing of one is kept, `after` it is and nobody hears of it. */
function breaking(moments: { at: number; when: 'before' | 'after' }): (store: Store) => Store {
  return (store) => ({
    ...store,
    async commit(change: Commit) {
      moments.at -= 1;
      if (moments.at === 0 && moments.when === 'before') throw new Error('the process died');
      const kept = await store.commit(change);
      if (moments.at === 0) throw new Error('the process died');
      return kept;
    },
  });
}

describe('a process that dies', () => {
  // A lapse, its offer, and the end of the look are a commit each.
  const deaths = [1, 2, 3].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]);

  test.each(deaths)(
    'at commit %i of an offer (%s it is kept) loses no unit and offers none twice',
    async (at, when) => {
      const moments: Parameters<typeof breaking>[0] = { at: 0, when };
      const world = await soldOut(['ada', 'bo', 'cy'], { through: breaking(moments) });
      await world.join('bo');
      await world.join('cy');
      await world.pass(0);
      const reports: unknown[] = [];
      const dying = { ...world.core, report: (error: unknown) => void reports.push(error) };
      world.clock.advance(claimMs);
      moments.at = at;
      // What follows the death is done by nobody: the one who dies has no second commit.
      const dies = async () => {
        for (let looks = 0; looks < 3; looks++) await runDeadlines({ ...dying, store: dead(dying.store, moments) });
      };
      await dies().catch(() => undefined);
      expect(moments.at).toBeLessThanOrEqual(0);
      moments.at = -1;
      await untilNothingIsDue(world.core);
      expect([await world.holders(), await world.place('cy')]).toEqual([['bo'], 1]);
      expect((await world.notices()).filter(({ kind }) => kind === 'unit-offered')).toHaveLength(1);
      await world.pass(claimMs);
      expect(await world.holders()).toEqual(['cy']);
    },
  );
});

/** A store that takes nothing more once its process has died. */
function dead(store: Store, moments: { readonly at: number }): Store {
  return {
    ...store,
    commit: (change) => (moments.at <= 0 ? Promise.reject(new Error('the process is gone')) : store.commit(change)),
  };
}

describe('a rush on the line', () => {
  test('of 64 people who join and claim while units come free gives each unit to one of them, in turn', async () => {
    const crowd = Array.from({ length: 64 }, (_, index) => `p${index}`);
    const holders = ['ada', 'bo', 'cy', 'dee'];
    const world = await soldOut([...holders, ...crowd], { units: 4 });
    const other = await world.another();
    const first = crowd.slice(0, 8);
    for (const name of first) await world.join(name);
    const offered: string[] = [];
    const listen = ({ put = [] }: Commit) => {
      for (const each of put) if (each.kind === 'order' && each.record.offered) offered.push(each.record.buyerId);
    };
    const stores = new Set([world.core.store, other.store]);
    const stops = [...stores].map((store) => store.onCommit(listen));
    const answers = await Promise.all([
      ...holders.map((name) => world.cancel(name)),
      ...crowd.flatMap((name, index) => {
        const core = index % 2 === 0 ? world.core : other;
        return [
          joinWaitlist(core, world.dropId, idOf(name)),
          claimUnit(core, world.dropId, idOf(name), false),
          runDeadlines(core),
        ];
      }),
    ]);
    await untilNothingIsDue(world.core, other);
    for (const stop of stops) stop();
    const refusals = answers.flatMap((answer) =>
      typeof answer === 'object' && !answer.ok ? [answer.refusal.code] : [],
    );
    expect([...new Set(refusals)].filter((code) => !['waitlist-first', 'sold-out', 'one-each'].includes(code))).toEqual(
      [],
    );
    expect(await world.holders()).toHaveLength(4);
    expect(await world.unitsLeft()).toBe(0);
    // The units went to those who stood in the line before all the others came, in turn.
    expect(offered).toEqual(first.slice(0, 4).map(idOf));
    const line = await world.core.store.get('waitlist', world.dropId);
    expect(line?.entries).toHaveLength(60);
    expect(line?.entries.slice(0, 4).map(({ citizenId }) => citizenId)).toEqual(first.slice(4).map(idOf));
  });

  test('by two processes that offer at once offers each unit once', async () => {
    const waiting = Array.from({ length: 8 }, (_, index) => `p${index}`);
    const holders = ['ada', 'bo', 'cy', 'dee'];
    const world = await soldOut([...holders, ...waiting], { units: 4 });
    for (const name of waiting) await world.join(name);
    await world.pass(0);
    await Promise.all(holders.map((name) => world.cancel(name)));
    const cores = [world.core, await world.another(), await world.another()];
    await Promise.all(cores.map((core) => runDeadlines(core)));
    await untilNothingIsDue(...cores);
    expect(await world.holders()).toEqual(['p0', 'p1', 'p2', 'p3']);
    expect(await Promise.all(waiting.map((name) => world.place(name)))).toEqual([null, null, null, null, 1, 2, 3, 4]);
  });
});
