import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiProblem } from '#shared/api/problem.ts';
import { bea } from '../test/canned-street.ts';
import { DiscordError } from './discord.ts';
import { openSession, type Session } from './session.ts';

const problem = (status: number, code: string) =>
  new ApiProblem({ type: 'about:blank', title: code, status, detail: code, instance: '', code });
const lifeMs = 20 * 60_000;

let session: Session;
let asked: string[];
let discordSays: () => Promise<string>;
let coreSays: () => Promise<number>;
let challenges: string[];
let verifiers: string[];

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  asked = [];
  challenges = [];
  verifiers = [];
  discordSays = () => Promise.resolve('code');
  coreSays = () => Promise.resolve(Date.now() + lifeMs);
  session = openSession({
    now: Date.now,
    onSignedIn: () => asked.push('signed in'),
    discord: {
      instanceId: 'i-1',
      authorize: ({ codeChallenge }) => {
        asked.push('authorize');
        challenges.push(codeChallenge);
        return discordSays();
      },
      authenticate: (token) => {
        asked.push(`authenticate ${token}`);
        return Promise.resolve();
      },
    },
    core: () => ({
      startActivity: async ({ body }) => {
        asked.push(`start ${body.code} ${body.instanceId}`);
        verifiers.push(body.codeVerifier);
        const endsAt = await coreSays();
        return { accessToken: 'discords', token: `ours-${asked.length}`, endsAt, passport: bea, communityId: null };
      },
      renewActivity: async () => {
        asked.push('renew');
        return { endsAt: await coreSays(), token: `renewed-${asked.length}` };
      },
    }),
  });
});
afterEach(() => void jest.useRealTimers());

/** Waits until the session stands where it should. */
async function until(kind: 'signed-in' | 'refused', token?: RegExp): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < 10_000) {
    const state = session.get();
    if (state.kind === kind && (!token || (state.kind === 'signed-in' && token.test(state.token)))) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`the session is ${JSON.stringify(session.get())}`);
}

describe('the way in', () => {
  test('leads from Discord’s word over the core to a session of our own, bound to a secret that stays here', async () => {
    session.signIn();
    session.signIn();
    await until('signed-in');
    expect(asked).toEqual(['authorize', 'start code i-1', 'authenticate discords', 'signed in']);
    expect(
      createHash('sha256')
        .update(verifiers[0] ?? '')
        .digest('base64url'),
    ).toBe(challenges[0]);
    expect(verifiers[0]).toMatch(/^[\w-]{43}$/);
  });

  test('waits for the person when Discord or they say no, and can be tried again with a new secret', async () => {
    discordSays = () => Promise.reject(new DiscordError('no'));
    session.signIn();
    await until('refused');
    expect(session.get()).toEqual({ kind: 'refused', problem: null });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual(['authorize']);
    discordSays = () => Promise.resolve('code');
    session.signIn();
    await until('signed-in');
    expect(challenges[0]).not.toBe(challenges[1]);
  });

  test('waits for the person when the core refuses, and tries again by itself when nothing answers', async () => {
    coreSays = () => Promise.reject(problem(404, 'activity-unknown'));
    session.signIn();
    await until('refused');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(2);
    coreSays = () => Promise.reject(problem(503, 'unreachable'));
    session.signIn();
    await until('refused');
    coreSays = () => Promise.resolve(Date.now() + lifeMs);
    await jest.advanceTimersByTimeAsync(5_000);
    await until('signed-in');
  });
});

describe('a session', () => {
  test('is renewed before it ends', async () => {
    session.signIn();
    await until('signed-in');
    await jest.advanceTimersByTimeAsync(lifeMs * 0.75);
    await until('signed-in', /^renewed/);
    expect(asked.filter((each) => each === 'authorize')).toHaveLength(1);
  });

  test('is kept and tried again while the core does not answer, and begun anew once it is over', async () => {
    session.signIn();
    await until('signed-in');
    coreSays = () => Promise.reject(problem(503, 'unreachable'));
    await jest.advanceTimersByTimeAsync(lifeMs * 0.75 + 8_000);
    expect(session.token()).toMatch(/^ours/);
    expect(asked.filter((each) => each === 'renew').length).toBeGreaterThanOrEqual(2);
    coreSays = () => Promise.resolve(Date.now() + lifeMs);
    await jest.advanceTimersByTimeAsync(5_000);
    await until('signed-in', /^renewed/);
  });

  test('is begun anew when the core does not know it any more', async () => {
    session.signIn();
    await until('signed-in');
    session.tokenRefused();
    session.tokenRefused();
    await until('signed-in', /^ours-6$/);
    expect(asked.filter((each) => each === 'authorize')).toHaveLength(2);
  });
});
