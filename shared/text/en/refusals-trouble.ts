/** What is refused around cases, raffles, parcels and disputes. */
export const troubleRefusals = {
  'answer-closed': {
    sentence: 'The time to answer in this case is over.',
    remedy: 'Our staff decides with what both of you have said.',
  },
  'case-undecided': { sentence: 'This case is not decided yet.', remedy: 'You can appeal once it is.' },
  'appeal-closed': {
    sentence: 'An appeal was possible until {when}.',
    remedy: 'Write to the C500 staff if something new came up.',
  },
  'already-appealed': { sentence: 'There has been an appeal in this case.', remedy: 'Its decision is final.' },
  'case-of-another': { sentence: '{nickname} has taken this case on.', remedy: 'Ask them, or look at another case.' },
  'case-not-taken': {
    sentence: 'Nobody has taken this case on yet.',
    remedy: 'Take it on first: the builder is asked for their side then.',
  },
  'case-taken': {
    sentence: 'You have taken this case on already.',
    remedy: 'Decide it once both sides have answered.',
  },
  'same-decider': {
    sentence: 'Whoever decided a case does not decide its appeal.',
    remedy: 'Leave it to somebody else of the staff.',
  },
  'amount-unreadable': {
    sentence: 'We could not read "{typed}" as an amount.',
    remedy: 'Type it like 45, $45.00 or 1,250.50.',
  },
  'amount-too-high': { sentence: 'At most {most} can go back for this order.', remedy: 'Choose a smaller amount.' },
  'application-settled': { sentence: 'This application is settled already.', remedy: 'They may apply again.' },
  'strike-lifted': { sentence: 'This strike was lifted already.', remedy: 'Nothing is left to do.' },
  'flag-settled': {
    sentence: 'Somebody has looked at this already.',
    remedy: 'The log says who, and what they found.',
  },
  'effect-settled': { sentence: 'This was done in the meantime.', remedy: 'Nothing is left to do.' },
  'dispute-filed': {
    sentence: 'The answer to the bank is on its way already.',
    remedy: 'A bank reads it once. Tell the staff what is still missing.',
  },
  'open-orders': {
    sentence: 'Something of yours has not come to its end.',
    remedy: 'Wait for it, or settle it, and then ask again.',
  },
  'raffle-only': {
    sentence: 'This drop is a raffle.',
    remedy: 'Enter it while it is open. The draw gives everybody the same chance.',
  },
  'raffle-not-open': {
    sentence: 'The raffle opens at {when}.',
    remedy: 'Come back then. Being first gives no advantage.',
  },
  'raffle-over': {
    sentence: 'The raffle is closed.',
    remedy: "The receipt on the drop's page shows how it was drawn.",
  },
  'raffle-full': {
    sentence: '{count} people have entered, and there is room for no more.',
    remedy: 'Ask the builder about the next drop.',
  },
  'raffle-window': {
    sentence: 'A raffle is open for ten minutes at least and fourteen days at most.',
    remedy: 'Choose a time between them.',
  },
  'shipment-scanned': {
    sentence: 'The carrier has scanned this parcel already.',
    remedy: 'Tell the staff if it is the wrong one.',
  },
  'days-spent': {
    sentence: 'The builder has as many days as anybody can have.',
    remedy: 'You can take your money back when the promise is broken.',
  },
  'address-hidden': {
    sentence: 'The address is hidden while your channel is live.',
    remedy: 'Look it up when the stream has ended.',
  },
  'address-untold': {
    sentence: 'The payment page told us no address for this order.',
    remedy: 'Ask the buyer for it in the order room.',
  },
  'address-erased': {
    sentence: 'The address was erased, 90 days after the end of the order.',
    remedy: 'Ask the buyer in the order room if you need it.',
  },
  disputed: {
    sentence: 'The bank is looking at this payment.',
    remedy: 'Until it has decided, nothing of it can be moved.',
  },
} as const;
