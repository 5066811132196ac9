/** An ISO 4217 code in capitals. One currency per deployment. */
export type Currency = string;

/** An amount of money in whole minor units (cents for USD, yen for JPY). Never a fraction. */
export type Money = { readonly amountMinor: number; readonly currency: Currency };

const withoutMinorUnit = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
]);

/** How many decimals the currency's minor unit has: 2 for most, 0 for the likes of JPY. */
export function decimalsOf(currency: Currency): 0 | 2 {
  return withoutMinorUnit.has(currency) ? 0 : 2;
}

/**
 * Divides a whole among parts by weight with the largest-remainder method: the parts are whole, none is negative, and they add
 * up to the whole exactly. Equal remainders go to the earlier part, so the result never depends on chance.
 *
 * @param wholeMinor  0 or more, minor units
 * @param weights     at least one, each 0 or more, not all 0 (relative: 70/30 and 7/3 are the same)
 * @throws RangeError when the whole or a weight is negative or fractional, or all weights are 0
 */
export function allocate(wholeMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const isWhole = (n: number) => Number.isSafeInteger(n) && n >= 0;
  if (!isWhole(wholeMinor) || !weights.every(isWhole) || sum === 0)
    throw new RangeError('allocate needs whole, non-negative numbers');
  // Products of cents and weights stay exact in BigInt even for amounts near the safe-integer limit.
  const exact = weights.map((weight) => BigInt(wholeMinor) * BigInt(weight));
  const parts = exact.map((product) => Number(product / BigInt(sum)));
  const order = exact
    .map((product, index) => ({ index, remainder: product % BigInt(sum) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const missing = wholeMinor - parts.reduce((a, b) => a + b, 0);
  for (const { index } of order.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/**
 * Takes a share of an amount, rounded half up to the minor unit.
 *
 * @param amountMinor 0 or more, minor units
 * @param basisPoints 0 to 10,000; 1,000 is ten per cent
 */
export function shareOf(amountMinor: number, basisPoints: number): number {
  return Number((BigInt(amountMinor) * BigInt(basisPoints) + 5_000n) / 10_000n);
}

const typed = /^(?:([$€£])\s*)?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?(?:\s*([a-z]{3}))?$/i;
const signs: Record<string, Currency> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

/**
 * Reads a price as people type it: `450`, `$450.00`, `1,250.5`, `450 USD`. Strict where money would be at stake: a comma that
 * does not group thousands, a third decimal, a sign or code of another currency, or a decimal of a currency that has none is
 * not read.
 *
 * @returns the price, or undefined when the text is no price in this currency
 */
export function readPrice(text: string, currency: Currency): Money | undefined {
  const match = typed.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = '', decimals, code] = match;
  if (sign && signs[sign] !== currency) return undefined;
  if (code && code.toUpperCase() !== currency) return undefined;
  if (decimals && decimalsOf(currency) === 0) return undefined;
  const scale = 10 ** decimalsOf(currency);
  const minor =
    Number(whole.replaceAll(',', '')) * scale + Number((decimals ?? '').padEnd(decimalsOf(currency), '0') || 0);
  return Number.isSafeInteger(minor) ? { amountMinor: minor, currency } : undefined;
}

/** Writes an amount with its currency and all its decimals, e.g. `$450.00`; for people only. */
export function formatMoney(money: Money, locale = 'en-US'): string {
  const digits = decimalsOf(money.currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.amountMinor / 10 ** digits);
}
