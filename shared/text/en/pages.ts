import type { Guild } from '../../schemas/citizen.ts';
import type { DropKind, DropStatus, ReleasePolicy } from '../../schemas/drop.ts';
import { aboutPageTexts } from './pages-about.ts';
import { orderPageTexts, type Said } from './pages-order.ts';
import { setupPageTexts } from './pages-setup.ts';

/** What each page of the website is called, and what the frame around them says. */
const site = {
  name: 'C500 Collective',
  wordmark: ['C500', 'Collective'],
  titled: '{page} · C500 Collective',
  description: 'Custom keyboards, built live. Your money waits in the Vault until the work is proved.',
  skip: 'Skip to the content',
  navigation: 'Main',
  drops: 'Open drops',
  about: 'How it works',
  payCode: 'Pay code',
  signIn: 'Sign in',
  signOut: 'Sign out',
  hello: 'Hi, {nickname}',
  footer: 'Built live, held safe, paid when it is proved.',
  stripe: 'Payments run through Stripe. C500 never sees your card.',
  problems: 'When we say no',
  footerNavigation: 'More',
} as const;

const home = {
  page: 'Custom keyboards, built live',
  title: 'Made by hand, live. Paid when it is proved.',
  lead: 'Builders sell custom keyboards live on Twitch and Discord. You claim one, your money waits in the C500 Vault, and the builder is paid when the work is proved.',
  seeDrops: 'See the open drops',
  sell: 'Sell what you build',
  deskAlt: 'A pastel keyboard on a desk mat, with a mug of tea and a small plant.',
  howTitle: 'How the Vault works',
  howLead: 'Four small steps, and your money is never further than the last one that was proved.',
  steps: [
    {
      title: 'You claim',
      sentence: 'Take a unit on Twitch, on Discord or here. It is yours for {claim} while you pay.',
    },
    { title: 'The Vault holds', sentence: 'Your money waits with C500. Nobody has been paid yet.' },
    {
      title: 'The work is proved',
      sentence: 'Your order is built live with its tag on stream for {bench}, or it ships with a tracking number.',
    },
    {
      title: 'The builder is paid',
      sentence: 'The Vault lets go. If nothing is shown in the promised time, you take it all back.',
    },
  ],
  whomTitle: 'Who it is for',
  whom: [
    {
      title: 'You love your desk',
      sentence: 'Watch your own board come together, ask questions, and know where your money is at every moment.',
    },
    {
      title: 'You build',
      sentence: 'Open a drop in Discord, go live, type the order tag. Paid orders only, and no chasing anybody.',
    },
    {
      title: 'You have the audience',
      sentence: 'Show what a builder makes, and share in the talent pool by terms you both agreed to.',
    },
  ],
  dropsTitle: 'Open drops',
  dropsEmpty: 'No drop is open right now.',
  dropsEmptyRemedy: 'Builders open them live, so a Twitch channel or your Discord community hears of them first.',
  guildsTitle: 'Four guilds, one collective',
} as const;

const guilds: Readonly<Record<Guild, Said>> = {
  builder: { title: 'Builder', sentence: 'Whole keyboards: soldered, tuned and put together by hand.' },
  artisan: { title: 'Artisan', sentence: 'Keycaps and small sculptures: cast, carved and painted.' },
  modder: { title: 'Modder', sentence: 'Switches lubed, stabilizers tuned, boards that sound the way you like.' },
  vintage: { title: 'Vintage', sentence: 'Old boards found, restored and brought back to a desk.' },
};

const kinds: Readonly<Record<DropKind, string>> = {
  stock: 'Ready to ship',
  commission: 'Built to order',
};

const policies: Readonly<Record<ReleasePolicy, string>> = {
  'proof-of-work': 'The builder is paid after the first proof: built live on stream, or shipped.',
  shipment: 'The builder is paid after the parcel is on its way.',
  'stream-and-shipment': 'The builder is paid after both proofs: built live on stream, and shipped.',
  delivery: 'The builder is paid after the parcel has arrived.',
};

