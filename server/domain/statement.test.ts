import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeId, type CitizenId } from '#shared/ids.ts';
import { MovementKind } from '#shared/schemas/statement.ts';
import { balancesOf, partiesOf, partyAccounts, type LedgerEntry, type Posting } from './ledger.ts';
import { anyStory, beginWorld, settle, take } from './life-arbitraries.ts';
import { builderId, marketerId } from './order-samples.ts';
import { emptyStatement, withEntries } from './statement.ts';

const ada = makeId('citizen', 'ada0');
const bea = makeId('citizen', 'bea0');
const orderId = makeId('order', 'one0');
const accounts = [...[ada, bea].flatMap((id) => partyAccounts(id)), 'stripe', 'fund'] as Posting['account'][];

/** Balanced entries at any time, in the order in which they were kept. */
const booksArbitrary: fc.Arbitrary<readonly LedgerEntry[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 300 }),
      kind: fc.constantFrom('release' as const, 'transfer' as const, 'withheld' as const),
      moved: fc.array(
        fc.tuple(
          fc.constantFrom(...accounts),
          fc.constantFrom(...accounts),
          fc.integer({ min: -1_000_000, max: 1_000_000 }),
        ),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 20 },
  )
  .map((entries) =>
    entries.map(({ at, kind, moved }, index) => ({
      id: `entry ${index}`,
      kind,
      orderId,
      currency: 'USD',
      stripeId: null,
      at,
      postings: moved.flatMap(([one, other, amountMinor]) => [
        { account: one, amountMinor },
        { account: other, amountMinor: 0 - amountMinor },
      ]),
    })),
  );

const statementOf = (id: CitizenId, books: readonly LedgerEntry[], from: number, until: number) =>
  withEntries(emptyStatement, id, books, { from, until });

describe('a statement', () => {
  test('adds up: the opening and all movements are the closing, and the closing is what the ledger says', () => {
    fc.assert(
      fc.property(booksArbitrary, (books) => {
        const balances = balancesOf(books);
        const [payable, owed] = partyAccounts(ada).map((account) => balances.get(account as Posting['account']) ?? 0);
        const { opening, movements, closing } = statementOf(ada, books, 100, Infinity);
        const sum = (pick: (one: typeof opening) => number) =>
          movements.reduce((total, movement) => total + pick(movement), pick(opening));
        expect(closing).toEqual({ waitingMinor: 0 - (payable ?? 0), owedMinor: owed ?? 0 });
        expect(sum(({ waitingMinor }) => waitingMinor)).toBe(closing.waitingMinor);
        expect(sum(({ owedMinor }) => owedMinor)).toBe(closing.owedMinor);
      }),
    );
  });

  test('goes on where the one before it ended, with every movement in one of them', () => {
    fc.assert(
      fc.property(booksArbitrary, (books) => {
        const months = [0, 100, 200].map((from) => statementOf(ada, books, from, from === 200 ? Infinity : from + 100));
        for (const [index, { opening }] of months.entries())
          expect(opening).toEqual(months[index - 1]?.closing ?? { waitingMinor: 0, owedMinor: 0 });
        const whole = statementOf(ada, books, 0, Infinity);
        const ids = (one: typeof whole) => one.movements.map(({ entryId }) => entryId);
        expect(months.flatMap(ids).toSorted()).toEqual(ids(whole).toSorted());
      }),
    );
  });

  test('comes to the same in any portions', () => {
    fc.assert(
      fc.property(booksArbitrary, fc.nat(20), (books, cut) => {
        const period = { from: 100, until: 200 };
        const half = withEntries(emptyStatement, bea, books.slice(0, cut), period);
        expect(withEntries(half, bea, books.slice(cut), period)).toEqual(statementOf(bea, books, 100, 200));
      }),
    );
  });

  test('through all that can become of an order’s money, never falls below nothing, and has a word for each movement', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyStory, (story) => {
        const { entries } = settle(story.steps.reduce(take, beginWorld(story))).life;
        for (const id of [builderId, marketerId]) {
          let [waiting, owed] = [0, 0];
          for (const { kind, waitingMinor, owedMinor } of statementOf(id, entries, -Infinity, Infinity).movements) {
            waiting += waitingMinor;
            owed += owedMinor;
            expect([kind, waiting >= 0, owed >= 0]).toEqual([kind, true, true]);
            seen.add(kind);
          }
        }
      }),
      { numRuns: 400 },
    );
    for (const kind of seen) expect([kind, MovementKind.safeParse(kind).success]).toEqual([kind, true]);
    expect([...seen]).toEqual(expect.arrayContaining(['release', 'transfer', 'taken-back', 'reversal']));
  });

  test('names whose own accounts an entry touches, and nobody else', () => {
    const [payable, owed] = partyAccounts(ada) as [Posting['account'], Posting['account']];
    const postings: readonly Posting[] = [
      { account: payable, amountMinor: 1 },
      { account: owed, amountMinor: 1 },
      { account: `held:${orderId}`, amountMinor: -2 },
    ];
    expect(partiesOf({ postings })).toEqual([ada]);
  });
});
