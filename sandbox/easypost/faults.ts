/** What can be made to go wrong. Every field may be set at any time. */
export type EasyPostFaults = {
  /** Every call is answered with a 500. */
  down: boolean;
  /** Waiting time before each call is worked on. */
  slowMs: number;
  /** Numbers that nobody told of before are refused. */
  refusesNumbers: boolean;
  /** Events that happen are told to nobody. */
  webhookLost: boolean;
  /** How often each event is delivered. */
  webhookCopies: number;
};

/** Faults that are all off. */
export function noFaults(): EasyPostFaults {
  return { down: false, slowMs: 0, refusesNumbers: false, webhookLost: false, webhookCopies: 1 };
}
