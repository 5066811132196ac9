import type { Counter } from './counts.ts';
import { makeDatabase, type Database } from './database.ts';
import type { StoredDocument } from './documents.ts';
import type { IndexRules } from './index-rules.ts';
import { databaseOf } from './names.ts';
import type { FirestoreRefusal } from './refusal.ts';
import { formatFields, formatMicros } from './wire-values.ts';
import type { WireDocument } from './wire.ts';

/** Everything that the methods share. */
export type World = {
  readonly databases: Map<string, Database>;
  readonly counter: Counter;
  readonly indexes: IndexRules | undefined;
  /** How to break each open conversation. */
  readonly listeners: Set<(refusal: FirestoreRefusal) => void>;
  /** Microseconds since 1970, never the same twice. */
  readonly clock: () => number;
};

/** The database of a name; one that nobody has spoken of yet is empty. */
export function openDatabase(world: World, resource: string | undefined): Database {
  const name = databaseOf(resource ?? '');
  const known = world.databases.get(name);
  if (known) return known;
  const database = makeDatabase(world.clock);
  world.databases.set(name, database);
  return database;
}

/** A document as clients get it. */
export function formatDocument(document: StoredDocument): WireDocument {
  return {
    name: document.name,
    fields: formatFields(document.fields),
    createTime: formatMicros(document.createTime),
    updateTime: formatMicros(document.updateTime),
  };
}
