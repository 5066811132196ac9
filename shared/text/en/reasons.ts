const reasons = {
  'buyer-asked': 'the buyer asked to cancel',
  unproven: 'no work was shown in the promised time',
  'second-payment': 'a second time',
  'late-payment': 'after the claim had ended',
  'builder-banned': 'the builder is banned from the C500 network',
  'buyer-banned': 'the buyer is banned from the C500 network',
  reported: 'our staff is looking at this order',
  'account-not-ready': 'the Stripe account cannot receive transfers yet',
  'taken-back': 'a part of it goes back to the buyer',
  'charge-refunded': 'the payment was refunded at Stripe',
  'charge-disputed': 'the payment is disputed at the bank',
  'charge-fraud-warning': 'the bank warned about the payment',
  disputed: 'the bank is looking at the payment',
  fraudulent: 'the cardholder does not know the payment',
  product_not_received: 'the parcel did not arrive',
  product_unacceptable: 'what arrived is not what was bought',
  duplicate: 'it was paid twice',
  credit_not_processed: 'a promised refund did not come',
  unrecognized: 'the cardholder does not recognise the payment',
  general: 'no reason was given',
  'banned-card': 'this card was used by somebody who is banned from the C500 network',
  'fraud-warning': 'the bank warned about the payment',
  decided: 'our staff decided so',
  'held-too-long': 'no money is held for longer than 80 days without a proof',
  unsent: 'the parcel was not sent in the promised time',
  'before-payment': 'it was scanned before the payment',
  'other-country': 'it goes to another country than the address',
  returned: 'it is coming back to its sender',
  lost: 'the carrier has lost it, or cannot deliver it',
  'not-followed': 'nobody follows it any more',
  'not-taken': 'no carrier takes its number, which counts by time',
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
} as const;
