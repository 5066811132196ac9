import type { Firestore, Query, QuerySnapshot } from '@google-cloud/firestore';
import type { InboxMessage, Notice, Store } from '../../../ports/store.ts';
import { inTime, NoAnswer, patienceMs, succeeds } from './codes.ts';
import { pathOf, readBody } from './documents.ts';
import type { Fields } from './documents.ts';
import type { Lists, WaitingIn } from './lists.ts';
import type { Shares } from './shares.ts';
import { inboxFields, postponed, readDeadlines, readEffect, settled } from './work-rows.ts';
import type { Writer } from './writer.ts';

type WorkReading = Pick<
  Store,
  'inbox' | 'outbox' | 'effect' | 'effectsOf' | 'stuckEffects' | 'due' | 'nextDueAt' | 'pending'
>;

/** Reading of what waits to be done: where it is this process's to do, only from the parts that it holds. */
export function workQueries(db: Firestore, list: Lists, shares: Shares): WorkReading {
  /** What waits in the parts that are ours, the longest due first; undefined when no part is. */
  const ours = (collection: WaitingIn): Query | undefined => {
    const mine = shares.mine();
    return mine.length === 0 ? undefined : list.waiting(collection, mine);
  };
  const dueOf = async (collection: WaitingIn, now: number, limit: number) =>
    fieldsIn(await ours(collection)?.where('dueAt', '<=', now).limit(limit).get());
  const earliest = async (collection: WaitingIn) =>
    fieldsIn(await ours(collection)?.limit(1).get()).map((fields) => Number(fields['dueAt']));
  const countWaiting = async (collection: 'inbox' | 'effect' | 'notice') =>
    (await list.allWaiting(collection).count().get()).data().count;

  return {
    inbox: async (now, limit) =>
      (await dueOf('inbox', now, limit)).map((fields) => ({
        message: readBody<InboxMessage>(fields),
        attempts: Number(fields['attempts']),
      })),
    outbox: async (now, limit) => (await dueOf('effect', now, limit)).map(readEffect),
    async effect(key) {
      const fields = (await db.doc(pathOf('effect', key)).get()).data();
      return fields && readEffect(fields as Fields);
    },
    effectsOf: async (orderId) => fieldsIn(await list.effectsOf(orderId).get()).map(readEffect),
    stuckEffects: async (attemptsMin, limit) =>
      fieldsIn(await list.stuckEffects(attemptsMin).limit(limit).get()).map(readEffect),
    async due(now, limit) {
      const due = (await dueOf('deadline', now, limit)).flatMap((fields) => readDeadlines(fields, now));
      const text = (each: (typeof due)[number]) => `${each.subject} ${each.name}`;
      return due.sort((a, b) => a.at - b.at || (text(a) < text(b) ? -1 : 1)).slice(0, limit);
    },
    async nextDueAt() {
      const moments = (await Promise.all((['inbox', 'effect', 'deadline'] as const).map(earliest))).flat();
      return moments.length > 0 ? Math.min(...moments) : undefined;
    },
    async pending() {
      const [inbox, effects, notices] = await Promise.all((['inbox', 'effect', 'notice'] as const).map(countWaiting));
      return { inbox: inbox ?? 0, effects: effects ?? 0, notices: notices ?? 0 };
    },
  };
}

function fieldsIn(found: QuerySnapshot | undefined): readonly Fields[] {
  return (found?.docs ?? []).map((document) => document.data() as Fields);
}

/** What one commit told has one moment, and an order all the same. */
function inOrder(notices: readonly Fields[]): readonly Notice[] {
  return notices
    .map((fields) => ({ notice: readBody<Notice>(fields), position: Number(fields.data['position']) }))
    .sort((a, b) => a.notice.at - b.notice.at || a.position - b.position)
    .map(({ notice }) => notice);
}

/** How often notices are asked for that others take at the same moment. */
const leaseTriesMax = 8;

type WorkWriting = Pick<Store, 'receive' | 'postpone' | 'leaseNotices' | 'settleNotice' | 'lease' | 'release'>;

/** Writing of what waits to be done. */
export function workWrites(
  db: Firestore,
  list: Lists,
  writer: Writer,
  shares: Shares,
  nextPosition: () => number,
): WorkWriting {
  let leasing: Promise<unknown> = Promise.resolve();

  async function leaseNow(
    platform: string,
    now: number,
    until: number,
    limit: number,
    untilMs: number,
  ): Promise<readonly Notice[]> {
    for (let tries = 0; tries < leaseTriesMax; tries++) {
      const { docs } = await list.notices(platform, now).limit(limit).get();
      // What is leased for somebody who has gone would wait in vain until the lease ends.
      if (performance.now() > untilMs) throw new NoAnswer(patienceMs);
      const batch = db.batch();
      for (const { ref, updateTime } of docs) batch.update(ref, { dueAt: until }, { lastUpdateTime: updateTime });
      if (docs.length === 0 || (await succeeds(batch.commit())))
        return inOrder(docs.map((document) => document.data() as Fields));
    }
    return [];
  }

  return {
    receive(message) {
      const path = pathOf('inbox', message.id);
      return writer.run<'kept' | 'duplicate'>({
        makes: [path],
        run(documents) {
          if (documents.get(path)) return { keep: false, answer: 'duplicate' };
          documents.make(path, inboxFields(message, shares.pick(), nextPosition()));
          return { keep: true, answer: 'kept' };
        },
      });
    },
    postpone(what, nextAt, error) {
      const path = 'inbox' in what ? pathOf('inbox', what.inbox) : pathOf('effect', what.effect);
      return writer.run<void>({
        changes: [path],
        run(documents) {
          const fields = documents.get(path);
          if (!fields || fields['part'] === undefined) return { keep: false, answer: undefined };
          documents.put(path, postponed(fields, nextAt, error));
          return { keep: true, answer: undefined };
        },
      });
    },
    leaseNotices(platform, now, leaseUntil, limit) {
      // One after the other: who asks first gets what is oldest.
      const untilMs = performance.now() + patienceMs;
      const leased = leasing.then(() => inTime(leaseNow(platform, now, leaseUntil, limit, untilMs), patienceMs));
      leasing = leased.catch(() => undefined);
      return leased;
    },
    settleNotice(id, outcome, reason) {
      const path = pathOf('notice', id);
      return writer.run<boolean>({
        changes: [path],
        run(documents) {
          const notice = documents.get(path);
          if (!notice || notice.data['outcome'] !== undefined) return { keep: false, answer: notice !== undefined };
          documents.put(path, settled(notice, { outcome, reason }));
          return { keep: true, answer: true };
        },
      });
    },
    lease(name, holder, now, until) {
      const path = pathOf('lease', name);
      return writer.run<boolean>({
        changes: [path],
        run(documents) {
          const lease = documents.get(path)?.data;
          if (lease && lease['holder'] !== holder && Number(lease['until']) > now)
            return { keep: false, answer: false };
          documents.put(path, { data: { holder, until } });
          return { keep: true, answer: true };
        },
      });
    },
    release(name, holder) {
      const path = pathOf('lease', name);
      return writer.run<void>({
        changes: [path],
        run(documents) {
          const isOurs = documents.get(path)?.data['holder'] === holder;
          if (isOurs) documents.remove(path);
          return { keep: isOurs, answer: undefined };
        },
      });
    },
  };
}
