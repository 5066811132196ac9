import { day, houseRules } from '#shared/house-rules.ts';
import { utcMonth } from '#shared/utc-month.ts';
import { seedId } from '../../../sandbox/product/seed.ts';
import { assertBalanced, escrowOf, partyAccounts, type LedgerEntry } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { allEntries, reconcile } from '../../usecases/money/reconcile.ts';
import { builders, type Life } from './life.ts';

const hasEnded = ({ fulfilment }: Order) => fulfilment === 'expired' || fulfilment === 'cancelled';
const isInquiry = (status: string) => status.startsWith('warning_');
const isClosed = (status: string) => ['won', 'lost', 'warning_closed'].includes(status);

/**
 * Watches every transfer that is made at Stripe, at the moment at which it is made: none of an order that stands still, and none of a charge
 * that a bank is taking back. What it finds is added to the list that it gives.
 */
export function watchTransfers({ world }: Life): readonly string[] {
  const wrong: string[] = [];
  const orders = new Map<string, Order>();
  const known = new Set<string>();
  world.app().core.store.onCommit(({ put = [] }) => {
    for (const { kind, record } of put) if (kind === 'order') orders.set(record.id, record);
  });
  world.stripe.onChange(() => {
    const { transfers, disputes } = world.stripe.model;
    if (transfers.size === known.size) return;
    for (const { id, transfer_group: group } of transfers.values()) {
      if (known.has(id)) continue;
      known.add(id);
      const order = orders.get(String(group));
      if (!order) wrong.push(`${id} was made for no order`);
      if (order?.freeze) wrong.push(`${id} was made while ${order.tag} stood still: ${order.freeze.reason}`);
      for (const { charge, status } of disputes.values())
        if (charge === order?.payment?.chargeId && !isClosed(status) && !isInquiry(status))
          wrong.push(`${id} was made while a bank asked for the money of ${order.tag} back`);
    }
  });
  return wrong;
}

/** What is wrong at any moment, whatever was done: signs, sums, units, and money that is held for too long. */
export async function wrongNow(life: Life): Promise<readonly string[]> {
  const { core } = life.world.app();
  const wrong: string[] = [];
  const balances = await core.store.balances();
  const sum = balances.reduce((total, { amountMinor }) => total + amountMinor, 0);
  if (sum !== 0) wrong.push(`the ledger comes to ${sum}`);
  for (const { account, amountMinor } of balances) {
    if (/^(held|refund-due|payable):|^fund$|^tax-payable$/.test(account) && amountMinor > 0)
      wrong.push(`${account} gave out ${amountMinor} more than it had`);
    if (account.startsWith('owed-by:') && amountMinor < 0) wrong.push(`${account} is ${amountMinor}`);
  }
  const taken = new Map<string, string>();
  for (const order of await life.orders()) {
    const unit = await core.store.unitOf(order.id);
    if ((unit !== undefined) === hasEnded(order))
      wrong.push(`${order.tag} is ${order.fulfilment} with ${unit ?? 'no unit'}`);
    if (unit === undefined) continue;
    const other = taken.get(`${order.dropId} ${unit}`);
    if (other) wrong.push(`${order.tag} has the unit of ${other}`);
    taken.set(`${order.dropId} ${unit}`, order.tag);
  }
  return wrong;
}

/** What is wrong with the money of each order, as the ledger tells it; slower, since it reads all of the ledger. */
export async function wrongOrders(life: Life): Promise<readonly string[]> {
  const { core } = life.world.app();
  const entries: LedgerEntry[] = [];
  for await (const entry of allEntries(core)) {
    assertBalanced(entry);
    entries.push(entry);
  }
  const ofOrders = Map.groupBy(entries, ({ orderId }) => orderId);
  const now = core.clock.now();
  return (await life.orders()).flatMap((order) => wrongVault(order, ofOrders.get(order.id) ?? [], now));
}

function wrongVault(order: Order, entries: readonly LedgerEntry[], now: number): readonly string[] {
  const escrow = escrowOf(order.id, entries);
  const negative = Object.entries(escrow).filter(([, amount]) => amount < 0);
  const { heldMinor } = escrow;
  const isTooOld = order.paidAt !== null && now - order.paidAt > houseRules.holdDaysMax * day;
  return [
    ...negative.map(([part, amount]) => `${part} of ${order.tag} is ${amount}`),
    ...(isTooOld && heldMinor > 0 && !isBuilders(order) && !isAtBank(order)
      ? [
          `${order.tag} has held ${heldMinor} for ${Math.floor((now - (order.paidAt ?? now)) / day)} days: ${statesOf(order)}`,
        ]
      : []),
  ];
}

