import type { Instant } from '#shared/ids.ts';

/** How a parcel stands. `announced`: a label was made, which is no scan. `lost`: damaged, refused, or no longer followed. */
export type ParcelStatus = 'unknown' | 'announced' | 'moving' | 'delivered' | 'returning' | 'lost';

/** What the carriers' service says of a parcel. `isOver`: nothing more is expected of it. */
export type ParcelStanding = {
  readonly trackerId: string;
  readonly status: ParcelStatus;
  /** When a carrier had it in its hands first; a label is no scan, and a scan without a date is none either. */
  readonly scannedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  /** The country that it goes to, as two capital letters, where the carrier says so. */
  readonly toCountry: string | null;
  readonly signedBy: string | null;
  readonly isOver: boolean;
};

/**
 * A service that asks the carriers where parcels are. Asking for the same parcel twice gives the same tracker.
 * Both methods throw `UpstreamError` when there is no clear answer.
 */
export type Carriers = {
  /** Has a number followed from now on. `unknown`: the service does not take such a number. */
  follow(parcel: { readonly carrier: string; readonly number: string }): Promise<ParcelStanding | 'unknown'>;
  /** How a parcel stands by now; `unknown` for one that the service no longer follows. */
  look(trackerId: string): Promise<ParcelStanding | 'unknown'>;
};
