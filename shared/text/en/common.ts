/** Short words and sentences used at more than one door. */
export const commonTexts = {
  sightingCounted: '{tag} is on the bench.',
  anyCarrier: 'UPS, USPS, FedEx, DHL or a postal service',
  shippingTo: 'Shipping to {country}',
  theMarketer: 'The marketer',
  pictureAlt: '{title}, picture {number}',
} as const;

/** How amounts and moments are written in this language, as BCP 47 tags. */
export const formats = { money: 'en-US', dates: 'en-GB' } as const;
