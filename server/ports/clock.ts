import type { Instant } from '#shared/ids.ts';

/** Time and chance, from outside: the rules have neither. */
export type Clock = {
  now(): Instant;
  /** 24 random characters of [a-z0-9], fit for ids and codes that must not be guessed. */
  randomText(): string;
  /** Six random bytes for an order tag. */
  randomValues(): readonly number[];
};
