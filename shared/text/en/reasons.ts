const reasons = {
  'buyer-asked': 'the buyer asked to cancel',
  unproven: 'no work was shown in the promised time',
  'second-payment': 'a second time',
  'late-payment': 'after the claim had ended',
  'builder-banned': 'the builder is banned from the C500 network',
  'buyer-banned': 'the buyer is banned from the C500 network',
  'link-banned': 'one of them is banned from the C500 network',
  'link-case': 'one of them is in a case that our staff has not decided',
  'link-platform': 'each of them has an account on the same platform already',
  'link-both-sell': 'both of them sell here',
  'link-own-order': 'one of them has bought from the other',
  'link-too-much': 'there is more to move than we move by ourselves',
  'link-unproved': 'the other account was not proved as well',
  'link-last': 'it is the only way in which we know you',
  'link-seller': 'builders stay known to our staff by it',
  reported: 'our staff is looking at this order',
  'account-not-ready': 'the Stripe account cannot receive transfers yet',
  'offer-agreed': 'agreed to the share',
  'offer-declined': 'declined the share',
  'offer-ended': 'ended your partnership',
  'charge-refunded': 'the payment was refunded at Stripe',
  'charge-disputed': 'the payment is disputed at the bank',
  'charge-fraud-warning': 'the bank warned about the payment',
  disputed: 'the bank is looking at the payment',
  'fraud-warning': 'the bank warned about the payment',
  decided: 'our staff decided so',
  'held-too-long': 'no money is held for longer than 80 days without a proof',
  unsent: 'the parcel was not sent in the promised time',
  'before-payment': 'it was scanned before the payment',
  'other-country': 'it goes to another country than the address',
  returned: 'it is coming back to its sender',
  'strike-proof-late': 'A first proof did not come in the promised time.',
  'strike-scan-late': 'A parcel was not sent in the promised time.',
  'strike-lost-dispute': 'A dispute was lost, and the work had not been proved.',
  'strike-unfounded-dispute': 'A dispute with the bank was unfounded.',
  'dispute-won': 'the payment stands',
  'dispute-lost': 'the money went back to you',
  'fund-pays': 'The protection fund pays for it, because you had proved the work.',
  'builder-pays': 'The work had not been fully proved, so it is taken back from those who were paid.',
} as const;

/** Reasons that the house itself gives, by code. A reason that is no code here was written by a person and is shown as it is. */
export const reasonTexts: Readonly<Record<keyof typeof reasons, string>> & Readonly<Record<string, string>> = reasons;

/** When release comes, as the end of a sentence about a proof. */
export const releaseTexts = {
  at: 'The Vault lets go on {when}.',
  waits: 'The Vault still waits for the rest.',
} as const;

/** Plain codes that rules put into a sentence, by the name they have there. Whatever is no code here is shown as it is. */
export const codeTexts = {
  state: {
    reserved: 'waiting for its payment',
    lapsing: 'being checked for a payment',
    expired: 'ended',
    cancelled: 'cancelled',
    paid: 'paid',
    building: 'being built',
    shipped: 'shipped',
    delivered: 'delivered',
    completed: 'complete',
    draft: 'not open yet',
    open: 'open',
    paused: 'paused',
    closed: 'closed',
  },
  tier: { guest: 'Guest', member: 'Member', vip: 'VIP' },
  proof: { stream: 'stream', shipment: 'shipment', delivery: 'delivery' },
  party: { marketer: 'The marketer' },
  carrier: { any: 'UPS, USPS, FedEx, DHL or a postal service' },
} as const;
