/** The order's room: what its people said to each other. */
export const orderRoomTexts = {
  title: 'What you said to each other',
  open: 'From the order room. Everything said there is kept here for both of you, and for the staff if you ever need them.',
  closed: 'The order room is closed. Everything that was said there stays here for both of you.',
  empty: 'Nothing yet.',
  one: 'Read 1 message',
  many: 'Read {count} messages',
  away: 'It waits out of sight while you are live. Look again after your stream.',
  you: 'You',
  by: { buyer: 'The buyer', builder: '{builder}', staff: 'The staff' },
} as const;
