import type { SetupStep } from '../../schemas/builder.ts';

type Key = SetupStep['key'];

const proceed = {
  page: 'Go on',
  title: 'Go on as {nickname}?',
  lead: 'This private link is yours alone. It signs this browser in as {nickname}.',
  button: 'Yes, that is me',
  other: 'Not you? Close this page, and pass the link on to nobody.',
} as const;

const steps: Readonly<
  Record<Key, { readonly title: string; readonly sentence: string; readonly link: string | null }>
> = {
  apply: {
    title: 'Tell us what you build',
    sentence: 'A few sentences, a guild, and links to your work.',
    link: 'Apply',
  },
  certified: {
    title: 'Be certified',
    sentence: 'Somebody of the staff looks at your work and answers.',
    link: null,
  },
  'vibe-check': {
    title: 'Sign the Vibe Check',
    sentence: 'How we treat each other, in eight sentences.',
    link: 'Read and sign',
  },
  'shipping-standard': {
    title: 'Sign the Shipping Standard',
    sentence: 'What a buyer may count on, and where you ship for how much.',
    link: 'Read and sign',
  },
  stripe: {
    title: 'Connect Stripe',
    sentence: 'Stripe pays you. It asks who you are and where your bank is, and tells us only whether it is done.',
    link: 'Go on to Stripe',
  },
  twitch: {
    title: 'Connect Twitch',
    sentence: 'An order tag that you type while you are live is the proof that you are building it.',
    link: 'Connect your channel',
  },
  'first-drop': {
    title: 'Open your first drop',
    sentence: 'In Discord, with /c500 drop. You see it before anybody else does.',
    link: null,
  },
};

const setup = {
  page: 'Becoming a builder',
  title: 'Becoming a builder',
  lead: 'Seven steps to your first drop. Each tells you what is left of it.',
  complete: 'Everything is done. Happy building.',
  next: 'Next',
  states: { done: 'Done', waiting: 'Somebody is at it', missing: 'To do' } satisfies Record<SetupStep['state'], string>,
  steps,
} as const;

const apply = {
  page: 'Apply',
  title: 'Tell us what you build',
  lead: 'The staff reads every application, and you hear from us either way.',
  guild: 'Your guild',
  about: 'What you build, and since when',
  aboutHint: 'At least 20 characters. What would you show us first?',
  links: 'Links to your work, one on each line',
  linksHint: 'One to five addresses that begin with https://, such as your Instagram, Twitch or Geekhack.',
  pictures: 'Would you like to send pictures along? Apply in Discord then, with /c500 apply.',
  declined: 'Your last application was declined',
  button: 'Send it to the staff',
} as const;

const promise = {
  publicNote:
    'Every builder signs this before their first drop. A new version is asked for again, and never touches old orders.',
  version: 'Version {version}',
  signed: 'You signed this version: {when}.',
  sign: 'I promise that',
  explain: 'Your signature is kept with the version, the words and the time.',
  fingerprint: 'Fingerprint of these words (SHA-256)',
  ratesTitle: 'Where you ship',
  ratesLead: 'Flat prices in {currency} for one parcel, packed and insured. Drops that you list from now on have them.',
  country: 'Country {number}',
  choose: 'None',
  price: 'Shipping in {currency}',
  saveRates: 'Keep these prices',
  back: 'All steps',
} as const;

const stripe = {
  page: 'Stripe',
  title: 'Get paid with Stripe',
  lead: 'Stripe moves the money from the Vault to you. It asks its questions on pages of its own; we never see what you answer.',
  email: 'Email, for Stripe to write to',
  country: 'Where your bank account is',
  choose: 'Choose a country',
  button: 'Go on to Stripe',
  refused: 'Stripe said no to that.',
} as const;

/** The sentences of the pages on which somebody becomes a builder. */
export const setupPageTexts = { proceed, ...setup, apply, promise, stripe } as const;
