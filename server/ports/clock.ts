import type { Instant } from '#shared/ids.ts';

/** Time and chance, from outside: the rules have neither. */
export type Clock = {
  now(): Instant;
  /** 24 characters of [a-z0-9] for ids: the last 15 are random, those before may tell the time. */
  randomText(): string;
  /** Six random bytes for an order tag. */
  randomValues(): readonly number[];
};
