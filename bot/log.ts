import { pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from '#shared/describe-error.ts';

/** The loggers, one per part of the bot. Messages are constants; what varies is in fields, and no field holds chat text. */
export type Log = { readonly [Part in 'main' | 'discord' | 'twitch' | 'core']: Logger };

/** Makes the loggers of one process; they write to standard output unless told otherwise. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, serializers: { err: describeError } };
  const root = destination ? pino(options, destination) : pino(options);
  const part = (name: string) => root.child({ part: name });
  return { main: part('main'), discord: part('discord'), twitch: part('twitch'), core: part('core') };
}
