import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { newChannel } from '../../domain/channel.ts';
import type { Store } from '../../ports/store.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import {
  builderId,
  claimOf,
  dropIdOf,
  keepDrop,
  keepOrders,
  noon,
  orderIdOf,
  sampleCitizen,
  sampleEffect,
  sampleEntry,
  sampleMessage,
  sampleNotice,
  sampleOrder,
} from './contract-samples.ts';
import { listedKinds } from './listed.ts';
import { sqliteStore } from './sqlite.ts';
import { describeStore } from './store-contract.ts';

const ignore = () => {};

/** Takes from a file what versions 4 to 6 brought. */
const undoLaterVersions = `${[...listedKinds.filter((kind) => kind !== 'builder' && kind !== 'citizen'), 'gathering', 'fund', 'cardUse', 'address', 'parcel', 'reckoning'].map((kind) => `DROP TABLE "${kind}";`).join(' ')}
  DROP INDEX citizen_listed; ALTER TABLE citizen DROP COLUMN listed_under;
  DROP INDEX builder_listed; ALTER TABLE builder DROP COLUMN listed_under;
  DROP INDEX drop_paused; DROP INDEX drop_closed; ALTER TABLE "drop" DROP COLUMN closed_at;
  ALTER TABLE "drop" ADD COLUMN has_card INTEGER NOT NULL DEFAULT 0 CHECK (has_card IN (0, 1));
  CREATE INDEX drop_with_card ON "drop" (opened_at) WHERE has_card = 1;
  UPDATE "drop" SET body = json_set(body, '$.card', NULL);`;

const paths = new WeakMap<Store, string>();

async function openAt(path: string): Promise<Store> {
  const store = sqliteStore({ path, onListenerError: ignore });
  paths.set(store, path);
  return store;
}

/** Gives a path in a folder of its own, which is removed at the end of the story. */
function inFolder(tell: (path: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'c500-store-'));
    try {
      await tell(join(folder, 'c500.db'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

describeStore('a SQLite store in memory', () => openAt(':memory:'));

describe('on disk', () => {
  const folders: string[] = [];
  describeStore(
    'a SQLite store in a file',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'c500-store-'));
      folders.push(folder);
      return openAt(join(folder, 'c500.db'));
    },
    async (store) => {
      await store.close();
      return openAt(paths.get(store) ?? '');
    },
  );
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
});

describe('the file', () => {
  test(
    'answers wait for the disk',
    inFolder(async (path) => {
      const store = sqliteStore({ path });
      expect(store.flushMode).toBe('full');
      await store.close();
    }),
  );

  test(
    'a second process that opens it is refused with a sentence',
    inFolder(async (path) => {
      const store = await openAt(path);
      await keepDrop(store, 1);
      const second = spawn(process.execPath, [crashWriter, path, '2']);
      const said: string[] = [];
      second.stderr.on('data', (chunk) => said.push(String(chunk)));
      const [code] = await once(second, 'close');
      expect(code).not.toBe(0);
      expect(said.join('')).toContain(`The store ${path} is in use by another process`);
      await store.close();
      await (await openAt(path)).close();
    }),
  );

  test(
    'in a folder that does not exist it is refused with a sentence',
    inFolder(async (path) => {
      const nowhere = join(path, 'nowhere', 'c500.db');
      expect(() => sqliteStore({ path: nowhere })).toThrow(`The store ${nowhere} cannot be opened`);
    }),
  );

  test(
    'others may read it meanwhile',
    inFolder(async (path) => {
      const store = await openAt(path);
      await keepOrders(store, 1);
      const reader = new DatabaseSync(path, { readOnly: true });
      expect(reader.prepare('SELECT count(*) AS n FROM "order"').get()).toMatchObject({ n: 1 });
      reader.close();
      await store.close();
    }),
  );

  test(
    'one of a newer version is refused with a sentence and left as it is',
    inFolder(async (path) => {
      await (await openAt(path)).close();
      runIn(path, 'PRAGMA user_version = 999');
      expect(() => sqliteStore({ path })).toThrow('was written by a newer C500 (version 999');
      expect(() => sqliteStore({ path })).toThrow('was written by a newer C500');
      runIn(path, 'PRAGMA user_version = 6');
      await (await openAt(path)).close();
    }),
  );

  test(
    'one of an older version is brought up to date and keeps what it holds',
    inFolder(async (path) => {
      const before = await openAt(path);
      await keepOrders(before, 1);
      const drop = await before.get('drop', dropIdOf('board'));
      await before.commit({ put: oneOfEveryKind(0).filter(({ kind }) => kind === 'builder') });
      const channel = newChannel('77', 'maker', builderId);
      const live = { streamId: 's1', startedAt: noon };
      await before.commit({ put: [{ kind: 'channel', record: { ...channel, live } }] });
      await before.close();
      runIn(
        path,
        `UPDATE channel SET body = json_remove(body, '$.titleAt', '$.titleId', '$.ended', '$.provesFrom', '$.unlinkedAt');
         DROP TABLE lease; DROP TABLE "grant"; DROP TABLE moment; DROP TABLE build; DROP TABLE desk; DROP TABLE waitlist;
         DROP INDEX drop_of_builder; ${undoLaterVersions} PRAGMA user_version = 1`,
      );
      const after = await openAt(path);
      expect(await after.get('order', orderIdOf(1))).toBeDefined();
      expect(await after.lease('chat', 'a', noon, noon + 1)).toBe(true);
      expect(await after.channelOfBuilder(builderId)).toEqual({ ...channel, version: 1, live });
      expect(await after.list('builder', 'all', 10)).toMatchObject([{ id: builderId, version: 1 }]);
      expect(await after.openDrops(10)).toEqual([drop]);
      await after.close();
    }),
  );

  test(
    'a database that is not ours is refused and left as it is',
    inFolder(async (path) => {
      runIn(path, 'CREATE TABLE recipe (id TEXT)');
      expect(() => sqliteStore({ path })).toThrow("not one of C500's");
      runIn(path, 'SELECT id FROM recipe');
    }),
  );
});

