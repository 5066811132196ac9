import * as z from 'zod/mini';

/**
 * Why something moved on somebody's account with C500. Words by this key in `text/`; `other` is what a reader of an older version
 * does not know.
 */
export const MovementKind = z.enum([
  'release',
  'withheld',
  'transfer',
  'taken-back',
  'netted',
  'reversal',
  'write-off',
  'other',
]);
export type MovementKind = z.infer<typeof MovementKind>;

/** What waits to be sent to somebody, and what they owe; minor units of the statement's currency. */
export const StandingView = z.object({ waitingMinor: z.int(), owedMinor: z.int() });
export type StandingView = z.infer<typeof StandingView>;

/** One movement: by how much each of the two changed, negative where it became less. Nothing in it tells who bought. */
export const MovementView = z.object({
  at: z.number(),
  tag: z.string(),
  title: z.string(),
  kind: MovementKind,
  waitingMinor: z.int(),
  owedMinor: z.int(),
});
export type MovementView = z.infer<typeof MovementView>;

/** Somebody's account with C500 in one month by UTC, such as `2026-11`. Opening and all movements are the closing, to the cent. */
export const StatementView = z.object({
  month: z.string(),
  currency: z.string(),
  opening: StandingView,
  movements: z.array(MovementView),
  closing: StandingView,
});
export type StatementView = z.infer<typeof StatementView>;
