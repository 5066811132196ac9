import type { ServerResponse } from 'node:http';

const gapMs = 200;
const aliveMs = 15_000;

/** The pages that look, and the news they get. */
export type Audience = {
  /** Keeps a connection open for server-sent events until either side ends it. */
  add(response: ServerResponse): void;
  /** Something changed: every page is told, at most five times a second. */
  stir(): void;
  /** Sends one event at once. */
  tell(event: string, data: unknown): void;
  size(): number;
  close(): void;
};

/** Opens an audience. `isNews` is asked before pages are stirred; when it answers false, nothing they show has changed. */
export function openAudience(isNews: () => boolean): Audience {
  const pages = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  let revision = 0;
  let stirredAt = Number.NEGATIVE_INFINITY;

  function tell(event: string, data: unknown): void {
    for (const page of pages) page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
  function flush(): void {
    timer = undefined;
    stirredAt = performance.now();
    if (pages.size === 0 || !isNews()) return;
    revision += 1;
    tell('changed', { revision });
  }
  const alive = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, aliveMs);
  alive.unref();

  return {
    add(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 500\n\n');
      pages.add(response);
      response.on('close', () => pages.delete(response));
    },
    stir() {
      timer ??= setTimeout(flush, Math.max(0, stirredAt + gapMs - performance.now()));
    },
    tell,
    size: () => pages.size,
    close() {
      clearTimeout(timer);
      clearInterval(alive);
      for (const page of pages) page.end();
      pages.clear();
    },
  };
}
