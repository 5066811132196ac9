import { afterEach, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Order } from '../domain/order.ts';
import { confirmAct, proposeAct } from '../usecases/house/acts.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { waitingCases } from '../usecases/cases/case-steps.ts';
import { isInCase, reportDrop, reportOrder } from '../usecases/cases/cases.ts';
import { orderView } from '../usecases/work/views.ts';
import { startLine, type LineWishes, type LineWorld } from './line-world.ts';

const builderId = makeId('citizen', 'builder0');
const staffId = makeId('citizen', 'staff000');
const words = { kind: 'not-as-shown', text: 'The plate is brass and not steel.' } as const;

let world: LineWorld;
afterEach(() => world.close());

/** A builder, a buyer, and a paid order of theirs. */
async function startPaid(wishes: LineWishes = {}): Promise<{ readonly order: Order; readonly mori: Citizen }> {
  world = await startLine(['mori', 'nova'], { units: 3, ...wishes });
  const kumo: Citizen = {
    id: builderId,
    version: 0,
    nickname: 'kumo',
    accounts: [{ platform: 'discord', id: 'discord-kumo', handle: 'kumo' }],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: 0,
  };
  await world.core.store.commit({ put: [{ kind: 'citizen', record: kumo }] });
  await world.claim('mori');
  const claimed = await world.reserved('mori');
  if (!claimed) throw new Error('nothing was claimed');
  const paid = await world.pay('mori', claimed.id);
  const mori = await world.core.store.get('citizen', claimed.buyerId);
  if (!paid.ok || !mori) throw new Error('nothing was paid');
  return { order: paid.order, mori };
}

async function current({ id }: Order): Promise<Order> {
  const order = await world.core.store.get('order', id);
  if (!order) throw new Error(`order ${id} is gone`);
  return order;
}

const told = async () =>
  (await world.notices())
    .filter(({ kind }) => /case|refunded/.test(kind))
    .map(({ kind, accountId }) => `${accountId}: ${kind}`);
const outcome = (
  answer: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } },
) => (answer.ok ? 'granted' : answer.refusal.code);
const buyersActions = async (order: Order) => (await orderView(world.core, await current(order), 'buyer')).actions;

let requests = 0;
async function act(what: StaffAct): Promise<string> {
  const proposed = await proposeAct(world.core, staffId, `request-${++requests}`, what);
  return proposed.ok ? outcome(await confirmAct(world.core, staffId, proposed.act.id)) : proposed.refusal.code;
}
const decide = async (infavourOf: 'buyer' | 'builder') => {
  const [waiting] = await waitingCases(world.core);
  const caseId = waiting?.id ?? '';
  await act({ kind: 'take-case', caseId, reason: 'I have the time' });
  return act({ kind: 'decide-case', caseId, infavourOf, reason: 'the photos say so' });
};

describe('a report of an order', () => {
  test('freezes what is held and tells its reporter and the staff, and not the builder', async () => {
    const { order, mori } = await startPaid();
    expect(await buyersActions(order)).toContain('report');
    expect(outcome(await reportOrder(world.core, order, mori, words))).toBe('granted');
    expect((await current(order)).freeze).toMatchObject({ reason: 'reported' });
    expect(await told()).toEqual(['discord-mori: case-opened', 'house: house-case-opened']);
    expect(await buyersActions(order)).not.toContain('report');
    expect([await isInCase(world.core, mori.id), await isInCase(world.core, builderId)]).toEqual([true, true]);
  });

  test('sent twice opens one case; another one waits for its decision; and there is one for all who press at once', async () => {
    const { order, mori } = await startPaid();
    const sent = await Promise.all([1, 2, 3].map(() => reportOrder(world.core, order, mori, words)));
    expect(sent.map(outcome)).toEqual(['granted', 'granted', 'granted']);
    expect(outcome(await reportOrder(world.core, order, mori, { ...words, kind: 'damaged' }))).toBe('case-open');
    expect(await waitingCases(world.core)).toHaveLength(1);
  });

  test('is not possible before it is paid, nor when it has ended', async () => {
    const { order, mori } = await startPaid();
    await applyCommand(world.core, order.id, { type: 'refund-order', reason: 'no' }, 'builder');
    expect(outcome(await reportOrder(world.core, order, mori, words))).toBe('not-allowed-now');
    await world.claim('nova');
    expect(await buyersActions((await world.reserved('nova')) ?? order)).not.toContain('report');
  });
});

