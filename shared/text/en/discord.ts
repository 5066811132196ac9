import type { Guild } from '../../schemas/citizen.ts';
import type { DropKind } from '../../schemas/drop.ts';
import { buyingTexts } from './discord-buying.ts';
import { caseTexts } from './discord-cases.ts';
import { commandTexts } from './discord-commands.ts';
import { communityTexts } from './discord-community.ts';
import { houseTexts } from './discord-house.ts';
import { sellingTexts } from './discord-selling.ts';

const guilds: Record<Guild, { readonly emoji: string; readonly name: string }> = {
  builder: { emoji: '🛠️', name: 'Builder' },
  artisan: { emoji: '🎨', name: 'Artisan' },
  modder: { emoji: '💧', name: 'Modder' },
  vintage: { emoji: '💾', name: 'Vintage' },
};
const kinds: Record<DropKind, string> = { stock: 'Ready to ship', commission: 'Built to order' };

/** What the bot says on Discord. Texts of forms are bounded by Discord: labels 45, descriptions 100. */
const discord = {
  guilds,
  kinds,
  form: {
    title: 'Open a drop',
    name: {
      label: 'Title',
      description: 'What it is, in a few words',
      placeholder: 'Cloud 65, lilac, silent tactiles',
    },
    price: { label: 'Price', description: 'For one, without shipping', placeholder: '$450.00' },
    specs: {
      label: 'What you get',
      description: 'Layout, case, plate, switches, keycaps, what is in the box',
      placeholder: '65%, polycarbonate plate, lubed switches, …',
    },
    pictures: { label: 'Pictures', description: 'Up to four: PNG, JPEG or WebP of at most 8 MB each' },
    picturesAgain: { label: 'Pictures', description: 'Leave empty to keep the {count} you sent' },
    vod: { label: 'A stream where you build one', description: 'A link, if there is one', placeholder: 'https://' },
  },
  card: {
    from: 'Made by **{builder}**',
    record: '{completed} orders done, {live} built live',
    recordNone: 'first orders on C500',
    onTime: '{percent} % on time',
    daysToProof: 'days to the first proof: {days}',
    disputesLost: 'disputes lost: {count}',
    strikes: 'strikes: {count}',
    marketer: 'Shown by **{marketer}**',
    left: '{left} of {total} left',
    lastOne: 'the last one',
    promise: 'First proof within {days} days',
    promiseDay: 'First proof within a day',
    shipping: 'Ships to {places}',
    liveOnly: 'Claimable while live',
    grail: 'For VIPs',
    vault: 'Your money waits in the C500 Vault until the work is proved.',
    buy: 'Buy one',
    watch: 'Watch one being built',
    soldOut: 'All taken',
    soldOutSentence: '**All taken.** A unit comes back when a claim lapses.',
    paused: 'Paused',
    pausedSentence: '**Paused** by the builder for now.',
    closed: 'Closed',
    closedSentence: '**Closed.** Thank you for looking.',
  },
  opened: {
    title: 'Your drop is open',
    sentence: '**{title}**, {price}, {units} to claim.',
    cardsOne: 'Its card is in one community, and keeps itself up to date.',
    cardsMany: 'Its cards are in {count} communities, and keep themselves up to date.',
    cardsLater: 'Its cards appear in every community that shows your craft, and keep themselves up to date.',
    see: 'See the card',
  },
  again: {
    kept: 'Nothing is lost. This is what you typed:',
    button: 'Try again',
    expired: 'That was a while ago, and we no longer have what you typed.',
    expiredRemedy: 'Start over with `/c500 drop`.',
    uncertain: 'Trying again never opens a second drop.',
    picture: '{name}: {sentence}',
  },
  claim: {
    title: 'Yours for now',
    sentence: '**{tag}** · {title} by {builder}',
    ends: '{price} · set aside for you, ends {when}',
    shipping: 'Shipping is added on the payment page, from {amount}.',
    vault: 'Your money will wait in the C500 Vault until the work is proved.',
    pay: 'Pay {amount}',
    payPlain: 'Go to the payment page',
    code: 'Your pay code is **{code}**.',
    cancel: 'Cancel claim',
    cancelled: 'You gave it back',
    cancelledSentence: '**{tag}** is free for the next person. You were not charged.',
  },
  order: { open: 'Open the order page' },
  commands: commandTexts,
  selling: sellingTexts,
  buying: buyingTexts,
  cases: caseTexts,
  house: houseTexts,
  community: communityTexts,
  apology: { sentence: 'Something broke on our side. Nothing of yours is lost.', remedy: 'Try again in a minute.' },
  unknownButton: {
    sentence: 'That button is from an older version of us.',
    remedy: 'Use `/c500 shop` or `/c500 orders` instead.',
  },
  unreachable: {
    sentence: 'C500 is not answering right now. Your orders and your money are safe.',
    remedy: 'Try again in a minute.',
  },
} as const;

/** Every sentence of the bot on Discord. */
export const botTexts = { discord } as const;
