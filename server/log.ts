import { pino, type Logger } from 'pino';

/** Headers and fields that must never be written down, wherever they turn up. */
const redacted = [
  '*.authorization',
  '*.cookie',
  '*.token',
  '*.secret',
  '*.payCode',
  'req.headers',
  'err.config',
  'err.raw',
];

/** The loggers, one per part of the program. Messages are constants; what varies is in fields. */
export type Log = { readonly [Part in 'main' | 'http' | 'stripe' | 'twitch' | 'store' | 'worker' | 'money']: Logger };

/** Makes the loggers of one process. */
export function createLog(level: string): Log {
  const root = pino({ level, redact: { paths: redacted, censor: '[redacted]' }, base: null });
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
