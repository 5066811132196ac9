/**
 * Branded identifiers: a string that cannot be passed where another kind is meant. The prefix travels with the id, so that a
 * log line or a key says what it names.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CitizenId = Branded<'citizen'>;
export type DropId = Branded<'drop'>;
export type OrderId = Branded<'order'>;
export type SightingId = Branded<'sighting'>;

/** A moment: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

const prefixes = { citizen: 'cit_', drop: 'drp_', order: 'ord_' } as const;
type Kinds = { citizen: CitizenId; drop: DropId; order: OrderId };

/**
 * Makes an id from random text.
 *
 * @param random 16 or more characters of [a-z0-9], from the `Clock` port's random source
 */
export function makeId<K extends keyof Kinds>(kind: K, random: string): Kinds[K] {
  return (prefixes[kind] + random) as Kinds[K];
}

/** Reads an id that came from outside; undefined when it does not have the shape of its kind. */
export function parseId<K extends keyof Kinds>(kind: K, text: string): Kinds[K] | undefined {
  const rest = text.startsWith(prefixes[kind]) ? text.slice(prefixes[kind].length) : '';
  return /^[a-z0-9]{4,40}$/.test(rest) ? (text as Kinds[K]) : undefined;
}
