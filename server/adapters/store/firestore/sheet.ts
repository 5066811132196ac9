import type { DocumentSnapshot, Firestore, Transaction } from '@google-cloud/firestore';
import { FieldValue } from '@google-cloud/firestore';
import type { Fields } from './documents.ts';

/** The documents that work may see and write. */
export type Documents = {
  /** A document as it stands, with what was written to it meanwhile; undefined when there is none. */
  get(path: string): Fields | undefined;
  /** The number `amountMinor` of a document that is seen, with what was added to it meanwhile; 0 when there is none. */
  sum(path: string): number;
  /** Makes a document where none may stand: where that was not looked at, the transaction fails if one does. */
  make(path: string, fields: Fields): void;
  /** Writes a document whatever stands there. */
  put(path: string, fields: Fields): void;
  remove(path: string): void;
  /** Adds to the number `amountMinor` of a document, which is made when absent. It needs no look, so nobody waits for another. */
  add(path: string, amountMinor: number, beside: Readonly<Record<string, unknown>>): void;
};

/** A document as it was read: what stood there, if anything, and since when. */
export type Seen = { readonly fields: Fields | undefined; readonly since: DocumentSnapshot['updateTime'] };

type Written = { readonly fields: Fields | undefined; readonly isNew: boolean };
type Sum = { readonly amountMinor: number; readonly beside: Readonly<Record<string, unknown>> };
type Page = { readonly written: Map<string, Written>; readonly sums: Map<string, Sum> };

/**
 * A sheet on which pieces of work write one after the other, each seeing what those before it wrote, before all of it goes into one
 * transaction.
 */
export type Sheet = {
  /** Runs a piece of work. What it wrote stays when it answers true, and is rubbed out otherwise. */
  run(work: (documents: Documents) => boolean): void;
  /** Hands everything that was written to a transaction, which fails if anything of it was changed since it was read. */
  handOver(db: Firestore, transaction: Transaction): void;
};

/** An empty sheet above the documents that were read; at paths that were not, none is believed to stand. */
export function createSheet(read: ReadonlyMap<string, Seen>): Sheet {
  const kept: Page = { written: new Map(), sums: new Map() };
  return {
    run(work) {
      const page: Page = { written: new Map(), sums: new Map() };
      const before = (path: string) => page.written.get(path) ?? kept.written.get(path);
      const write = (path: string, fields: Fields | undefined, isNew: boolean) =>
        void page.written.set(path, { fields, isNew: before(path)?.isNew ?? isNew });
      const isKept = work({
        get(path) {
          const written = before(path);
          return written ? written.fields : read.get(path)?.fields;
        },
        sum: (path) =>
          Number(read.get(path)?.fields?.['amountMinor'] ?? 0) + addedTo(kept.sums, path) + addedTo(page.sums, path),
        make: (path, fields) => write(path, fields, read.get(path)?.fields === undefined),
        put: (path, fields) => write(path, fields, false),
        remove: (path) => write(path, undefined, false),
        add: (path, amountMinor, beside) => addTo(page.sums, path, { amountMinor, beside }),
      });
      if (!isKept) return;
      for (const [path, written] of page.written) kept.written.set(path, written);
      for (const [path, sum] of page.sums) addTo(kept.sums, path, sum);
    },
    handOver(db, transaction) {
      for (const [path, { fields, isNew }] of kept.written) {
        const reference = db.doc(path);
        const seen = read.get(path);
        if (seen?.since) {
          const same = { lastUpdateTime: seen.since };
          if (fields) transaction.update(reference, { ...absent(seen.fields), ...fields }, same);
          else transaction.delete(reference, same);
        } else if (fields && (isNew || seen)) transaction.create(reference, { ...fields });
        else if (fields) transaction.set(reference, { ...fields });
        else if (!isNew && !seen) transaction.delete(reference);
      }
      for (const [path, { amountMinor, beside }] of kept.sums) {
        const seen = read.get(path);
        const added = { amountMinor: FieldValue.increment(amountMinor) };
        if (seen?.since) transaction.update(db.doc(path), added, { lastUpdateTime: seen.since });
        else if (seen) transaction.create(db.doc(path), { ...beside, amountMinor });
        else transaction.set(db.doc(path), { ...beside, ...added }, { merge: true });
      }
    },
  };
}

/** Takes every field from a document, so that what is written is all that stands there. */
function absent(fields: Fields | undefined): Readonly<Record<string, FieldValue>> {
  return Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, FieldValue.delete()]));
}

function addTo(sums: Map<string, Sum>, path: string, { amountMinor, beside }: Sum): void {
  sums.set(path, { amountMinor: addedTo(sums, path) + amountMinor, beside });
}

function addedTo(sums: ReadonlyMap<string, Sum>, path: string): number {
  return sums.get(path)?.amountMinor ?? 0;
}
