import { pino, type DestinationStream, type Logger } from 'pino';

/** The loggers, one per part of the bot. Messages are constants; what varies is in fields, and no field holds chat text. */
export type Log = { readonly [Part in 'main' | 'discord' | 'twitch' | 'core']: Logger };

/** A text without what follows the question mark of an address: Twitch's token calls carry their secrets there. */
export function withoutQueries(text: string): string {
  return text.replace(/\?\S*=\S*/g, '?…');
}

/**
 * An error as it may be written down: discord.js hangs the whole request on its errors, with pictures, payment links and the
 * interaction's token in the address, so only known fields are taken.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutQueries(String(error));
  const { name, message, stack = '', cause } = error;
  return {
    name,
    message: withoutQueries(message),
    stack: withoutQueries(stack),
    ...('code' in error ? { code: error.code } : {}),
    ...('status' in error ? { status: error.status } : {}),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** Makes the loggers of one process; they write to standard output unless told otherwise. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, serializers: { err: describeError } };
  const root = destination ? pino(options, destination) : pino(options);
  const part = (name: string) => root.child({ part: name });
  return { main: part('main'), discord: part('discord'), twitch: part('twitch'), core: part('core') };
}
