import { connect, type Socket } from 'node:net';
import { tokensOf } from './buyers.ts';
import { answerQuestions } from './programs.ts';

/** Panels that are looked at: how many, where the core is, and how they ask, in milliseconds. */
export type Panels = {
  readonly port: number;
  readonly path: string;
  readonly secretBase64: string;
  readonly count: number;
  /** A panel that heard nothing for so long asks by itself. */
  readonly quietMs: number;
  /** After a message panels ask within so long, each when it likes. */
  readonly spreadMs: number;
};

/** What the panels saw since they were asked last. Times are from asking, connecting included, to the whole answer. */
export type Seen = {
  readonly answers: number;
  readonly connections: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly ms: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** How many panels show each revision. */
  readonly shown: Readonly<Record<string, number>>;
};

/** One viewer's panel: a connection that is kept while the core keeps it, and one question at a time. */
type Panel = {
  readonly token: string;
  socket?: Socket;
  sentAt?: number;
  timer?: NodeJS.Timeout;
  wantsMore: boolean;
  revision: string;
};

let options: Panels;
let panels: readonly Panel[] = [];
let times: number[] = [];
let connections = 0;
let failed: Record<string, number> = {};
let began = performance.now();

const abilities = {
  /** Lets every panel ask, as those of viewers who came one after the other. */
  open: async (given: Panels): Promise<void> => {
    options = given;
    panels = tokensOf({ from: 1, count: given.count }, given.secretBase64).map((token) => ({
      token,
      wantsMore: false,
      revision: '',
    }));
    for (const [index, panel] of panels.entries()) askIn(panel, (given.quietMs * index) / panels.length);
  },
  /** A message of the channel reaches every panel. */
  nudge: async (revision: string): Promise<void> => {
    for (const panel of panels) if (panel.revision !== revision) askIn(panel, Math.random() * options.spreadMs);
  },
  look: async (_: null): Promise<Seen> => {
    const sorted = Float64Array.from(times).sort();
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    const shown: Record<string, number> = {};
    for (const { revision } of panels) shown[revision] = (shown[revision] ?? 0) + 1;
    const ms = performance.now() - began;
    const seen = {
      answers: sorted.length,
      connections,
      failed,
      ms,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      mostMs: at(1),
      shown,
    };
    times = [];
    connections = 0;
    failed = {};
    began = performance.now();
    return seen;
  },
};
export type PanelAbilities = typeof abilities;

answerQuestions(abilities);

function askIn(panel: Panel, ms: number): void {
  clearTimeout(panel.timer);
  panel.timer = setTimeout(() => ask(panel), ms);
}

function ask(panel: Panel): void {
  if (panel.sentAt !== undefined) return void (panel.wantsMore = true);
  panel.wantsMore = false;
  panel.sentAt = performance.now();
  panel.socket ??= reach(panel);
  panel.socket.write(requestOf(panel));
}

function requestOf({ token }: Panel): string {
  return (
    `GET ${options.path} HTTP/1.1\r\nhost: 127.0.0.1:${options.port}\r\naccept: application/json\r\n` +
    `authorization: Bearer ${token}\r\nuser-agent: bench\r\nconnection: keep-alive\r\n\r\n`
  );
}

/** Connects. It reads just enough of HTTP/1.1 for answers that state their length, as `load-program.ts` does and for its reason. */
function reach(panel: Panel): Socket {
  connections++;
  const socket = connect({ host: '127.0.0.1', port: options.port, noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = Number(/\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const body = received.toString('utf8', end + 4, Math.min(received.length, end + 200));
    received = Buffer.alloc(0);
    answered(panel, head.slice(9, 12), body);
  });
  let isOpen = false;
  socket.on('connect', () => (isOpen = true));
  socket.on('error', (error) => {
    if (!isOpen) failed[error.message] = (failed[error.message] ?? 0) + 1;
  });
  // The core hangs up on who is silent for a while. Browsers then connect anew, and ask again if they had just asked.
  socket.on('close', () => {
    delete panel.socket;
    if (panel.sentAt === undefined || !isOpen) return;
    panel.socket = reach(panel);
    panel.socket.write(requestOf(panel));
  });
  return socket;
}

function answered(panel: Panel, status: string, body: string): void {
  if (panel.sentAt !== undefined) times.push(performance.now() - panel.sentAt);
  delete panel.sentAt;
  if (status !== '200') failed[status] = (failed[status] ?? 0) + 1;
  else panel.revision = /"revision":"([^"]*)"/.exec(body)?.[1] ?? '';
  askIn(panel, panel.wantsMore ? 0 : options.quietMs);
}
