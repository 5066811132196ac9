import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClientOptions } from './client-of.ts';
import { createClient } from './client.ts';
import { ApiProblem } from './problem.ts';

type Heard = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Answer = { readonly status: number; readonly type?: string; readonly body?: string };

let server: Server;
let heard: Heard[];
let answer: Answer | 'silence' | 'hang-up';

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const { method = '', url = '', headers } = request;
  heard.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
  if (answer === 'silence') return;
  if (answer === 'hang-up') return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' });
  response.end(answer.body);
}

beforeEach(async () => {
  heard = [];
  answer = { status: 200, body: '{}' };
  server = createServer((request, response) => void handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(options: Partial<ClientOptions> = {}) {
  return createClient({ baseUrl: address(), ...options });
}

async function problemOf(call: Promise<unknown>): Promise<ApiProblem> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ApiProblem)) throw new Error('the call should have been refused', { cause: thrown });
  return thrown;
}

const card = {
  params: { dropId: 'drp_1234', communityId: '40001' },
  body: { channelId: '10001', messageId: '10002', state: 'posted' },
} as const;

describe('the core as its doors see it', () => {
  test('a call goes to its endpoint, as JSON', async () => {
    await client().noteCard(card);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ method: 'PUT', url: '/v1/drops/drp_1234/cards/40001' });
    expect(heard[0]?.headers).toMatchObject({ accept: 'application/json', 'content-type': 'application/json' });
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual(card.body);
  });

  test('what stands in an address cannot leave its place', async () => {
    await client().noteCard({ ...card, params: { ...card.params, dropId: '../a b/?x#y%' } });
    expect(heard[0]?.url).toBe('/v1/drops/..%2Fa%20b%2F%3Fx%23y%25/cards/40001');
  });

  test('a base address may have a path and end in a slash', async () => {
    await client({ baseUrl: `${address()}/core/` }).noteCard(card);
    expect(heard[0]?.url).toBe('/core/v1/drops/drp_1234/cards/40001');
  });

  test('a call without a body sends none', async () => {
    answer = { status: 200, body: '{"drops":[]}' };
    await client().listDrops({});
    expect(heard[0]).toMatchObject({ method: 'GET', body: '' });
    expect(heard[0]?.headers).not.toHaveProperty('content-type');
  });

  test('headers are asked at every call, since tokens are renewed', async () => {
    let token = 0;
    const api = client({ headers: () => ({ authorization: `Bearer ${++token}` }) });
    await api.noteCard(card);
    await api.noteCard(card);
    expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('another fetch may be given', async () => {
    const asked: string[] = [];
    const api = client({
      fetch: (url) => {
        asked.push(url instanceof Request ? url.url : url.toString());
        return Promise.resolve(Response.json({}));
      },
    });
    await api.noteCard(card);
    expect(asked).toEqual([`${address()}/v1/drops/drp_1234/cards/40001`]);
    expect(heard).toEqual([]);
  });
});

describe('every answer is parsed by the contract', () => {
  test('what the contract does not name is dropped', async () => {
    answer = { status: 200, body: '{"channels":[{"twitchId":"7","login":"mika","address":"secret"}],"more":1}' };
    expect(await client().listChannels({})).toEqual({ channels: [{ twitchId: '7', login: 'mika' }] });
  });

  test.each([
    ['of another shape', '{"channels":[{"twitchId":7}]}'],
    ['that is no JSON', '<html>'],
    ['that is empty', ''],
  ])('an answer %s is not handed on', async (_, body) => {
    answer = { status: 200, body };
    await expect(client().listChannels({})).rejects.toThrow();
  });
});

describe('a refusal or a fault is thrown as a problem', () => {
  const problem = {
    type: 'https://c500.test/problems/one-each',
    title: 'one-each',
    status: 409,
    detail: 'This drop is limited to 1 per person.',
    instance: 'urn:uuid:1',
    code: 'one-each',
    remedy: 'Your order page shows how it is going.',
    issues: [{ path: 'body.text', sentence: 'too long' }],
  };

  test('with its code, its sentence and what one can do', async () => {
    answer = { status: 409, type: 'application/problem+json', body: JSON.stringify(problem) };
    const thrown = await problemOf(client().noteCard(card));
    expect(thrown.problem).toEqual(problem);
    expect(thrown.name).toBe('ApiProblem');
    expect(thrown.message).toBe('409 one-each: This drop is limited to 1 per person.');
  });

  test.each([
    ['a proxy’s page', 502, '<h1>Bad gateway</h1>'],
    ['JSON of another kind', 500, '{"error":"stack trace"}'],
    ['nothing', 500, ''],
  ])('%s is a defect, and its words go nowhere', async (_, status, body) => {
    answer = { status, body };
    const { problem: said, message } = await problemOf(client().noteCard(card));
    expect(said).toMatchObject({ code: 'defect', status });
    expect(message).not.toContain('stack');
    expect(message).not.toContain('gateway');
  });

  test('nobody who listens is `unreachable`, with the cause kept', async () => {
    answer = 'hang-up';
    const thrown = await problemOf(client().noteCard(card));
    expect(thrown.problem).toMatchObject({ code: 'unreachable', status: 503 });
    expect(thrown.cause).toMatchObject({ name: 'TypeError' });
  });

  test('a core that does not answer is given up', async () => {
    answer = 'silence';
    const thrown = await problemOf(client({ timeoutMs: 50 }).noteCard(card));
    expect(thrown.problem.code).toBe('unreachable');
  });

  test('a caller may give up earlier', async () => {
    answer = 'silence';
    const leaving = new AbortController();
    const call = problemOf(client().noteCard(card, leaving.signal));
    await once(server, 'request');
    leaving.abort();
    expect((await call).problem.code).toBe('unreachable');
  });
});
