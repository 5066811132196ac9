import { parseAggregations } from './aggregation.ts';
import type { Database, Reading } from './database.ts';
import type { StoredDocument } from './documents.ts';
import { parsePath, pickFields } from './field-path.ts';
import type { Method } from './faults.ts';
import type { Handler, Received } from './grpc.ts';
import { listen } from './listen.ts';
import { listCollectionIds, listDocuments } from './listing.ts';
import { databaseOf, parseDocumentName } from './names.ts';
import { parseQuery, type Query } from './query.ts';
import { codes, FirestoreRefusal, refuseAsInvalid } from './refusal.ts';
import { project } from './run-query.ts';
import { formatMicros, formatValue, microsOf, parseTimestamp } from './wire-values.ts';
import type {
  BatchGetRequest,
  BatchWriteRequest,
  BeginTransactionRequest,
  CommitRequest,
  GetDocumentRequest,
  ListCollectionIdsRequest,
  ListDocumentsRequest,
  RollbackRequest,
  RunAggregationRequest,
  RunQueryRequest,
  WireConsistency,
  WireMask,
  WireTransactionOptions,
  WireWriteResult,
} from './wire.ts';
import { formatDocument, openDatabase, type World } from './world.ts';
import { parseWrite } from './writes.ts';

const requestBytesMax = 10 * 1024 * 1024;

/** The answers to every method. */
export function makeHandlers(world: World): Readonly<Record<Method, Handler>> {
  return {
    GetDocument: unary((request: GetDocumentRequest) => getDocument(world, request)),
    BatchGetDocuments: stream((request: BatchGetRequest) => batchGet(world, request)),
    RunQuery: stream((request: RunQueryRequest) => runWireQuery(world, request)),
    RunAggregationQuery: stream((request: RunAggregationRequest) => runAggregation(world, request)),
    BeginTransaction: unary(({ database, options }: BeginTransactionRequest) => ({
      transaction: Buffer.from(begin(openDatabase(world, database), options).id, 'hex'),
    })),
    Commit: unary((request: CommitRequest, bytes) => commit(world, request, bytes)),
    Rollback: unary(({ database, transaction }: RollbackRequest) => {
      openDatabase(world, database).rollback(transaction ?? Buffer.alloc(0));
      return {};
    }),
    BatchWrite: unary((request: BatchWriteRequest, bytes) => batchWrite(world, request, bytes)),
    ListDocuments: unary((request: ListDocumentsRequest) => {
      const database = openDatabase(world, request.parent);
      const { reading } = enter(database, request);
      const page = listDocuments(database.documents, request, reading.at);
      world.counter.read(Math.max(1, page.documents.length));
      return page;
    }),
    ListCollectionIds: unary((request: ListCollectionIdsRequest) =>
      listCollectionIds(openDatabase(world, request.parent).documents, request),
    ),
    Listen: { type: 'conversation', open: (conversation) => listen(world, conversation) },
  };
}

/** The protobuf decoder gives what its description of the method says, and nothing else: hence the one assertion. */
function unary<Request extends object>(answer: (request: Request, bytes: number) => object): Handler {
  return { type: 'unary', answer: ({ message, bytes }: Received) => answer(message as Request, bytes) };
}

function stream<Request extends object>(answer: (request: Request) => Iterable<object>): Handler {
  return { type: 'stream', answer: ({ message }: Received) => answer(message as Request) };
}

function begin(database: Database, options: WireTransactionOptions | undefined) {
  const readTime = options?.readOnly?.readTime;
  return database.begin({
    readOnly: options?.readOnly !== undefined,
    readTime: readTime && microsOf(parseTimestamp(readTime)),
  });
}

/** The moment that a request reads at: in a transaction, in one that begins with it, at a past time, or now. */
function enter(
  database: Database,
  request: WireConsistency,
): { readonly reading: Reading; readonly readTime: number; readonly begun: Buffer | undefined } {
  if (request.newTransaction) {
    const transaction = begin(database, request.newTransaction);
    const reading = { at: transaction.snapshot, transaction };
    return { reading, readTime: transaction.snapshot, begun: Buffer.from(transaction.id, 'hex') };
  }
  if (request.transaction && request.transaction.length > 0) {
    const transaction = database.transaction(request.transaction);
    return { reading: { at: transaction.snapshot, transaction }, readTime: transaction.snapshot, begun: undefined };
  }
  if (request.readTime) {
    const at = microsOf(parseTimestamp(request.readTime));
    database.checkReadTime(at);
    return { reading: { at, transaction: undefined }, readTime: at, begun: undefined };
  }
  return { reading: { at: undefined, transaction: undefined }, readTime: database.now(), begun: undefined };
}

