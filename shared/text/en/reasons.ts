const reasons = {
  'buyer-asked': 'the buyer asked to cancel',
  unproven: 'no work was shown in the promised time',
  'second-payment': 'a second time',
  'late-payment': 'after the claim had ended',
  'builder-banned': 'the builder is banned from the C500 network',
  'buyer-banned': 'the buyer is banned from the C500 network',
  reported: 'our staff is looking at this order',
  'account-not-ready': 'the Stripe account cannot receive transfers yet',
  'offer-agreed': 'agreed to the share',
  'offer-declined': 'declined the share',
  'offer-ended': 'ended your partnership',
  'charge-refunded': 'the payment was refunded at Stripe',
  'charge-disputed': 'the payment is disputed at the bank',
  'charge-fraud-warning': 'the bank warned about the payment',
} as const;

/** Reasons that the house itself gives, by code. A reason that is no code here was written by a person and is shown as it is. */
export const reasonTexts: Readonly<Record<keyof typeof reasons, string>> & Readonly<Record<string, string>> = reasons;

/** When release comes, as the end of a sentence about a proof. */
export const releaseTexts = {
  at: 'The Vault lets go on {when}.',
  waits: 'The Vault still waits for the rest.',
} as const;
