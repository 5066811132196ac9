import type { CitizenId } from '#shared/ids.ts';
import type { Kind, Records } from '../../../ports/store.ts';

/** Records read lately, as they are kept. A rush asks for the same drop, builder and channel thousands of times a second. */
export type RecentRecords = {
  /** The record, or what `load` reads the first time; a record that does not exist is remembered as such. */
  get<K extends Kind>(kind: K, id: string, load: () => Records[K] | undefined): Records[K] | undefined;
  /** Remembers a record that was read on another way. */
  keep<K extends Kind>(kind: K, record: Records[K]): void;
  /** The builder's channel, or what `load` reads the first time. */
  channelOf(builderId: CitizenId, load: () => Records['channel'] | undefined): Records['channel'] | undefined;
  /**
   * Forgets a record, because it is being written. Whether the writing is kept does not matter: the next reader looks. That one
   * comes after the transaction has ended, because a transaction never gives way to a reader.
   */
  forget(kind: Kind, id: string): void;
};

/** What is read far more often than written. Orders and exposures are read once or twice and then change. */
const remembered: readonly Kind[] = ['drop', 'waitlist', 'builder', 'channel', 'bench', 'citizen'];

/** Remembers this many records and no more; a record is a few kilobytes at most. */
const recordsMax = 4_096;

/** An empty memory. It is right only for the one process that writes. */
export function recentRecords(): RecentRecords {
  const records = new Map<string, Records[Kind] | undefined>();
  const channels = new Map<CitizenId, Records['channel'] | undefined>();

  function remember<Key, Value>(memory: Map<Key, Value>, key: Key, value: Value): void {
    for (const eldest of memory.keys()) {
      if (memory.size < recordsMax) break;
      memory.delete(eldest);
    }
    memory.set(key, value);
  }

  return {
    get<K extends Kind>(kind: K, id: string, load: () => Records[K] | undefined) {
      if (!remembered.includes(kind)) return load();
      const key = keyOf(kind, id);
      // A key begins with its kind, so that what stands under it is of that kind.
      if (records.has(key)) return records.get(key) as Records[K] | undefined;
      const record = load();
      remember(records, key, record);
      return record;
    },
    keep(kind, record) {
      if (remembered.includes(kind)) remember(records, keyOf(kind, record.id), record);
    },
    channelOf(builderId, load) {
      if (channels.has(builderId)) return channels.get(builderId);
      const channel = load();
      remember(channels, builderId, channel);
      return channel;
    },
    forget(kind, id) {
      if (kind === 'channel') channels.clear();
      records.delete(keyOf(kind, id));
    },
  };
}

function keyOf(kind: Kind, id: string): string {
  return `${kind}:${id}`;
}