const drop = {
  by: 'by {builder}',
  liveNow: 'Live now',
  watch: 'Watch {builder} on Twitch',
  unitsLeft: '{left} of {total} left',
  unitLast: 'Last one of {total}',
  soldOut: 'All taken',
  liveOnly: 'Only while live',
  grail: 'VIP grail',
  statuses: {
    draft: 'This drop is a draft. It cannot be claimed yet.',
    open: 'Open',
    paused: 'This drop is paused. The builder may open it again.',
    closed: 'This drop is closed.',
  } satisfies Record<DropStatus, string>,
  picturesTitle: 'Pictures',
  noPicture: 'No picture yet',
  specsTitle: 'What you get',
  vod: 'Watch how it is made',
  builderTitle: 'The builder',
  ordersCompleted: 'Orders completed',
  ordersBuiltLive: 'Built live',
  onTime: 'On time',
  daysToProof: 'Days to the first proof, half of the time',
  disputesLost: 'Disputes lost',
  strikes: 'Strikes',
  marketer: 'Shared with {marketer}, who shows it on stream.',
  promiseTitle: 'The promise',
  promise:
    'First proof within {proofDays} days after you pay, and with the carrier at most {scanDays} days after that. If the promised day passes, you can take all your money back.',
  shippingTitle: 'Shipping',
  shippingLead: 'One flat price per country, passed on to the builder whole.',
  shippingNone: 'The builder has not named a country to ship to yet.',
  country: 'Country',
  price: 'Price',
  claim: 'Claim one',
  claimExplain: 'A claim sets one aside for {claim} and charges nothing.',
  signInToClaim: 'Sign in to claim',
  pay: 'Go and pay',
  setAside: 'One is set aside for you until',
  signInAsVip: 'Sign in if you are one',
  liveOnlyExplain: 'It opens by itself the moment the builder is live on Twitch.',
  locks: {
    grail: 'This one is for VIPs. Three completed orders make you one.',
    earlyBird: 'VIPs go first.',
    earlyBirdOpens: 'It opens for everybody',
    vip: 'Three completed orders make you a VIP.',
    liveOnly: 'Only while the builder is live.',
  },
  line: {
    taken: 'Every unit is taken.',
    oneWaits: 'One person waits in line.',
    manyWait: '{waiting} people wait in line.',
    explain:
      'When a unit comes free it is set aside for the next in line for {claim}. VIPs come first, then whoever joined first.',
    join: 'Join the line',
    signIn: 'Sign in to join the line',
    place: 'You are number {place} of {waiting} in line.',
    next: 'You are next in line.',
    turn: 'The next unit that comes free for you is set aside for {claim}, and you are told. Your place is kept until then.',
    leave: 'Leave the line',
  },
} as const;

const pay = {
  page: 'Pay for {tag}',
  title: 'Yours to pay for',
  until: 'Set aside for you until',
  left: '{minutes} left',
  soon: 'One minute left to pay.',
  over: 'The time is over. We are looking at how it ended.',
  shipTo: 'Where should it go?',
  shipToFixed: 'Ships to {country}. This was set when the payment page opened.',
  choice: 'Shipping {shipping}, {total} in all',
  item: 'Price',
  shipping: 'Shipping',
  total: 'In all',
  totalPending: 'Pick a country',
  shippingPending: '–',
  button: 'Pay with Stripe',
  again: 'Go on to Stripe',
  opened: 'Your payment page at Stripe is open already. The button brings you back to it.',
  stripe: 'You pay on a page of Stripe. C500 never sees your card.',
  extension: 'Pressing Pay leaves you at least {extension}.',
  cancel: 'Cancel this claim',
  cancelExplain: 'The unit goes back for others at once. Nothing has been charged.',
  cancelConfirm: 'Yes, cancel the claim',
  vaultTitle: 'Your money waits in the C500 Vault until the work is proved',
  vaultExplain:
    'When you pay, C500 holds the whole amount. {policy} If the promised day passes without a proof, you can take it all back.',
  follow: 'See the order',
  lookAgain: 'Look again',
  browse: 'See other drops',
} as const;

