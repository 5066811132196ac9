/** Reasons that the house itself gives, by code, in German. */
export const reasonTexts = {
  'buyer-asked': 'der Wunsch, zu stornieren',
  unproven: 'in der versprochenen Zeit wurde keine Arbeit gezeigt',
  'second-payment': 'ein zweites Mal',
  'late-payment': 'nach dem Ende der Reservierung',
  'builder-banned': 'der Builder ist aus dem C500-Netzwerk ausgeschlossen',
  'buyer-banned': 'die kaufende Person ist aus dem C500-Netzwerk ausgeschlossen',
  'link-banned': 'eines davon ist aus dem C500-Netzwerk ausgeschlossen',
  'link-case': 'eines davon ist Teil eines Falls, über den unser Team noch nicht entschieden hat',
  'link-platform': 'beide haben schon ein Konto auf derselben Plattform',
  'link-both-sell': 'beide verkaufen hier',
  'link-own-order': 'eines hat beim anderen gekauft',
  'link-too-much': 'es gibt mehr zu übertragen, als wir von selbst übertragen',
  'link-unproved': 'das andere Konto wurde nicht ebenfalls bestätigt',
  'link-last': 'nur so kennen wir dich',
  'link-seller': 'unser Team kennt alle, die bauen, über dieses Konto',
  reported: 'unser Team sieht sich diese Bestellung an',
  'account-not-ready': 'das Stripe-Konto kann noch keine Überweisungen annehmen',
  'offer-agreed': 'ist mit dem Anteil einverstanden',
  'offer-declined': 'hat den Anteil abgelehnt',
  'offer-ended': 'hat eure Partnerschaft beendet',
  'charge-refunded': 'die Zahlung wurde bei Stripe erstattet',
  'charge-disputed': 'die Zahlung wird bei der Bank angefochten',
  'charge-fraud-warning': 'die Bank hat vor der Zahlung gewarnt',
};

/** When release comes, as the end of a sentence about a proof, in German. */
export const releaseTexts = {
  at: 'Der Vault gibt das Geld am {when} frei.',
  waits: 'Der Vault wartet noch auf das Übrige.',
};

/** Plain codes that rules put into a sentence, in German. */
export const codeTexts = {
  state: {
    reserved: 'wartet auf die Zahlung',
    lapsing: 'die Zahlung wird geprüft',
    expired: 'die Reservierung ist vorbei',
    cancelled: 'storniert',
    paid: 'bezahlt',
    building: 'im Bau',
    shipped: 'unterwegs',
    delivered: 'zugestellt',
    completed: 'abgeschlossen',
    draft: 'noch nicht offen',
    open: 'offen',
    paused: 'pausiert',
    closed: 'geschlossen',
  },
  tier: { guest: 'Gast', member: 'Mitglied', vip: 'VIP' },
  proof: { stream: 'Stream', shipment: 'Versand', delivery: 'Zustellung' },
  party: { marketer: 'Die mitverkaufende Person' },
  carrier: { any: 'UPS, USPS, FedEx, DHL oder einer Post' },
};
