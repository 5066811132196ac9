import type { CardProblem } from './cards.ts';
import type { Checkout, Session, ShippingChoice } from './objects.ts';

/** Where a parcel goes, as typed. `country` is an ISO 3166 code in upper case. */
export type ShippingAddress = {
  readonly name: string;
  readonly line1: string;
  readonly city: string;
  readonly state?: string;
  readonly postalCode: string;
  readonly country: string;
};

/** What the hosted page's form asks beside the card. `shippingRate` picks one of several ways of shipping by its id. */
export type BuyerInput = {
  readonly email: string;
  readonly shipping?: ShippingAddress;
  readonly shippingRate?: string;
};

/** The names of the form's fields beside those of the card. */
export type BuyerField = 'email' | 'name' | 'line1' | 'city' | 'postalCode' | 'country' | 'shippingRate';
/** What is wrong with one field, in a sentence for the buyer. */
export type BuyerProblem =
  { readonly field: BuyerField; readonly code: string; readonly message: string } | CardProblem;

type WireAddress = {
  readonly city: string;
  readonly country: string;
  readonly line1: string;
  readonly line2: null;
  readonly postal_code: string;
  readonly state: string | null;
};

/** A buyer whose answers can be used. The billing address is the shipping address, as on the real page unless unticked. */
export type Buyer = {
  readonly email: string;
  readonly name: string | null;
  readonly billingAddress: WireAddress | null;
  readonly shipping: { readonly address: WireAddress; readonly name: string } | null;
  readonly choice: ShippingChoice | null;
};

const textMax = 250;

/** Reads the answers against what the session asks for. */
export function readBuyer(
  input: BuyerInput,
  session: Session,
  checkout: Checkout,
): Buyer | { readonly problems: readonly BuyerProblem[] } {
  const allowed = session.shipping_address_collection?.allowed_countries ?? null;
  const problems = [
    ...(allowed === null ? [] : findAddressProblems(input.shipping, allowed)),
    ...(isEmail(input.email) ? [] : [problem('email', 'Your email is incomplete.')]),
  ];
  const choice = findChoice(input.shippingRate, checkout);
  if (choice === undefined) problems.push(problem('shippingRate', 'Choose how it should be shipped.'));
  if (problems.length > 0 || choice === undefined) return { problems };
  const shipping = allowed !== null && input.shipping ? makeShipping(input.shipping) : null;
  return {
    email: input.email.trim(),
    name: shipping?.name ?? null,
    billingAddress: shipping?.address ?? null,
    shipping,
    choice,
  };
}

function problem(field: BuyerField, message: string): BuyerProblem {
  return { field, code: `incomplete_${field.toLowerCase()}`, message };
}

function isEmail(text: string): boolean {
  return text.length <= textMax && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

function findAddressProblems(address: ShippingAddress | undefined, allowed: readonly string[]): BuyerProblem[] {
  const asked: readonly [BuyerField, string | undefined, string][] = [
    ['name', address?.name, 'Enter the full name of the recipient.'],
    ['line1', address?.line1, 'Enter a street address.'],
    ['city', address?.city, 'Enter a city.'],
    ['postalCode', address?.postalCode, 'Enter a postal code.'],
  ];
  const missing = asked.filter(([, text]) => text === undefined || text.trim() === '' || text.length > textMax);
  const problems = missing.map(([field, , message]) => problem(field, message));
  if (address !== undefined && allowed.includes(address.country)) return problems;
  return [...problems, problem('country', 'Choose one of the countries this can be shipped to.')];
}

/** The chosen way of shipping; null where the session offers none, undefined where the choice is no offer of the session. */
function findChoice(rateId: string | undefined, checkout: Checkout): ShippingChoice | null | undefined {
  const [first] = checkout.shippingChoices;
  if (first === undefined) return null;
  if (rateId === undefined || rateId === '') return first;
  return checkout.shippingChoices.find((choice) => choice.rateId === rateId);
}

function makeShipping(address: ShippingAddress): { readonly address: WireAddress; readonly name: string } {
  const state = address.state?.trim() ?? '';
  return {
    name: address.name.trim(),
    address: {
      city: address.city.trim(),
      country: address.country,
      line1: address.line1.trim(),
      line2: null,
      postal_code: address.postalCode.trim(),
      state: state === '' ? null : state,
    },
  };
}

const exampleCities: ReadonlyMap<string, Pick<ShippingAddress, 'city' | 'state' | 'postalCode'>> = new Map([
  ['AU', { city: 'Fitzroy', state: 'VIC', postalCode: '3065' }],
  ['CA', { city: 'Toronto', state: 'ON', postalCode: 'M5V 2T6' }],
  ['DE', { city: 'Berlin', postalCode: '10999' }],
  ['FR', { city: 'Lyon', postalCode: '69001' }],
  ['GB', { city: 'Bristol', postalCode: 'BS1 4DJ' }],
  ['JP', { city: 'Setagaya', state: 'Tokyo', postalCode: '154-0024' }],
  ['US', { city: 'Portland', state: 'OR', postalCode: '97209' }],
]);

/** An invented address in a country, for the page's example button and for callers that do not care. */
export function exampleAddress(country: string): ShippingAddress {
  const place = exampleCities.get(country) ?? { city: 'Springfield', postalCode: '12345' };
  return { name: 'Robin Example', line1: '12 Keycap Lane', ...place, country };
}