function masked(document: StoredDocument, mask: WireMask | undefined): StoredDocument {
  return mask ? { ...document, fields: pickFields(document.fields, (mask.fieldPaths ?? []).map(parsePath)) } : document;
}

function getDocument(world: World, request: GetDocumentRequest): object {
  const database = openDatabase(world, request.name);
  const name = parseDocumentName(request.name ?? '', databaseOf(request.name ?? ''));
  const found = database.read(name, enter(database, request).reading);
  world.counter.read(1);
  if (!found) throw new FirestoreRefusal(codes.notFound, `Document "${name}" not found.`);
  return formatDocument(masked(found, request.mask));
}

function* batchGet(world: World, request: BatchGetRequest): Iterable<object> {
  const database = openDatabase(world, request.database);
  const { reading, readTime, begun } = enter(database, request);
  const time = formatMicros(readTime);
  if (begun) yield { transaction: begun, readTime: time };
  const names = (request.documents ?? []).map((name) => parseDocumentName(name, request.database ?? ''));
  world.counter.read(names.length);
  for (const name of names) {
    const found = database.read(name, reading);
    yield found
      ? { found: formatDocument(masked(found, request.mask)), readTime: time }
      : { missing: name, readTime: time };
  }
}

/** Refuses what Google refuses for want of an index. */
function checkIndexes(world: World, query: Query, sums: readonly string[] = []): void {
  const refusal = world.indexes?.check(query, sums);
  if (refusal) throw refusal;
}

function* runWireQuery(world: World, request: RunQueryRequest): Iterable<object> {
  const query = parseQuery(request.parent, request.structuredQuery);
  checkIndexes(world, query);
  const database = openDatabase(world, request.parent);
  const { reading, readTime, begun } = enter(database, request);
  const time = formatMicros(readTime);
  if (begun) yield { transaction: begun, readTime: time };
  const found = database.query(query, reading);
  world.counter.read(Math.max(1, found.length));
  for (const document of found) yield { document: formatDocument(project(document, query)), readTime: time };
  yield { readTime: time, done: true };
}

function* runAggregation(world: World, request: RunAggregationRequest): Iterable<object> {
  const asked = request.structuredAggregationQuery;
  const query = parseQuery(request.parent, asked?.structuredQuery);
  const aggregations = parseAggregations(asked?.aggregations);
  checkIndexes(
    world,
    query,
    aggregations.flatMap(({ path }) => (path ? [path.text] : [])),
  );
  const database = openDatabase(world, request.parent);
  const { reading, readTime, begun } = enter(database, request);
  const values = database.aggregate(query, aggregations, reading);
  world.counter.read(1);
  yield {
    result: { aggregateFields: Object.fromEntries([...values].map(([alias, value]) => [alias, formatValue(value)])) },
    readTime: formatMicros(readTime),
    ...(begun && { transaction: begun }),
  };
}

function checkBytes(bytes: number): void {
  if (bytes > requestBytesMax)
    throw refuseAsInvalid(`Request payload size exceeds the limit: ${requestBytesMax} bytes.`);
}

function commit(world: World, request: CommitRequest, bytes: number): object {
  checkBytes(bytes);
  const database = openDatabase(world, request.database);
  const writes = (request.writes ?? []).map((write) => parseWrite(write, request.database ?? ''));
  const { at, results, read } = database.commit(writes, request.transaction);
  world.counter.commit({ read, written: writes.length, bytes });
  return {
    commitTime: formatMicros(at),
    writeResults: results.map(({ updateTime, values }): WireWriteResult => ({
      ...(updateTime !== undefined && { updateTime: formatMicros(updateTime) }),
      transformResults: values.map(formatValue),
    })),
  };
}

/** Writes that succeed and fail each by itself. */
function batchWrite(world: World, request: BatchWriteRequest, bytes: number): object {
  checkBytes(bytes);
  const database = openDatabase(world, request.database);
  const writes = (request.writes ?? []).map((write) => parseWrite(write, request.database ?? ''));
  if (new Set(writes.map(({ name }) => name)).size < writes.length)
    throw refuseAsInvalid('The same document cannot be written to twice within a single batch.');
  const done = writes.map((write) => {
    try {
      const { at, results } = database.commit([write]);
      world.counter.commit({ read: 0, written: 1, bytes });
      return {
        result: { updateTime: formatMicros(results[0]?.updateTime ?? at) },
        status: { code: 0, message: '' },
      };
    } catch (error) {
      if (!(error instanceof FirestoreRefusal)) throw error;
      return { result: {}, status: { code: error.code, message: error.message } };
    }
  });
  return { writeResults: done.map(({ result }) => result), status: done.map(({ status }) => status) };
}
