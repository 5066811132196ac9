import type { StoredDocument } from './documents.ts';
import { parsePath, readField, withField, type FieldPath } from './field-path.ts';
import { parseDocumentName } from './names.ts';
import { codes, FirestoreRefusal, refuseAsInvalid } from './refusal.ts';
import { areIdentical, sizeOfFields, sizeOfPath, type Fields, type Value } from './values.ts';
import { applyTransform, parseTransform, type Transform } from './transforms.ts';
import { microsOf, parseFields, parseTimestamp } from './wire-values.ts';
import type { WirePrecondition, WireWrite } from './wire.ts';

/** What must be true of a document before it is written. */
export type Precondition =
  { readonly type: 'exists'; readonly exists: boolean } | { readonly type: 'updated-at'; readonly micros: number };

export type Write = { readonly name: string; readonly precondition: Precondition | undefined } & (
  | {
      readonly type: 'set';
      readonly fields: Fields;
      /** The fields to change; all others are kept. Without it, the document is replaced. */
      readonly mask: readonly FieldPath[] | undefined;
      readonly transforms: readonly Transform[];
    }
  | { readonly type: 'delete' }
  | { readonly type: 'verify' }
);

const documentBytesMax = 1_048_576;
/** What a document costs beside its name and its fields. */
const documentBytesOwn = 32;
const transformsMax = 500;

/** Reads a write into a database. */
export function parseWrite(wire: WireWrite, database: string): Write {
  const precondition = parsePrecondition(wire.currentDocument);
  if (wire.delete !== undefined)
    return { type: 'delete', name: parseDocumentName(wire.delete, database), precondition };
  if (wire.verify !== undefined)
    return { type: 'verify', name: parseDocumentName(wire.verify, database), precondition };
  if (wire.update) {
    const transforms = (wire.updateTransforms ?? []).map(parseTransform);
    if (transforms.length > transformsMax) throw refuseAsInvalid('A document can have 500 field transforms at most.');
    return {
      type: 'set',
      name: parseDocumentName(wire.update.name ?? '', database),
      precondition,
      fields: parseFields(wire.update.fields),
      mask: wire.updateMask && (wire.updateMask.fieldPaths ?? []).map(parsePath),
      transforms,
    };
  }
  if (wire.transform)
    return {
      type: 'set',
      name: parseDocumentName(wire.transform.document ?? '', database),
      precondition,
      fields: new Map(),
      mask: [],
      transforms: (wire.transform.fieldTransforms ?? []).map(parseTransform),
    };
  throw refuseAsInvalid('A write must have an operation.');
}

function parsePrecondition(wire: WirePrecondition | undefined): Precondition | undefined {
  if (wire?.exists !== undefined) return { type: 'exists', exists: wire.exists };
  if (wire?.updateTime) return { type: 'updated-at', micros: microsOf(parseTimestamp(wire.updateTime)) };
  return undefined;
}

/** @throws FirestoreRefusal where the document is not as the precondition wants it */
function checkPrecondition({ name, precondition }: Write, current: StoredDocument | undefined): void {
  if (precondition?.type === 'exists') {
    if (precondition.exists && !current) throw new FirestoreRefusal(codes.notFound, `No document to update: ${name}`);
    if (!precondition.exists && current)
      throw new FirestoreRefusal(codes.alreadyExists, `Document already exists: ${name}`);
  }
  if (precondition?.type === 'updated-at' && current?.updateTime !== precondition.micros)
    throw new FirestoreRefusal(
      codes.failedPrecondition,
      `The stored version (${current?.updateTime ?? 0}) does not match the required base version (${precondition.micros}): ${name}`,
    );
}

/** What a write leaves behind: the document or none, and the values that its transforms gave. */
export type Written = { readonly document: StoredDocument | undefined; readonly results: readonly Value[] };

/**
 * Works out what a write makes of a document, without writing it.
 *
 * @param at the time of the commit in microseconds
 * @throws FirestoreRefusal for a precondition that fails and for a document that grows too big
 */
export function applyWrite(write: Write, current: StoredDocument | undefined, at: number): Written {
  checkPrecondition(write, current);
  if (write.type === 'verify') return { document: current, results: [] };
  if (write.type === 'delete') return { document: undefined, results: [] };
  const results: Value[] = [];
  let fields = write.mask ? masked(write.mask, write.fields, current?.fields ?? new Map()) : write.fields;
  for (const transform of write.transforms) {
    const { value, result } = applyTransform(transform, readField(fields, transform.path), at);
    fields = withField(fields, transform.path, value);
    results.push(result);
  }
  const { name } = write;
  const bytes = sizeOfPath(name) + sizeOfFields(fields) + documentBytesOwn;
  if (bytes > documentBytesMax)
    throw refuseAsInvalid(
      `Document '${name}' cannot be written because its size (${bytes} bytes) exceeds the maximum allowed size of ${documentBytesMax} bytes.`,
    );
  // A write that changes nothing leaves the document at its old version.
  if (current && areIdentical(current.fields, fields)) return { document: current, results };
  return { document: { name, fields, createTime: current?.createTime ?? at, updateTime: at }, results };
}

function masked(mask: readonly FieldPath[], fields: Fields, before: Fields): Fields {
  return mask.reduce((changed, path) => withField(changed, path, readField(fields, path)), before);
}