describe('a case is decided', () => {
  test('for the buyer: all that is held goes back, both are told, and it is decided once', async () => {
    const { order, mori } = await startPaid();
    await reportOrder(world.core, order, mori, words);
    const [waiting] = await waitingCases(world.core);
    expect(await decide('buyer')).toBe('granted');
    expect(await current(order)).toMatchObject({ fulfilment: 'cancelled', refunds: [{ amountMinor: 112_00 }] });
    expect((await told()).slice(2)).toEqual([
      'discord-kumo: case-taken-builder',
      'discord-mori: refunded-buyer',
      'discord-kumo: refunded-builder',
      'discord-mori: case-decided-buyer',
      'discord-kumo: case-decided-builder',
    ]);
    const again = { kind: 'decide-case', caseId: waiting?.id ?? '', infavourOf: 'builder', reason: 'no' } as const;
    expect(await act(again)).toBe('case-decided');
    expect(await waitingCases(world.core)).toEqual([]);
  });

  test('for the builder: what it froze is thawed, goes on, and may be reported once more', async () => {
    const { order, mori } = await startPaid();
    await reportOrder(world.core, order, mori, words);
    expect(await decide('builder')).toBe('granted');
    expect(await current(order)).toMatchObject({ fulfilment: 'paid', freeze: null });
    expect(outcome(await reportOrder(world.core, order, mori, words))).toBe('granted');
    expect(await waitingCases(world.core)).toHaveLength(1);
  });

  test('and a request that comes once more freezes nothing anew', async () => {
    const { order, mori } = await startPaid();
    const first = await reportOrder(world.core, order, mori, { ...words, requestId: 'request-1' });
    await decide('builder');
    const again = await reportOrder(world.core, order, mori, { ...words, requestId: 'request-1' });
    expect(again.ok && first.ok && again.opened.id).toBe(first.ok && first.opened.id);
    expect(await current(order)).toMatchObject({ freeze: null });
    expect(outcome(await reportOrder(world.core, order, mori, { ...words, requestId: 'request-2' }))).toBe('granted');
  });

  test('for the builder: what the staff itself had frozen stays frozen', async () => {
    const { order, mori } = await startPaid();
    await act({ kind: 'freeze', tag: order.tag, reason: 'a warning of the bank' });
    await reportOrder(world.core, order, mori, words);
    expect(await decide('builder')).toBe('granted');
    expect((await current(order)).freeze).toMatchObject({ reason: 'a warning of the bank' });
  });
});

describe('a case that waits', () => {
  test('holds the order although the staff lets go of what it had frozen itself', async () => {
    const { order, mori } = await startPaid();
    const thaw = { kind: 'thaw', tag: order.tag, reason: 'the bank was wrong' } as const;
    await act({ kind: 'freeze', tag: order.tag, reason: 'a warning of the bank' });
    await reportOrder(world.core, order, mori, words);
    expect(await act(thaw)).toBe('case-open');
    await decide('builder');
    expect(await act(thaw)).toBe('granted');
  });

  test('holds it also when it is opened while the staff lets go', async () => {
    let happens: (() => Promise<unknown>) | undefined;
    const through: LineWishes['through'] = (store) => ({
      ...store,
      async commit(change) {
        const now = happens;
        happens = undefined;
        await now?.();
        return store.commit(change);
      },
    });
    const { order, mori } = await startPaid({ through });
    await act({ kind: 'freeze', tag: order.tag, reason: 'a warning of the bank' });
    const thaw = { kind: 'thaw', tag: order.tag, reason: 'the bank was wrong' } as const;
    const proposed = await proposeAct(world.core, staffId, 'request-thaw', thaw);
    happens = () => reportOrder(world.core, order, mori, words);
    expect(proposed.ok && outcome(await confirmAct(world.core, staffId, proposed.act.id))).toBe('case-open');
    expect((await current(order)).freeze).not.toBeNull();
  });

  test('may be decided for the buyer after the release: all of it goes back', async () => {
    const { order, mori } = await startPaid();
    await act({ kind: 'release', tag: order.tag, reason: 'handed over in person' });
    await reportOrder(world.core, order, mori, words);
    expect(await decide('buyer')).toBe('granted');
    expect(await current(order)).toMatchObject({ fulfilment: 'cancelled', refunds: [{ amountMinor: 112_00 }] });
    expect(await waitingCases(world.core)).toEqual([]);
  });

  test('is not decided by an act that would come to something else than it said', async () => {
    const { order, mori } = await startPaid();
    await reportOrder(world.core, order, mori, words);
    const [waiting] = await waitingCases(world.core);
    const decision = { kind: 'decide-case', caseId: waiting?.id ?? '', infavourOf: 'buyer', reason: 'yes' } as const;
    await act({ kind: 'take-case', caseId: decision.caseId, reason: 'mine' });
    const proposed = await proposeAct(world.core, staffId, 'request-stale', decision);
    await act({ kind: 'refund', tag: order.tag, reason: 'lost on its way' });
    expect(proposed.ok && outcome(await confirmAct(world.core, staffId, proposed.act.id))).toBe('act-changed');
    expect(await waitingCases(world.core)).toHaveLength(1);
  });
});

test('a report of a drop tells the staff, moves no money and stops no sale', async () => {
  const { mori } = await startPaid();
  const reported = await reportDrop(world.core, world.dropId, mori, { text: 'These are pictures of my own board.' });
  expect(reported).toMatchObject({ ok: true, opened: { kind: 'drop', aboutId: builderId } });
  expect(await told()).toEqual(['house: house-case-opened']);
  expect(await world.claim('nova')).toBe('granted');
  expect(await decide('buyer')).toBe('granted');
});

