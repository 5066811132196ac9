import type { Tier, TierNeed } from '../../schemas/citizen.ts';
import type { StrikeKind } from '../../schemas/trust.ts';

/** What each missing fact opens, and the link that brings it; no link where nothing but time or others can. */
const needs: Readonly<Record<TierNeed, { readonly title: string; readonly sentence: string; readonly link: string }>> =
  {
    account: {
      title: 'Link a second account',
      sentence: 'Discord and Twitch together say more of you than one of them. It takes a minute.',
      link: 'Link an account',
    },
    identity: {
      title: 'Prove who you are',
      sentence: 'Stripe looks at a document of yours and tells us yes or no. We never see it.',
      link: 'Prove it',
    },
    order: {
      title: 'Complete one order',
      sentence: 'Buy something small, and let it arrive.',
      link: 'See the open drops',
    },
    orders: {
      title: 'Complete {vipOrders} orders',
      sentence: 'You have completed {orders} so far.',
      link: 'See the open drops',
    },
    'no-lost-dispute': {
      title: 'No lost dispute',
      sentence: 'A dispute with the bank went against you. Write to the staff if you think that it should not count.',
      link: '',
    },
    'quiet-year': {
      title: 'A year without a strike',
      sentence: 'Your last strike is less than a year ago. It stops to count by itself.',
      link: '',
    },
  };

const titles: Readonly<Record<Tier, string>> = {
  guest: 'Why am I a Guest?',
  member: 'What is missing for VIP?',
  vip: 'Why am I a VIP?',
};

const strikes: Readonly<Record<StrikeKind, string>> = {
  'proof-late': 'A first proof did not come in the promised time.',
  'scan-late': 'A parcel was not sent in the promised time.',
  'lost-dispute': 'A dispute was lost, and the work had not been proved.',
  'unfounded-dispute': 'A dispute with the bank was unfounded.',
  conduct: 'How you behaved.',
};

/** The sentences of somebody's own passport on the website. */
export const passportPageTexts = {
  page: 'Your passport',
  title: 'Your passport, {nickname}',
  tiers: { guest: 'Guest', member: 'Member', vip: 'VIP' },
  since: 'Here since',
  banned: 'You are banned from the C500 network: {reason}',
  bannedSince: 'Since',
  bannedRemedy: 'What you have open is settled as the rules say. You may appeal: write to the staff.',
  cap: { title: 'What you may buy', one: 'Up to {cap} for one piece.', none: 'As much as you like, grails too.' },
  open: {
    some: '{open} of your orders are not finished yet, of {most} at most.',
    none: 'Nothing of yours is open. Orders that are not finished may add up to {most}.',
    free: '{open} of your orders are not finished yet. For you there is no limit.',
    explain: 'When an order is complete, its place is free again.',
    bar: '{percent}% of what may be open at once',
  },
  why: {
    titles,
    guest:
      'Everybody begins as a Guest: we know one account of yours, and nothing else yet. Any one of these makes you a Member, with pieces up to {cap} and {most} open at once.',
    member: 'A VIP has no limit, may claim grails, and comes first in lines and early hours. What is missing:',
    vip: 'You have completed {vipOrders} orders or more, lost no dispute, and had no strike for a year.',
    holds: 'What counts for you already',
    nothing: 'Nothing yet, and that is fine.',
  },
  needs,
  facts: {
    account: 'A second account is linked.',
    identity: 'You have proved who you are.',
    orders: 'Orders completed: {count}.',
  },
  score: {
    title: 'Your score: {score}',
    lead: 'It is a sum, and here is every line of it. It opens nothing and closes nothing: it tells others how you have been.',
    none: 'Nothing has been counted yet.',
    more: 'And {count} older lines, {points} points in all.',
    lines: {
      order: 'An order was completed',
      identity: 'You proved who you are',
      account: 'You linked a second account',
      vouch: '{nickname} vouched for you',
      'lost-dispute': 'A dispute was lost',
      'lapsed-claim': 'A claim lapsed',
      'strike-lifted': 'The strike for a lost dispute was lifted',
    },
  },
  strikes: {
    title: 'Strikes',
    none: 'None.',
    kinds: strikes,
    counts: 'It counts until',
    over: 'It counts no more.',
    lifted: 'Lifted: {reason}',
    appeal:
      'A strike counts for a year, and keeps you from being a VIP as long. If you think one is wrong, write to the C500 staff: somebody who did not give it looks at it.',
  },
  accounts: { title: 'Your accounts', link: 'Link or unlink' },
  more: {
    title: 'Everything else',
    orders: 'Your orders',
    workshop: 'Your workshop',
    setup: 'Become a builder',
    statements: 'Your statements',
    personal: 'Your data: take it with you, or delete it',
  },
} as const;

/** The list of somebody's orders. */
export const ordersPageTexts = {
  page: 'Your orders',
  title: 'Your orders',
  none: 'You have not claimed anything yet.',
  seeDrops: 'See the open drops',
  from: 'from {builder}',
  older: 'Older orders',
  newest: 'Back to the newest',
} as const;
