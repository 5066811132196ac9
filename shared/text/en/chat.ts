/** What the bot says in Twitch chat. It is seen on stream: tags, titles and nicknames, and nothing else of anybody. */
export const chatTexts = {
  bench: 'On the bench now: {orders}.',
  benchOrder: '{tag}, {title} ({done} of {steps} steps)',
  benchEmpty: 'The bench is empty just now.',
  benchOffline: '{builder} is not building live just now.',
  lastBuild: 'The last one built live was {tag}, {title}.',
  next: 'Next: {orders}.',
  nextOrder: '{tag}, {title}',
  nextNone: 'Nobody is waiting in the queue.',
  nextMore: 'After that {count} more.',
  drops: 'Open here: {drops}. Claim one in the panel under the stream.',
  drop: '{title} ({left} of {total} left)',
  raffle: '{title} (a raffle for {left}, {entries} in it)',
  dropsNone: 'No open drops here just now.',
  orderOnBench: '{tag} is on the bench right now: {title}, {done} of {steps} steps done.',
  orderInQueue: '{tag} is number {place} in the queue: {title}.',
  orderDone: '{tag} is done: {title}.',
  order:
    '{tag}: whoever claimed it finds where it stands in the panel under the stream, or on Discord with /c500 orders.',
  orderUnread: 'That does not read as an order tag. One looks like C5-7K3QF2M.',
  switchedOff: 'C500 answers no questions here from now on. !c500 on brings that back.',
  switchedOn: 'C500 answers !bench, !next, !drops and !order again.',
  switchFailed: 'That did not work. Try again in a minute.',
  /** Told by the bot unasked. Several of one kind are told in one line. */
  announcements: {
    'channel-drop-opened': {
      line: 'A drop is open: {all}. Claim one in the panel under the stream.',
      each: '{title} ({left} to claim)',
    },
    'channel-raffle-opened': {
      line: 'A raffle: {all}. Enter it in the panel under the stream, everybody has the same chance.',
      each: '{title} ({left} to draw for)',
    },
    'channel-sold-out': { line: 'All taken: {all}. Thank you!', each: '{title}' },
    'channel-on-bench': { line: 'On the bench now: {all}.', each: '{tag}, {title} for {nickname}' },
    'channel-finished': { line: 'Finished: {all}.', each: '{tag}, {title} for {nickname}' },
  },
} as const;
