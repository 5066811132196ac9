/** What is kept about people, how long, and why. Numbers come from the house rules. */
export const privacyPageTexts = {
  page: 'What we keep',
  title: 'What we keep, how long, and why',
  lead: 'All of it, in plain words. What is not in this list is not kept.',
  caption: 'What is kept about people',
  columns: { what: 'What', long: 'How long', why: 'Why' },
  rows: [
    {
      what: 'The number and name of your Discord and Twitch account, your language, and what you like to be told',
      long: 'Until you have yourself deleted. An account that you unlink opens nothing any more, and stays on record until then',
      why: 'So that we know you when you come back, and can write to you',
    },
    {
      what: 'Browsers in which you are signed in',
      long: '14 days after you signed in',
      why: 'So that you stay signed in. It is the only cookie there is',
    },
    {
      what: 'Your orders and their story: what was agreed, paid, proved, sent and said about it by the house',
      long: 'For good, without your name once you are deleted',
      why: 'Both sides of an order rely on it, and the law asks for our books',
    },
    {
      what: 'What was paid, released and refunded, to the cent',
      long: 'For good. Nothing in it says who you are',
      why: 'The law asks for it, and everybody can check that the money is there',
    },
    {
      what: 'Where your parcel goes',
      long: '{address} after the end of the order, at once if you have yourself deleted. The country stays in the books',
      why: 'The builder packs for it. Each look at it is on record',
    },
    {
      what: 'What you and the other side said in an order room, with files',
      long: 'As long as the order; your words go {words} after its end if you have yourself deleted',
      why: 'It is what both of you would show if the bank or our staff had to decide',
    },
    {
      what: 'Chat lines and stream titles in which an order tag stood',
      long: 'As long as the order',
      why: 'They may be its proof',
    },
    {
      what: 'A fingerprint of the card that you paid with. Stripe has the card; we have a number made of its number',
      long: 'For good',
      why: 'Whoever is banned must not come back with another name',
    },
    {
      what: 'That Stripe has looked at a document of yours, and said yes',
      long: 'Until you have yourself deleted. We never see the document',
      why: 'It opens the next tier for you',
    },
    {
      what: 'Your score, strikes, vouches and what counts for your tier',
      long: 'For good, without your name once you are deleted',
      why: 'Others trust you by it, and a strike counts for a year',
    },
    {
      what: 'Reports, cases, answers, disputes with the bank, and what was decided',
      long: 'For good, without your name once you are deleted',
      why: 'They are the other side’s too',
    },
    {
      what: 'What you wrote to become a builder, with links and pictures',
      long: 'Until you have yourself deleted',
      why: 'Our staff decides by it',
    },
    {
      what: 'For builders: the promises that you signed, your guilds, shipping prices, drops, and the number of your Stripe account',
      long: 'For good, without your name once you are deleted',
      why: 'Orders were made on them',
    },
    {
      what: 'For builders: your consent on Twitch',
      long: 'Until you take it back or have yourself deleted. What opens your channel is given back to Twitch then',
      why: 'So that markers and clips can be made while you build',
    },
    {
      what: 'Messages that we sent you',
      long: '{settled}',
      why: 'So that none is sent twice',
    },
    {
      what: 'What our staff did, to whom, and why',
      long: 'For good',
      why: 'Whoever decides about others must be able to answer for it',
    },
    {
      what: 'If you are banned: the numbers of your accounts',
      long: 'As long as the record of the ban',
      why: 'A ban that forgets whom it is for is none',
    },
  ],
  notTitle: 'What we do not keep',
  not: [
    'Your card, your bank account and your documents. They are with Stripe.',
    'Where you read this from. Addresses of the internet are counted for a moment, against guessing, and written down nowhere.',
    'What you say in chat, when no order tag is in it.',
  ],
  othersTitle: 'Who else knows something',
  others: [
    'Stripe takes the payment and pays the builders. It keeps what the law asks of it.',
    'Twitch and Discord are where you meet us. What is said there is kept there, by their rules.',
    'If you question a payment, your bank gets what speaks for the order: what was agreed, its story and proofs, what was said in its room, and where it was sent.',
    'A carrier gets the address of your parcel from the builder, and tells us where the parcel is.',
  ],
  yours: 'Your data: take it with you, or delete it',
} as const;
