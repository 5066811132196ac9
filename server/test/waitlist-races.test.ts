import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import type { Commit, Store } from '../ports/store.ts';
import { startLine, type LineWorld } from './line-world.ts';

// Firestore's emulator, where this is told on it, may be slow to answer on a busy machine.
jest.setTimeout(120_000);

/** What happens between somebody's reading and their commit: once, before the first commit that is meant. */
type Meanwhile = { readonly before: (change: Commit) => boolean; readonly happens: () => Promise<unknown> };

const claimMs = houseRules.claimMs;
let world: LineWorld;
let meanwhile: Meanwhile[] = [];
afterEach(async () => {
  expect(meanwhile).toEqual([]);
  await world.close();
});

function interrupted(store: Store): Store {
  return {
    ...store,
    async commit(change) {
      const index = meanwhile.findIndex(({ before }) => before(change));
      const [found] = index < 0 ? [] : meanwhile.splice(index, 1);
      await found?.happens();
      return store.commit(change);
    },
  };
}

/** Ada has the only unit. */
async function soldOut(): Promise<void> {
  meanwhile = [];
  world = await startLine(['ada', 'bo', 'cy'], { through: interrupted });
  await world.claim('ada');
}

const isClaim = ({ take, put = [] }: Commit) =>
  take !== undefined && put.some(({ kind, record }) => kind === 'order' && record.version === 0 && !record.offered);
const isFreeing = ({ give }: Commit) => give?.as === 'free';
const isJoining = ({ put = [] }: Commit) =>
  put.some(({ kind, record }) => kind === 'waitlist' && record.entries.length > 0);
const isLatePayment = ({ take, put = [] }: Commit) =>
  take !== undefined && put.some(({ kind, record }) => kind === 'order' && record.fulfilment === 'paid');
const isEndOfLook = ({ deadlines = [] }: Commit) =>
  deadlines.some(({ subject, due }) => subject.startsWith('waitlist:') && due.length === 0);

describe('between the reading and the commit', () => {
  test('of a claim somebody joins and a unit comes free: it is not the claim’s', async () => {
    await soldOut();
    meanwhile.push({
      before: isClaim,
      happens: async () => {
        await world.join('cy');
        await world.pass(0);
        await world.cancel('ada');
      },
    });
    expect(await world.claim('bo')).toBe('waitlist-first');
    await world.pass(0);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of a claim that ends somebody joins: the unit is offered to them', async () => {
    await soldOut();
    meanwhile.push({
      before: isFreeing,
      happens: async () => {
        await world.join('cy');
        await world.pass(0);
      },
    });
    await world.cancel('ada');
    await world.pass(0);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of the first to join a unit comes free: it is offered to them', async () => {
    await soldOut();
    meanwhile.push({ before: isJoining, happens: () => world.cancel('ada') });
    expect(await world.join('cy')).toBe('1');
    await world.pass(0);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of the second to join a unit comes free: it is the first one’s', async () => {
    await soldOut();
    await world.join('cy');
    await world.pass(0);
    meanwhile.push({ before: isJoining, happens: () => world.cancel('ada') });
    expect(await world.join('bo')).toBe('2');
    await world.pass(0);
    expect([await world.holders(), await world.place('bo')]).toEqual([['cy'], 1]);
  });

  test('of a payment that is too late the unit becomes somebody’s in the line: the payment goes back', async () => {
    await soldOut();
    const late = await world.reserved('ada');
    await world.pass(claimMs);
    meanwhile.push({
      before: isLatePayment,
      happens: async () => {
        await world.claim('bo');
        await world.join('cy');
        await world.pass(0);
        await world.cancel('bo');
      },
    });
    const paid = await world.pay('ada', late?.id);
    expect(paid).toMatchObject({ ok: true, order: { fulfilment: 'expired', refunds: [{ reason: 'late-payment' }] } });
    await world.pass(0);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of the end of a look the line goes and comes again with a unit free: it is looked at once more', async () => {
    await soldOut();
    await world.join('cy');
    meanwhile.push({
      before: isEndOfLook,
      happens: async () => {
        await world.leave('cy');
        meanwhile.push({ before: isJoining, happens: () => world.cancel('ada') });
        await world.join('cy');
      },
    });
    await world.pass(0);
    expect(await world.holders()).toEqual(['cy']);
  });

  test('of an offer its drop is closed: nobody is offered anything', async () => {
    await soldOut();
    await world.join('cy');
    await world.cancel('ada');
    meanwhile.push({ before: ({ take }) => take !== undefined, happens: () => world.changeDrop({ status: 'closed' }) });
    await world.pass(0);
    expect([await world.holders(), await world.unitsLeft(), await world.place('cy')]).toEqual([[], 1, null]);
  });

  test('of joining the drop is closed: there is no line any more', async () => {
    await soldOut();
    meanwhile.push({ before: isJoining, happens: () => world.changeDrop({ status: 'closed' }) });
    expect(await world.join('cy')).toBe('drop-not-open');
  });

  test('of an offer its person leaves: it goes to the next', async () => {
    await soldOut();
    await world.join('cy');
    await world.join('bo');
    await world.cancel('ada');
    meanwhile.push({ before: ({ take }) => take !== undefined, happens: () => world.leave('cy') });
    await world.pass(0);
    expect([await world.holders(), await world.place('cy')]).toEqual([['bo'], null]);
  });
});
