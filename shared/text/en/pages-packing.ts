import type { Guild } from '../../schemas/citizen.ts';

/** What a parcel holds, as customs want it said. */
const contents: Readonly<Record<Guild, string>> = {
  builder: 'Computer keyboard, assembled by hand',
  artisan: 'Keycaps for a computer keyboard, made by hand',
  modder: 'Computer keyboard, modified by hand',
  vintage: 'Computer keyboard, used and restored',
};

/** The page from which an order is packed and sent. */
export const packingTexts = {
  page: 'Pack order {tag}',
  title: 'Pack and send',
  lead: 'Everything for the parcel of order {tag}. Keep this page off your stream.',
  back: 'Back to the order',
  open: 'Open the packing page',
  openExplain: 'It shows where to send it, what customs ask for, and takes the tracking number.',
  address: {
    title: 'Send it to',
    copy: 'Copy the address',
    copied: 'Copied',
    print: 'Print this page',
    recorded:
      'Each look at this address is on record, and the buyer sees how often you looked. Use it for this parcel and keep no copy.',
    again: 'Look again',
  },
  contents: {
    title: 'What goes in',
    unit: 'Unit {unit} of the drop.',
    specs: 'As it was ordered',
  },
  customs: {
    title: 'For customs',
    lead: 'It crosses a border, so write this into the customs form of your label.',
    leadUnknown: 'If it leaves your country, write this into the customs form of your label.',
    contents: 'Contents',
    value: 'Value',
    origin: 'Made in',
    originUnknown: 'the country in which you made it',
    code: 'HS code',
    weight: 'Weight',
    weightHint: 'Weigh the packed box: most boards come to 1.5 to 3 kg, keycaps to less than 0.5 kg.',
    reason: 'Reason',
    sale: 'Sale of goods',
    advice: 'Give the true value: a lower one is no favour to the buyer, and ends the insurance.',
  },
  label: {
    title: 'Label and insurance',
    points: [
      'Buy a label with tracking, from a carrier that scans: UPS, USPS, FedEx, DHL or your post.',
      'Insure it for its price: {price}.',
      'Ask for a signature where the carrier offers one. It is the best proof if a bank asks.',
      'Hand it over at a counter and keep the receipt. A label alone proves nothing: the first scan does.',
    ],
    promise: 'What you promised: {title}, version {version}',
  },
  tracking: {
    title: 'The tracking number',
    explain: 'Type it from the label. We follow the parcel, and the buyer can too.',
    label: 'Put the tracking number right',
    correct: 'Was {number} wrong? Until a carrier has it, you can give us the right one.',
    field: 'Tracking number',
    send: 'Send the tracking number',
    done: '{carrier} {number}',
    scanned: 'The carrier has it since',
    follow: 'Follow the parcel',
    holds: 'This is a number of {carrier}, and its check digit is right.',
    slips: 'This looks like a number of {carrier}, but its check digit is wrong. Look for a slip.',
    unknown: 'No carrier that we know has numbers like this, or it is not complete yet.',
  },
} as const;

/** What a packing page says parcels hold. */
export const customsContents = contents;

/** What the buyer is told of their address. */
export const addressCareTexts = {
  title: 'Your address',
  nobody: 'It waits, locked, for your builder to pack. Nobody has looked at it.',
  nobodyDid: 'Nobody has looked at it.',
  once: 'Your builder looked at it once, to pack your parcel:',
  often: 'Your builder looked at it {count} times, to pack your parcel. The last time:',
  rule: 'Only your builder may, on one page, and never while their channel is live. It is erased {kept} days after the order ends.',
  erased: 'It was erased, as it is {kept} days after an order ends. On',
} as const;

/** What an order's page says of its parcel, where a carrier is asked. */
export const parcelPartTexts = {
  title: 'What the carrier says',
  scanned: 'The carrier has it since',
  delivered: 'Delivered',
  doubt: 'This does not fit: {reason}.',
  buyer: {
    label: 'There is a label, and no carrier has scanned it yet. A label alone proves nothing, so the Vault waits.',
    doubt: 'Nothing of it counts as a proof, and our staff looks at it. You need not do anything.',
    delivered: 'Tell us if something is wrong with it; after seven quiet days the order is complete.',
  },
  builder: {
    label: 'It counts once the carrier has scanned it. Hand it over at a counter, and the scan is there the same day.',
    doubt: 'Nothing of it counts as a proof, and our staff looks at it. Was the number wrong? Put it right here.',
    delivered: 'After seven quiet days the order is complete.',
  },
} as const;