/** Runs SQL on a file that no store has open, as nothing in the product does. */
function runIn(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

describe('the schema', () => {
  const copyOfOrder = (changes: string) =>
    `INSERT INTO "order" SELECT ${changes}, buyer_id, builder_id, fulfilment, paid_at, body FROM "order" WHERE seq = 1`;
  const account = sampleCitizen('ada').accounts[0]?.id;

  test.each([
    ['two orders of one id', copyOfOrder(`99, id, 1, 'C5-9', 'PAY9'`), 'UNIQUE'],
    ['two orders of one tag', copyOfOrder(`99, 'ord_9', 1, tag, 'PAY9'`), 'UNIQUE'],
    ['two orders of one pay code', copyOfOrder(`99, 'ord_9', 1, 'C5-9', pay_code`), 'UNIQUE'],
    ['a record of version 0', copyOfOrder(`99, 'ord_9', 0, 'C5-9', 'PAY9'`), 'CHECK'],
    ['two units of one order', `UPDATE unit SET state = 'taken', order_seq = 1 WHERE number = 3`, 'UNIQUE'],
    ['a unit that is taken by nobody', `UPDATE unit SET state = 'taken' WHERE number = 3`, 'CHECK'],
    ['a unit that is free and has an order', `UPDATE unit SET state = 'free' WHERE number = 1`, 'CHECK'],
    ['a unit of an order that does not exist', 'UPDATE unit SET order_seq = 99 WHERE number = 1', 'FOREIGN KEY'],
    ['a unit that is there twice', `UPDATE unit SET number = 1 WHERE number = 3`, 'UNIQUE'],
    [
      'an account of two citizens',
      `INSERT INTO citizen_account SELECT platform, '${account}', citizen_id FROM citizen_account`,
      'UNIQUE',
    ],
    ['an effect twice', `INSERT INTO effect (key, order_id, body) SELECT key, order_id, body FROM effect`, 'UNIQUE'],
    ['a message twice', 'INSERT INTO inbox (id, body, due_at) SELECT id, body, due_at FROM inbox', 'UNIQUE'],
    [
      'a notice twice',
      'INSERT INTO notice (id, platform, at, body) SELECT id, platform, at, body FROM notice',
      'UNIQUE',
    ],
    ['a history line twice', 'INSERT INTO history SELECT * FROM history', 'UNIQUE'],
    ['a changed history line', `UPDATE history SET by = 'staff'`, 'append-only'],
    ['a removed history line', 'DELETE FROM history', 'append-only'],
    ['a replaced history line', 'REPLACE INTO history SELECT * FROM history', 'append-only'],
    [
      'an entry twice',
      `INSERT INTO ledger_entry SELECT 99, id, kind, order_id, currency, stripe_id, at FROM ledger_entry LIMIT 1`,
      'UNIQUE',
    ],
    ['a changed entry', `UPDATE ledger_entry SET at = 0`, 'append-only'],
    ['a removed entry', 'DELETE FROM ledger_entry', 'append-only'],
    ['a replaced entry', 'REPLACE INTO ledger_entry SELECT * FROM ledger_entry', 'append-only'],
    ['a changed posting', `UPDATE posting SET amount_minor = 0`, 'append-only'],
    ['a removed posting', 'DELETE FROM posting', 'append-only'],
    ['a replaced posting', 'REPLACE INTO posting SELECT * FROM posting', 'append-only'],
    [
      'a posting added to an entry',
      `INSERT INTO posting SELECT entry_id, 9, account, currency, 0 FROM posting WHERE position = 0`,
      'append-only',
    ],
    ['a posting without an entry', `INSERT INTO posting VALUES ('none', 0, 'fund', 'USD', 5)`, 'FOREIGN KEY'],
    [
      'a fraction of a cent',
      `INSERT INTO posting VALUES ('e', 0, 'fund', 'USD', 0.5); ${entrySql('e', 'USD')}`,
      'cannot store REAL',
    ],
    [
      'an entry that does not sum to zero',
      `INSERT INTO posting VALUES ('e', 0, 'fund', 'USD', 5); ${entrySql('e', 'USD')}`,
      'sums to zero',
    ],
    [
      'an entry in two currencies',
      `INSERT INTO posting VALUES ('e', 0, 'fund', 'USD', 5), ('e', 1, 'stripe', 'EUR', -5); ${entrySql('e', 'USD')}`,
      'one currency',
    ],
    [
      'a release of more than an order holds',
      `INSERT INTO posting VALUES ('e', 0, 'held:${orderIdOf(1)}', 'USD', 45001), ('e', 1, 'fund', 'USD', -45001);
       ${entrySql('e', 'USD')}`,
      'more than it holds',
    ],
  ])('refuses %s', (_, sql, reason) =>
    inFolder(async (path) => {
      await fillAt(path);
      const tried = `PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; BEGIN; ${sql}; COMMIT`;
      expect(() => runIn(path, tried)).toThrow(reason);
    })(),
  );

  test(
    'takes a release of all that an order holds',
    inFolder(async (path) => {
      await fillAt(path);
      const postings = `('e', 0, 'held:${orderIdOf(1)}', 'USD', 45000), ('e', 1, 'fund', 'USD', -45000)`;
      runIn(path, `BEGIN; INSERT INTO posting VALUES ${postings}; ${entrySql('e', 'USD')}; COMMIT`);
    }),
  );
});

function entrySql(id: string, currency: string): string {
  return `INSERT INTO ledger_entry VALUES (99, '${id}', 'release', '${orderIdOf(1)}', '${currency}', NULL, 0)`;
}

/** Keeps two claimed orders of three units, and one of everything that must be there once. */
async function fillAt(path: string): Promise<void> {
  const store = await openAt(path);
  await keepDrop(store, 3);
  const first = sampleOrder(1);
  await store.commit(
    claimOf(first, {
      entries: [sampleEntry(first.id)],
      effects: [sampleEffect(first.id)],
      notices: [sampleNotice('a')],
    }),
  );
  await store.commit(claimOf(sampleOrder(2)));
  await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('ada') }] });
  await store.receive(sampleMessage('one'));
  await store.close();
}

