import {
  activityCloseCodes,
  activityQuietMs,
  ActivityNews,
  type ActivityHello,
} from '#shared/schemas/activity-live.ts';

/** As much of a WebSocket as is used here. */
export type Wire = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};

/** What a wire tells. `closed` comes once, also when it never opened. */
export type WireEars = {
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly closed: (code: number) => void;
};

/** The socket to the core. It only saves waiting: everything it says is also found by asking. */
export type Socket = {
  /** Whether the core has welcomed the page on it. */
  readonly isUp: () => boolean;
  /** While awake it comes back after every break. It begins asleep. */
  readonly setAwake: (isAwake: boolean) => void;
  /** Tries now instead of after the rest: the network is back, or there is a new token. */
  readonly tryNow: () => void;
  /** Lets go of a wire that leads nowhere any more: the network is gone. */
  readonly letGo: () => void;
};

type SocketParts = {
  readonly dial: (ears: WireEars) => Wire;
  /** Null while there is no token; then nothing is dialled. */
  readonly hello: () => ActivityHello | null;
  readonly onNews: (news: Exclude<ActivityNews, { readonly kind: 'still' }>) => void;
  readonly onDown: () => void;
  readonly onTokenRefused: () => void;
  /** From 0 to 1: spreads those who lost the same core at the same moment. */
  readonly chance: () => number;
};

const restsMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
const restMsMax = 20_000;

/** How long to wait after so many failures in a row: between half of the rest and all of it. */
export function restAfter(failures: number, chance: number): number {
  return (restsMs[failures - 1] ?? restMsMax) * (0.5 + chance / 2);
}

/** Makes the socket. A core that says nothing for `activityQuietMs` is taken for gone. */
export function createSocket(parts: SocketParts): Socket {
  let wire: Wire | null = null;
  let isAwake = false;
  let isUp = false;
  let failures = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  function dial(): void {
    clearTimeout(rest);
    const hello = parts.hello();
    if (!isAwake || wire || hello === null) return;
    const mine: Wire = parts.dial({
      opened: () => mine === wire && mine.send(JSON.stringify(hello)),
      heard: (text) => mine === wire && hear(text),
      closed: (code) => mine === wire && ended(code),
    });
    wire = mine;
    listen();
  }

  function listen(): void {
    clearTimeout(quiet);
    quiet = setTimeout(drop, activityQuietMs);
  }

  function hear(text: string): void {
    listen();
    const read = ActivityNews.safeParse(parseJson(text));
    // A newer core may say what this page does not know yet.
    if (!read.success || read.data.kind === 'still') return;
    if (read.data.kind === 'welcome') {
      isUp = true;
      failures = 0;
    }
    parts.onNews(read.data);
  }

  /** The wire's own end may be told much later, or never: whoever let go of it does not wait for that. */
  function drop(): void {
    const dead = wire;
    ended(activityCloseCodes.comeBack);
    dead?.close();
  }

  function ended(code: number): void {
    clearTimeout(quiet);
    if (!wire) return;
    wire = null;
    const wasUp = isUp;
    isUp = false;
    failures += 1;
    if (wasUp) parts.onDown();
    if (code === activityCloseCodes.tokenRefused) parts.onTokenRefused();
    if (isAwake) rest = setTimeout(dial, restAfter(failures, parts.chance()));
  }

  return {
    isUp: () => isUp,
    setAwake(next) {
      if (next === isAwake) return;
      isAwake = next;
      clearTimeout(rest);
      if (isAwake) dial();
      else if (wire) drop();
    },
    tryNow: dial,
    letGo: () => {
      if (wire) drop();
    },
  };
}

/** Dials a real one, on this page's own origin. */
export function dialSocket(path: string, ears: WireEars): Wire {
  const socket = new WebSocket(new URL(path, window.location.origin.replace(/^http/, 'ws')));
  socket.addEventListener('open', ears.opened);
  socket.addEventListener('message', ({ data }) => ears.heard(String(data)));
  socket.addEventListener('close', ({ code }) => ears.closed(code));
  return { send: (text) => socket.send(text), close: () => socket.close() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
