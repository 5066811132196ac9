/** Short words and sentences used at more than one door, in German. */
export const commonTexts = {
  sightingCounted: '{tag} liegt auf der Werkbank.',
  shippingTo: 'Versand: {country}',
  pictureAlt: '{title}, Bild {number}',
};

/** How amounts and moments are written in German, as BCP 47 tags. */
export const formats = { money: 'de-DE', dates: 'de-DE' };
