import { describe, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { groupCommit } from './group-commit.ts';

function openNumbers(): { readonly database: DatabaseSync; readonly numbers: () => readonly unknown[] } {
  const database = new DatabaseSync(':memory:');
  database.exec(`
    CREATE TABLE number (n INTEGER PRIMARY KEY, follows INTEGER REFERENCES number (n) DEFERRABLE INITIALLY DEFERRED) STRICT
  `);
  return {
    database,
    numbers: () =>
      database
        .prepare('SELECT n FROM number ORDER BY n')
        .all()
        .map(({ n }) => n),
  };
}

describe('group commit', () => {
  test('work that waits together shares one transaction, in the order in which it came', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const seen: number[] = [];
    const work = Array.from({ length: 5 }, (_, n) =>
      group.run(() => {
        seen.push(numbers().length);
        database.exec(`INSERT INTO number (n) VALUES (${n})`);
        return { keep: true, answer: database.isTransaction };
      }),
    );
    expect(await Promise.all(work)).toEqual([true, true, true, true, true]);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(database.isTransaction).toBe(false);
  });

  test('an answer comes only after the transaction has ended', async () => {
    const { database } = openNumbers();
    const group = groupCommit(database);
    const work = group.run(() => ({ keep: true, answer: 1 }));
    const ended = work.then(() => database.isTransaction);
    expect(await ended).toBe(false);
  });

  test('what is not to be kept is undone, and its neighbours are not', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const kept: number[] = [];
    const put = (n: number, keep: boolean) =>
      group.run(
        () => {
          database.exec(`INSERT INTO number (n) VALUES (${n})`);
          return { keep, answer: n };
        },
        () => kept.push(n),
      );
    expect(await Promise.all([put(1, true), put(2, false), put(3, true)])).toEqual([1, 2, 3]);
    expect(numbers()).toEqual([1, 3]);
    expect(kept).toEqual([1, 3]);
  });

  test('work that ran beside what was undone is kept once and announced once, in this group and in the next', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const kept: number[] = [];
    const put = (n: number, keep = true) =>
      group.run(
        () => {
          database.exec(`INSERT INTO number (n) VALUES (${n})`);
          return { keep, answer: n };
        },
        () => kept.push(n),
      );
    await Promise.all([put(1), put(2, false), put(3)]);
    await Promise.all([put(4), put(5, false), put(6)]);
    expect(numbers()).toEqual([1, 3, 4, 6]);
    expect(kept).toEqual([1, 3, 4, 6]);
  });

  test('work that throws is rejected alone', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const put = (n: number) =>
      group.run(() => {
        database.exec(`INSERT INTO number (n) VALUES (${n})`);
        return { keep: true, answer: n };
      });
    const answers = await Promise.allSettled([put(1), put(1), put(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(numbers()).toEqual([1, 2]);
  });

  test('when the transaction cannot be committed, everything in it is rejected and nothing is kept', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const kept: number[] = [];
    const put = (n: number, follows: number | null) =>
      group.run(
        () => {
          database.exec(`INSERT INTO number (n, follows) VALUES (${n}, ${follows})`);
          return { keep: true, answer: n };
        },
        () => kept.push(n),
      );
    // The reference to nothing is found at COMMIT only.
    const answers = await Promise.allSettled([put(1, null), put(2, 99), put(3, null)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(numbers()).toEqual([]);
    expect(kept).toEqual([]);
    expect(await put(4, null)).toBe(4);
  });

  test('when the database ends the transaction under the work, everything in it is rejected and nothing is kept', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const put = (n: number) =>
      group.run(() => {
        database.exec(
          n === 2 ? 'INSERT OR ROLLBACK INTO number (n) VALUES (1)' : `INSERT INTO number (n) VALUES (${n})`,
        );
        return { keep: true, answer: n };
      });
    const answers = await Promise.allSettled([put(1), put(2), put(3)]);
    expect(answers).toMatchObject(
      Array.from({ length: 3 }, () => ({ reason: { message: expect.stringContaining('UNIQUE') } })),
    );
    expect(numbers()).toEqual([]);
    expect(await put(4)).toBe(4);
  });

  test('more work than one group holds is all done', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const work = Array.from({ length: 1_000 }, (_, n) =>
      group.run(() => {
        database.exec(`INSERT INTO number (n) VALUES (${n})`);
        return { keep: true, answer: n };
      }),
    );
    expect(await Promise.all(work)).toHaveLength(1_000);
    expect(numbers()).toHaveLength(1_000);
  });

  test('closing writes what waits and refuses what comes later', async () => {
    const { database, numbers } = openNumbers();
    const group = groupCommit(database);
    const work = Array.from({ length: 600 }, (_, n) =>
      group.run(() => {
        database.exec(`INSERT INTO number (n) VALUES (${n})`);
        return { keep: true, answer: n };
      }),
    );
    group.close();
    expect(numbers()).toHaveLength(600);
    expect(await Promise.all(work)).toHaveLength(600);
    await expect(group.run(() => ({ keep: true, answer: 1 }))).rejects.toThrow('closed');
  });
});
