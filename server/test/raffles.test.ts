import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { hour, houseRules, minute } from '#shared/house-rules.ts';
import type { Drop } from '../domain/drop.ts';
import type { Commit, Store } from '../ports/store.ts';
import { claimUnit } from '../usecases/claim-unit.ts';
import { drawOrder, sha256 } from '../usecases/raffle-order.ts';
import { enterRaffle, leaveRaffle, newRaffle, raffleReceipt, seeRaffle, type Raffled } from '../usecases/raffles.ts';
import { idOf, startLine, untilNothingIsDue, type LineWishes, type LineWorld } from './line-world.ts';

const worlds: LineWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** A raffle of one hour that is open, and people in front of it. */
async function startRaffle(names: readonly string[], wishes: LineWishes = {}) {
  const now = Date.UTC(2026, 4, 1, 18);
  const raffle = { opensAt: now, closesAt: now + hour, drawn: null };
  const world = await startLine(names, { ...wishes, drop: { raffle, ...wishes.drop } });
  worlds.push(world);
  const { core, dropId } = world;
  const drop = await core.store.get('drop', dropId);
  if (drop) await core.store.commit(newRaffle(core, drop));
  const see = async () => {
    const seen = await seeRaffle(core, dropId, null);
    if (!seen.ok) throw new Error(seen.refusal.code);
    return seen.raffle;
  };
  const receipt = async () => {
    const found = await raffleReceipt(core, dropId);
    return found.ok ? found.receipt : undefined;
  };
  return {
    ...world,
    see,
    receipt,
    enter: async (name: string) => said(await enterRaffle(core, dropId, idOf(name))),
    quit: async (name: string) => said(await leaveRaffle(core, dropId, idOf(name))),
    /** Names in the order of the draw. */
    async order(): Promise<readonly string[]> {
      const kept = await core.store.get('raffle', dropId);
      return (kept?.draw?.drawn ?? []).map(({ citizenId }) => citizenId.slice('cit_'.length, -4));
    },
  };
}

function said(answer: Raffled): string {
  if (!answer.ok) return answer.refusal.code;
  return answer.raffle.entered ? 'in' : 'out';
}

const everybody = ['ada', 'bo', 'cy', 'dee', 'eve'];

describe('entering a raffle', () => {
  test('is for one person once, who may leave until the close', async () => {
    const world = await startRaffle(everybody);
    expect([await world.enter('ada'), await world.enter('ada'), await world.enter('bo')]).toEqual(['in', 'in', 'in']);
    expect((await world.see()).entries).toBe(2);
    expect([await world.quit('bo'), await world.quit('cy')]).toEqual(['out', 'out']);
    expect((await world.see()).entries).toBe(1);
    expect(await world.enter('bo')).toBe('in');
    await world.pass(hour);
    expect([await world.quit('bo'), await world.enter('cy')]).toEqual(['raffle-over', 'raffle-over']);
    expect((await world.order()).toSorted()).toEqual(['ada', 'bo']);
  });
});
