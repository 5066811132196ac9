import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiProblem } from '../api/problem.ts';
import { createFeed, type Feed } from './feed.ts';

const restMs = 15_000;
const noAnswer = new ApiProblem({
  type: 'about:blank',
  title: 'unreachable',
  status: 503,
  detail: 'C500 did not answer.',
  instance: '',
  code: 'unreachable',
});

/** A core whose answers the test gives by hand. */
class Answers {
  loads = 0;
  private pending: { give: (value: string) => void; fail: (error: Error) => void } | undefined;

  readonly load = (): Promise<string> => {
    this.loads += 1;
    return new Promise((give, fail) => {
      this.pending = { give, fail };
    });
  };

  async give(value: string): Promise<void> {
    this.pending?.give(value);
    await jest.advanceTimersByTimeAsync(0);
  }

  async fail(): Promise<void> {
    this.pending?.fail(noAnswer);
    await jest.advanceTimersByTimeAsync(0);
  }
}

let answers: Answers;
let feed: Feed<string>;

beforeEach(() => {
  jest.useFakeTimers();
  answers = new Answers();
  feed = createFeed<string>({ load: answers.load, restMs: () => restMs });
});
afterEach(() => {
  feed.setAwake(false);
  jest.useRealTimers();
});

describe('a feed that somebody looks at', () => {
  test('asks at once, and again after every rest', async () => {
    feed.setAwake(true);
    await answers.give('one');
    expect(feed.get()).toEqual({ value: 'one', problem: null });
    await jest.advanceTimersByTimeAsync(restMs - 1);
    expect(answers.loads).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(answers.loads).toBe(2);
  });

  test('turns any number of calls during a load into one more load', async () => {
    feed.setAwake(true);
    feed.refresh();
    feed.refresh();
    feed.refresh();
    expect(answers.loads).toBe(1);
    await answers.give('one');
    expect(answers.loads).toBe(2);
    await answers.give('two');
    expect(answers.loads).toBe(2);
  });

  test('keeps the last value beside the problem, and tries again soon, then more rarely', async () => {
    feed.setAwake(true);
    await answers.give('one');
    feed.refresh();
    for (const wait of [2_000, 4_000, 8_000, 15_000, 15_000]) {
      await answers.fail();
      expect(feed.get()).toEqual({ value: 'one', problem: noAnswer.problem });
      const before = answers.loads;
      await jest.advanceTimersByTimeAsync(wait - 1);
      expect(answers.loads).toBe(before);
      await jest.advanceTimersByTimeAsync(1);
      expect(answers.loads).toBe(before + 1);
    }
    await answers.give('two');
    expect(feed.get()).toEqual({ value: 'two', problem: null });
  });

  test('drops an answer that was under way when an action wrote something newer', async () => {
    feed.setAwake(true);
    await answers.give('one');
    feed.refresh();
    feed.change(() => 'claimed');
    await answers.give('from before the claim');
    expect(feed.get().value).toBe('claimed');
    await answers.give('from after the claim');
    expect(feed.get().value).toBe('from after the claim');
  });

  test('rests as long as what an action wrote calls for', async () => {
    const hasty = createFeed<string>({ load: answers.load, restMs: (value) => (value === 'soon' ? 1_000 : restMs) });
    hasty.setAwake(true);
    await answers.give('calm');
    hasty.change(() => 'soon');
    await jest.advanceTimersByTimeAsync(999);
    expect(answers.loads).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(answers.loads).toBe(2);
    hasty.setAwake(false);
  });
});

describe('a feed that nobody looks at', () => {
  test('asks nothing, and catches up when somebody looks again', async () => {
    feed.setAwake(true);
    await answers.give('one');
    feed.setAwake(false);
    feed.refresh();
    await jest.advanceTimersByTimeAsync(10 * restMs);
    expect(answers.loads).toBe(1);
    feed.setAwake(true);
    expect(answers.loads).toBe(2);
  });

  test('does not rest into a new load when it fell asleep during one', async () => {
    feed.setAwake(true);
    feed.setAwake(false);
    await answers.give('one');
    await jest.advanceTimersByTimeAsync(10 * restMs);
    expect(answers.loads).toBe(1);
  });
});
