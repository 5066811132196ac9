/** A dispute with the buyer's bank, on the page of its order. */
export const disputePageTexts = {
  title: 'The bank is asking',
  over: 'What the bank decided',
  buyer: {
    open: 'Your bank is looking at this payment. Until it has decided, nothing of it moves, and the builder waits with you.',
    closed: 'Your bank has looked at this payment, and has decided.',
  },
  lead: {
    dispute: "The buyer's bank has taken {amount} back until it decides. It says: {reason}.",
    inquiry: "The buyer's bank asks about {amount}. It has taken nothing yet. It says: {reason}.",
  },
  states: {
    'needs-response': 'We answer the bank',
    filed: 'The bank reads our answer',
    won: 'The payment stands',
    lost: 'The bank decided for the buyer',
    closed: 'Closed without a decision against you',
  },
  due: 'The bank wants the answer by',
  until: 'Add what you have until',
  files:
    'By itself we send what was signed, the timeline, the stream, the tracking and what was said in the room. What helps beside that: pictures of the board and of the packed box, and what you agreed on elsewhere.',
  away: 'What you added is hidden while your channel is live, because a stream might show it to everybody.',
  said: 'You have added',
  filed: 'The answer was sent on',
  text: 'What should the bank know?',
  pictures: 'Pictures and files (up to 6, together 12 MB)',
  add: 'Add it',
  now: {
    opener: 'I have nothing to add: send it now',
    explain: 'A bank reads one answer. Once it is sent, nothing can be added.',
    send: 'Send it to the bank',
  },
  file: '{name} ({size} kB)',
} as const;
