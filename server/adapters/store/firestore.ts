import { randomBytes } from 'node:crypto';
import type { Commit, Kind, News, Store } from '../../ports/store.ts';
import { commitWork } from './firestore/commit.ts';
import { inTime, tryMs } from './firestore/codes.ts';
import { connect } from './firestore/connect.ts';
import type { Place } from './firestore/connect.ts';
import { refuseHalfCopied } from './firestore/copy-marker.ts';
import { pathOf, readRecord } from './firestore/documents.ts';
import { asUpstream, patient } from './firestore/patient.ts';
import { triesUnderWay } from './firestore/group.ts';
import { openFeed } from './firestore/feed.ts';
import { ledgerQueries } from './firestore/ledger.ts';
import { lists } from './firestore/lists.ts';
import { dropQueries, listQueries, orderQueries } from './firestore/queries.ts';
import { findWithdrawn } from './firestore/restock.ts';
import { batchReads } from './firestore/reads.ts';
import { openShares } from './firestore/shares.ts';
import { createUnits } from './firestore/units.ts';
import { workQueries, workWrites } from './firestore/work.ts';
import { createWriter } from './firestore/writer.ts';
import { listeners, warnOfError } from './listeners.ts';
import { newsOf } from './news.ts';

/** Google's client tries five times to read something, which takes some twelve seconds. */
const clientTriesMs = 20_000;

/**
 * Where a store is kept. What goes wrong while nobody waits is reported to `onError`, a process warning unless given: as an
 * UpstreamError where the service did not answer, which is asked again.
 */
export type FirestoreOptions = Place & {
  /** After a crash others take over within this. */
  readonly leaseMs?: number;
  readonly onError?: (error: unknown) => void;
};

/**
 * Opens the store that many processes share, on Google's Firestore.
 *
 * @throws Error with one sentence when credentials, database, indexes or the service itself are missing
 * @see https://cloud.google.com/firestore/docs
 */
export async function firestoreStore({
  leaseMs = 15_000,
  onError: report = warnOfError,
  ...place
}: FirestoreOptions): Promise<Store> {
  const onError = (error: unknown) => report(asUpstream(error));
  const process = randomBytes(9).toString('base64url');
  const { db, close } = await refuseHalfCopied(await connect(place));
  const underWay = new Set<Promise<unknown>>();
  const commits = listeners<Commit>(onError);
  const news = listeners<readonly News[]>(onError);
  const missed = () => news.tell([{ about: 'anything' }]);
  const shares = await openShares(db, { process, leaseMs, onDeparture: missed, onError });
  const feed = await openFeed(db, { process, onNews: news.tell, onError });
  const units = createUnits(db, { process, leaseMs, members: shares.members, onError });
  const writer = createWriter(db);
  const reads = batchReads(db);
  const list = lists(db);
  const withdrawn = findWithdrawn(db);
  let position = 0;
  const nextPosition = () => position++;
  let closing: Promise<void> | undefined;

  function announce(change: Commit): void {
    commits.tell(change);
    const told = newsOf(change);
    if (told.length === 0) return;
    news.tell(told);
    feed.publish(told);
  }

  async function closeAll(): Promise<void> {
    await writer.close();
    // Leases that cannot be given back end by themselves, and nobody is to wait for them.
    const ended = [units.close(), shares.close(), feed.close()].map((each) => inTime(each, tryMs).catch(onError));
    await Promise.all(ended);
    // A client that is ended while it still tries throws where nobody can catch it. It gives up by itself.
    await inTime(Promise.allSettled([...underWay, ...triesUnderWay]), clientTriesMs).catch(onError);
    await close();
  }

  const store: Store = {
    get: async <K extends Kind>(kind: K, id: string) => readRecord<K>(await reads.get(pathOf(kind, id))),
    async commit(change) {
      const mark = randomBytes(9).toString('base64url');
      const committed = await writer.run(
        commitWork(change, { units, findWithdrawn: withdrawn, pickPart: shares.pick, nextPosition, mark }),
      );
      if (committed.result === 'committed') announce(change);
      return committed;
    },
    ...dropQueries(list, reads),
    ...orderQueries(list, reads),
    ...listQueries(list),
    ...ledgerQueries(db, list),
    ...workQueries(db, list, shares),
    ...workWrites(db, list, writer, shares, nextPosition),
    // What is settled carries the moment from which Firestore lets go of it.
    forget: () => Promise.resolve(),
    onCommit: commits.add,
    onNews: news.add,
    close: () => (closing ??= closeAll()),
  };
  return patient(store, underWay);
}
