import { beforeEach, describe, expect, test } from '@jest/globals';
import { createOutbox, type Outbox } from './outbox.ts';

type Change = { readonly about: string; readonly value: number };

/** A core that answers when the test says so. */
let sent: { readonly change: Change; readonly answer: () => void; readonly refuse: (why: Error) => void }[];
let outbox: Outbox<Change>;

beforeEach(() => {
  sent = [];
  outbox = createOutbox<Change>({
    keyOf: ({ about }) => about,
    send: (change) => new Promise((answer, refuse) => sent.push({ change, answer, refuse })),
  });
});

const wish = (about: string, value: number): Change => ({ about, value });

describe('changes on their way', () => {
  test('are sent one after the other, in the order in which they were made', async () => {
    const first = outbox.push(wish('a', 1));
    const second = outbox.push(wish('b', 2));
    expect(sent.map(({ change }) => change)).toEqual([wish('a', 1)]);
    sent[0]?.answer();
    await first;
    expect(sent.map(({ change }) => change)).toEqual([wish('a', 1), wish('b', 2)]);
    sent[1]?.answer();
    await second;
    expect(outbox.get()).toEqual([]);
  });

  test('are all there to be shown until they are answered', async () => {
    const first = outbox.push(wish('a', 1));
    void outbox.push(wish('b', 2));
    expect(outbox.get()).toEqual([wish('a', 1), wish('b', 2)]);
    sent[0]?.answer();
    await first;
    expect(outbox.get()).toEqual([wish('b', 2)]);
  });

  test('give way to a newer wish about the same thing, and end with it', async () => {
    const first = outbox.push(wish('other', 0));
    const older = outbox.push(wish('a', 1));
    const newer = outbox.push(wish('a', 2));
    expect(outbox.get()).toEqual([wish('other', 0), wish('a', 2)]);
    sent[0]?.answer();
    await first;
    sent[1]?.answer();
    await Promise.all([older, newer]);
    expect(sent.map(({ change }) => change.value)).toEqual([0, 2]);
  });

  test('keep what is under way already, and send the newer wish after it', async () => {
    const older = outbox.push(wish('a', 1));
    const newer = outbox.push(wish('a', 2));
    sent[0]?.answer();
    await older;
    sent[1]?.answer();
    await newer;
    expect(sent.map(({ change }) => change.value)).toEqual([1, 2]);
  });

  test('that are refused tell whoever made them, are shown no more, and hold up nothing', async () => {
    const first = outbox.push(wish('a', 1));
    const second = outbox.push(wish('b', 2));
    sent[0]?.refuse(new Error('no'));
    await expect(first).rejects.toThrow('no');
    expect(outbox.get()).toEqual([wish('b', 2)]);
    sent[1]?.answer();
    await second;
    const third = outbox.push(wish('c', 3));
    sent[2]?.answer();
    await third;
  });

  test('tell whoever watches, and show the same list until it changes', () => {
    let seen = 0;
    const stop = outbox.subscribe(() => (seen += 1));
    void outbox.push(wish('a', 1));
    expect(seen).toBe(1);
    expect(outbox.get()).toBe(outbox.get());
    stop();
    void outbox.push(wish('b', 1));
    expect(seen).toBe(1);
  });
});
