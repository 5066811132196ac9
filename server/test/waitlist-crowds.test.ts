import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import type { Commit, Store } from '../ports/store.ts';
import { claimUnit } from '../usecases/orders/claim-unit.ts';
import { runDeadlines } from '../usecases/work/run-deadlines.ts';
import { joinWaitlist } from '../usecases/drops/waitlist.ts';
import { idOf, startSoldOut, untilNothingIsDue, type LineWishes, type LineWorld } from './line-world.ts';

// Firestore's emulator, where this is told on it, may be slow to answer on a busy machine.
jest.setTimeout(120_000);

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

/** When a process dies: at its how manieth commit from now, and whether that one is kept. */
type Death = { commits: number; readonly when: 'before' | 'after'; isDead: boolean };

function dyingBy(death: Death): (store: Store) => Store {
  return (store) => ({
    ...store,
    async commit(change: Commit) {
      if (death.isDead) throw new Error('a dead process commits nothing');
      death.commits -= 1;
      death.isDead = death.commits === 0;
      if (death.isDead && death.when === 'before') throw new Error('the process died');
      const kept = await store.commit(change);
      if (death.isDead) throw new Error('the process died');
      return kept;
    },
  });
}

describe('a process that dies', () => {
  // A lapse, its offer, and the end of the look are a commit each.
  const deaths = [1, 2, 3].flatMap((commits) => [[commits, 'before'] as const, [commits, 'after'] as const]);

  test.each(deaths)(
    'at commit %i of an offer, %s it is kept, loses no unit and offers none twice',
    async (nth, when) => {
      const death: Death = { commits: Infinity, when, isDead: false };
      const world = await soldOut(['ada', 'bo', 'cy'], { through: dyingBy(death) });
      await world.join('bo');
      await world.join('cy');
      await world.pass(0);
      death.commits = nth;
      await expect(world.pass(claimMs)).rejects.toThrow('process');
      expect(death.isDead).toBe(true);
      death.isDead = false;
      await world.pass(0);
      expect([await world.holders(), await world.place('cy')]).toEqual([['bo'], 1]);
      expect((await world.notices()).filter(({ kind }) => kind === 'unit-offered')).toHaveLength(1);
      await world.pass(claimMs);
      expect(await world.holders()).toEqual(['cy']);
    },
  );
});

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

test('places that everybody asks for at once are found once', async () => {
  const waiting = Array.from({ length: 20 }, (_, index) => `p${index}`);
  let met = 0;
  const counting = (store: Store): Store => ({
    ...store,
    get(kind, id) {
      if (kind === 'citizen') met += 1;
      return store.get(kind, id);
    },
  });
  const world = await soldOut(['ada', ...waiting], { through: counting });
  for (const name of waiting) await world.join(name);
  await world.leave('p0');
  met = 0;
  const places = await Promise.all(waiting.map((name) => world.place(name)));
  expect(places).toEqual([null, ...waiting.slice(1).map((_, index) => index + 1)]);
  expect(met).toBeLessThanOrEqual(19);
  world.clock.advance(10_000);
  await Promise.all(waiting.map((name) => world.place(name)));
  expect(met).toBeLessThanOrEqual(38);
});
