import { refuseAsInvalid } from './refusal.ts';

/** A document's or a collection's place. Every part is a prefix of the next. */
const databasePattern = /^projects\/[^/]+\/databases\/[^/]+/;
const idBytesMax = 1_500;

/** The database that a resource belongs to, as `projects/…/databases/…`. */
export function databaseOf(resource: string): string {
  const found = databasePattern.exec(resource)?.[0];
  if (found === undefined) throw refuseAsInvalid(`Invalid resource name "${resource}".`);
  return found;
}

/** The collection that a document is in, by its full path. */
export function collectionOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

/** The last part of a path. */
export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Reads the name of a document.
 *
 * @throws FirestoreRefusal for a name that no document can have, or one in another database than `database`
 */
export function parseDocumentName(name: string, database: string): string {
  const start = `${database}/documents/`;
  if (!name.startsWith(start)) throw refuseAsInvalid(`Document name "${name}" is not in the database "${database}".`);
  const parts = name.slice(start.length).split('/');
  if (parts.length % 2 !== 0)
    throw refuseAsInvalid(`Document name "${name}" has an odd number of segments after "/documents".`);
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..' || /^__.*__$/s.test(part))
      throw refuseAsInvalid(`Resource id "${part}" is invalid because it is reserved or empty.`);
    if (part.length > idBytesMax / 3 && Buffer.byteLength(part) > idBytesMax)
      throw refuseAsInvalid('The key path element name is longer than 1500 bytes.');
  }
  return name;
}

/** Reads what a query looks below: a document, or the root `projects/…/databases/…/documents`. */
export function parseParent(parent: string | undefined): { readonly database: string; readonly parent: string } {
  const database = databaseOf(parent ?? '');
  const rest = (parent ?? '').slice(database.length);
  if (rest !== '/documents' && !/^\/documents(\/[^/]+\/[^/]+)+$/.test(rest))
    throw refuseAsInvalid(`Invalid parent "${parent}".`);
  return { database, parent: parent ?? '' };
}
