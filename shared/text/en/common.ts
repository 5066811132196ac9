/** Short words and sentences used at more than one door. */
export const commonTexts = {
  sightingCounted: '{tag} is on the bench.',
  shippingTo: 'Shipping to {country}',
  pictureAlt: '{title}, picture {number}',
} as const;

/** How amounts and moments are written in this language, as BCP 47 tags. */
export const formats = { money: 'en-US', dates: 'en-GB' } as const;
