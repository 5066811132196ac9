import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** The moment of a call at which the caller dies: it is not executed, its answer is lost, or its answer has just gone out. */
export type Moment = 'before' | 'executed' | 'answered';

/** A way to a partner on which the caller can be stopped at an exact call. */
export type Gate = {
  readonly origin: string;
  /** The calls that came through since the gate was last armed, as `POST /v1/transfers`. */
  calls(): readonly string[];
  /** Counts from here on: at that moment of call number `nth` that fits, `strike` is called, once. */
  arm(fits: RegExp, nth: number, moment: Moment, strike: () => void): void;
  close(): Promise<void>;
};

type Trap = { readonly fits: RegExp; left: number; readonly moment: Moment; readonly strike: () => void };

/** Opens a gate before a partner's address. Whatever passes is handed on and answered as it is. */
export async function openGate(target: string): Promise<Gate> {
  let trap: Trap | undefined;
  let calls: string[] = [];

  /** The trap, when this call is the one it was set for. */
  function spring(call: string): Trap | undefined {
    if (!trap?.fits.test(call) || --trap.left > 0) return undefined;
    const sprung = trap;
    trap = undefined;
    return sprung;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.url?.split('?')[0]}`;
    calls.push(call);
    const sprung = spring(call);
    if (sprung?.moment === 'before') {
      sprung.strike();
      return void request.socket.destroy();
    }
    const handed = await handOn(target, request);
    if (sprung?.moment === 'executed') {
      sprung.strike();
      return void request.socket.destroy();
    }
    response.writeHead(handed.status, handed.headers).end(handed.body, () => sprung?.strike());
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls: () => calls,
    arm(fits, nth, moment, strike) {
      calls = [];
      trap = { fits, left: nth, moment, strike };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function handOn(target: string, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !hopByHop.has(name) ? [[name, value]] : [],
  );
  const init = { method: request.method ?? 'GET', headers, redirect: 'manual' as const };
  const answer = await fetch(target + request.url, chunks.length > 0 ? { ...init, body: Buffer.concat(chunks) } : init);
  return {
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !hopByHop.has(name))),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
