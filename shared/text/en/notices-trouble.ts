/** What people are told when money or people are in trouble, and of raffles. */
export const troubleNotices = {
  'refunded-part-buyer': {
    title: 'Part of your money is on its way back',
    sentence: '{amount} of {tag} ({title}) goes back to you: {reason}. The rest goes on as before.',
    link: 'See the order',
  },
  'refunded-part-builder': {
    title: 'Part of an order was refunded',
    sentence: '{amount} of {tag} ({title}) goes back to its buyer: {reason}. The order goes on.',
    link: 'See the order',
  },
  owed: {
    title: 'You owe C500 {amount}',
    sentence:
      '{tag} ({title}) was refunded after its money had been passed on, and Stripe could take back only a part. {amount} is kept back from what is released to you next.',
    link: 'See the order',
  },
  withheld: {
    title: '{amount} was kept back',
    sentence: 'From what was released for {tag} ({title}), {amount} was kept back for what you owed.',
    link: 'See the order',
  },
  'remind-proof': {
    title: 'A promise comes due',
    sentence: 'The first proof of {tag} ({title}) is due on {due}. Show the work on stream, or send it.',
    link: 'See the order',
  },
  'remind-scan': {
    title: 'A parcel is waited for',
    sentence: '{tag} ({title}) should be with a carrier by {due}.',
    link: 'See the order',
  },
  'scan-promise-broken': {
    title: 'Your order was not sent in time',
    sentence:
      '{builder} promised to send {tag} ({title}) by now, and no carrier has it. You can take all of your money back, grant more days, or wait.',
    link: 'Decide',
  },
  'days-granted': {
    title: 'You were given more time',
    sentence: 'The buyer of {tag} ({title}) grants you {days} more days. It is due on {due} now.',
    link: 'See the order',
  },
  'frozen-buyer': {
    title: 'Your order is on hold',
    sentence: '{tag} ({title}) is frozen: {reason}. Your money stays in the Vault until it is decided.',
    link: 'See the order',
  },
  'frozen-builder': {
    title: 'An order is on hold',
    sentence:
      '{tag} ({title}) is frozen: {reason}. What is in the Vault stays there until it is decided. Answer on the order page if you see it otherwise.',
    link: 'See the order',
  },
  'parcel-moving': {
    title: 'Your parcel is on its way',
    sentence: '{carrier} has {tag} ({title}): number {number}.',
    link: 'Follow it',
  },
  'parcel-doubtful': {
    title: 'Something about a parcel does not fit',
    sentence: "The carrier's news of {tag} ({title}) do not fit the order: {reason}. Please check the number.",
    link: 'See the order',
  },
  'case-taken-builder': {
    title: 'Please tell us your side',
    sentence:
      'Somebody reported {tag} ({title}): {report}. You have until {until} to answer on the order page. Then our staff decides.',
    link: 'Answer',
  },
  'case-answered': {
    title: 'The other side has answered',
    sentence: 'There is an answer in the case about {tag} ({title}).',
    link: 'Read it',
  },
  'case-final': {
    title: 'The appeal is decided',
    sentence:
      '{tag} ({title}): decided for {infavourOf}. Back to the buyer with it: {amount}. {reason} {postage} This decision is final.',
    link: 'See the order',
  },
  'case-appealed': {
    title: 'There is an appeal',
    sentence: 'The decision about {tag} ({title}) is looked at again, by somebody else of our staff.',
    link: 'See the order',
  },
  'dispute-opened-builder': {
    title: 'A payment is disputed',
    sentence:
      "The buyer's bank questions {amount} for {tag} ({title}). We answer it with what we have. Add what you have until {until}.",
    link: 'Add evidence',
  },
  'dispute-filed-builder': {
    title: 'We have answered the bank',
    sentence: 'The evidence for {tag} ({title}) is with the bank. Its decision can take two months.',
    link: 'See the order',
  },
  'dispute-won-builder': {
    title: 'A dispute was won',
    sentence: 'The bank decided for {tag} ({title}). The order goes on.',
    link: 'See the order',
  },
  'dispute-lost-builder': {
    title: 'A dispute was lost',
    sentence: 'The bank gave {amount} for {tag} ({title}) back to the buyer. {reason}',
    link: 'See the order',
  },
  'dispute-closed-buyer': {
    title: 'Your bank has decided',
    sentence: 'The dispute about {tag} ({title}) is closed: {reason}.',
    link: 'See the order',
  },
  struck: {
    title: 'A strike',
    sentence: '{reason} A strike counts for a year. If you think it is wrong, appeal to the C500 staff.',
    link: 'See your passport',
  },
  'strike-lifted': { title: 'A strike was lifted', sentence: 'It counts no more: {reason}', link: 'See your passport' },
  'application-declined': {
    title: 'About your application',
    sentence: 'We cannot take you on as a builder now: {reason} You may apply again.',
    link: 'See the steps',
  },
  'raffle-entered': {
    title: 'You are in the raffle',
    sentence: 'You have entered the raffle for {title}. It is drawn on {when}.',
    link: 'See the drop',
  },
  'raffle-not-drawn': {
    title: 'The raffle was drawn',
    sentence:
      'The units of {title} went to others. You are number {place} in the order of the draw, should one come free.',
    link: 'See the draw',
  },
  'house-flag': { title: 'Something to look at', sentence: '{kind}: {about}.', link: 'See the desk' },
  'house-dispute': {
    title: 'A dispute',
    sentence: '{amount} for {tag} is disputed ({reason}). It is answered by itself on {until}.',
    link: 'See the desk',
  },
  'house-appeal': {
    title: 'An appeal',
    sentence: '{about} appeals the decision in the case {case}. Somebody else of the staff decides.',
    link: 'See the desk',
  },
} as const;
