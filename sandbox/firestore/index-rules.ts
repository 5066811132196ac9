import { documentName } from './field-path.ts';
import type { CompositeIndex, Direction, FieldOverride, IndexField, IndexFile, Scope } from './index-file.ts';
import { isInequality, type FieldFilter, type Filter, type Query } from './query.ts';
import { codes, FirestoreRefusal } from './refusal.ts';
import { compareText } from './values.ts';

/** What Google would refuse for want of an index. */
export type IndexRules = {
  /** @param sums the fields that are summed or averaged over the query */
  check(query: Query, sums: readonly string[]): FirestoreRefusal | undefined;
};

/** What an index must offer to one alternative of a query. */
type Need = {
  readonly collectionId: string;
  readonly scope: Scope;
  /** Fields that have one value, in any order: ASC stands for either way of sorting. */
  readonly equal: readonly IndexField[];
  /** What the answer is sorted by after that, the document's name not included. */
  readonly sorted: readonly IndexField[];
  readonly name: 'ASC' | 'DESC';
  /** Fields that are only added up. */
  readonly summed: readonly string[];
};

const singleValue = new Set(['==', 'is-null', 'is-nan']);

const automatic: FieldOverride['indexes'] = [
  { scope: 'COLLECTION', direction: 'ASC' },
  { scope: 'COLLECTION', direction: 'DESC' },
  { scope: 'COLLECTION', direction: 'CONTAINS' },
];

/**
 * The rules by which Firestore serves a query from indexes. Every index that is used must begin with fields that the query
 * fixes to a value, go on with the order of the answer, direction by direction, and end there. Several such indexes are
 * merged: together they have to hold every fixed field. Indexes are not read backwards. Fields have automatic indexes of
 * their own, for one collection at a time, unless an override says otherwise. Where Google's documents leave room, the
 * stricter reading is taken, so that what passes here is not refused there: sorting by name downwards always needs an
 * index that says so, and one for collection groups does not serve a single collection.
 */
export function makeIndexRules({ composites, overrides }: IndexFile): IndexRules {
  const byField = new Map(overrides.map((each) => [`${each.collectionGroup} ${each.path}`, each.indexes]));

  /** The indexes of a single field: its own override's, that of a map around it, that for the rest, or the automatic. */
  function singles(collectionId: string, path: string): FieldOverride['indexes'] {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const found = byField.get(`${collectionId} ${at}`);
      if (found) return found;
    }
    return byField.get(`${collectionId} *`) ?? byField.get('__default__ *') ?? automatic;
  }

  function hasSingle({ collectionId, scope }: Need, path: string, ...directions: readonly Direction[]): boolean {
    return singles(collectionId, path).some((each) => each.scope === scope && directions.includes(each.direction));
  }

  /** What of the fixed fields the single-field indexes hold that can be used. */
  function heldBySingles(need: Need): readonly string[] | undefined {
    const { equal, sorted, summed } = need;
    const [only, ...more] = [...sorted, ...summed.map((path): IndexField => ({ path, direction: 'ASC' }))];
    if (more.length > 0) return undefined;
    if (!only) {
      if (need.name === 'DESC') return undefined;
      const held = equal.filter(({ path, direction }) =>
        hasSingle(need, path, ...(direction === 'CONTAINS' ? (['CONTAINS'] as const) : (['ASC', 'DESC'] as const))),
      );
      return held.map(({ path }) => path);
    }
    const sameWay = only.direction === need.name || summed.length > 0;
    return sameWay && hasSingle(need, only.path, only.direction) ? [] : undefined;
  }

  function isServed(need: Need): boolean {
    const { equal, sorted, summed, name } = need;
    if (equal.length === 0 && sorted.length === 0 && summed.length === 0 && name === 'ASC') return true;
    const usable = [
      heldBySingles(need),
      ...composites
        .filter((each) => each.collectionGroup === need.collectionId && each.scope === need.scope)
        .map((each) => heldBy(each, need)),
    ].filter((held) => held !== undefined);
    const held = new Set(usable.flat());
    return usable.length > 0 && equal.every(({ path }) => held.has(path));
  }

  return {
    check(query, sums) {
      const missing = needsOf(query, sums).find((need) => !isServed(need));
      return missing && new FirestoreRefusal(codes.failedPrecondition, describe(missing, query.database));
    },
  };
}

