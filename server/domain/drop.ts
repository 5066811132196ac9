import type { CitizenId, DropId, Instant } from '#shared/ids.ts';
import type { DropStatus } from '#shared/schemas/drop.ts';
import type { Terms } from './order.ts';

/** What a builder offers. How many units are left is not here: units are records of their own. */
export type Drop = {
  readonly id: DropId;
  readonly version: number;
  readonly builderId: CitizenId;
  readonly status: DropStatus;
  readonly units: number;
  readonly perPerson: number;
  readonly terms: Terms;
  readonly liveOnly: boolean;
  readonly grail: boolean;
  /** VIPs alone may claim before this; null when everybody may from the start. */
  readonly earlyBirdUntil: Instant | null;
  /** Its units are drawn for, and nobody may claim one before that. Absent where they are first come, first served. */
  readonly raffle?: {
    readonly opensAt: Instant;
    readonly closesAt: Instant;
    readonly drawn: { readonly at: Instant; readonly entries: number } | null;
  };
  readonly openedAt: Instant;
  /** When it closed; absent while it is not. */
  readonly closedAt?: Instant;
  /** The last requests by which units were added, so that none adds them twice. */
  readonly restocks?: readonly string[];
};
