import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { day, minute } from '#shared/house-rules.ts';
import { newDatabase, startFirestoreForTests, type FirestoreForTests } from '../databases.ts';
import { audit } from './audit.ts';
import { makeChance } from './chance.ts';
import { openHouse, type House } from './house.ts';
import { makeTown, type Town } from './town.ts';

/** The same seed makes the same decisions; what is under way when somebody dies is the machine's to say. Give others to look further. */
const seed = Number(process.env['SEED'] ?? 500);

/** Nobody is killed later than this into what people do at once. */
const killWithinMs = 200;

jest.setTimeout(600_000);

let house: House;
let town: Town;

/** Opens a house with people around it. */
async function open(processes: number, settings: Readonly<Record<string, string>>): Promise<void> {
  house = await openHouse(processes, settings);
  town = makeTown(house);
}

/**
 * So many times: people trade, two to four processes die in the middle of it, people ask again where they were cut off, and once
 * nothing is left to do everything is in order. After it, time passes until every order has come to an end.
 */
async function killWhilePeopleTrade(kills: number): Promise<void> {
  const chance = makeChance(seed);
  await town.begin();
  for (let killed = 0; killed < kills;) {
    const dying = Math.min(kills - killed, 2 + chance.below(3));
    const moments = Array.from({ length: dying }, () => chance.below(killWithinMs));
    const doings = town.turn(chance, 3 + chance.below(4));
    const trading = Promise.all(doings.map((doing) => doing()));
    await Promise.all([trading, ...moments.map((moment) => killSomebodyAt(moment, chance.below(1_000)))]);
    killed += dying;
    if (chance.percent(20)) house.advance(11 * minute);
    await inOrder(killed);
  }
  for (let fortnights = 0; fortnights < 3; fortnights++) {
    house.advance(14 * day);
    await inOrder(kills);
  }
  const { balances } = await house.operator.getMoneyHealth({});
  expect(balances.filter(({ account }) => /^(held|refund-due|payable):/.test(account))).toEqual([]);
}

async function killSomebodyAt(moment: number, any: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, moment));
  // Where all are dead already, one that comes back dies: each death is another one's.
  for (;;) {
    const alive = house.alive();
    const victim = alive[any % alive.length];
    if (victim !== undefined) return house.kill(victim);
    await house.whole();
  }
}

async function inOrder(killed: number): Promise<void> {
  await house.settle();
  const found = { wrong: await audit(house, town.memories), complaints: house.complaints() };
  expect({ seed, killed, ...found }).toEqual({ seed, killed, wrong: [], complaints: [] });
}

/** How often something happened that the tests are about, the rarest of it. */
function happened(): number {
  const { transfers, refunds } = house.stripe.model;
  return Math.min(town.memories.length, transfers.size, refunds.size, house.balancer.cutOff());
}

describe(`processes that are killed at random (SEED=${seed})`, () => {
  let server: FirestoreForTests;
  beforeAll(async () => {
    server = await startFirestoreForTests();
  });
  afterEach(() => house.close());
  afterAll(() => server.stop());

  test('three on one Firestore, fifty times: nothing is lost, and nothing is done twice', async () => {
    await open(3, newDatabase(server.host));
    await killWhilePeopleTrade(50);
    expect(happened()).toBeGreaterThan(5);
  });

  test('one on its own file, fifteen times: nothing is lost, and nothing is done twice', async () => {
    await open(1, {});
    await killWhilePeopleTrade(15);
    expect(happened()).toBeGreaterThan(0);
  });
});
