/** What somebody on the way to selling still has to do or to wait for, in German. */
export const setupTexts = {
  asks: {
    person: 'Stripe fragt, wer du bist.',
    business: 'Stripe fragt nach deinem Gewerbe.',
    bank: 'Stripe fragt, wohin dein Geld gehen soll.',
    document: 'Stripe bittet um das Bild eines Dokuments.',
    terms: 'Stripe bittet dich, seine Bedingungen anzunehmen.',
    other: 'Stripe hat noch eine Frage.',
  },
  stripeChecks: 'Stripe sieht sich an, was du angegeben hast. Das dauert Minuten, selten einen Tag.',
  stripeSilent: 'Stripe antwortet gerade nicht. Was du angegeben hast, ist sicher.',
  declined:
    'Deine letzte Bewerbung wurde abgelehnt. Das Team schreibt: „{reason}“ Du kannst dich noch einmal bewerben.',
  staffReads: 'Das Team liest deine Bewerbung. Du hörst auf jeden Fall von uns.',
  newVersion: 'Seit du unterschrieben hast, gibt es eine neue Fassung.',
  ratesMissing: 'Sag, wohin du verschickst und für wie viel.',
  reconnect: 'Twitch lässt uns nicht mehr herein. Verbinde deinen Kanal noch einmal.',
};
