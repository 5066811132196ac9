/** A text that builders sign. It is part of what is signed, word by word: a changed word is a new version. */
export type PromiseText = { readonly title: string; readonly lead: string; readonly points: readonly string[] };

/** Every version of every promise, the old ones as well: what somebody signed stays readable. */
export const promiseTexts: Readonly<Record<'vibeCheck' | 'shippingStandard', Readonly<Record<number, PromiseText>>>> = {
  vibeCheck: {
    1: {
      title: 'The Vibe Check',
      lead: 'How we treat each other, on stream, in chat and in every order room.',
      points: [
        'I am kind to buyers, builders and staff, also when something goes wrong, and I keep my chat a place where people are.',
        'I build what I sell with my own hands, and I say so where a part is somebody else’s work.',
        'I show what is really there: my own pictures, true specs, and every flaw that I know of.',
        'I never show or say who a buyer is. On stream there is an order tag and a nickname, and nothing more.',
        'I keep what buyers pay inside C500. I ask nobody to pay me elsewhere, before or after.',
        'I type an order’s tag only while I am working on that order.',
        'I ask for no praise in return for anything, and I write none of it myself.',
        'When I cannot keep a promise I say so at once, and the buyer decides what happens next.',
      ],
    },
  },
  shippingStandard: {
    1: {
      title: 'The Shipping Standard',
      lead: 'What a buyer may count on, from the last screw to their door.',
      points: [
        'I show the first proof of work within the days that my drop promises, and hand the parcel over within the days after it.',
        'I ship with a carrier that scans parcels, and I enter the tracking number on the day on which I hand it over.',
        'I pack so that a fall from a table breaks nothing: the board cannot move, switches and glass are cushioned, the box is whole.',
        'I take pictures of the board before packing and of the packed box, and keep them until the order is complete.',
        'I charge the shipping that my drop states and not a cent more, and I declare the true value at customs.',
        'I use a buyer’s address for their parcel only, and I keep no copy of it.',
        'When a parcel is lost or arrives broken by how it was packed, I make it good or give the money back.',
      ],
    },
  },
};
