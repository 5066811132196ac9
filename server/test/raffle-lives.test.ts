import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hour, houseRules } from '#shared/house-rules.ts';
import { enterRaffle, leaveRaffle, newRaffle } from '../usecases/drops/raffles.ts';
import { idOf, startLine, type LineWorld } from './line-world.ts';

const names = ['ada', 'bo', 'cy', 'dee', 'eve', 'flo'] as const;
const anyName = fc.constantFrom(...names);
const anyBefore = fc.record({
  does: fc.constantFrom('enter', 'enter', 'enter', 'leave', 'claim', 'join'),
  name: anyName,
});
const anyAfter = fc.record({
  does: fc.constantFrom('pay', 'cancel', 'lapse', 'ban', 'claim', 'join', 'pause', 'open'),
  name: anyName,
});

/** Who holds what is never more than there is, and never one person twice. */
async function expectSound(world: LineWorld, units: number): Promise<void> {
  const holders = await world.holders();
  expect(new Set(holders).size).toBe(holders.length);
  expect(holders.length + (await world.unitsLeft())).toBe(units);
}

async function live(world: LineWorld, { does, name }: { readonly does: string; readonly name: string }): Promise<void> {
  if (does === 'pay') await world.pay(name);
  if (does === 'cancel') await world.cancel(name);
  if (does === 'lapse') await world.pass(houseRules.raffleClaimMs);
  if (does === 'ban') await world.changeCitizen(name, { bannedFor: 'fraud' });
  if (does === 'claim') await world.claim(name);
  if (does === 'join') await world.join(name);
  if (does === 'pause') await world.changeDrop({ status: 'paused' });
  if (does === 'open') await world.changeDrop({ status: 'open' });
  await world.pass(0);
}

test('whatever people do, units go down the draw, nobody has two, and none is sold twice or lost', async () => {
  const anyLife = fc.record({
    units: fc.integer({ min: 1, max: 3 }),
    before: fc.array(anyBefore, { maxLength: 12 }),
    after: fc.array(anyAfter, { maxLength: 14 }),
  });
  await fc.assert(
    fc.asyncProperty(anyLife, async ({ units, before, after }) => {
      const now = Date.UTC(2026, 4, 1, 18);
      const raffle = { opensAt: now, closesAt: now + hour, drawn: null };
      const world = await startLine(names, { units, drop: { raffle } });
      const { core, dropId } = world;
      const drop = await core.store.get('drop', dropId);
      if (drop) await core.store.commit(newRaffle(core, drop));
      const entered = new Set<string>();
      for (const { does, name } of before) {
        if (does === 'enter' && (await enterRaffle(core, dropId, idOf(name))).ok) entered.add(name);
        else if (does === 'leave' && (await leaveRaffle(core, dropId, idOf(name))).ok) entered.delete(name);
        else await live(world, { does, name });
      }
      expect(await world.holders()).toEqual([]);
      await world.pass(hour);
      const drawn = (await core.store.get('raffle', dropId))?.draw?.drawn.map(({ citizenId }) => citizenId) ?? [];
      expect(drawn.toSorted()).toEqual([...entered].map(idOf).toSorted());
      expect(await world.holders()).toEqual(
        drawn
          .slice(0, units)
          .map((id) => id.slice('cit_'.length, -4))
          .toSorted(),
      );
      for (const each of after) {
        await live(world, each);
        await expectSound(world, units);
        // While the draw goes on, whoever has an order had their turn in it.
        const next = (await core.store.get('waitlist', dropId))?.drawn?.next;
        if (next === undefined) continue;
        const inTurn = new Set(drawn.slice(0, next));
        for (const holder of await world.holders()) expect(inTurn).toContain(idOf(holder));
      }
      await world.close();
    }),
    { numRuns: 60, seed: 7 },
  );
});
