import type { FlagKind } from '../../schemas/trust.ts';

/** Why the staff should look at something, and what it can do. */
export const flagTexts = {
  'banned-account': {
    title: 'A banned account',
    sentence: 'Somebody uses an account that belongs, or belonged, to a banned person.',
  },
  'banned-card': { title: 'A card of a banned person', sentence: 'This card was used by somebody who is banned.' },
  'parcel-doubtful': { title: 'A doubtful parcel', sentence: 'What the carrier says does not fit the order.' },
  'fraud-warning': {
    title: 'A fraud warning',
    sentence: "The card's bank warns that this payment may be fraud. Refund the order, or settle this and thaw it.",
  },
  'hold-long': { title: 'A long hold', sentence: 'This money has been held for 75 days. On day 80 it is acted on.' },
  'hold-ended': { title: 'A hold was ended', sentence: 'The 80 days were over, so the clock sent the money back.' },
  debt: { title: 'Somebody owes the house', sentence: 'A refund after the release could not be taken back.' },
  'dispute-unanswered': {
    title: 'A dispute without an answer',
    sentence: "The bank's day passed and nothing was filed.",
  },
  'case-waits': {
    title: 'A case that nobody took on',
    sentence: 'It has waited for three days, and its clocks begin when somebody takes it on.',
  },
  'refund-outside': {
    title: 'A refund made at Stripe',
    sentence:
      'Somebody gave this money back in Stripe’s own dashboard. The order and the books follow it where the rules can.',
  },
  'refund-failed': {
    title: 'A refund that did not arrive',
    sentence:
      'The buyer’s bank sent it back to us, and our books say that the buyer has it. Ask them how they can be paid another way.',
  },
  'evidence-refused': { title: 'Evidence was refused', sentence: 'The bank did not take what was filed.' },
} as const satisfies Record<FlagKind, { readonly title: string; readonly sentence: string }>;
