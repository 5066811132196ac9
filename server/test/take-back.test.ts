import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { day, hour, houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { escrowOf } from '../domain/ledger.ts';
import type { Order, Role } from '../domain/order.ts';
import type { Command } from '../domain/order-commands.ts';
import { applyCommand, planCommand } from '../usecases/orders/apply-command.ts';
import type { Core } from '../usecases/work/core.ts';
import { owedOf } from '../usecases/money/debts.ts';
import { createReversal } from '../usecases/money/move-money.ts';
import { reconcile } from '../usecases/money/reconcile.ts';
import { buy, deliverNotices, kindsFor, listDrop } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
// Whatever was done to whom, our books and Stripe's say the same, line by line.
afterEach(async () => {
  await world.settle();
  const { differences, agrees } = await reconcile(world.app().core);
  expect(differences).toEqual([]);
  expect(agrees).toBe(true);
});

const core = () => world.app().core;

async function kept(tag: string): Promise<Order> {
  const order = await core().store.orderByTag(tag);
  if (!order) throw new Error(`${tag} is gone`);
  return order;
}

async function give(tag: string, command: Command, role: Role = 'staff'): Promise<Order> {
  const applied = await applyCommand(core(), (await kept(tag)).id, command, role);
  if (!applied.ok) throw new Error(`${command.type} was refused: ${applied.refusal.code}`);
  return applied.order;
}

const vaultOf = async (tag: string) => {
  const { id } = await kept(tag);
  const { heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor } = escrowOf(
    id,
    await core().store.entriesOf(id),
  );
  return [heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor];
};

/** A board of $450 with $12 of shipping that its buyer paid for, and whose money the staff let go. */
async function released(key: string, of?: DropView): Promise<string> {
  const { tag } = await buy(world, key, of ?? (await listDrop(world)));
  await give(tag, { type: 'grant-release', reason: 'handed over at a meetup' });
  await world.settle();
  return tag;
}

const refund = (tag: string) => give(tag, { type: 'refund-order', reason: 'it never worked' });
const part = (tag: string, amountMinor: number) => give(tag, { type: 'refund-part', amountMinor, reason: 'scratched' });
const balanceOf = async (account: string) =>
  (await core().store.balances()).find((each) => each.account === account)?.amountMinor ?? 0;
const reversalsOf = async (tag: string) => {
  const sent = (await kept(tag)).legs.map(({ transferId }) => transferId);
  return [...world.stripe.model.reversals.values()]
    .filter(({ transfer }) => sent.includes(String(transfer)))
    .map(({ amount }) => amount)
    .toSorted((one, other) => one - other);
};
const spend = (key: string) => world.stripe.payOutAccount(world.accounts[key] ?? '');

describe('a refund after release', () => {
  test('the buyer has it at once, and it is taken back from builder, marketer, fee and fund', async () => {
    const shared = await listDrop(world, { marketer: 'hana' });
    await deliverNotices(world);
    const tag = await released('nova', shared);
    const [sent] = world.stripe.model.transfers.values();
    expect(sent).toBeDefined();
    await refund(tag);
    await world.settle();
    expect(await kept(tag)).toMatchObject({
      fulfilment: 'cancelled',
      refunds: [{ amountMinor: 462_00, state: 'done' }],
    });
    expect(await vaultOf(tag)).toEqual([0, 0, 462_00, 0, 0]);
    const legs = (await kept(tag)).legs.map(({ amountMinor }) => amountMinor).toSorted((one, other) => one - other);
    expect(await reversalsOf(tag)).toEqual(legs);
    expect([await balanceOf('fee-income'), await balanceOf('fund')]).toEqual([0, 0]);
  });

  test('of a part of it, before and after, everybody keeps their share of what is left', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world));
    await part(tag, 50_00);
    await world.settle();
    await give(tag, { type: 'grant-release', reason: 'handed over' });
    await world.settle();
    // 90% of the $400 that are left of the price, and the shipping.
    expect((await kept(tag)).legs).toMatchObject([{ amountMinor: 372_00, state: 'done' }]);
    await part(tag, 100_00);
    await world.settle();
    expect(await reversalsOf(tag)).toEqual([90_00]);
    expect(await vaultOf(tag)).toEqual([0, 312_00, 150_00, 0, 0]);
    const { refunds, fulfilment } = await kept(tag);
    expect(fulfilment).toBe('paid');
    const { buyerId, dropId } = await kept(tag);
    expect((await core().store.get('exposure', buyerId))?.taken[dropId]).toBe(1);
    expect(refunds.map(({ amountMinor, state }) => [amountMinor, state])).toEqual([
      [50_00, 'done'],
      [100_00, 'done'],
    ]);
    await expect(part(tag, 312_01)).rejects.toThrow('amount-too-high');
  });

  test('an answer of Stripe that was lost, and a core that ended, take nothing a second time', async () => {
    const tag = await released('mori');
    world.stripe.faults.failNext = [
      { path: 'POST /v1/transfers/[^/]+/reversals$', mode: 'after', times: 2 },
      { path: 'POST /v1/refunds$', mode: 'after', times: 2 },
    ];
    await refund(tag);
    await world.settle();
    await world.restart();
    await world.pass(day);
    expect(await reversalsOf(tag)).toEqual([417_00]);
    const charge = (await kept(tag)).payment?.chargeId;
    expect([...world.stripe.model.refunds.values()].filter((each) => each.charge === charge)).toHaveLength(1);
    expect((await kept(tag)).legs).toMatchObject([{ reversals: [{ amountMinor: 417_00, state: 'done' }] }]);
  });
});

