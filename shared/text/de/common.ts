/** Short words and sentences used at more than one door, in German. */
export const commonTexts = {
  sightingCounted: '{tag} liegt auf der Werkbank.',
  anyCarrier: 'UPS, USPS, FedEx, DHL oder einer Post',
  shippingTo: 'Versand nach {country}',
  theMarketer: 'Die mitverkaufende Person',
  pictureAlt: '{title}, Bild {number}',
};

/** How amounts and moments are written in German, as BCP 47 tags. */
export const formats = { money: 'de-DE', dates: 'de-DE' };
