import type { DocumentReference, Query } from '@google-cloud/firestore';

import { plain, type Answer, type Check } from './check.ts';

/** What a listener has been told so far, and a way to wait for so many tellings. */
type Heard = { readonly heard: Answer[]; reached(size: number): Promise<void>; stop(): void };

function follow(listen: (tell: (answer: Answer) => void, fail: (error: Error) => void) => () => void): Heard {
  const heard: Answer[] = [];
  let waiting: { readonly size: number; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  const stop = listen(
    (answer) => {
      heard.push(answer);
      for (const { size, resolve } of waiting) if (heard.length >= size) resolve();
    },
    (error) => {
      for (const { reject } of waiting) reject(error);
      waiting = [];
    },
  );
  return {
    heard,
    reached: (size) =>
      new Promise((resolve, reject) => (heard.length >= size ? resolve() : waiting.push({ size, resolve, reject }))),
    stop,
  };
}

function followDocument(document: DocumentReference): Heard {
  return follow((tell, fail) => document.onSnapshot((found) => tell(plain(found.data())), fail));
}

function followQuery(query: Query): Heard {
  return follow((tell, fail) =>
    query.onSnapshot(
      (found) =>
        tell(found.docChanges().map(({ type, doc, oldIndex, newIndex }) => [type, doc.id, oldIndex, newIndex])),
      fail,
    ),
  );
}

/** Each step is taken once the one before has been heard of. */
async function see(listener: Heard, steps: readonly (() => Promise<unknown>)[]): Promise<Answer> {
  try {
    await listener.reached(1);
    for (const [at, step] of steps.entries()) {
      await step();
      await listener.reached(at + 2);
    }
    return listener.heard;
  } finally {
    listener.stop();
  }
}

/** Listeners: everybody hears of every change that concerns them. */
export const listenerChecks: readonly Check[] = [
  {
    name: 'whoever follows a document hears that it is missing, made, changed and gone',
    see: ({ rows }) =>
      see(followDocument(rows.doc('a')), [
        () => rows.doc('a').set({ x: 1n }),
        () => rows.doc('a').update({ x: 2n }),
        () => rows.doc('a').delete(),
      ]),
  },
  {
    name: 'whoever follows a query hears what comes, moves, leaves and goes',
    see: ({ rows }) =>
      see(followQuery(rows.where('open', '==', true).orderBy('at')), [
        () => rows.doc('a').set({ open: true, at: 1n }),
        () => rows.doc('b').set({ open: true, at: 2n }),
        () => rows.doc('b').update({ at: 0n }),
        () => rows.doc('a').update({ open: false }),
        () => rows.doc('b').delete(),
      ]),
  },
  {
    name: 'whoever follows a query is told first of what is there already',
    async see({ rows }) {
      await rows.doc('b').set({ x: 2n });
      await rows.doc('a').set({ x: 1n });
      return see(followQuery(rows.orderBy('x', 'desc')), [() => rows.doc('c').set({ x: 3n })]);
    },
  },
  {
    name: 'a place that becomes free in a limited query is taken by the next',
    async see({ rows }) {
      for (const [at, id] of ['a', 'b', 'c'].entries()) await rows.doc(id).set({ at });
      return see(followQuery(rows.orderBy('at').limit(2)), [() => rows.doc('a').delete()]);
    },
  },
  {
    name: 'a commit is heard of as one change',
    see: ({ db, rows }) =>
      see(followQuery(rows), [
        () => {
          const batch = db.batch();
          batch.set(rows.doc('a'), { x: 1n });
          batch.set(rows.doc('b'), { x: 1n });
          return batch.commit();
        },
      ]),
  },
];
