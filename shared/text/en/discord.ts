import type { Guild } from '../../schemas/citizen.ts';
import type { DropKind } from '../../schemas/drop.ts';

const guilds: Record<Guild, { readonly emoji: string; readonly name: string }> = {
  builder: { emoji: '🛠️', name: 'Builder' },
  artisan: { emoji: '🎨', name: 'Artisan' },
  modder: { emoji: '💧', name: 'Modder' },
  vintage: { emoji: '💾', name: 'Vintage' },
};
const kinds: Record<DropKind, string> = { stock: 'Ready to ship', commission: 'Built to order' };

/** What the bot says on Discord. Texts in `command` and `form` are bounded by Discord: descriptions 100, labels 45. */
const discord = {
  guilds,
  kinds,
  command: {
    name: 'c500',
    description: 'Custom keyboards, built live. Your money waits until the work is proved.',
    drop: {
      description: 'Open a drop (builders)',
      guild: 'Which craft it belongs to',
      kind: 'Ready to ship, or built to order',
      units: 'How many there are',
      days: 'Days until you show the first proof of work',
      marketer: 'Who sells it with you and shares the talent pool',
    },
    drops: { description: 'See the open drops and claim one' },
    orders: { description: 'See your orders and where your money is' },
    queue: { description: 'See the paid orders that wait for you (builders)' },
    live: {
      description: 'Put an order on the bench while you are live (builders)',
      tag: 'The order tag, like C5-7K3QF2M',
    },
    ship: {
      description: 'Hand over a tracking number (builders)',
      tag: 'The order that is in the parcel',
      number: 'The tracking number, as it stands on the label',
    },
    refund: {
      description: 'Give a buyer all their money back (builders)',
      tag: 'The order to refund',
      reason: 'What the buyer is told',
    },
  },
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
    sentence: '**{title}**, {price}, {units} to claim. Its card is in <#{channel}> and keeps itself up to date.',
    see: 'See the card',
    noCard: 'Your drop is open, but its card is missing',
    noCardSentence:
      '**{title}** can be claimed already, on Twitch and with `/c500 drops`. Only its card could not be posted in the builds channel. Nothing needs to be typed again.',
    postCard: 'Post the card',
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
  drops: {
    title: 'Open drops',
    none: 'No open drops just now.',
    noneRemedy: 'Cards appear in the builds channel when a builder opens one.',
    more: 'and {count} more',
  },
  orders: {
    title: 'Your orders',
    none: 'You have no orders yet.',
    noneRemedy: 'See what is open with `/c500 drops`.',
    from: 'from {builder}',
    ends: 'pay before {when}',
    inVault: '{amount} in the Vault',
    released: '{amount} released',
    refunded: '{amount} back to you',
    due: 'first proof due {when}',
    releaseAt: 'the Vault lets go {when}',
    open: 'Open',
    pay: 'Pay',
    more: 'and {count} more, on your order pages',
  },
  queue: {
    title: 'Your queue',
    none: 'Nothing waits for you.',
    noneRemedy: 'Paid orders appear here, oldest first.',
    unit: 'unit {unit}',
    proved: 'proved',
    hint: 'Type a tag in your chat while you build it live, or use `/c500 live`.',
  },
  live: { title: 'On the bench', titleNot: 'Not on the bench' },
  ship: {
    title: 'On its way',
    sentence: '**{tag}** · {title} is shipped with {carrier}, number {number}. The buyer has been told.',
    track: 'Track the parcel',
  },
  refund: {
    title: 'Refunded',
    sentence: '**{tag}** · {title}: all of it goes back to the buyer. Do not build it.',
  },
  order: { open: 'Open the order page' },
  apology: { sentence: 'Something broke on our side. Nothing of yours is lost.', remedy: 'Try again in a minute.' },
  unknownButton: {
    sentence: 'That button is from an older version of us.',
    remedy: 'Use `/c500 drops` or `/c500 orders` instead.',
  },
  unreachable: {
    sentence: 'C500 is not answering right now. Your orders and your money are safe.',
    remedy: 'Try again in a minute.',
  },
} as const;

/** Every sentence of the bot on Discord. */
export const botTexts = { discord } as const;
