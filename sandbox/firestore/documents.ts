import { comparePaths, type Fields, type Value } from './values.ts';
import { collectionOf, idOf } from './names.ts';
import { readField, type FieldPath } from './field-path.ts';

/** A document as it was from one commit to the next. Times are microseconds since 1970. */
export type StoredDocument = {
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: number;
  readonly updateTime: number;
};

/** A document's present and those of its past that somebody may still look at, the newest last. */
type Entry = {
  readonly name: string;
  current: StoredDocument | undefined;
  changedAt: number;
  past: { readonly document: StoredDocument | undefined; readonly since: number }[];
};

export type Collection = {
  readonly path: string;
  readonly id: string;
  readonly entries: Map<string, Entry>;
  /** When anything in it was last written. */
  changedAt: number;
  readonly byValue: Map<string, ValueIndex>;
};

/** The documents of a collection by the value of one field. */
type ValueIndex = { readonly path: FieldPath; readonly documents: Map<string, Set<Entry>> };

/** Below this many documents, looking at all of them is as fast as an index. */
const indexedFrom = 64;

/** The documents of one database, with as much of their past as open transactions can see. */
export type Documents = {
  /** The document at a time, or now. */
  find(name: string, at?: number): StoredDocument | undefined;
  /** When the document, or its absence, last changed; 0 if never. */
  changedAt(name: string): number;
  collection(path: string): Collection | undefined;
  /** Collections of one id, or of any, below a parent; in the order of their paths. */
  collectionsBelow(parent: string, id: string | undefined): readonly Collection[];
  /** Writes the new state of a document, or its absence. */
  put(name: string, document: StoredDocument | undefined, at: number): void;
  /** Forgets the past before a time. */
  forget(before: number): void;
  all(): Iterable<StoredDocument>;
};

/** Makes an empty database. */
export function makeDocuments(): Documents {
  const collections = new Map<string, Collection>();
  const byId = new Map<string, Set<Collection>>();
  const superseded: { readonly entry: Entry; readonly collection: Collection; readonly at: number }[] = [];
  let forgotten = 0;

  function open(path: string): Collection {
    const known = collections.get(path);
    if (known) return known;
    const collection = { path, id: idOf(path), entries: new Map(), changedAt: 0, byValue: new Map() };
    collections.set(path, collection);
    const same = byId.get(collection.id) ?? new Set();
    byId.set(collection.id, same.add(collection));
    return collection;
  }

  function drop(collection: Collection, entry: Entry): void {
    collection.entries.delete(entry.name);
  }

  return {
    find(name, at) {
      const entry = collections.get(collectionOf(name))?.entries.get(name);
      return entry && stateAt(entry, at);
    },
    changedAt: (name) => collections.get(collectionOf(name))?.entries.get(name)?.changedAt ?? 0,
    collection: (path) => collections.get(path),
    collectionsBelow(parent, id) {
      const candidates = id === undefined ? collections.values() : (byId.get(id) ?? []);
      return [...candidates]
        .filter(({ path }) => path.startsWith(`${parent}/`))
        .sort((a, b) => comparePaths(a.path, b.path));
    },
    put(name, document, at) {
      const collection = open(collectionOf(name));
      const entry = collection.entries.get(name) ?? { name, current: undefined, changedAt: 0, past: [] };
      if (entry.current === undefined && document === undefined && entry.changedAt === 0) return;
      for (const index of collection.byValue.values()) reindex(index, entry, document);
      entry.past.push({ document: entry.current, since: entry.changedAt });
      superseded.push({ entry, collection, at });
      entry.current = document;
      entry.changedAt = at;
      collection.changedAt = at;
      collection.entries.set(name, entry);
    },
    forget(before) {
      for (; forgotten < superseded.length; forgotten++) {
        const next = superseded[forgotten];
        if (!next || next.at > before) break;
        const { entry, collection, at } = next;
        // The state that began before this one ended with it: nobody looks further back than `before`.
        while ((entry.past[1]?.since ?? entry.changedAt) <= at && entry.past.length > 0) entry.past.shift();
        if (entry.current === undefined && entry.changedAt <= before) drop(collection, entry);
      }
      if (forgotten > 1_000 && forgotten * 2 > superseded.length) {
        superseded.splice(0, forgotten);
        forgotten = 0;
      }
    },
    *all() {
      for (const collection of collections.values())
        for (const { current } of collection.entries.values()) if (current) yield current;
    },
  };
}

function stateAt(entry: Entry, at: number | undefined): StoredDocument | undefined {
  if (at === undefined || entry.changedAt <= at) return entry.current;
  return entry.past.findLast(({ since }) => since <= at)?.document;
}

/** Every document of a collection at a time, or now; in no order. */
export function* documentsOf(collection: Collection, at?: number): Iterable<StoredDocument> {
  for (const entry of collection.entries.values()) {
    const document = stateAt(entry, at);
    if (document) yield document;
  }
}

/**
 * The documents whose field equals one of the values, by an index that is made when it is first asked for and kept from
 * then on. Undefined where that is not worth it, or a value has no simple key: then everything has to be looked at.
 */
export function documentsWith(
  collection: Collection,
  path: FieldPath,
  values: readonly Value[],
): readonly StoredDocument[] | undefined {
  if (collection.entries.size < indexedFrom) return undefined;
  const keys = values.map(keyOf);
  if (keys.includes(undefined)) return undefined;
  const index = collection.byValue.get(path.text) ?? makeIndex(collection, path);
  return [...new Set(keys)].flatMap((key) =>
    [...(index.documents.get(key ?? '') ?? [])].flatMap(({ current }) => (current ? [current] : [])),
  );
}

function makeIndex(collection: Collection, path: FieldPath): ValueIndex {
  const index: ValueIndex = { path, documents: new Map() };
  for (const entry of collection.entries.values()) if (entry.current) include(index, entry, entry.current);
  collection.byValue.set(path.text, index);
  return index;
}

function include(index: ValueIndex, entry: Entry, document: StoredDocument): void {
  const key = keyOf(readField(document.fields, index.path));
  if (key === undefined) return;
  const found = index.documents.get(key);
  if (found) found.add(entry);
  else index.documents.set(key, new Set([entry]));
}

function reindex(index: ValueIndex, entry: Entry, document: StoredDocument | undefined): void {
  if (entry.current) {
    const key = keyOf(readField(entry.current.fields, index.path));
    const found = key === undefined ? undefined : index.documents.get(key);
    found?.delete(entry);
    if (found?.size === 0 && key !== undefined) index.documents.delete(key);
  }
  if (document) include(index, entry, document);
}

/** A text that is the same for values that are equal to a query; undefined for kinds that are not worth indexing. */
function keyOf(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'integer':
      return `n${value.value}`;
    case 'double':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `n${value.value}`;
    case 'string':
      return `s${value.value}`;
    case 'reference':
      return `r${value.value}`;
    case 'timestamp':
      return `t${value.value.seconds}.${value.value.nanos}`;
    default:
      return undefined;
  }
}
