import type { Instant } from '#shared/ids.ts';

/** Time and chance, from outside: the rules have neither. */
export type Clock = {
  now(): Instant;
  /** 24 characters of [a-z0-9] for ids: the last 15 are random, those before may tell the time. */
  randomText(): string;
  /** Six random bytes for an order tag. */
  randomValues(): readonly number[];
  /** Waits, by the machine's own time: for moments that a person waits as well, and for nothing that anybody is owed. */
  pause(ms: number): Promise<void>;
};
