import type Stripe from 'stripe';

import type { Params } from './params.ts';
import { readInteger, readText, refuseUnknown } from './params.ts';
import { refuseMissing, refuseParameter } from './refusal.ts';

const pageMax = 100;
const pageDefault = 10;

type Listed = { readonly id: string; readonly created: number };
type Comparison = 'gt' | 'gte' | 'lt' | 'lte';

/** Text filters of a list: the name of the parameter, and what an object must show for it. */
export type Filters<Item> = Readonly<Record<string, (item: Item) => string | null>>;

/**
 * One page of a list, newest first, with Stripe's cursors. Objects made in the same second keep their order, because
 * the map does.
 */
export function listPage<Item extends Listed>(
  items: Iterable<Item>,
  params: Params,
  url: string,
  filters: Filters<Item> = {},
): Stripe.ApiList<Item> {
  refuseUnknown(params, ['created', 'ending_before', 'expand', 'limit', 'starting_after', ...Object.keys(filters)]);
  const limit = readInteger(params, 'limit') ?? pageDefault;
  if (limit < 1 || limit > pageMax)
    throw refuseParameter('Invalid limit: must be between 1 and 100', { param: 'limit' });
  const all = [...items].toReversed();
  const matching = all.filter((item) => isCreatedWithin(item, params) && matches(item, params, filters));
  const after = readText(params, 'starting_after');
  const before = readText(params, 'ending_before');
  if (after !== undefined && before !== undefined) {
    throw refuseParameter('You can only provide one of starting_after and ending_before.', { param: 'ending_before' });
  }
  const { data, more } =
    before === undefined ? pageAfter(all, matching, after, limit) : pageBefore(all, matching, before, limit);
  return { object: 'list', data, has_more: more, url };
}

type Page<Item> = { readonly data: Item[]; readonly more: boolean };

function pageAfter<Item extends Listed>(
  all: readonly Item[],
  matching: readonly Item[],
  id: string | undefined,
  limit: number,
): Page<Item> {
  const start = id === undefined ? -1 : findCursor(all, id, 'starting_after');
  const rest = matching.filter((item) => all.indexOf(item) > start);
  return { data: rest.slice(0, limit), more: rest.length > limit };
}

function pageBefore<Item extends Listed>(
  all: readonly Item[],
  matching: readonly Item[],
  id: string,
  limit: number,
): Page<Item> {
  const end = findCursor(all, id, 'ending_before');
  const rest = matching.filter((item) => all.indexOf(item) < end);
  return { data: rest.slice(-limit), more: rest.length > limit };
}

function findCursor(all: readonly Listed[], id: string, param: string): number {
  const index = all.findIndex((item) => item.id === id);
  if (index < 0) throw refuseMissing('object', id, param);
  return index;
}

function matches<Item>(item: Item, params: Params, filters: Filters<Item>): boolean {
  return Object.entries(filters).every(([name, read]) => {
    const wanted = readText(params, name);
    return wanted === undefined || read(item) === wanted;
  });
}

function isCreatedWithin(item: Listed, params: Params): boolean {
  const node = params.fields.get('created');
  if (node === undefined || node === '') return true;
  if (typeof node === 'string') return item.created === readInteger(params, 'created');
  const range: Params = { path: 'created', fields: node };
  refuseUnknown(range, Object.keys(comparisons));
  return [...node.keys()]
    .filter(isComparison)
    .every((key) => comparisons[key](item.created, readInteger(range, key) ?? 0));
}

const comparisons: Readonly<Record<Comparison, (created: number, bound: number) => boolean>> = {
  gt: (created, bound) => created > bound,
  gte: (created, bound) => created >= bound,
  lt: (created, bound) => created < bound,
  lte: (created, bound) => created <= bound,
};

function isComparison(key: string): key is Comparison {
  return Object.hasOwn(comparisons, key);
}
