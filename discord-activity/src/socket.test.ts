import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { activityCloseCodes, activityQuietMs, type ActivityHello } from '#shared/schemas/activity-live.ts';
import { createSocket, restAfter, type Socket, type WireEars } from './socket.ts';

/** The far end of each wire that was dialled, in order. */
let wires: { readonly ears: WireEars; readonly sent: unknown[]; isClosed: boolean }[];
let token: string | null;
let happened: string[];
let socket: Socket;

beforeEach(() => {
  jest.useFakeTimers();
  wires = [];
  token = 'token-1';
  happened = [];
  socket = createSocket({
    dial: (ears) => {
      const wire = { ears, sent: [] as unknown[], isClosed: false };
      wires.push(wire);
      return {
        send: (text) => wire.sent.push(JSON.parse(text)),
        close: () => {
          wire.isClosed = true;
        },
      };
    },
    hello: (): ActivityHello | null => (token === null ? null : { kind: 'hello', token, revision: wires.length }),
    onNews: ({ kind }) => happened.push(kind),
    onDown: () => happened.push('down'),
    onTokenRefused: () => happened.push('token refused'),
    chance: () => 1,
  });
});
afterEach(() => {
  socket.setAwake(false);
  jest.useRealTimers();
});

function last() {
  const wire = wires.at(-1);
  if (!wire) throw new Error('nothing was dialled');
  return wire;
}
const say = (news: unknown) => last().ears.heard(JSON.stringify(news));
const welcome = { kind: 'welcome', now: 5 };

function up(): void {
  socket.setAwake(true);
  last().ears.opened();
  say(welcome);
}

describe('the socket', () => {
  test('says who it is first, and is up once the core has welcomed it', () => {
    socket.setAwake(true);
    expect(last().sent).toEqual([]);
    last().ears.opened();
    expect(last().sent).toEqual([{ kind: 'hello', token: 'token-1', revision: 0 }]);
    expect(socket.isUp()).toBe(false);
    say(welcome);
    expect(socket.isUp()).toBe(true);
  });

  test('dials nowhere without a token, and with the new one as soon as there is one', () => {
    token = null;
    socket.setAwake(true);
    expect(wires).toHaveLength(0);
    token = 'token-2';
    socket.tryNow();
    last().ears.opened();
    expect(last().sent).toMatchObject([{ token: 'token-2' }]);
  });

  test('comes back after a break with what it saw last, and says once that it was down', () => {
    up();
    last().ears.closed(1006);
    last().ears.closed(1006);
    expect(happened).toEqual(['welcome', 'down']);
    jest.advanceTimersByTime(restAfter(1, 1));
    expect(wires).toHaveLength(2);
    last().ears.opened();
    expect(last().sent).toMatchObject([{ revision: 1 }]);
    last().ears.closed(1006);
    expect(happened).toEqual(['welcome', 'down']);
  });

  test('waits longer after each failure, up to a bound, and spreads those who wait', () => {
    socket.setAwake(true);
    const dialled: number[] = [];
    for (let failure = 1; failure <= 9; failure++) {
      last().ears.closed(1006);
      const before = wires.length;
      jest.advanceTimersByTime(restAfter(failure, 1) - 1);
      expect(wires).toHaveLength(before);
      jest.advanceTimersByTime(1);
      dialled.push(restAfter(failure, 1));
    }
    expect(dialled).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 20_000, 20_000, 20_000]);
    expect(restAfter(9, 0)).toBe(10_000);
  });

  test('takes a core that says nothing for gone, however open the wire', () => {
    up();
    jest.advanceTimersByTime(activityQuietMs - 1);
    say({ kind: 'still' });
    jest.advanceTimersByTime(activityQuietMs - 1);
    expect(socket.isUp()).toBe(true);
    jest.advanceTimersByTime(1);
    expect(socket.isUp()).toBe(false);
    expect(wires[0]?.isClosed).toBe(true);
    jest.advanceTimersByTime(restAfter(1, 1));
    expect(wires).toHaveLength(2);
  });

  test('hears nothing any more from a wire that it let go of', () => {
    up();
    const old = last();
    socket.letGo();
    socket.tryNow();
    old.ears.heard(JSON.stringify({ kind: 'changed', topic: 'live', id: 'x' }));
    old.ears.closed(1006);
    expect(happened).toEqual(['welcome', 'down']);
    expect(wires).toHaveLength(2);
  });

  test('asks for a new token when the core takes the old one for none of its own', () => {
    up();
    last().ears.closed(activityCloseCodes.tokenRefused);
    expect(happened).toEqual(['welcome', 'down', 'token refused']);
  });

  test('leaves out what it does not understand, and goes on', () => {
    up();
    for (const words of ['', '{', '{"kind":"weather"}', '[]', '{"kind":"changed","topic":"drops"}'])
      last().ears.heard(words);
    say({ kind: 'changed', topic: 'drops', id: 'drp_1' });
    expect(happened).toEqual(['welcome', 'changed']);
  });

  test('sleeps while nobody looks', () => {
    up();
    socket.setAwake(false);
    expect(wires[0]?.isClosed).toBe(true);
    jest.advanceTimersByTime(60_000);
    expect(wires).toHaveLength(1);
  });
});
