import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { second } from '#shared/house-rules.ts';
import { activityCloseCodes, ActivityHello, activityLivePath } from '#shared/schemas/activity-live.ts';
import type { ProxyProof, ReadProxyProof } from '../ports/activities.ts';
import { isProvedFor } from '../usecases/communities/activity.ts';
import type { Core } from '../usecases/work/core.ts';
import { createGuests, tell, type Guest } from './activity-guests.ts';
import { gatherNews } from './activity-news.ts';
import type { ActivitySessions } from './activity-sessions.ts';

/** What the activity's sockets need. */
export type ActivitySocketParts = {
  readonly core: Core;
  readonly sessions: ActivitySessions;
  /** Null where Discord's proxy is not asked for proofs. */
  readonly readProxyProof: ReadProxyProof | null;
  /** The only page that may open a socket here. */
  readonly origin: string;
  /** How often everything open is looked at: whether it lives, and whether somebody fell quiet. */
  readonly everyMs?: number;
  /** How many may be open in this process, and how many of them before they said who they are. */
  readonly most?: { readonly open: number; readonly unknown: number; readonly perCitizen: number };
};

/** The sockets of this process. */
export type ActivitySockets = {
  /** Ends all of them; pages come back by themselves, to whichever process is there. */
  close(): void;
};

const usual = { everyMs: 15 * second, most: { open: 5_000, unknown: 500, perCitizen: 6 } };
const helloWithinMs = 10 * second;
const helloBytesMax = 8 * 1024;
/** WebSocket's own codes for "try again later" and "going away". */
const codes = { ...activityCloseCodes, full: 1013, away: 1001 } as const;

/** Whoever does not answer a goodbye is cut off after this long, so that nobody can hold up the end of the process. */
const goodbyeMs = 1_000;
// The types of the package do not know the last of them yet.
const socketOptions = { noServer: true, maxPayload: helloBytesMax, perMessageDeflate: false, closeTimeout: goodbyeMs };

function parseHello(data: RawData): ActivityHello | undefined {
  try {
    const read = ActivityHello.safeParse(JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : ''));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The first message of a socket; undefined when it ended or waited too long without one. */
function firstMessage(socket: WebSocket): Promise<RawData | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), helloWithinMs);
    const settle = (data?: RawData) => {
      clearTimeout(timer);
      resolve(data);
    };
    socket.once('message', (data) => settle(data));
    socket.once('close', () => settle());
  });
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/**
 * Opens the activity's socket on a server: `activityLivePath`, and nothing else may be upgraded. A socket is nobody's until its first
 * message has named a session, which therefore stands in no address and no log. It pushes state, never events: whoever comes back says
 * what they saw last and gets what is now, so nothing is lost by any break.
 */
export function serveActivitySocket(server: Server, parts: ActivitySocketParts): ActivitySockets {
  const { core, sessions, readProxyProof, origin, everyMs = usual.everyMs, most = usual.most } = parts;
  const sockets = new WebSocketServer(socketOptions);
  const guests = createGuests(core);

  const welcome = async (socket: WebSocket, proof: ProxyProof | null): Promise<void> => {
    const first = await firstMessage(socket);
    const hello = first && parseHello(first);
    if (!hello) return socket.close(codes.badHello);
    const session = sessions.read(hello.token);
    const citizen = session && (await core.store.citizenByAccount('discord', session.accountId));
    if (!citizen || !isProvedFor(proof, session.accountId)) return socket.close(codes.tokenRefused);
    if (socket.readyState !== socket.OPEN) return;
    if (guests.of(citizen.id).size >= most.perCitizen) return socket.close(codes.full);
    const guest: Guest = { socket, citizen, session, revision: hello.revision, unanswered: 0 };
    socket.on('pong', () => void (guest.unanswered = 0));
    // It has nothing else to say.
    socket.on('message', () => socket.close(codes.badHello));
    await guests.receive(guest);
  };

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const path = (request.url ?? '').split('?')[0];
    if (path !== activityLivePath) return refuseUpgrade(stream, '404 Not Found');
    // Pages of others cannot use a session that is sent by no browser on its own; they are turned away all the same.
    if (request.headers.origin !== undefined && request.headers.origin !== origin)
      return refuseUpgrade(stream, '403 Forbidden');
    const proof = readProxyProof ? readProxyProof(request.headers) : null;
    if (proof === undefined) return refuseUpgrade(stream, '401 Unauthorized');
    const unknown = sockets.clients.size - guests.all.size;
    if (unknown >= most.unknown || sockets.clients.size >= most.open)
      return refuseUpgrade(stream, '503 Service Unavailable');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate());
      welcome(socket, proof).catch((error: unknown) => {
        core.report(error, { socket: 'activity' });
        socket.close(codes.comeBack);
      });
    });
  };
  server.on('upgrade', onUpgrade);

  const news = gatherNews(core, {
    isListening: () => guests.all.size > 0,
    onGathering: (id) => void guests.tellGathering(id),
    onChange: (topic, id, citizenId) => {
      for (const guest of citizenId === null ? guests.all : guests.of(citizenId))
        tell(guest, { kind: 'changed', topic, id });
    },
    onMissed: () => {
      for (const { socket } of guests.all) socket.close(codes.comeBack);
    },
  });
  const timer = setInterval(() => guests.tend(), everyMs).unref();
  return {
    close() {
      clearInterval(timer);
      news.stop();
      server.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.close(codes.away);
      sockets.close();
    },
  };
}
