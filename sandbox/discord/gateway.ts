import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GatewayCloseCodes as Close,
  GatewayDispatchEvents as Dispatch,
  GatewayIntentBits,
  GatewayOpcodes as Op,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { dispatchesOf, type Dispatched, membersChunk, readyDispatch, startingDispatches } from './gateway-events.ts';
import { at, isRecord, openForm } from './form.ts';
import type { World, WorldEvent } from './model.ts';
import type { InteractionPayload } from './payloads.ts';
import { hearsOf, readShard, type Shard } from './shards.ts';

/** How the gateway behaves. */
export type GatewayOptions = {
  readonly botToken: string;
  /** What HELLO asks for; about 41 seconds at Discord. */
  readonly heartbeatMs: number;
  /** Told of each identification; Discord grants 1000 a day. */
  readonly onIdentify: () => void;
  /** Privileged intents that the app was granted, as a bit set; Discord closes with 4014 on others. */
  readonly privilegedIntents: number;
};

/** What is wrong with the gateway, asked whenever it matters. */
export type GatewayTrouble = {
  /** Connections are refused. */
  readonly isDown: () => boolean;
  /** Heartbeats are not answered, so that a bot must find out by itself that its connection is dead. */
  readonly isDeaf: () => boolean;
  /** No privileged intent is granted, whatever was before. */
  readonly withholds: () => boolean;
};

/** The gateway of a running stand-in. */
export type Gateway = {
  readonly deliver: (payload: InteractionPayload) => void;
  readonly tell: (event: WorldEvent) => void;
  /** The shards that are connected and identified, each as often as it is. */
  readonly shards: () => readonly number[];
  /** Is a bot connected, identified and ready? */
  readonly isReady: () => boolean;
  /** Asks every bot to reconnect (op 7). */
  readonly restart: () => void;
  /** Breaks every connection without a word; sessions may be resumed. */
  readonly drop: () => void;
  /**
   * Tells every bot that its session is invalid (op 9): one that may be resumed, or one that is forgotten.
   */
  readonly invalidate: (resumable: boolean) => void;
  /** Forgets every session, so that a resume is answered with op 9. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
};

type Sent = { readonly s: number; readonly frame: string };
type Session = {
  readonly id: string;
  readonly shard: Shard;
  readonly intents: number;
  socket: WebSocket | null;
  seq: number;
  readonly sent: Sent[];
};

/** Events kept for a resume, per session. */
const replayMax = 1000;
/** Disconnected sessions that may still be resumed. */
const sessionsMax = 20;
/** One connection may serve this many communities less one. */
const communitiesPerShardMax = 2500;
const privileged = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const allIntents = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

function frameOf(op: Op, d: unknown): string {
  return JSON.stringify({ op, d, s: null, t: null });
}

function push(session: Session, dispatched: Dispatched): void {
  if (dispatched.t === Dispatch.Ready || hearsOf(session.shard, dispatched)) send(session, dispatched);
}

function send(session: Session, { t, d }: Dispatched): void {
  session.seq += 1;
  const frame = JSON.stringify({ op: Op.Dispatch, s: session.seq, t, d });
  session.sent.push({ s: session.seq, frame });
  if (session.sent.length > replayMax) session.sent.shift();
  session.socket?.send(frame);
}

function parseFrame(data: RawData): { op: unknown; d: unknown } | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return isRecord(frame) ? { op: frame['op'], d: frame['d'] } : undefined;
  } catch {
    // Not JSON: the caller closes with "decode error", which is all that Discord says about it.
    return undefined;
  }
}

/** Everything one connection needs of the gateway. */
type Desk = {
  readonly world: World;
  readonly options: GatewayOptions;
  readonly sessions: Map<string, Session>;
  readonly trouble: GatewayTrouble;
  readonly onChange: () => void;
};

function identify(desk: Desk, socket: WebSocket, d: unknown): Session | undefined {
  const form = openForm(d);
  const { world, options, sessions } = desk;
  const intents = at(form, 'intents').value;
  const shard = readShard(at(form, 'shard').value);
  if (at(form, 'token').value !== options.botToken) {
    socket.close(Close.AuthenticationFailed, 'Authentication failed.');
  } else if (typeof intents !== 'number' || (intents & ~allIntents) !== 0) {
    socket.close(Close.InvalidIntents, 'Invalid intent(s).');
  } else if ((intents & privileged & ~(desk.trouble.withholds() ? 0 : options.privilegedIntents)) !== 0) {
    socket.close(Close.DisallowedIntents, 'Disallowed intent(s).');
  } else if (!shard) {
    socket.close(Close.InvalidShard, 'Invalid shard.');
  } else if (world.communities.size / shard.count >= communitiesPerShardMax) {
    socket.close(Close.ShardingRequired, 'Sharding required.');
  } else {
    options.onIdentify();
    const session: Session = { id: world.sources.newToken(), shard, intents, socket, seq: 0, sent: [] };
    sessions.set(session.id, session);
    for (const id of sessions.keys()) {
      if (sessions.size > sessionsMax && sessions.get(id)?.socket === null) sessions.delete(id);
    }
    push(session, readyDispatch(world, session.id, shard));
    for (const dispatch of startingDispatches(world, intents)) push(session, dispatch);
    desk.onChange();
    return session;
  }
  return undefined;
}

