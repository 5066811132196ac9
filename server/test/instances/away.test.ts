import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { day, minute } from '#shared/house-rules.ts';
import { forkFirestore, type FirestoreChild } from '../../../sandbox/firestore/child.ts';
import { indexFile, newDatabase } from '../databases.ts';
import { audit } from './audit.ts';
import { makeChance, type Chance } from './chance.ts';
import { openHouse, type House } from './house.ts';
import { makeTown, type Town } from './town.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const unavailable = 14;

jest.setTimeout(300_000);

let firestore: FirestoreChild;
let house: House;
let town: Town;
beforeAll(async () => {
  firestore = await forkFirestore({ indexes: indexFile });
});
afterEach(() => house.close());
afterAll(() => firestore.stop());

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What goes wrong with Firestore, each in the middle of what people do. */
const faults = {
  async 'is away for a moment'(chance: Chance) {
    await firestore.refuseAll(unavailable);
    await wait(200 + chance.below(800));
    await firestore.refuseAll(undefined);
  },
  async 'is away for seconds'() {
    await firestore.refuseAll(unavailable);
    await wait(9_500);
    await firestore.refuseAll(undefined);
  },
  async 'keeps what it was told and loses the answers'(chance: Chance) {
    await firestore.failNext('Commit', { code: unavailable, when: 'after', times: 2 + chance.below(8) });
  },
  async 'refuses some of what it is told'(chance: Chance) {
    await firestore.failNext('Commit', { code: unavailable, times: 1 + chance.below(6) });
    await firestore.failNext('BatchGetDocuments', { code: unavailable, times: 1 + chance.below(6) });
    await firestore.failNext('RunQuery', { code: unavailable, times: 1 + chance.below(6) });
  },
  async 'is slow, and ends every conversation'(chance: Chance) {
    await firestore.delay('every', 20 + chance.below(60));
    await firestore.breakListeners(unavailable);
    await wait(500);
  },
} as const;

describe(`a Firestore that two processes share (SEED=${seed})`, () => {
  test('goes away at random, and nothing is lost and nothing is done twice', async () => {
    house = await openHouse(2, newDatabase(firestore.host));
    town = makeTown(house);
    const chance = makeChance(seed);
    for (let round = 0; round < 2; round++) {
      for (const [what, fault] of Object.entries(faults)) {
        if (what === 'is away for seconds' && round > 0) continue;
        const trading = Promise.all(town.turn(chance, 4 + chance.below(4)).map((doing) => doing()));
        await Promise.all([trading, wait(chance.below(80)).then(() => fault(chance))]);
        await firestore.clearFaults();
        if (chance.percent(25)) house.advance(11 * minute);
        await inOrder(what);
      }
    }
    for (let fortnights = 0; fortnights < 3; fortnights++) {
      house.advance(14 * day);
      await inOrder('is there again');
    }
    // Whoever asked while nobody was there was told so, in a sentence.
    expect(town.refused()).toBeGreaterThan(0);
    const { transfers, refunds } = house.stripe.model;
    expect(Math.min(town.memories.length, transfers.size, refunds.size)).toBeGreaterThan(0);
  });
});

async function inOrder(after: string): Promise<void> {
  await house.settle();
  const found = { wrong: await audit(house, town.memories), complaints: house.complaints() };
  expect({ seed, after, ...found }).toEqual({ seed, after, wrong: [], complaints: [] });
}
