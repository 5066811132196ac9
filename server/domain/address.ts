/** Where something is sent, as the buyer typed it on the payment page. `country` is an ISO 3166-1 alpha-2 code. */
export type PostalAddress = {
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string;
};

/** Where the postal code stands behind the place and its state; in most of the world it stands before it. */
const codeLast: readonly string[] = ['US', 'CA', 'AU', 'NZ', 'GB', 'IE', 'IN', 'SG', 'TW', 'KR'];

/**
 * An address as it is written on a label, line by line.
 *
 * @param country the country's name, which stands last and in capitals, because carriers sort by it
 */
export function labelLines(address: PostalAddress, country: string): readonly string[] {
  const { name, line1, line2, city, state, postalCode } = address;
  const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part?.trim()).join(' ');
  const place = codeLast.includes(address.country)
    ? [joined(city, state, postalCode)]
    : [joined(postalCode, city), state ?? ''];
  return [name, line1, line2 ?? '', ...place, country.toUpperCase()].map((line) => line.trim()).filter(Boolean);
}
