import { afterEach, describe, expect, test } from '@jest/globals';
import { hour, houseRules, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { startSoldOut, untilNothingIsDue, type LineWishes, type LineWorld } from './line-world.ts';

let world: LineWorld | undefined;
afterEach(() => world?.close());

async function soldOut(names: readonly string[], wishes: LineWishes = {}): Promise<LineWorld> {
  world = await startSoldOut(names, wishes);
  return world;
}

describe('a unit that comes free', () => {
  test('during the early bird is offered to a VIP who joins a line of others', async () => {
    const line = await soldOut(['vic', 'bo', 'val'], { vips: ['vic', 'val'] });
    await line.changeDrop({ earlyBirdUntil: line.clock.now() + 24 * hour });
    await line.join('bo');
    await line.cancel('vic');
    await untilNothingIsDue(line.core);
    expect(await line.unitsLeft()).toBe(1);
    expect(await line.claim('val')).toBe('waitlist-first');
    await line.join('val');
    await untilNothingIsDue(line.core);
    expect(await line.holders()).toEqual(['val']);
  });

  test('is not had twice by somebody who lets it lapse, joins again and pays both', async () => {
    const line = await soldOut(['ada', 'bo', 'cy'], { units: 1 });
    await line.join('bo');
    await line.cancel('ada');
    await untilNothingIsDue(line.core);
    const first = await line.reserved('bo');
    await line.join('cy');
    await line.pass(houseRules.claimMs + minute);
    expect(await line.holders()).toEqual(['cy']);
    await line.join('bo');
    await line.cancel('cy');
    await untilNothingIsDue(line.core);
    expect(await line.holders()).toEqual(['bo']);
    await line.pay('bo');
    if (first) await line.pay('bo', first.id);
    expect(await line.holders()).toEqual(['bo']);
    expect(await line.unitsLeft()).toBe(0);
  });
});

test('a crowd that fills a line keeps no VIP out of it', async () => {
  const line = await soldOut(['ada', 'bo', 'vic'], { vips: ['vic'] });
  const { store } = line.core;
  const entries = Array.from({ length: houseRules.waitlistMax }, (_, index) => ({
    citizenId: makeId('citizen', `crowd${index}`),
    joinedAt: line.clock.now(),
  }));
  await store.commit({ put: [{ kind: 'waitlist', record: { id: line.dropId, version: 0, entries } }] });
  expect(await line.join('bo')).toBe('waitlist-full');
  expect(await line.join('vic')).toBe('1');
});

test('VIPs who take turns at letting offers go do not keep a unit from everybody else', async () => {
  const line = await soldOut(['ada', 'cy', 'vic', 'val'], { vips: ['vic', 'val'] });
  for (const name of ['cy', 'vic', 'val']) await line.join(name);
  await line.cancel('ada');
  await untilNothingIsDue(line.core);
  const holders: string[] = [];
  for (let offers = 0; offers < 3; offers++) {
    const [holder = 'nobody'] = await line.holders();
    holders.push(holder);
    if (offers % 2 === 0) await line.cancel(holder);
    await line.pass(houseRules.claimMs);
    await line.join(holder);
  }
  expect(holders).toEqual(['vic', 'val', 'cy']);
});
