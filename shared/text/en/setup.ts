/** What somebody on the way to selling still has to do or to wait for, in words: the bot and the website say the same. */
export const setupTexts = {
  asks: {
    person: 'Stripe asks who you are.',
    business: 'Stripe asks about your business.',
    bank: 'Stripe asks where to send your money.',
    document: 'Stripe asks for a picture of a document.',
    terms: 'Stripe asks you to accept its terms.',
    other: 'Stripe has one more question.',
  },
  stripeChecks: 'Stripe is looking at what you told it. This takes minutes, seldom a day.',
  stripeSilent: 'Stripe does not answer right now. What you told it is safe.',
  declined: 'Your last application was declined. The staff says: “{reason}” You may apply again.',
  staffReads: 'The staff reads your application. You hear from us either way.',
  newVersion: 'The text has a new version since you signed it.',
  ratesMissing: 'Say where you ship, and for how much.',
  reconnect: 'Twitch has let go of us. Connect your channel once more.',
} as const;
