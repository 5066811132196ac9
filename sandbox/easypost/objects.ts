/** The states of a parcel as EasyPost names them. */
export type TrackerStatus =
  | 'unknown'
  | 'pre_transit'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivered'
  | 'available_for_pickup'
  | 'return_to_sender'
  | 'failure'
  | 'cancelled'
  | 'error';

type Location = {
  readonly object: 'TrackingLocation';
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly zip: string | null;
};

/** One line of a parcel's way. */
export type TrackingDetail = {
  readonly object: 'TrackingDetail';
  readonly message: string;
  readonly description: string;
  readonly status: TrackerStatus;
  readonly status_detail: string;
  readonly datetime: string;
  readonly source: string;
  readonly carrier_code: string | null;
  readonly tracking_location: Location;
};

/** A tracker as EasyPost's API answers it. */
export type TrackerObject = {
  readonly id: string;
  readonly object: 'Tracker';
  readonly mode: 'test';
  readonly tracking_code: string;
  readonly status: TrackerStatus;
  readonly status_detail: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly signed_by: string | null;
  /** Ounces. */
  readonly weight: number | null;
  readonly est_delivery_date: string | null;
  readonly shipment_id: null;
  readonly carrier: string;
  readonly tracking_details: readonly TrackingDetail[];
  readonly fees: readonly unknown[];
  readonly carrier_detail: {
    readonly object: 'CarrierDetail';
    readonly service: string | null;
    readonly container_type: null;
    readonly est_delivery_date_local: null;
    readonly est_delivery_time_local: null;
    readonly origin_location: string | null;
    readonly origin_tracking_location: Location;
    readonly destination_location: string | null;
    readonly destination_tracking_location: Location | null;
    readonly guaranteed_delivery_date: null;
    readonly alternate_identifier: null;
    readonly initial_delivery_attempt: null;
  };
  readonly finalized: boolean;
  readonly is_return: boolean;
  readonly public_url: string;
};

/** A webhook's body. */
export type EventObject = {
  readonly id: string;
  readonly object: 'Event';
  readonly mode: 'test';
  readonly description: 'tracker.created' | 'tracker.updated';
  readonly previous_attributes: { readonly status?: TrackerStatus };
  readonly created_at: string;
  readonly updated_at: string;
  readonly pending_urls: readonly string[];
  readonly completed_urls: readonly string[];
  readonly status: 'pending';
  readonly user_id: string;
  readonly result: TrackerObject;
};

/** A place of which a carrier tells the country alone. */
export function countryOnly(country: string | null): Location {
  return { object: 'TrackingLocation', city: null, state: null, country, zip: null };
}
