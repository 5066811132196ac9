import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { ReadProxyProof } from '../ports/activities.ts';
import { activitySessions } from './activity-sessions.ts';
import { requestLimits } from './limits.ts';
import { Refused } from './problems.ts';

let server: Server;
const sessions = activitySessions('a-secret-for-tests-alone', () => 0);

beforeAll(async () => {
  const readProxyProof: ReadProxyProof = ({ proof }) => (typeof proof === 'string' ? { userId: proof } : undefined);
  const others = { botToken: 'the-bot', operatorToken: 'the-operator', readViewer: () => undefined };
  const credentials = { ...others, activity: sessions, readProxyProof };
  const app = express();
  const [all, ...narrow] = requestLimits({ credentials, requestsPerMinute: 2 });
  if (all) app.get('/', all);
  for (const limit of narrow) app.use(limit);
  app.get('/', (_, response) => void response.status(204).end());
  app.post(
    '/v1/activity/sessions',
    ({ query }, response) => void response.status(query['as'] === 'known' ? 200 : 401).end(),
  );
  app.post('/me/export', (_, response) => void response.status(200).end());
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.status(error instanceof Refused && error.refusal.code === 'too-many-requests' ? 429 : 500).end();
  });
  await new Promise<void>((resolve) => {
    server = app.listen(0, '127.0.0.1', () => resolve());
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** How three requests in a row are answered. */
async function askThrice(headers: Record<string, string>): Promise<readonly number[]> {
  const { port } = server.address() as AddressInfo;
  const answers: number[] = [];
  for (let count = 0; count < 3; count++) answers.push((await fetch(`http://127.0.0.1:${port}/`, { headers })).status);
  return answers;
}

const sessionOf = (accountId: string) => ({
  authorization: `Bearer ${sessions.sign({ accountId, instanceId: 'i-1', channelId: '1', communityId: null, endsAt: 1 })}`,
});

test('arrivals in the activity that are refused are counted, and those that are let in are not', async () => {
  const { port } = server.address() as AddressInfo;
  const arrive = (as: string) => fetch(`http://127.0.0.1:${port}/v1/activity/sessions?as=${as}`, { method: 'POST' });
  const count = async (as: string, times: number) => {
    const seen = new Map<number, number>();
    for (let at = 0; at < times; at++) {
      const { status } = await arrive(as);
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    return Object.fromEntries(seen);
  };
  expect(await count('known', 130)).toEqual({ 200: 130 });
  expect(await count('stranger', 125)).toEqual({ 401: 120, 429: 5 });
});

test('everything about a person is written ten times an hour for one address, and no more', async () => {
  const { port } = server.address() as AddressInfo;
  const seen: number[] = [];
  for (let count = 0; count < 12; count++)
    seen.push((await fetch(`http://127.0.0.1:${port}/me/export`, { method: 'POST' })).status);
  expect(seen).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
});

describe('requests from one address', () => {
  test.each([
    ['are counted together, whoever it is', {}, [204, 204, 429]],
    ['are counted together with a session that was made up', { authorization: 'Bearer act1.e30.x' }, [429, 429, 429]],
    ['are counted for each person in the activity', sessionOf('101'), [204, 204, 429]],
    ['are counted for another person there by themselves', sessionOf('102'), [204, 204, 429]],
    ['are counted for whom Discord’s proxy names, with or without a session', { proof: '101' }, [429, 429, 429]],
    ['are not counted for our own programs', { authorization: 'Bearer the-bot' }, [204, 204, 204]],
  ])('%s', async (_, headers, answers) => {
    expect(await askThrice(headers)).toEqual(answers);
  });
});
