/** What the stand-in knows of a currency: its least chargeable amount in minor units, and its decimals. */
type CurrencyRule = { readonly leastMinor: number; readonly decimals: 0 | 2 };

/** Stripe's least amounts per settlement currency. @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const currencyRules: ReadonlyMap<string, CurrencyRule> = new Map([
  ['aud', { leastMinor: 50, decimals: 2 }],
  ['brl', { leastMinor: 50, decimals: 2 }],
  ['cad', { leastMinor: 50, decimals: 2 }],
  ['chf', { leastMinor: 50, decimals: 2 }],
  ['czk', { leastMinor: 1500, decimals: 2 }],
  ['dkk', { leastMinor: 250, decimals: 2 }],
  ['eur', { leastMinor: 50, decimals: 2 }],
  ['gbp', { leastMinor: 30, decimals: 2 }],
  ['hkd', { leastMinor: 400, decimals: 2 }],
  ['jpy', { leastMinor: 50, decimals: 0 }],
  ['mxn', { leastMinor: 1000, decimals: 2 }],
  ['nok', { leastMinor: 300, decimals: 2 }],
  ['nzd', { leastMinor: 50, decimals: 2 }],
  ['pln', { leastMinor: 200, decimals: 2 }],
  ['sek', { leastMinor: 300, decimals: 2 }],
  ['sgd', { leastMinor: 50, decimals: 2 }],
  ['usd', { leastMinor: 50, decimals: 2 }],
]);

/** The codes in lower case, as Stripe writes them. */
export const knownCurrencies: readonly string[] = [...currencyRules.keys()];

/** The least amount that can be charged, in minor units. */
export function leastAmountMinor(currency: string): number {
  return currencyRules.get(currency)?.leastMinor ?? 50;
}

/** An amount for people, `$450.00`; currencies without minor units have no decimals. */
export function formatAmount(amountMinor: number, currency: string): string {
  const decimals = currencyRules.get(currency)?.decimals ?? 2;
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals,
  });
  return format.format(amountMinor / 10 ** decimals);
}
