import type { Money } from '#shared/money.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { Order } from './order.ts';

/** What a parcel over a border declares. `origin` is where it was made, as far as we know; `code` is of the Harmonized System. */
export type Customs = {
  readonly guild: Guild;
  readonly value: Money;
  readonly origin: string | null;
  readonly code: string;
};

/**
 * Keyboards are input units of computers. Keycaps and switches by themselves are parts of one.
 *
 * @see WCO, Harmonized System 2022, headings 84.71 and 84.73
 */
const codes: Readonly<Record<Guild, string>> = {
  builder: '8471.60',
  artisan: '8473.30',
  modder: '8471.60',
  vintage: '8471.60',
};

/** What customs ask about an order; null where the parcel stays in its builder's country. */
export function customsOf({ terms }: Order, to: string, from: string | null): Customs | null {
  if (to === from) return null;
  return { guild: terms.guild, value: terms.price, origin: from, code: codes[terms.guild] };
}