/** What the fund put back is no buyer's any more, and the staff may stop it. */
function isBuilders({ disputes = [], freeze }: Order): boolean {
  return freeze !== null && disputes.some(({ isCovered }) => isCovered);
}

function isAtBank({ disputes = [] }: Order): boolean {
  return disputes.some(({ state, withdrawn }) => state === 'open' && withdrawn !== null);
}

function statesOf({ fulfilment, freeze, legs, refunds, disputes = [] }: Order): string {
  const states = { fulfilment, freeze, legs, refunds, disputes };
  return JSON.stringify(states);
}

/** What is wrong once nothing is left to happen: books against Stripe's, ends of orders, statements, and what the public is shown. */
export async function wrongAtTheEnd(life: Life): Promise<readonly string[]> {
  const { core } = life.world.app();
  const books = await reconcile(core);
  const pending = await core.store.pending();
  const stuck = await core.store.stuckEffects(1, 100);
  const known = stuck.filter(({ lastError }) => lastError?.includes('has been charged back'));
  return [
    ...books.differences.map((line) => `the books differ: ${JSON.stringify(line)}`),
    ...(pending.inbox + pending.effects > known.length
      ? [
          `there still wait: ${JSON.stringify({ ...pending, stuck: stuck.map(({ effect, lastError }) => [effect.key, lastError]) })}`,
        ]
      : []),
    ...(await wrongOrders(life)),
    ...(await wrongEnds(life)),
    ...wrongSum(life, books.ledgerMinor),
    ...(await wrongStatements(life)),
    ...(await wrongSolvency(life)),
  ];
}

/** Orders that were paid and are neither released nor refunded nor lost to a bank; and refunds or transfers that are under way for ever. */
async function wrongEnds(life: Life): Promise<readonly string[]> {
  const { store } = life.world.app().core;
  const found: string[] = [];
  for (const order of await life.orders()) {
    if (order.paidAt === null) {
      if (!hasEnded(order)) found.push(`${order.tag} is still ${order.fulfilment}`);
      continue;
    }
    const escrow = escrowOf(order.id, await store.entriesOf(order.id));
    const isUnderWay =
      escrow.heldMinor !== 0 ||
      order.refunds.some(({ state }) => state === 'sending' && !isPartOfLoss(order)) ||
      order.legs.some(
        ({ state, reversals = [] }) => state !== 'done' || reversals.some((each) => each.state === 'sending'),
      );
    if (isUnderWay) found.push(`${order.tag} has not ended: ${JSON.stringify(escrow)} ${statesOf(order)}`);
    else found.push(...wrongShares(life, order), ...wrongForBuyer(life, order));
  }
  return found;
}

/** Stripe gives nothing back of a payment of which a bank took a part: what is left of it is the staff's to send, who see that it is stuck. */
function isPartOfLoss({ disputes = [], payment }: Order): boolean {
  const whole = payment ? payment.itemMinor + payment.shippingMinor + payment.taxMinor : 0;
  return disputes.some(
    ({ state, withdrawn }) => state === 'lost' && withdrawn !== null && withdrawn.amountMinor < whole,
  );
}

/** What the parties were let have of an order of which nothing went back: the price less a tenth, and the shipping. */
function wrongShares(life: Life, order: Order): readonly string[] {
  const { payment, refunds, legs, disputes = [] } = order;
  if (!payment || refunds.length > 0 || disputes.length > 0 || order.releasedAt === null) return [];
  const feeMinor = Math.floor((payment.itemMinor + 5) / 10);
  const due = payment.itemMinor - feeMinor + payment.shippingMinor;
  const legsMinor = legs.reduce((sum, { amountMinor, withheldMinor = 0 }) => sum + amountMinor + withheldMinor, 0);
  const sent = [...life.world.stripe.model.transfers.values()]
    .filter(({ transfer_group: group }) => group === order.id)
    .reduce((sum, { amount }) => sum + amount, 0);
  const sentByUs = legs.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return legsMinor === due && sent === sentByUs
    ? []
    : [`of ${order.tag} ${due} was due, ${legsMinor} let go, and ${sent} of ${sentByUs} sent`];
}

