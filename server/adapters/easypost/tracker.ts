import * as z from 'zod/mini';
import type { Instant } from '#shared/ids.ts';
import type { ParcelStanding, ParcelStatus } from '../../ports/carriers.ts';

/** What a carrier writes in another form than expected is as good as left out. */
const otherwise = z.catch;
const text = otherwise(z.nullable(z.string()), null);
const Place = otherwise(z.nullable(z.object({ country: text })), null);
const Scan = z.object({
  status: otherwise(z.string(), 'unknown'),
  datetime: text,
  tracking_location: z.optional(Place),
});

/** A tracker as EasyPost answers it, as far as we read it. Whatever carriers leave out is null. */
export const Tracker = z.object({
  id: z.string().check(z.regex(/^trk_[0-9a-zA-Z]{1,64}$/)),
  status: otherwise(z.string(), 'unknown'),
  tracking_details: otherwise(z.array(Scan), []),
  carrier_detail: z.optional(
    otherwise(z.nullable(z.object({ destination_tracking_location: z.optional(Place) })), null),
  ),
  signed_by: z.optional(text),
  finalized: z.optional(otherwise(z.boolean(), false)),
});
export type Tracker = z.infer<typeof Tracker>;

const statuses: Readonly<Record<string, ParcelStatus>> = {
  pre_transit: 'announced',
  in_transit: 'moving',
  out_for_delivery: 'moving',
  available_for_pickup: 'moving',
  delivered: 'delivered',
  return_to_sender: 'returning',
  failure: 'lost',
  error: 'lost',
  cancelled: 'lost',
};

/** A carrier had the parcel in its hands. `pre_transit` is a label, and a failure may be one as well. */
const scanned: readonly string[] = [
  'in_transit',
  'out_for_delivery',
  'available_for_pickup',
  'delivered',
  'return_to_sender',
];
const signerLengthMax = 200;

/**
 * A tracker in our words. The carriers' own list of scans is believed and not the status alone, because a status has no date.
 *
 * @see https://docs.easypost.com/docs/trackers
 */
export function standingOf(tracker: Tracker): ParcelStanding {
  const status = statuses[tracker.status] ?? 'unknown';
  const scans = tracker.tracking_details.filter((scan) => scanned.includes(scan.status));
  const delivery = scans.filter((scan) => scan.status === 'delivered');
  const deliveredAt = status === 'delivered' ? earliest(delivery) : null;
  return {
    trackerId: tracker.id,
    status,
    scannedAt: earliest(scans),
    deliveredAt,
    toCountry:
      readCountry(tracker.carrier_detail?.destination_tracking_location) ??
      readCountry(delivery.at(-1)?.tracking_location),
    signedBy: tracker.signed_by?.slice(0, signerLengthMax) ?? null,
    isOver: tracker.finalized === true || (status === 'delivered' && deliveredAt !== null) || status === 'returning',
  };
}

function earliest(scans: readonly z.infer<typeof Scan>[]): Instant | null {
  const times = scans.map(({ datetime }) => Date.parse(datetime ?? '')).filter((time) => Number.isFinite(time));
  return times.length === 0 ? null : Math.min(...times);
}

/** Carriers write what they like; only a code can be compared. */
function readCountry(place: { readonly country: string | null } | null | undefined): string | null {
  const country = place?.country?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(country) ? country : null;
}
