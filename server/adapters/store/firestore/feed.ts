import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import { Timestamp } from '@google-cloud/firestore';
import type { News } from '../../../ports/store.ts';
import { pathOf } from './documents.ts';
import { lists } from './lists.ts';

/**
 * Tells every process what the others changed. Each has one document with what it changed lately, in numbered entries, and listens
 * to those of the others: about one write a second, whatever the rush. Who missed an entry is told that anything may have changed.
 */
export type Feed = {
  /** Tells the others, within a second. */
  publish(news: readonly News[]): void;
  close(): Promise<void>;
};

export type FeedOptions = {
  readonly process: string;
  /** Hears what other processes changed. */
  readonly onNews: (news: readonly News[]) => void;
  readonly onError: (error: unknown) => void;
};

type Entry = { readonly number: number; readonly news: readonly News[] };

/** A document takes about one write a second for long. */
const writeEveryMs = 1_000;
/** The entries that stay readable for those who were away for a moment. */
const entriesMax = 5;
/** News of an order is some hundred bytes, and a document may have a megabyte. */
const newsMax = 1_500;
const listenAgainMs = 2_000;

/** Begins to listen; resolves once it does. */
export async function openFeed(db: Firestore, { process, onNews, onError }: FeedOptions): Promise<Feed> {
  const own = db.doc(pathOf('news', process));
  const heard = new Map<string, number>();
  let entries: readonly Entry[] = [];
  let waiting: News[] = [];
  let number = 0;
  let timer: NodeJS.Timeout | undefined;
  let listenTimer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isBehind = false;
  let stopListening = () => {};
  let isClosed = false;

  function write(): void {
    timer = undefined;
    if (waiting.length > 0) add();
    if (isBehind) writing ??= keep();
  }

  /** One write after the other, so that the newest is what stays. What failed is tried again after the same pause. */
  async function keep(): Promise<void> {
    isBehind = false;
    const expireAt = Timestamp.fromMillis(Date.now() + 86_400_000);
    try {
      await own.set({ expireAt, data: { process, entries: JSON.stringify(entries) } });
    } catch (error) {
      isBehind = true;
      onError(error);
    }
    writing = undefined;
    if (!isClosed) timer = setTimeout(write, writeEveryMs).unref();
  }

  function add(): void {
    const news: readonly News[] = waiting.length > newsMax ? [{ about: 'anything' }] : waiting;
    waiting = [];
    number++;
    entries = [...entries, { number, news }].slice(-entriesMax);
    isBehind = true;
  }

  /** What one of the others changed since we heard of it last. */
  function hear(snapshot: DocumentSnapshot, isFirst: boolean): readonly News[] {
    const data = snapshot.get('data') as { readonly process: string; readonly entries: string };
    if (data.process === process) return [];
    const told = JSON.parse(data.entries) as readonly Entry[];
    const last = heard.get(data.process) ?? 0;
    heard.set(data.process, told.at(-1)?.number ?? last);
    if (isFirst) return [];
    const unheard = told.filter((entry) => entry.number > last);
    const missed = (unheard[0]?.number ?? last + 1) > last + 1;
    return missed ? [{ about: 'anything' }] : unheard.flatMap(({ news }) => news);
  }

  function listen(isAgain: boolean): Promise<void> {
    let isFirst = !isAgain;
    return new Promise((resolve) => {
      stopListening = lists(db)
        .news()
        .onSnapshot(
          (snapshot) => {
            const changed = snapshot.docChanges().filter(({ type }) => type !== 'removed');
            const news = changed.flatMap(({ doc }) => hear(doc, isFirst));
            isFirst = false;
            if (news.length > 0) onNews(news);
            resolve();
          },
          (error) => {
            onError(error);
            resolve();
            listenTimer = setTimeout(() => {
              if (isClosed) return;
              onNews([{ about: 'anything' }]);
              void listen(true);
            }, listenAgainMs).unref();
          },
        );
    });
  }

  await listen(false);
  return {
    publish(news) {
      waiting.push(...news);
      if (!timer && !writing) write();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(listenTimer);
      stopListening();
      await writing;
      write();
      await writing;
    },
  };
}
