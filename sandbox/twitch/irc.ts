import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createChatGate, type ChatLimits } from './chat-limits.ts';
import { IrcSession } from './irc-session.ts';
import type { TwitchModel } from './model.ts';

const pingEveryMs = 5 * 60 * 1000;
const messageBytesMax = 16 * 1024;

/** Twitch chat's connections. */
export type IrcServer = {
  /** Takes over an HTTP connection that asks to become a WebSocket. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Sends RECONNECT to everybody and hangs up. */
  readonly reconnectAll: () => void;
  /** How many clients are connected. */
  readonly connections: () => number;
  readonly close: () => void;
};

/** Builds chat over WebSocket. Each message may hold several lines and need not end with a line break. */
export function createIrcServer(options: {
  readonly model: TwitchModel;
  readonly wallNow: () => number;
  readonly limits: ChatLimits;
}): IrcServer {
  const { model, wallNow, limits } = options;
  const gate = createChatGate(limits, wallNow);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax });
  const sessions = new Set<IrcSession>();

  sockets.on('connection', (socket) => {
    const session = new IrcSession({
      model,
      gate,
      post: (line) => socket.send(`${line}\r\n`),
      hangUp: () => socket.close(1000),
    });
    sessions.add(session);
    socket.on('message', (data, isBinary) => {
      if (isBinary || !Buffer.isBuffer(data)) return;
      for (const line of data.toString('utf8').split(/\r?\n|\r/)) if (line !== '') session.receive(line);
    });
    socket.on('close', () => sessions.delete(session));
    // A broken connection is followed by `close`, which is where it is cleaned up.
    socket.on('error', () => undefined);
  });
  const stopListening = model.onLine((line, speaker) => {
    for (const session of sessions) if (session !== speaker) session.show(line);
  });
  const pings = setInterval(() => {
    for (const session of sessions) session.ping();
  }, pingEveryMs);
  pings.unref();

  return {
    upgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request)),
    reconnectAll() {
      for (const session of sessions) session.askToReconnect();
      for (const client of sockets.clients) client.close(1012);
    },
    connections: () => sessions.size,
    close() {
      stopListening();
      clearInterval(pings);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
