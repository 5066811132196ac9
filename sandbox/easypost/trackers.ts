import { randomBytes } from 'node:crypto';
import { countryOnly, type TrackerObject, type TrackerStatus, type TrackingDetail } from './objects.ts';

/** What a carrier does with a parcel. */
export type CarrierDeed = 'scan' | 'bring' | 'deliver' | 'return' | 'lose';

/** When, and where it is seen to go; both as the carrier says, which need not be true. */
export type CarrierWord = { readonly at?: number; readonly toCountry?: string };

const statusOf: Readonly<Record<CarrierDeed, TrackerStatus>> = {
  scan: 'in_transit',
  bring: 'out_for_delivery',
  deliver: 'delivered',
  return: 'return_to_sender',
  lose: 'failure',
};
const words: Readonly<Record<TrackerStatus, readonly [message: string, detail: string]>> = {
  unknown: ['NO INFORMATION', 'unknown'],
  pre_transit: ['SHIPPING LABEL CREATED', 'label_created'],
  in_transit: ['ACCEPTED AT ORIGIN FACILITY', 'received_at_origin_facility'],
  out_for_delivery: ['OUT FOR DELIVERY', 'out_for_delivery'],
  delivered: ['DELIVERED', 'arrived_at_destination'],
  available_for_pickup: ['AVAILABLE FOR PICKUP', 'arrived_at_pickup_location'],
  return_to_sender: ['RETURN TO SENDER', 'return'],
  failure: ['DELIVERY EXCEPTION', 'delivery_exception'],
  cancelled: ['CANCELLED', 'cancelled'],
  error: ['ERROR', 'unknown'],
};

/** EasyPost's test codes, `EZ1000000001` to `EZ7000000007`, by their first digit. */
const testCodes: readonly TrackerStatus[] = [
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'return_to_sender',
  'failure',
  'unknown',
];

/** The status that a test code stands for; undefined for a number that is none. */
export function testStatusOf(code: string): TrackerStatus | undefined {
  const digit = /^EZ([1-7])0{8}\1$/.exec(code)?.[1];
  return digit === undefined ? undefined : testCodes[Number(digit) - 1];
}

/** A tracker as it is when its number was just told: a label and nothing more, unless it is a test code. */
export function newTracker(code: string, carrier: string, now: number): TrackerObject {
  const id = `trk_${randomBytes(16).toString('hex')}`;
  const at = iso(now);
  const status = testStatusOf(code) ?? 'pre_transit';
  const made: TrackerObject = {
    id,
    object: 'Tracker',
    mode: 'test',
    tracking_code: code,
    status: 'pre_transit',
    status_detail: 'label_created',
    created_at: at,
    updated_at: at,
    signed_by: null,
    weight: 42.5,
    est_delivery_date: null,
    shipment_id: null,
    carrier,
    tracking_details: [detailOf('pre_transit', carrier, now, null)],
    fees: [{ object: 'Fee', type: 'TrackerFee', amount: '0.02000', charged: true, refunded: false }],
    carrier_detail: {
      object: 'CarrierDetail',
      service: null,
      container_type: null,
      est_delivery_date_local: null,
      est_delivery_time_local: null,
      origin_location: null,
      origin_tracking_location: countryOnly(null),
      destination_location: null,
      destination_tracking_location: null,
      guaranteed_delivery_date: null,
      alternate_identifier: null,
      initial_delivery_attempt: null,
    },
    finalized: false,
    is_return: false,
    public_url: `https://track.easypost.com/${Buffer.from(id).toString('base64url')}`,
  };
  return status === 'pre_transit' ? made : atStatus(made, status, now, {});
}

/** A tracker after a carrier did something. */
export function afterDeed(tracker: TrackerObject, deed: CarrierDeed, now: number, word: CarrierWord): TrackerObject {
  return atStatus(tracker, statusOf[deed], now, word);
}

function atStatus(tracker: TrackerObject, status: TrackerStatus, now: number, word: CarrierWord): TrackerObject {
  const country = word.toCountry ?? tracker.carrier_detail.destination_tracking_location?.country ?? null;
  return {
    ...tracker,
    status,
    status_detail: words[status][1],
    updated_at: iso(now),
    signed_by: status === 'delivered' ? 'R. EXAMPLE' : tracker.signed_by,
    is_return: status === 'return_to_sender',
    finalized: status === 'delivered',
    tracking_details:
      status === 'unknown'
        ? []
        : [...tracker.tracking_details, detailOf(status, tracker.carrier, word.at ?? now, country)],
    carrier_detail: {
      ...tracker.carrier_detail,
      destination_location: country,
      destination_tracking_location: country === null ? null : countryOnly(country),
    },
  };
}

function detailOf(status: TrackerStatus, carrier: string, at: number, country: string | null): TrackingDetail {
  const [message, detail] = words[status];
  return {
    object: 'TrackingDetail',
    message,
    description: '',
    status,
    status_detail: detail,
    datetime: iso(at),
    source: carrier,
    carrier_code: null,
    tracking_location: countryOnly(status === 'delivered' ? country : null),
  };
}

/** EasyPost writes whole seconds. */
function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
