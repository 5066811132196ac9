import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WebSocketServer, type WebSocket } from 'ws';
import { createLog } from '../log.ts';
import { connectDiscord } from './connect.ts';

/** A Discord whose gateway says nothing of itself. */
const gateway = {
  server: createServer(),
  sockets: new WebSocketServer({ noServer: true }),
  origin: '',
  opened: 0,
};

beforeEach(async () => {
  const server = createServer((_, response) => {
    const limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url: gateway.origin.replace('http', 'ws'), shards: 1, session_start_limit: limit }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', () => (gateway.opened += 1));
  Object.assign(gateway, { server, sockets, origin: `http://127.0.0.1:${address.port}`, opened: 0 });
});
afterEach(() => {
  for (const socket of gateway.sockets.clients) socket.terminate();
  gateway.server.close();
  gateway.server.closeAllConnections();
});

/** Begins to connect; `turns` counts how often the shard asked for its turn to identify. */
function begin(awaitTurn: () => Promise<void>) {
  const end = new AbortController();
  const turns = { asked: 0 };
  const connecting = connectDiscord({
    token: 'a-token',
    apiUrl: `${gateway.origin}/api`,
    shard: { id: 0, count: 1 },
    awaitTurn: () => {
      turns.asked += 1;
      return awaitTurn();
    },
    onInteraction: () => undefined,
    signal: end.signal,
    log: createLog('silent').discord,
    backoff: { firstMs: 10, mostMs: 10 },
  });
  return { end, turns, connecting };
}

async function nextSocket(): Promise<WebSocket> {
  const [socket] = await once(gateway.sockets, 'connection');
  return socket;
}

const hello = JSON.stringify({ op: 10, d: { heartbeat_interval: 60_000 }, s: null, t: null });

test('a client that is to leave before the gateway greets it leaves when it does, identifies never and comes not back', async () => {
  const opened = nextSocket();
  const { end, turns, connecting } = begin(async () => undefined);
  const socket = await opened;
  end.abort(new Error('the lease was lost'));
  expect(await connecting).toBeUndefined();
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  const closed = once(socket, 'close');
  socket.send(hello);
  await closed;
  expect(heard.filter((each) => each.includes('"op":2'))).toEqual([]);
  expect(turns.asked).toBe(0);
  expect(gateway.opened).toBe(1);
}, 10_000);

test('a client that waits for its turn to identify leaves at once', async () => {
  const opened = nextSocket();
  const asked = Promise.withResolvers<void>();
  const { end, connecting } = begin(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const socket = await opened;
  const closed = once(socket, 'close');
  socket.send(hello);
  await asked.promise;
  end.abort(new Error('the lease was lost'));
  await closed;
  expect(await connecting).toBeUndefined();
  expect(gateway.opened).toBe(1);
});