function resume(desk: Desk, socket: WebSocket, d: unknown): Session | undefined {
  const form = openForm(d);
  const session = desk.sessions.get(String(at(form, 'session_id').value));
  const seq = Number(at(form, 'seq').value);
  if (at(form, 'token').value !== desk.options.botToken) {
    socket.close(Close.AuthenticationFailed, 'Authentication failed.');
    return undefined;
  }
  const oldest = session?.sent[0]?.s ?? 1;
  if (!session || !(seq <= session.seq) || seq + 1 < oldest) {
    socket.send(frameOf(Op.InvalidSession, false));
    return undefined;
  }
  session.socket?.terminate();
  session.socket = socket;
  for (const each of session.sent.filter((one) => one.s > seq)) socket.send(each.frame);
  push(session, { t: Dispatch.Resumed, d: {} });
  desk.onChange();
  return session;
}

function attend(desk: Desk, socket: WebSocket): void {
  let session: Session | undefined;
  const handle = (op: unknown, d: unknown) => {
    switch (op) {
      case Op.Heartbeat:
        beats.refresh();
        return desk.trouble.isDeaf() ? undefined : socket.send(frameOf(Op.HeartbeatAck, null));
      case Op.Identify:
        if (session) return socket.close(Close.AlreadyAuthenticated, 'Already authenticated.');
        session = identify(desk, socket, d);
        return undefined;
      case Op.Resume:
        session = resume(desk, socket, d);
        return undefined;
      case Op.RequestGuildMembers:
        if (!session) return socket.close(Close.NotAuthenticated, 'Not authenticated.');
        return push(session, membersChunk(desk.world, d));
      case Op.PresenceUpdate:
      case Op.VoiceStateUpdate:
        if (!session) socket.close(Close.NotAuthenticated, 'Not authenticated.');
        return undefined;
      default:
        return socket.close(Close.UnknownOpcode, 'Unknown opcode.');
    }
  };
  // Whoever is not heard of for longer than was agreed is taken for dead.
  const beats = setTimeout(
    () => socket.close(Close.SessionTimedOut, 'Session timed out.'),
    desk.options.heartbeatMs * 2,
  );
  socket.on('message', (data) => {
    const frame = parseFrame(data);
    if (frame) handle(frame.op, frame.d);
    else socket.close(Close.DecodeError, 'Error while decoding payload.');
  });
  socket.on('close', (code) => {
    clearTimeout(beats);
    if (session?.socket !== socket) return;
    session.socket = null;
    // Only a bot that leaves with 1000 or 1001 gives its session up; any other end can be resumed.
    if (code === 1000 || code === 1001) desk.sessions.delete(session.id);
    desk.onChange();
  });
  socket.on('error', () => socket.terminate());
  socket.send(frameOf(Op.Hello, { heartbeat_interval: desk.options.heartbeatMs }));
}

/**
 * The gateway over WebSocket at `/gateway` of an HTTP server: version 10, JSON, no compression.
 *
 * @param onChange told each time a shard has identified or resumed, and when one is gone
 */
export function openGateway(
  server: Server,
  world: World,
  options: GatewayOptions,
  trouble: GatewayTrouble,
  onChange: () => void,
): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const desk: Desk = { world, options, sessions, trouble, onChange };
  server.on('upgrade', (request, stream: Duplex, head) => {
    const { pathname } = new URL(request.url ?? '/', world.origin);
    if (pathname !== '/gateway' || trouble.isDown()) {
      stream.end(
        `HTTP/1.1 ${trouble.isDown() ? '503 Service Unavailable' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => attend(desk, socket));
  });
  const live = () => [...sessions.values()].filter((each) => each.socket !== null);
  const drop = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    deliver: (payload) => {
      for (const session of sessions.values()) push(session, { t: Dispatch.InteractionCreate, d: payload });
    },
    tell: (event) => {
      for (const session of sessions.values()) {
        for (const dispatch of dispatchesOf(world, event, session.intents)) push(session, dispatch);
      }
    },
    shards: () => live().map(({ shard }) => shard.id),
    isReady: () => live().length > 0,
    restart: () => {
      for (const session of live()) session.socket?.send(frameOf(Op.Reconnect, null));
    },
    drop,
    invalidate: (resumable) => {
      const told = live();
      if (!resumable) sessions.clear();
      for (const session of told) session.socket?.send(frameOf(Op.InvalidSession, resumable));
    },
    forget: () => sessions.clear(),
    close: () => {
      drop();
      sessions.clear();
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      return promise;
    },
  };
}
