import type { CitizenId } from '#shared/ids.ts';
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
