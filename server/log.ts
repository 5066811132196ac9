import { pino, type Logger } from 'pino';
import { describeError } from '#shared/describe-error.ts';

/** The loggers, one per part of the program. Messages are constants; what varies is in fields. */
export type Log = { readonly [Part in 'main' | 'http' | 'stripe' | 'twitch' | 'store' | 'worker' | 'money']: Logger };

/** Makes the loggers of one process. */
export function createLog(level: string): Log {
  const root = pino({ level, base: null, serializers: { err: describeError } });
  const part = (name: string) => root.child({ part: name });
  return {
    main: part('main'),
    http: part('http'),
    stripe: part('stripe'),
    twitch: part('twitch'),
    store: part('store'),
    worker: part('worker'),
    money: part('money'),
  };
}
