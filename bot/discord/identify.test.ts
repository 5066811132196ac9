import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCore } from '../api.ts';
import { createLog } from '../log.ts';
import { startCoreFake, type CoreFake } from '../test/core-fake.ts';
import { createIdentifyTurns } from './identify.ts';

const gapMs = 200;

let fake: CoreFake;
beforeEach(async () => {
  fake = await startCoreFake('a-service-token-of-the-tests');
});
afterEach(() => fake.close());

/** A process that waits for turns to identify, where Discord lets so many shards identify at once. */
function processWith(maxConcurrency: number) {
  const core = createCore({ baseUrl: fake.url, token: fake.token });
  const awaitTurn = createIdentifyTurns({ core, log: createLog('silent').discord, gapMs });
  const fetchGatewayInformation = async () => ({ session_start_limit: { max_concurrency: maxConcurrency } });
  return async (shardId: number, signal = new AbortController().signal): Promise<number> => {
    await awaitTurn(shardId, { fetchGatewayInformation }, signal);
    return performance.now();
  };
}

describe('a turn to identify', () => {
  test('comes to one shard at a time, of whichever process it is', async () => {
    const [one, other] = [processWith(1), processWith(1)];
    const moments = (await Promise.all([one(0), other(1), one(2)])).toSorted((a, b) => a - b);
    const [first = 0, second = 0, third = 0] = moments;
    // The core begins to count a moment before the answer is here.
    expect(second - first).toBeGreaterThan(gapMs * 0.8);
    expect(third - second).toBeGreaterThan(gapMs * 0.8);
  });

  test('comes to shards of different buckets at once', async () => {
    const turn = processWith(2);
    await Promise.all([turn(0), turn(1)]);
    const names = fake.callsOf('takeLease').map(({ input }) => (input as { body: { name: string } }).body.name);
    expect(names.toSorted()).toEqual(['discord-identify-0', 'discord-identify-1']);
  });

  test('is waited for while the core is away', async () => {
    let failures = 0;
    const lend = fake.answers.takeLease;
    fake.answers.takeLease = (input, actor) => {
      failures += 1;
      if (failures < 3 || !lend) throw new Error('starting');
      return lend(input, actor);
    };
    await processWith(1)(0);
    expect(failures).toBe(3);
  });

  test('never comes to a shard whose connection has ended', async () => {
    const turn = processWith(1);
    await turn(0);
    const end = new AbortController();
    const waiting = turn(1, end.signal);
    await fake.until(() => fake.callsOf('takeLease').length === 2);
    end.abort(new Error('the connection has ended'));
    await expect(waiting).rejects.toThrow('the connection has ended');
  });
});