describe('an act of the staff', () => {
  const refund = (order: Order) => ({ kind: 'refund', tag: order.tag, reason: 'sent to the wrong country' }) as const;

  test('is done once, however often it is confirmed at once, and is nobody else’s to confirm', async () => {
    const { order } = await startPaid();
    const proposed = await proposeAct(world.core, staffId, 'request-refund', refund(order));
    if (!proposed.ok) throw new Error(proposed.refusal.code);
    expect(proposed.act.summary).toContain(`Refund $112.00 for ${order.tag}`);
    expect((await current(order)).fulfilment).toBe('paid');
    expect(outcome(await confirmAct(world.core, builderId, proposed.act.id))).toBe('act-of-another');
    const presses = await Promise.all([1, 2, 3].map(() => confirmAct(world.core, staffId, proposed.act.id)));
    expect(presses.map(outcome)).toEqual(['granted', 'granted', 'granted']);
    expect((await current(order)).refunds).toHaveLength(1);
    expect(await world.core.store.get('act', proposed.act.id)).toMatchObject({ doneAt: expect.any(Number) });
  });

  test('is done for both who confirm it, although one sees already what the other did', async () => {
    let happens: (() => Promise<unknown>) | undefined;
    const through: LineWishes['through'] = (store) => ({
      ...store,
      async get(kind, id) {
        const found = await store.get(kind, id);
        const now = kind === 'act' ? happens : undefined;
        if (now) happens = undefined;
        await now?.();
        return found;
      },
    });
    const { order } = await startPaid({ through });
    const proposed = await proposeAct(world.core, staffId, 'request-both', refund(order));
    if (!proposed.ok) throw new Error(proposed.refusal.code);
    const confirm = () => confirmAct(world.core, staffId, proposed.act.id);
    happens = confirm;
    expect(outcome(await confirm())).toBe('granted');
    expect((await current(order)).refunds).toHaveLength(1);
  });

  test.each(['before', 'after'] as const)('is done once when the process dies %s it is kept', async (when) => {
    let dies = false;
    const through: LineWishes['through'] = (store) => ({
      ...store,
      async commit(change) {
        const dead = dies;
        dies = false;
        if (!dead) return store.commit(change);
        if (when === 'after') await store.commit(change);
        throw new Error('the process died');
      },
    });
    const { order } = await startPaid({ through });
    const proposed = await proposeAct(world.core, staffId, 'request-dying', refund(order));
    if (!proposed.ok) throw new Error(proposed.refusal.code);
    dies = true;
    await expect(confirmAct(world.core, staffId, proposed.act.id)).rejects.toThrow('the process died');
    expect((await current(order)).fulfilment).toBe(when === 'after' ? 'cancelled' : 'paid');
    expect(outcome(await confirmAct(world.core, staffId, proposed.act.id))).toBe('granted');
    expect((await current(order)).refunds).toHaveLength(1);
  });

  test('asked for twice by one request is prepared once; it is void after ten minutes', async () => {
    const { order } = await startPaid();
    const [one, two] = [
      await proposeAct(world.core, staffId, 'request-once', refund(order)),
      await proposeAct(world.core, staffId, 'request-once', refund(order)),
    ];
    expect(one).toEqual(two);
    await world.pass(houseRules.actMs);
    expect(one.ok && outcome(await confirmAct(world.core, staffId, one.act.id))).toBe('act-expired');
    expect((await current(order)).fulfilment).toBe('paid');
  });

  test('is judged anew when it is confirmed', async () => {
    const { order } = await startPaid();
    const proposed = await proposeAct(world.core, staffId, 'request-late', refund(order));
    await world.pass(minute);
    await act({ kind: 'release', tag: order.tag, reason: 'handed over in person' });
    expect(proposed.ok && outcome(await confirmAct(world.core, staffId, proposed.act.id))).toBe('act-changed');
    const lines = (await world.core.store.history(order.id)).map(({ event, params }) => [event, params['reason']]);
    expect(lines.slice(-2)).toEqual([
      ['release-granted', 'handed over in person'],
      ['released', undefined],
    ]);
  });
});

test('nobody of the house decides of an order, a case or a standing of their own', async () => {
  const { order, mori } = await startPaid();
  const asBuyer = async (what: StaffAct) =>
    outcome(await proposeAct(world.core, mori.id, `request-${++requests}`, what));
  const reason = 'because I can';
  expect(await asBuyer({ kind: 'refund', tag: order.tag, reason })).toBe('own-matter');
  expect(await asBuyer({ kind: 'certify', discordId: 'discord-mori', guilds: ['builder'], reason })).toBe('own-matter');
  await reportOrder(world.core, order, mori, words);
  const [waiting] = await waitingCases(world.core);
  expect(await asBuyer({ kind: 'decide-case', caseId: waiting?.id ?? '', infavourOf: 'buyer', reason })).toBe(
    'own-matter',
  );
  expect(await decide('buyer')).toBe('granted');
});
