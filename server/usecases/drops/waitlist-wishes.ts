import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Refusal } from '#shared/refusals.ts';
import type { WaitlistPlace } from '#shared/schemas/drop.ts';

/** Where somebody stands in a line now, or why they do not. */
export type InLine =
  { readonly ok: true; readonly place: WaitlistPlace } | { readonly ok: false; readonly refusal: Refusal };

/** Somebody who wants to join or leave a line, and waits for the answer. */
export type LineWish = {
  readonly citizenId: CitizenId;
  readonly wants: 'join' | 'leave';
  resolve(answer: InLine): void;
  reject(error: unknown): void;
};

/** Whose turn it is in a line of one version, for a moment: everybody in it asks at once when somebody has moved. */
export type KnownTurn = {
  readonly version: number;
  readonly until: Instant;
  readonly turn: Promise<readonly CitizenId[]>;
};
