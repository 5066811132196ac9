import type { Tier } from '../../schemas/citizen.ts';
import type { Said } from './pages-order.ts';

const tiers: Readonly<Record<Tier, Said>> = {
  guest: { title: 'Guest', sentence: 'Everybody begins here. Up to {cap} for one piece.' },
  member: {
    title: 'Member',
    sentence: 'With a linked second account, or one completed order. Up to {cap} for one piece.',
  },
  vip: {
    title: 'VIP',
    sentence: 'With {vipOrders} completed orders and a clean year. No limit, and grails open up.',
  },
};

/** The sentences of the page that says who C500 is. Numbers come from the house rules. */
export const aboutPageTexts = {
  page: 'How it works',
  title: 'A calm place to buy from people who make things',
  lead: 'The C500 Collective brings builders of custom keyboards and the people who love them together, on Twitch and Discord, where both already are. Builders hold the stock and ship it. We hold the money until the work is proved.',
  contents: 'On this page',
  vault: {
    title: 'The Vault',
    paragraphs: [
      'When you pay, the whole amount waits with C500. The builder sees that it is there, and cannot touch it.',
      'Once the work is proved, the Vault waits another {coolOff}, so that there is time to say if something is wrong. Then it lets go. For builders with {promptOrders} completed orders and no lost dispute, orders up to {promptMost} go at once.',
      'If the promised day passes without a proof, you can take everything back with one click. If you do nothing, it comes back by itself {unproven} later.',
      'Nothing is ever held longer than {holdDays} days.',
    ],
  },
  proof: {
    title: 'What counts as proof',
    lead: 'A promise is nice. A proof can be looked at.',
    kinds: [
      {
        title: 'Built live',
        sentence:
          "Your order tag is put on the bench by the builder, on the builder's own channel, while it is live, and stays there for {bench} of live time. With more orders on the bench, it takes as many times longer.",
      },
      {
        title: 'Shipped',
        sentence:
          'A tracking number that reads right and was not used before. It counts when the carrier has scanned the parcel, or, where no carrier can be asked, after {shipment} without a report.',
      },
      {
        title: 'Arrived',
        sentence:
          'You say that it has arrived, or the carrier says so and {quiet} pass without a word from you. Where no carrier can be asked, {deemed} after shipping.',
      },
    ],
    certified: 'An order that was proved on stream carries the mark of a certified build.',
  },
  promises: {
    title: 'Our promises',
    lead: 'Builders sign both before they open a drop.',
    whole: 'Read the whole {promise}',
    vibeCheck: {
      title: 'Vibe Check',
      points: [
        'Be kind, on stream and off. Everybody was new once.',
        'Pictures and specs show what will be in the parcel.',
        'Running late is human. Saying so early is the promise.',
        'Deals go through the Vault, so that both sides are safe.',
      ],
    },
    shippingStandard: {
      title: 'Shipping Standard',
      points: [
        'The first proof comes within the promised days, {proofDays} at most.',
        'The parcel is with the carrier {scanDays} days after the proof unless the drop says otherwise, and the two together never exceed {promisedDays} days.',
        'Packed for a rough ride, with a tracking number of its own.',
        'One flat price per country, and no surprises after it.',
      ],
    },
  },
  numbers: {
    title: 'The numbers of the house',
    lead: 'All of them, so that nobody has to guess.',
    rows: {
      claim: { name: 'A claim sets one piece aside for', value: '{claim}' },
      extension: { name: 'Pressing Pay leaves at least', value: '{extension}' },
      price: { name: 'A piece may cost', value: '{priceLeast} to {priceMost}' },
      fee: { name: 'Our fee, of the price without shipping', value: '{fee}%' },
      fund: { name: 'Of that fee, for the protection fund', value: '{fund}%' },
      shipping: { name: 'Of the shipping, for the builder', value: '{whole}%' },
      bench: { name: 'Live time on the bench for a proof', value: '{bench}' },
      benchOrders: { name: 'Orders on one bench at once', value: '{benchOrders}' },
      coolOff: { name: 'Rest between proof and release', value: '{coolOff}' },
      cancellation: { name: 'An unanswered wish to cancel is granted after', value: '{cancellation}' },
      unproven: { name: 'A broken promise is refunded unasked after', value: '{unproven}' },
      hold: { name: 'The longest the Vault may hold anything', value: '{holdDays} days' },
    },
    tiersTitle: 'Trust grows with every order',
    tiers,
    openOrders: 'Orders of a Guest or a Member that are not finished yet may add up to {exposure} times that.',
  },
  fairness: {
    title: 'When everybody wants one',
    kinds: [
      {
        title: 'First come',
        sentence: 'Whoever claims first has {claim} to pay. Nothing is ever sold twice.',
      },
      {
        title: 'A line',
        sentence:
          'Once every piece is taken, you can join the line. One that comes free is set aside for the next in it; VIPs come first, then whoever joined first.',
      },
      {
        title: 'A raffle',
        sentence:
          'You enter once, whenever you like while it is open. Then it is drawn, and whoever is drawn has {raffle} to pay. Anybody can do the draw again from its receipt.',
      },
    ],
  },
  privacy: {
    title: 'Privacy, in plain words',
    whole: 'What we keep, how long, and why',
    points: [
      'On a stream, in a panel or in chat, you are a nickname and an order tag. Nothing else of you is ever shown there.',
      'Your address is on one page, for the builder who packs your parcel, after you have paid. While their channel is live, that page is hidden. Each look at it is on record, and {erase} days after the end it is erased.',
      'Your card stays with Stripe. We never see its number.',
      'A chat line that names an order tag is kept with the order, because it may be the proof.',
    ],
  },
  builders: {
    title: 'Sell what you build',
    lead: 'You keep your stock, your channel and your people. We bring the Vault.',
    begin: 'Become a builder',
    points: [
      'The staff certifies you in Discord, and you sign the two promises.',
      'Stripe checks who you are, so that it can pay you.',
      'Open a drop in Discord. Go live, type an order tag, and build.',
      'The price less our fee is the talent pool. It is yours, or shared with a streamer by terms you both agreed to.',
    ],
  },
  see: 'See the open drops',
} as const;
