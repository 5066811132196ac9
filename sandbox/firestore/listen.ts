import type { Change, Database } from './database.ts';
import type { StoredDocument } from './documents.ts';
import type { Conversation } from './grpc.ts';
import { databaseOf, parseDocumentName } from './names.ts';
import { parseQuery, type Query } from './query.ts';
import { FirestoreRefusal } from './refusal.ts';
import { makeMembership, project } from './run-query.ts';
import { formatMicros } from './wire-values.ts';
import type { ListenRequest, WireTarget } from './wire.ts';
import { formatDocument, openDatabase, type World } from './world.ts';

/** Something that a client listens to: what belongs to it now, and which of the changed documents concern it. */
type Target = {
  readonly id: number;
  /** What was last sent, by name and version. */
  readonly sent: Map<string, number>;
  current(): readonly StoredDocument[];
  /** Undefined where only asking for everything again can tell. */
  readonly belongs: ((document: StoredDocument) => boolean) | undefined;
  readonly show: (document: StoredDocument) => StoredDocument;
};

/** Answers a client's wish to hear of changes, for as long as it stays. */
export function listen(world: World, conversation: Conversation): void {
  const targets = new Map<number, Target>();
  let database: Database | undefined;
  let stop: (() => void) | undefined;
  let pending: Change[] = [];
  let flushing: NodeJS.Immediate | undefined;

  const flush = (): void => {
    flushing = undefined;
    const changes = pending;
    pending = [];
    if (!database) return;
    const at = database.now();
    const sent = [...targets.values()].reduce((sum, target) => sum + pushChanges(conversation, target, changes, at), 0);
    if (sent > 0) sendConsistent(conversation, at);
  };
  const leave = (): void => {
    stop?.();
    if (flushing) clearImmediate(flushing);
    world.listeners.delete(fail);
  };
  const fail = (refusal: FirestoreRefusal): void => {
    leave();
    conversation.fail(refusal);
  };
  world.listeners.add(fail);
  conversation.onEnd(leave);
  conversation.onMessage((message) => {
    const request: ListenRequest = message;
    if (!database) {
      database = openDatabase(world, request.database);
      stop = database.onCommit((changes) => {
        pending.push(...changes);
        flushing ??= setImmediate(flush);
      });
    }
    if (request.removeTarget !== undefined) {
      targets.delete(request.removeTarget);
      conversation.send({ targetChange: { targetChangeType: 'REMOVE', targetIds: [request.removeTarget] } });
    }
    if (request.addTarget) {
      const target = makeTarget(world, database, request.addTarget);
      if (target instanceof FirestoreRefusal) return sendRefusal(conversation, request.addTarget, target);
      targets.set(target.id, target);
      sendFirst(conversation, target, request.addTarget, database.now());
    }
  });
}

function makeTarget(world: World, database: Database, wire: WireTarget): Target | FirestoreRefusal {
  try {
    return wire.documents ? documentTarget(database, wire) : queryTarget(world, database, wire);
  } catch (error) {
    if (error instanceof FirestoreRefusal) return error;
    throw error;
  }
}

/** Takes a target away again. Were the stream ended instead, the client would ask again for ever and tell nobody. */
function sendRefusal(conversation: Conversation, { targetId }: WireTarget, { code, message }: FirestoreRefusal): void {
  conversation.send({
    targetChange: { targetChangeType: 'REMOVE', targetIds: [targetId ?? 0], cause: { code, message } },
  });
}

function documentTarget(database: Database, wire: WireTarget): Target {
  const names = (wire.documents?.documents ?? []).map((name) => parseDocumentName(name, databaseOf(name)));
  return {
    id: wire.targetId ?? 0,
    sent: new Map(),
    current: () => names.flatMap((name) => database.documents.find(name) ?? []),
    belongs: ({ name }) => names.includes(name),
    show: (document) => document,
  };
}

function queryTarget(world: World, database: Database, wire: WireTarget): Target {
  const query: Query = parseQuery(wire.query?.parent, wire.query?.structuredQuery);
  const refusal = world.indexes?.check(query, []);
  if (refusal) throw refusal;
  const inside = makeMembership(query);
  const isCandidate = candidateTest(query);
  return {
    id: wire.targetId ?? 0,
    sent: new Map(),
    current: () => database.query(query, { at: undefined, transaction: undefined }),
    belongs:
      query.limit === undefined && query.offset === 0
        ? (document) => isCandidate(document.name) && inside(document)
        : undefined,
    show: (document) => project(document, query),
  };
}

/** Whether a document is in a collection that the query looks into. */
function candidateTest(query: Query): (name: string) => boolean {
  const prefix = `${query.parent}/`;
  return (name) => {
    const parts = name.startsWith(prefix) ? name.slice(prefix.length).split('/') : [];
    const collectionId = parts.at(-2);
    if (collectionId === undefined) return false;
    if (query.allDescendants) return query.collectionId === undefined || collectionId === query.collectionId;
    return parts.length === 2 && collectionId === query.collectionId;
  };
}

/** Sends everything that belongs to a new target. A client that comes back is told to forget what it had. */
function sendFirst(conversation: Conversation, target: Target, wire: WireTarget, at: number): void {
  const change = (targetChangeType: string, more: object = {}): void =>
    conversation.send({ targetChange: { targetChangeType, targetIds: [target.id], ...more } });
  change('ADD');
  if ((wire.resumeToken && wire.resumeToken.length > 0) || wire.readTime) change('RESET');
  for (const document of target.current()) sendDocument(conversation, target, document);
  for (const name of wire.documents?.documents ?? [])
    if (!target.sent.has(name))
      conversation.send({
        documentDelete: { document: name, removedTargetIds: [target.id], readTime: formatMicros(at) },
      });
  change('CURRENT', { readTime: formatMicros(at), resumeToken: Buffer.from(String(at)) });
  sendConsistent(conversation, at);
}

/** Says that everything up to a time has been told, which is when the client shows it. */
function sendConsistent(conversation: Conversation, at: number): void {
  conversation.send({
    targetChange: { targetChangeType: 'NO_CHANGE', readTime: formatMicros(at), resumeToken: Buffer.from(String(at)) },
  });
}

function sendDocument(conversation: Conversation, target: Target, document: StoredDocument): void {
  if (target.sent.get(document.name) === document.updateTime) return;
  target.sent.set(document.name, document.updateTime);
  conversation.send({
    documentChange: { document: formatDocument(target.show(document)), targetIds: [target.id] },
  });
}

/** Sends what commits mean for a target. Returns how many messages that took. */
function pushChanges(conversation: Conversation, target: Target, changes: readonly Change[], at: number): number {
  // Several commits may have met before this: only the last state of each document counts.
  const latest = new Map(changes.map((change) => [change.name, change.after]));
  const { belongs } = target;
  const current = belongs ? undefined : new Map(target.current().map((document) => [document.name, document]));
  const names = current ? new Set([...current.keys(), ...target.sent.keys()]) : latest.keys();
  let sent = 0;
  for (const name of names) {
    const after = current ? current.get(name) : latest.get(name);
    const before = target.sent.get(name);
    if (after && (!belongs || belongs(after))) {
      if (before === after.updateTime) continue;
      sendDocument(conversation, target, after);
    } else {
      if (before === undefined) continue;
      target.sent.delete(name);
      const exists = latest.get(name) !== undefined || (current !== undefined && !latest.has(name));
      const gone = { document: name, removedTargetIds: [target.id], readTime: formatMicros(at) };
      conversation.send(exists ? { documentRemove: gone } : { documentDelete: gone });
    }
    sent += 1;
  }
  return sent;
}