/** The fixed fields that a composite index holds, or undefined where it does not suit. */
function heldBy(index: CompositeIndex, need: Need): readonly string[] | undefined {
  const last = index.fields.at(-1);
  const name = last?.path === documentName ? last.direction : last?.direction === 'DESC' ? 'DESC' : 'ASC';
  const fields = index.fields.filter(({ path }) => path !== documentName);
  const start = fields.length - need.sorted.length - need.summed.length;
  if (start < 0) return undefined;
  const fixed = fields.slice(0, start);
  const sorted = fields.slice(start, start + need.sorted.length);
  const summed = fields.slice(start + need.sorted.length);
  const fits =
    fixed.every((field) => need.equal.some((each) => isSameFixed(each, field))) &&
    sorted.every(({ path, direction }, at) => {
      const wanted = need.sorted[at];
      return wanted?.path === path && wanted.direction === direction;
    }) &&
    summed.every(({ path, direction }) => need.summed.includes(path) && direction !== 'CONTAINS') &&
    (name === need.name || need.summed.length > 0);
  return fits ? fixed.map(({ path }) => path) : undefined;
}

function isSameFixed(wanted: IndexField, held: IndexField): boolean {
  return wanted.path === held.path && (wanted.direction === 'CONTAINS') === (held.direction === 'CONTAINS');
}

/** One need for each alternative of the filter. */
function needsOf(query: Query, sums: readonly string[]): readonly Need[] {
  const { collectionId } = query;
  // Only documents of one collection id have indexes; without one, documents are read by name.
  if (collectionId === undefined) return [];
  return alternatives(query.where).map((conditions) => {
    const order = query.order.map(({ path, descending }) => ({
      path: path.text,
      direction: descending ? ('DESC' as const) : ('ASC' as const),
    }));
    const single = new Set(conditions.filter(({ op }) => singleValue.has(op)).map(({ path }) => path.text));
    // Sorting by a field of one value says nothing. By one of several values it does, and then it is sorted by.
    const sorted = order.filter(({ path }) => path !== documentName && !single.has(path));
    const equal = equalFields(conditions).filter(
      ({ path, direction }) => direction === 'CONTAINS' || !sorted.some((each) => each.path === path),
    );
    const isFixed = (path: string): boolean => equal.some((each) => each.path === path && each.direction === 'ASC');
    const summed = [...new Set(sums)].filter((path) => !isFixed(path) && !sorted.some((each) => each.path === path));
    return {
      collectionId,
      scope: query.allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION',
      equal,
      sorted,
      // What comes after the name says nothing: no two documents have the same.
      name: order.find(({ path }) => path === documentName)?.direction ?? 'ASC',
      summed,
    };
  });
}

/** The fields that have one value or one of several, and those whose lists hold one. */
function equalFields(conditions: readonly FieldFilter[]): readonly IndexField[] {
  const fields = new Map<string, IndexField>();
  for (const condition of conditions) {
    if (condition.path.text === documentName || isInequality(condition)) continue;
    const direction = condition.op.startsWith('array-contains') ? 'CONTAINS' : 'ASC';
    fields.set(`${condition.path.text} ${direction}`, { path: condition.path.text, direction });
  }
  return [...fields.values()];
}

/** A filter as alternatives, each a list of conditions that must all hold. */
function alternatives(filter: Filter | undefined): readonly (readonly FieldFilter[])[] {
  if (filter === undefined) return [[]];
  if (filter.type === 'field') return [[filter]];
  if (filter.type === 'or') return filter.filters.flatMap(alternatives);
  return filter.filters.reduce<readonly (readonly FieldFilter[])[]>(
    (all, each) => all.flatMap((before) => alternatives(each).map((more) => [...before, ...more])),
    [[]],
  );
}

/** Says in Google's words that an index is wanted, and in ours which. */
function describe(need: Need, database: string): string {
  const project = database.split('/')[1] ?? '';
  const where = `https://console.firebase.google.com/project/${project}/firestore/databases/-default-/indexes`;
  const fields = [
    ...[...need.equal].sort((a, b) => compareText(a.path, b.path)),
    ...need.sorted,
    ...need.summed.map((path) => ({ path, direction: 'ASC' })),
  ];
  const named = fields.at(-1)?.direction === 'DESC' ? 'DESC' : 'ASC';
  const all = named === need.name ? fields : [...fields, { path: documentName, direction: need.name }];
  const [only, ...more] = all;
  if (only && more.length === 0 && only.path !== documentName)
    return `The query requires a ${need.scope}_${only.direction} index for collection ${need.collectionId} and field ${only.path}. You can create it here: ${where}/single-field`;
  const list = all.map(({ path, direction }) => `${path} ${direction}`).join(', ');
  return `The query requires an index. You can create it here: ${where}. It is one of scope ${need.scope} for ${need.collectionId} (${list}).`;
}
