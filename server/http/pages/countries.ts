const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** A country's name in English, by its ISO 3166-1 alpha-2 code; what is no such code comes back as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