test('a reversal that another process was faster with is not owed as well', async () => {
  const tag = await released('nova');
  world.stripe.faults.down = true;
  await part(tag, 100_00);
  await world.settle();
  world.stripe.faults.down = false;
  const order = await kept(tag);
  const row = (await core().store.effectsOf(order.id)).find(({ effect }) => effect.kind === 'create-reversal');
  if (row?.effect.kind !== 'create-reversal') throw new Error('nothing is to be reversed');
  const { payments } = core();
  const late: Core = {
    ...core(),
    payments: {
      ...payments,
      async createReversal(request, key) {
        await payments.createReversal(request, key);
        return { refused: 'nothing of it is left' };
      },
    },
  };
  const { command } = await createReversal(late, row.effect, order);
  expect(command).toMatchObject({ type: 'reversal-created', amountMinor: 90_00 });
  await world.pass(hour);
});

describe('whoever has spent it', () => {
  test('owes it, and it is kept back from what they are let have next', async () => {
    const builder = (await kept(await released('nova'))).builderId;
    const tag = await released('mori');
    spend('kumo');
    await deliverNotices(world);
    await part(tag, 100_00);
    await world.settle();
    expect((await owedOf(core(), builder)).amountMinor).toBe(90_00);
    expect(await balanceOf(`owed-by:${builder}`)).toBe(90_00);
    expect(await vaultOf(tag)).toEqual([0, 362_00, 100_00, 0, 0]);
    const next = await released('juno');
    expect((await kept(next)).legs).toMatchObject([{ amountMinor: 327_00, withheldMinor: 90_00, state: 'done' }]);
    expect((await owedOf(core(), builder)).amountMinor).toBe(0);
    expect(await balanceOf(`owed-by:${builder}`)).toBe(0);
    const notices = await deliverNotices(world);
    expect(kindsFor(notices, 'kumo', tag)).toContain('owed');
    expect(kindsFor(notices, 'kumo', next)).toContain('withheld');
  });

  test('in part, gives back what is left and owes the rest', async () => {
    const dear = await released('nova', await listDrop(world, { price: '600' }));
    const { builderId } = await kept(dear);
    spend('kumo');
    await released('juno');
    await refund(dear);
    await world.settle();
    // The $417 of the other order are all there is; the rest of the $552 is owed.
    expect(await reversalsOf(dear)).toEqual([417_00]);
    expect((await owedOf(core(), builderId)).amountMinor).toBe(135_00);
    const next = await released('mori');
    expect((await kept(next)).legs).toMatchObject([{ withheldMinor: 135_00 }]);
    expect((await owedOf(core(), builderId)).amountMinor).toBe(0);
  });

  test('has the same cent kept back by one release only, and the fund gives its last by one commit only', async () => {
    const tag = await released('sol', await listDrop(world, { price: '60' }));
    spend('kumo');
    await part(tag, 50_00);
    await world.settle();
    const orders = [await kept((await buy(world, 'mori', await listDrop(world, { price: '60' }))).tag)];
    orders.push(await kept((await buy(world, 'juno', await listDrop(world, { price: '60' }))).tag));
    const plansOf = (command: Command, of: readonly Order[]) =>
      Promise.all(of.map((order) => planCommand(core(), order, command, 'staff')));
    const keep = async (plans: Awaited<ReturnType<typeof plansOf>>) => {
      const results: string[] = [];
      for (const plan of plans) results.push(plan.ok ? (await core().store.commit(plan.commit)).result : 'refused');
      return results;
    };
    const letGo = { type: 'grant-release', reason: 'handed over' } as const;
    expect(await keep(await plansOf(letGo, orders))).toEqual(['committed', 'conflict']);
    await give(orders[1]?.tag ?? '', letGo);
    await world.settle();
    const legs = await Promise.all(orders.map(async (order) => (await kept(order.tag)).legs));
    expect(legs.flat().map(({ withheldMinor = 0 }) => withheldMinor)).toEqual([45_00, 0]);
    const back = { type: 'refund-part', amountMinor: 30_00, reason: 'scratched' } as const;
    const again = await Promise.all(orders.map((order) => kept(order.tag)));
    expect(await keep(await plansOf(back, again))).toEqual(['committed', 'conflict']);
  });

  test('for 180 days, owes it no more: the fund pays, and what it lacks C500 does; never the buyer', async () => {
    const tag = await released('nova');
    const { builderId } = await kept(tag);
    spend('kumo');
    await refund(tag);
    await world.settle();
    expect((await owedOf(core(), builderId)).amountMinor).toBe(417_00);
    const [fund, income] = [await balanceOf('fund'), await balanceOf('fee-income')];
    await world.pass(houseRules.debtWriteOffMs + day);
    expect((await owedOf(core(), builderId)).amountMinor).toBe(0);
    expect(await balanceOf(`owed-by:${builderId}`)).toBe(0);
    expect(await balanceOf('fund')).toBe(0);
    expect(await balanceOf('fee-income')).toBe(income + 417_00 + fund);
  });

  test('and closed their account, owes it all the same, and what they are let have waits', async () => {
    const drop = await listDrop(world, { price: '60', units: 2 });
    const [tag, next] = [await released('sol', drop), (await buy(world, 'nova', drop)).tag];
    spend('kumo');
    world.stripe.closeAccount(world.accounts['kumo'] ?? '');
    await part(tag, 30_00);
    await world.settle();
    expect((await owedOf(core(), (await kept(tag)).builderId)).amountMinor).toBe(27_00);
    await give(next, { type: 'grant-release', reason: 'handed over' });
    await world.settle();
    expect((await kept(next)).legs).toMatchObject([{ withheldMinor: 27_00, reason: 'account-not-ready' }]);
  });
});
