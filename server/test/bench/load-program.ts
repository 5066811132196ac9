import { connect, type Socket } from 'node:net';
import { tokensOf, type Buyers } from './buyers.ts';
import { answerQuestions } from './programs.ts';

/** A run of requests: every buyer claims once from the same drop, and `repeats` says how often all of that. */
export type Load = {
  readonly port: number;
  readonly path: string;
  readonly secretBase64: string;
  readonly buyers: Buyers;
  readonly repeats: number;
};

/** What came of a run. Times are milliseconds; `units` are the numbers of the units given, `tags` how many different orders. */
export type LoadResult = {
  readonly confirmed: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly ms: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly units: number;
  readonly tags: number;
};

/** Connections kept open, each with one request at a time. */
const connections = 64;
/** A run that is not over by then is a failure. */
const runMsMax = 40_000;

type Answered = { readonly status: string; readonly body: string };

const abilities = {
  run: async ({ port, path, secretBase64, buyers, repeats }: Load): Promise<LoadResult> => {
    const requests = tokensOf(buyers, secretBase64).map((token) =>
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: application/json\r\nauthorization: Bearer ${token}\r\n` +
          'user-agent: bench\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
      ),
    );
    const total = requests.length * repeats;
    const times = new Float64Array(total);
    const answers: Answered[] = [];
    let next = 0;
    const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
    const late = setTimeout(() => {
      for (const { socket } of sockets) socket.destroy(new Error('the run took too long'));
    }, runMsMax);
    const began = performance.now();
    await Promise.all(
      sockets.map(async ({ send }) => {
        while (next < total) {
          const turn = next++;
          const request = requests[turn % requests.length];
          if (!request) break;
          const sent = performance.now();
          answers.push(await send(request));
          times[turn] = performance.now() - sent;
        }
      }),
    );
    const ms = performance.now() - began;
    clearTimeout(late);
    for (const { socket } of sockets) socket.destroy();
    times.sort();
    return {
      ...judged(answers),
      ms,
      p50Ms: times[Math.floor(total * 0.5)] ?? 0,
      p99Ms: times[Math.floor(total * 0.99)] ?? 0,
    };
  },
};
export type LoadAbilities = typeof abilities;

answerQuestions(abilities);

/** An order counts when the answer says that a unit is set aside; each has to be another one. */
function judged(answers: readonly Answered[]): Pick<LoadResult, 'confirmed' | 'refused' | 'units' | 'tags'> {
  const refused: Record<string, number> = {};
  const units = new Set<unknown>();
  const tags = new Set<unknown>();
  let confirmed = 0;
  for (const { status, body } of answers) {
    // Both servers are ours; what is not an order lacks these.
    const answer = JSON.parse(body) as { fulfilment?: unknown; unit?: unknown; tag?: unknown; code?: unknown };
    if (status === '200' && answer.fulfilment === 'reserved' && typeof answer.unit === 'number') {
      confirmed++;
      units.add(answer.unit);
      tags.add(answer.tag);
    } else {
      const reason = `${status} ${String(answer.code)}`;
      refused[reason] = (refused[reason] ?? 0) + 1;
    }
  }
  return { confirmed, refused, units: units.size, tags: tags.size };
}

/**
 * One kept-alive connection. It reads just enough of HTTP/1.1 for answers that state their length: Node's own client takes more
 * time per request than the server that is measured, and would be what is measured.
 */
function open(
  port: number,
): Promise<{ readonly socket: Socket; readonly send: (request: Buffer) => Promise<Answered> }> {
  return new Promise((opened, failed) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let received = '';
    let waiting: PromiseWithResolvers<Answered> | undefined;
    socket.setEncoding('latin1');
    socket.once('connect', () =>
      opened({
        socket,
        send(request) {
          waiting = Promise.withResolvers<Answered>();
          socket.write(request);
          return waiting.promise;
        },
      }),
    );
    socket.on('data', (text: string) => {
      received += text;
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/\ncontent-length: *(\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      const answered = { status: received.slice(9, 12), body: received.slice(end + 4, end + 4 + length) };
      received = received.slice(end + 4 + length);
      waiting?.resolve(answered);
    });
    const fail = (error: Error) => {
      failed(error);
      waiting?.reject(error);
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed the connection')));
  });
}
