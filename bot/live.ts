import * as z from 'zod/mini';
import type { Logger } from 'pino';
import { backoffMs, pause, type Backoff } from './backoff.ts';
import { readEventStream } from './event-stream.ts';

/** News of the core: something of this topic has changed. It says what, never how; whoever cares fetches it. */
const Change = z.object({ topic: z.string(), id: z.string(), revision: z.string() });
export type Change = z.infer<typeof Change>;

/** What following the core's news needs. */
export type Following = {
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** Called when the stream stands, also after a break: whatever happened before has to be looked up. */
  readonly onOpen: () => void;
  readonly onChange: (change: Change) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** A stream without even a comment for this long is taken for dead. */
  readonly quietMs: number;
};

/** Follows the core's news until the signal ends it, through every break. Never throws. */
export async function followChanges(following: Following): Promise<void> {
  const { signal, log } = following;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await followOnce(following, () => {
        failures = 0;
      });
      log.info('the stream of changes ended');
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'the stream of changes broke');
    }
    await pause(backoffMs(following.backoff, failures), signal);
    failures += 1;
  }
}

async function followOnce({ open, onOpen, onChange, signal, quietMs }: Following, stands: () => void): Promise<void> {
  const dead = new AbortController();
  const timer = setTimeout(() => dead.abort(new Error('the stream fell silent')), quietMs);
  try {
    const response = await open(AbortSignal.any([signal, dead.signal]));
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`the core answered ${response.status}`);
    }
    stands();
    onOpen();
    for await (const event of readEventStream(response.body, () => timer.refresh())) {
      const change = readChange(event.data);
      if (change) onChange(change);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Newer cores may send other things on the same stream: they are not ours to mind. */
function readChange(data: string): Change | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const read = Change.safeParse(value);
  return read.success ? read.data : undefined;
}
