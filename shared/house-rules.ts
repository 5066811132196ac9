/** Milliseconds in a second, a minute, an hour and a day: so that rules read as people say them. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A claim sets one unit aside this long, and a raffle's for whoever was drawn. Apart, because pages that count down need nothing else. */
export const claimMs = 10 * minute;
export const raffleClaimMs = 1 * hour;
/** The largest picture that is taken. Apart for the same reason. */
export const pictureBytesMax = 8 * 1024 * 1024;

/** Every number of the house, in one place. The operator may give others; nothing else in the program repeats them. */
export const houseRules = {
  claimMs,
  /** Pressing Pay leaves at least this long, once. */
  payExtensionMs: 5 * minute,
  /** C500's fee on the item price, rounded half up. */
  feeBasisPoints: 1_000,
  /** The part of the fee that goes to the protection fund. */
  fundShareOfFeeBasisPoints: 1_000,
  /** The least and the most an item may cost, minor units. The upper bound catches a slipped decimal point. */
  priceMinorMin: 25_00,
  priceMinorMax: 25_000_00,
  /** Days a builder may promise: to the first proof, from proof to the carrier's scan, and both together. */
  proofDaysMax: 45,
  scanDaysDefault: 14,
  promisedDaysMax: 70,
  /** Live minutes on the bench before a stream proof counts, and before the order is called `building`. */
  benchProofMs: 10 * minute,
  benchBuildingMs: 1 * minute,
  /** Orders on one bench at once. */
  benchOrdersMax: 3,
  /** What a builder may say and show of the making of one order. */
  notesPerOrderMax: 20,
  photosPerOrderMax: 8,
  /** Without a carrier service a tracking number counts after this long without a report. */
  shipmentCountsMs: 48 * hour,
  /** A tracking number may not be used again for this long. */
  trackingReuseMs: 180 * day,
  /** Where no carrier is asked, a shipped order counts as delivered after this long. */
  deliveryDeemedMs: 21 * day,
  /** Quiet days after delivery, before the order is completed. */
  deliveryQuietMs: 7 * day,
  /** Release waits this long after the proof, unless builder and amount are trusted. */
  coolOffMs: 72 * hour,
  promptReleaseOrdersMin: 10,
  promptReleaseMinorMax: 600_00,
  /** A buyer's request to cancel is granted by itself after this long without an answer. */
  cancellationMs: 3 * day,
  /** A broken promise is refunded unasked after this long: of a first proof, and of the carrier's scan after it. */
  unprovenRefundMs: 3 * day,
  unsentRefundMs: 7 * day,
  /** A builder is reminded half way to a promised day, and this long before it. */
  remindBeforeMs: 1 * day,
  /** What a buyer grants by one press; all of it together stays within `promisedDaysMax`. */
  grantedDaysStep: 7,
  /** Either side of a case may answer this long, and may appeal this long after its decision. */
  caseAnswerMs: 72 * hour,
  caseAppealMs: 7 * day,
  /** A builder may add evidence to a dispute this long, and it is filed at the latest this long before the bank's own day. */
  disputeAnswerMs: 72 * hour,
  disputeMarginMs: 24 * hour,
  /** The bank is asked about a dispute this often until its money is settled: a message that is lost must not freeze an order for ever. */
  disputeLookMs: 3 * day,
  /** Whoever was paid for an order has to be found for this long after its release: so long a buyer's bank may take the money back. */
  disputesMayComeMs: 120 * day,
  /** What somebody owes after a refund is written off to the fund after this long. */
  debtWriteOffMs: 180 * day,
  /** A buyer's address is erased this long after the end of the order. */
  addressKeptMs: 90 * day,
  /** What was told to people, and what partners told us, is kept this long once it was dealt with. */
  settledKeptMs: 90 * day,
  /** What somebody who had themselves deleted had said in an order's room is kept for the other side this long after its end. */
  roomWordsKeptMs: 180 * day,
  /** A carrier that sent no news is asked again after this long. */
  parcelLookMs: 12 * hour,
  /** How long a raffle may be entered, and how many may enter. */
  raffleWindowMsMin: 10 * minute,
  raffleWindowMsMax: 14 * day,
  raffleEntriesMax: 5_000,
  raffleClaimMs,
  /** Money may be held this long at most; before it, staff is told and then C500 acts. */
  holdDaysMax: 90,
  holdWarningMs: 75 * day,
  holdActionMs: 80 * day,
  /** What each tier may buy, by item price; unfinished orders together may be twice that. */
  tierCapMinor: { guest: 150_00, member: 600_00, vip: null },
  exposureFactor: 2,
  vipOrdersMin: 3,
  /** Lapsed claims in a day that bring a pause, and how long the pause is. */
  lapsesBeforePause: 3,
  lapsesWindowMs: 1 * day,
  lapsePauseMs: 1 * hour,
  /** A transfer that Stripe refuses is tried again after this long, asked first. */
  transferRetryMs: 6 * hour,
  unitsPerDropMax: 1_000,
  /** People in one drop's line. */
  waitlistMax: 500,
  /** Places beyond these that only VIPs may take: who may buy most cannot be kept out by a crowd of guests. */
  waitlistVipPlaces: 100,
  /** Where a unit is free but nobody may claim for now (a paused drop, an offline channel), the line is looked at again after this. */
  waitlistLookMs: 1 * minute,
  /** A staff act waits this long for its confirmation. */
  actMs: 10 * minute,
  /** A builder may tell all communities of a stream once in this long. */
  announceEveryMs: 2 * hour,
  /** What an order room keeps, and the largest file. */
  roomMessagesMax: 1_000,
  roomFileBytesMax: 10 * 1024 * 1024,
  /** All files of one room together: a disk must not be filled for the price of one order. */
  roomBytesMax: 250 * 1024 * 1024,
  /** A marketer's share when a builder offers none in particular, and the most. */
  marketerPercentDefault: 30,
  marketerPercentMax: 60,
  /** Whoever has said nothing for this long is no longer in a gathering, and whose session in an activity lasts how long. */
  gatheringQuietMs: 45 * second,
  activitySessionMs: 1 * hour,
  /** A private one-time link is good this long. */
  privateLinkMs: 15 * minute,
  /** What the score counts. */
  scorePoints: { order: 10, identity: 20, account: 10, vouch: 5, lostDispute: -50, lapsedClaim: -2 },
  picturesPerDropMax: 4,
  pictureBytesMax,
} as const;

/** The shape of the rules, so that an operator's own numbers can stand in for these. */
export type HouseRules = {
  readonly [Rule in keyof typeof houseRules]: (typeof houseRules)[Rule] extends number
    ? number
    : (typeof houseRules)[Rule];
};