const payCode = {
  page: 'Enter a pay code',
  title: 'Enter your pay code',
  lead: 'You got it with your claim: in the Twitch panel or in a message from our bot.',
  label: 'Pay code',
  hint: 'Capitals or not, both are fine. It works in the first browser that enters it.',
  button: 'Go to the payment',
  none: 'No code yet?',
  noneRemedy: 'Claim a drop, and its pay code comes with it.',
} as const;

const success = {
  page: 'Thank you',
  states: {
    paid: {
      title: 'Paid. Your money waits in the Vault.',
      sentence: 'The builder is paid only when the work is proved. You can follow every step on the order page.',
    },
    waiting: {
      title: 'Stripe says thank you; we are waiting for its signed word',
      sentence: 'It usually takes a few seconds. This page follows along, and closing it loses nothing.',
    },
    'late-refunded': {
      title: 'Your payment came too late, and goes back',
      sentence:
        'The claim had ended and every unit was taken when it arrived. All of it goes back to where it came from. Banks take a few days to show it.',
    },
    unknown: {
      title: 'We do not know this payment',
      sentence:
        'If you have just paid, give us a minute and look again. If Stripe sent you a receipt, your money is safe: a payment of no order goes back in full.',
    },
  },
  order: 'Order {tag}: {title}',
  follow: 'Follow your order',
  lookAgain: 'Look again',
  home: 'To the open drops',
} as const;

const cancel = {
  page: 'Not paid',
  title: 'You were not charged',
  running: 'The claim on {title} still runs until',
  runningRemedy: 'Pay before then, and it stays yours.',
  ended: 'The claim on {title} has ended, and its unit is free again.',
  endedRemedy: 'Claim it again if one is left.',
  unknown: 'If a claim of yours is still running, its payment page is where you left it.',
  payAgain: 'Go back and pay',
  follow: 'See the order',
  enterCode: 'Enter your pay code',
  home: 'To the open drops',
} as const;

const signIn = {
  page: 'Sign in',
  title: 'Good to see you',
  lead: 'Sign in with an account you already have. There is no password to make up.',
  discord: 'Sign in with Discord',
  twitch: 'Sign in with Twitch',
  privacy: 'We learn your account number and your nickname there. Nothing is ever posted in your name.',
  already: 'You are signed in as {nickname}.',
  onwards: 'Go on',
} as const;

/** What stands in a refusal's sentence where no occasion fills it. `least` and `most` are amounts of many kinds. */
const refusalWords = {
  count: 'Many',
  state: 'as it is now',
  party: 'Somebody who shares in this drop',
  typed: 'what was typed',
  least: 'a sum of the house rules',
  most: 'a sum of the house rules',
  days: 'a certain number of',
  limit: 'a certain number',
  tier: 'next',
  when: 'a little later',
  tag: 'that was typed',
  login: 'somebody else',
  channel: 'on Twitch',
  carrier: 'the carrier',
  reason: 'the staff is looking at it',
  nickname: 'Somebody of the staff',
} as const;

const problem = {
  page: 'Not this time',
  indexPage: 'When we say no',
  indexTitle: 'When we say no',
  indexLead: 'Every no has a name, a reason and a way on. Here are all of them.',
  code: 'Its name is',
  all: 'Every no, explained',
  home: 'To the open drops',
  signIn: 'Sign in',
  defect: {
    title: 'This one is our fault',
    sentence: 'Something went wrong on our side. Your money and your orders are where they were.',
    remedy: 'Try again in a minute. If it keeps happening, tell the staff in Discord.',
  },
} as const;

/** Every sentence of the website's pages, by page. */
export const pageTexts = {
  site,
  home,
  guilds,
  kinds,
  policies,
  drop,
  pay,
  payCode,
  order: orderPageTexts,
  about: aboutPageTexts,
  success,
  cancel,
  signIn,
  setup: setupPageTexts,
  refusalWords,
  problem,
} as const;