/** A buyer gets no charge back twice: from us and from the bank. */
function wrongForBuyer({ world }: Life, { tag, payment }: Order): readonly string[] {
  const { charges, refunds, disputes } = world.stripe.model;
  const charge = charges.get(payment?.chargeId ?? '');
  if (!charge) return [`${tag} was paid by no charge`];
  const sent = [...refunds.values()]
    .filter((each) => each.charge === charge.id)
    .reduce((sum, { amount }) => sum + amount, 0);
  const lost = [...disputes.values()]
    .filter((each) => each.charge === charge.id && each.status === 'lost')
    .reduce((sum, { amount }) => sum + amount, 0);
  return sent + lost <= charge.amount ? [] : [`${tag} cost ${charge.amount}; ${sent} and ${lost} went back`];
}

/** What came in is what went to buyers, parties, banks and Stripe, and what is left is what our books have. */
function wrongSum({ world }: Life, ledgerMinor: number): readonly string[] {
  const { charges, refunds, transfers, reversals, disputes, balanceTransactions } = world.stripe.model;
  const total = (list: Iterable<{ readonly amount: number }>) => [...list].reduce((sum, { amount }) => sum + amount, 0);
  const fees = [...balanceTransactions.values()].reduce((sum, { fee }) => sum + fee, 0);
  const paid = [...charges.values()].filter(({ status }) => status === 'succeeded');
  const lost = [...disputes.values()].filter(({ status }) => status === 'lost');
  const left =
    total(paid) - total(refunds.values()) - total(lost) - total(transfers.values()) + total(reversals.values()) - fees;
  return left === ledgerMinor ? [] : [`${left} should be left at Stripe, and our books have ${ledgerMinor}`];
}

/** Every month's opening is the last one's closing, and the last closing is what the ledger has. */
async function wrongStatements(life: Life): Promise<readonly string[]> {
  const { core } = life.world.app();
  const balances = await core.store.balances();
  const balanceOf = (account: string) => balances.find((each) => each.account === account)?.amountMinor ?? 0;
  const wrong: string[] = [];
  for (const key of [...builders, 'hana']) {
    const [payable, owed] = partyAccounts(seedId(key));
    let standing = { waitingMinor: 0, owedMinor: 0 };
    for (const month of monthsOf(life)) {
      const { opening, movements, closing } = await life.as(key).getStatement({ params: { month } });
      const moved = movements.reduce(
        (sum, each) => ({
          waitingMinor: sum.waitingMinor + each.waitingMinor,
          owedMinor: sum.owedMinor + each.owedMinor,
        }),
        opening,
      );
      if (!isSame(opening, standing)) wrong.push(`${key}'s ${month} does not begin where the one before ended`);
      if (!isSame(moved, closing)) wrong.push(`${key}'s ${month} does not add up`);
      if (movements.some(({ kind }) => kind === 'other')) wrong.push(`${key}'s ${month} has a line without a name`);
      standing = closing;
    }
    const kept = { waitingMinor: 0 - balanceOf(payable), owedMinor: balanceOf(owed) };
    if (!isSame(standing, kept))
      wrong.push(`${key}'s statements end at ${JSON.stringify(standing)}, and the ledger at ${JSON.stringify(kept)}`);
  }
  return wrong;
}

type Standing = { readonly waitingMinor: number; readonly owedMinor: number };

function isSame(one: Standing, other: Standing): boolean {
  return one.waitingMinor === other.waitingMinor && one.owedMinor === other.owedMinor;
}

/** The months that a life has seen, by name, from the machine's own to the world's. */
export function monthsOf({ world }: Life): readonly string[] {
  const names: string[] = [];
  // A test may be running when a month ends.
  for (let at = Date.now() - day; at <= world.clock.now();) {
    const { name, from, length } = utcMonth(at);
    names.push(name);
    at = from + length * day;
  }
  return names;
}

async function wrongSolvency({ world }: Life): Promise<readonly string[]> {
  const view = await world.bot.getSolvency({});
  const balances = await world.app().core.store.balances();
  const sum = (begins: RegExp) =>
    balances.filter(({ account }) => begins.test(account)).reduce((total, { amountMinor }) => total + amountMinor, 0);
  const ofLedger = {
    heldMinor: 0 - sum(/^held:/),
    refundsDueMinor: 0 - sum(/^refund-due:/),
    payableMinor: 0 - sum(/^payable:/),
    taxMinor: 0 - sum(/^tax-payable$/),
    fundMinor: 0 - sum(/^fund$/),
    stripeMinor: sum(/^stripe$/),
    orders: balances.filter(({ account }) => account.startsWith('held:')).length,
  };
  return Object.entries(ofLedger).flatMap(([name, amount]) => {
    const shown = Object.entries(view).find(([each]) => each === name)?.[1];
    return shown === amount ? [] : [`the solvency page says ${name} ${String(shown)}, and the ledger ${amount}`];
  });
}