const crashWriter = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

describe('kill -9', () => {
  test(
    'of a process that claims: all that was answered is there, and nothing is half kept',
    inFolder(async (path) => {
      let next = 1;
      const answered: number[] = [];
      for (const enough of [50, 400, 900]) {
        answered.push(...(await claimUntilKilled(path, next, enough)));
        // Claims that were kept and not yet answered have numbers a little above those that were.
        next = Math.max(...answered) + 1_000;
        await expectWhole(path, answered);
      }
      expect(answered.length).toBeGreaterThanOrEqual(1_350);
    }),
    60_000,
  );
});

async function claimUntilKilled(path: string, first: number, enough: number): Promise<readonly number[]> {
  const writer = spawn(process.execPath, [crashWriter, path, `${first}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const numbers: number[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    numbers.push(Number(line));
    if (numbers.length === enough) writer.kill('SIGKILL');
  }
  expect(writer.signalCode ?? (await once(writer, 'exit'))[1]).toBe('SIGKILL');
  expect(existsSync(`${path}-wal`)).toBe(true);
  return numbers;
}

async function expectWhole(path: string, answered: readonly number[]): Promise<void> {
  const store = await openAt(path);
  const units = new Set<number | undefined>();
  for (const number of answered) {
    const { id } = sampleOrder(number);
    expect(await store.get('order', id)).toBeDefined();
    units.add(await store.unitOf(id));
  }
  units.delete(undefined);
  expect(units.size).toBe(answered.length);
  await store.close();

  const database = new DatabaseSync(path);
  const count = (sql: string) => database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.['n'];
  const orders = count('"order"');
  const parts = ['exposure', 'history', 'deadline', 'ledger_entry', 'effect', 'notice', `unit WHERE state = 'taken'`];
  expect(parts.map(count)).toEqual(parts.map(() => orders));
  expect(count('posting')).toBe(3 * Number(orders));
  expect(database.prepare('SELECT sum(amount_minor) AS sum FROM posting').get()).toMatchObject({ sum: 0 });
  expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  database.close();
}
