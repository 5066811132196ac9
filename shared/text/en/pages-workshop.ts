import type { VaultView } from '../../schemas/order.ts';
import type { MovementKind } from '../../schemas/statement.ts';

const waits: Readonly<Record<VaultView['waitsFor'], string>> = {
  payment: 'It waits for the payment.',
  proof: 'It waits for a proof: go live with the tag, or send it.',
  stream: 'It waits for the proof on stream.',
  shipment: 'It waits for the carrier to scan the parcel.',
  delivery: 'It waits for the parcel to arrive.',
  'cool-off': 'The proof counts. The Vault waits out its quiet days.',
  frozen: 'It is frozen while somebody looks at it.',
  nothing: 'The Vault holds nothing of it any more.',
};

const movements: Readonly<Record<MovementKind, string>> = {
  release: 'Released from the Vault for you',
  withheld: 'Kept back for what you owe',
  transfer: 'Transferred to your Stripe account',
  'taken-back': 'Taken back, because the buyer has the money again',
  netted: 'Laid against what you owe',
  reversal: 'Taken back from your Stripe account',
  'write-off': 'Written off: you no longer owe it',
  other: 'Moved',
};

/** A builder's money, order by order. */
export const workshopPageTexts = {
  page: 'Your workshop',
  title: 'Your workshop',
  lead: 'What was paid for each order, what of it is yours, and what it waits for.',
  notBuilder: 'This page is for builders.',
  held: 'The Vault holds of your open orders',
  share: 'Of it for you',
  waiting: 'Released, and not transferred yet',
  owed: 'You owe C500',
  owedExplain: 'Buyers got money back that you had been paid. It is kept back from what is released for you next.',
  month: 'Transferred to you this month',
  statements: 'Statements, month by month',
  none: 'Nobody has paid for an order of yours yet.',
  older: 'Older orders',
  newest: 'Back to the newest',
  rows: {
    paid: 'Paid, with shipping',
    tax: 'Tax beside it',
    refunded: 'Back to the buyer',
    withdrawn: 'Taken by the bank',
    fee: 'Our fee',
    builder: 'Your share',
    marketer: 'Share of {nickname}',
  },
  waits,
  releases: 'The Vault lets go',
  legs: {
    sending: 'The transfer of {amount} to {whom} is on its way to Stripe.',
    done: 'Transferred to {whom}: {amount}.',
    waiting: 'The transfer of {amount} to {whom} waits: {reason}. It is tried again by itself.',
    you: 'you',
    unknown: 'Stripe has not said why',
    withheld: '{amount} of it was kept back for what was owed.',
    reversed: '{amount} of it was taken back.',
    reversing: '{amount} of it is being taken back.',
    owed: '{amount} of it could not be taken back, and is owed.',
  },
  disputes: {
    open: 'The bank is looking at this payment.',
    won: 'The bank looked at this payment, and it stands.',
    lost: 'The bank decided for the buyer.',
  },
} as const;

/** A month between somebody and C500. */
export const statementPageTexts = {
  page: 'Statement {month}',
  title: 'Statement for {month}',
  lead: 'Everything that moved between C500 and you, from the same books that C500 itself keeps. Months are by UTC.',
  opening: 'At the beginning',
  closing: 'At the end',
  none: 'Nothing moved in this month.',
  before: 'The month before',
  after: 'The month after',
  csv: 'Take it with you as CSV',
  file: 'c500-statement-{month}.csv',
  caption: 'Movements, oldest first',
  most: 'The newest {count} movements are shown. The file has all {all}.',
  movements,
  columns: {
    date: 'Date (UTC)',
    tag: 'Order',
    title: 'Drop',
    what: 'What happened',
    added: 'Added for you',
    taken: 'Taken from it',
    owedMore: 'Added to what you owe',
    owedLess: 'Taken off what you owe',
    waiting: 'Waits for you',
    owed: 'You owe',
    currency: 'Currency',
  },
} as const;
