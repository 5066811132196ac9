import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** A load balancer as stands before the processes of a house: the public knows its address only. */
export type Balancer = {
  /** How many requests were cut off because the process that had them died. */
  cutOff(): number;
  /** Sends requests to a process, from now on and until it does not answer. */
  admit(port: number): void;
  close(): Promise<void>;
};

/**
 * Starts a balancer on a port. Each request goes to the next process. One that cannot be reached is let go of, and the request goes
 * to another; one that was reached and then died may have done what it was asked, so that only readings are asked of another.
 */
export async function startBalancer(port: number): Promise<Balancer> {
  let targets: readonly number[] = [];
  let turn = 0;
  let cut = 0;
  const letGo = (target: number) => {
    targets = targets.filter((each) => each !== target);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    for (;;) {
      const target = targets[turn++ % targets.length];
      if (target === undefined) return void response.writeHead(503).end();
      const tried = await handOn(target, request, body, response);
      if (tried === 'answered') return;
      letGo(target);
      if (tried === 'reached') cut++;
      if (tried === 'reached' && request.method !== 'GET') return void response.writeHead(502).end();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    cutOff: () => cut,
    admit(target) {
      letGo(target);
      targets = [...targets, target];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What became of a request at one process: `reached` when the process had it and did not answer. */
type Tried = 'answered' | 'refused' | 'reached';

function handOn(port: number, from: IncomingMessage, body: Buffer, response: ServerResponse): Promise<Tried> {
  return new Promise((resolve) => {
    const { connection: _, ...headers } = from.headers;
    const to = ask({ host: '127.0.0.1', port, agent: false, path: from.url, method: from.method, headers });
    to.once('error', (error) => {
      const isRefused = 'code' in error && error.code === 'ECONNREFUSED';
      resolve(isRefused ? 'refused' : 'reached');
    });
    to.once('response', (answered) => {
      const chunks: Buffer[] = [];
      answered.on('data', (chunk: Buffer) => void chunks.push(chunk));
      answered.once('error', () => resolve('reached'));
      answered.once('end', () => {
        const { connection: __, 'transfer-encoding': ___, ...own } = answered.headers;
        response.writeHead(answered.statusCode ?? 502, own).end(Buffer.concat(chunks));
        resolve('answered');
      });
    });
    to.end(body);
  });
}
