/** A carrier's number as read: normalised, with a page that shows the parcel's way. */
export type TrackingNumber = { readonly carrier: string; readonly number: string; readonly url: string };

type Carrier = {
  readonly name: string;
  readonly pattern: RegExp;
  readonly checks: (number: string) => boolean;
  readonly url: (number: string) => string;
};

/**
 * The carriers whose numbers are read, most particular pattern first. A number that fits only says that somebody typed no slip:
 * it is no proof of a parcel.
 */
const carriers: readonly Carrier[] = [
  {
    name: 'UPS',
    pattern: /^1Z[0-9A-Z]{16}$/,
    checks: (number) => upsCheck(number.slice(2)),
    url: (number) => `https://www.ups.com/track?tracknum=${number}`,
  },
  {
    name: 'Post (S10)',
    pattern: /^[A-Z]{2}\d{9}[A-Z]{2}$/,
    checks: (number) => s10Check(number.slice(2, 11)),
    url: (number) => `https://globaltracktrace.ptc.post/gtt.web/Search.aspx?q=${number}`,
  },
  {
    name: 'USPS',
    pattern: /^(9[1-5]\d{18}|9[1-5]\d{20})$/,
    checks: (number) => mod10Check(number, 3),
    url: (number) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}`,
  },
  {
    name: 'FedEx',
    pattern: /^\d{12}$/,
    checks: (number) => fedexCheck(number),
    url: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}`,
  },
  {
    name: 'DHL',
    pattern: /^\d{10}$/,
    checks: (number) => Number(BigInt(number.slice(0, 9)) % 7n) === Number(number[9]),
    url: (number) => `https://www.dhl.com/track?tracking-id=${number}`,
  },
];

/** Reads a tracking number as typed (spaces, hyphens, any case); undefined when it fits no carrier's pattern and check digit. */
export function readTrackingNumber(text: string): TrackingNumber | undefined {
  const number = text.replace(/[\s-]/g, '').toUpperCase();
  const carrier =
    number.length <= 40 ? carriers.find((each) => each.pattern.test(number) && each.checks(number)) : undefined;
  return carrier ? { carrier: carrier.name, number, url: carrier.url(number) } : undefined;
}

/** Whose number this looks like, and whether its check digit holds; undefined for what is no carrier's number, or not yet. */
export function recogniseTracking(text: string): { readonly carrier: string; readonly holds: boolean } | undefined {
  const read = readTrackingNumber(text);
  if (read) return { carrier: read.carrier, holds: true };
  const number = text.replace(/[\s-]/g, '').toUpperCase();
  const like = number.length <= 40 ? carriers.find((each) => each.pattern.test(number)) : undefined;
  return like && { carrier: like.name, holds: false };
}

/** The page of a carrier for a number kept earlier; undefined for a carrier no longer known. */
export function trackingUrl(carrier: string, number: string): string | undefined {
  return carriers.find((each) => each.name === carrier)?.url(number);
}

function digitsOf(text: string): number[] {
  return Array.from(text, Number);
}

/** Weights alternate from the right, the digit next to the check digit being the heavy one. */
function mod10Check(number: string, heavy: number): boolean {
  const digits = digitsOf(number);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * (index % 2 === 0 ? heavy : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** Letters count as digits by their place in the alphabet, and every second symbol counts twice. */
function upsCheck(symbols: string): boolean {
  const values = Array.from(symbols, (symbol) =>
    /\d/.test(symbol) ? Number(symbol) : (symbol.charCodeAt(0) - 63) % 10,
  );
  const check = values.pop();
  const sum = values.reduce((total, value, index) => total + value * (index % 2 === 0 ? 1 : 2), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** @see Universal Postal Union, standard S10 */
function s10Check(nine: string): boolean {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const digits = digitsOf(nine);
  const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  const check = 11 - (sum % 11);
  return (check === 10 ? 0 : check === 11 ? 5 : check) === digits[8];
}

function fedexCheck(number: string): boolean {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  const digits = digitsOf(number);
  const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
  return (sum % 11) % 10 === digits[11];
}
