import { HttpStatusCodeError } from '@twurple/api-call';
import { UpstreamError } from '../../ports/payments.ts';

/** Twurple waits for as long as its sockets do, which is minutes. */
const patienceMs = 8_000;

/** Twitch takes so many ids at once. */
const idsAtOnce = 100;

/**
 * Asks Twitch, for a time that people can wait.
 *
 * @throws UpstreamError for anything that is no answer; `retryable` is false when Twitch said a clear no
 */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await inTime(call());
  } catch (cause) {
    const status = statusOf(cause);
    const clear = status !== undefined && status >= 400 && status < 500 && status !== 429;
    throw new UpstreamError('twitch', cause instanceof Error ? cause.message.slice(0, 300) : 'Twitch did not answer', {
      retryable: !clear,
      cause,
    });
  }
}

/** The status that Twitch answered with, if that is what went wrong. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof UpstreamError) return statusOf(error.cause);
  return error instanceof HttpStatusCodeError ? error.statusCode : undefined;
}

/** What Twitch answered besides, as it wrote it; empty when it did not answer. */
export function saidBy(error: unknown): string {
  if (error instanceof UpstreamError) return saidBy(error.cause);
  return error instanceof HttpStatusCodeError ? error.body : '';
}

/** Asks for many ids, as many at once as Twitch takes, one lot after the other. */
export async function askedInLots<T>(
  ids: readonly string[],
  call: (some: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let from = 0; from < ids.length; from += idsAtOnce)
    found.push(...(await asked(() => call(ids.slice(from, from + idsAtOnce)))));
  return found;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Twitch took too long to answer')), patienceMs);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
