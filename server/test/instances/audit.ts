import type { HistoryLine } from '../../ports/store.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import type { House } from './house.ts';
import type { Memory } from './town.ts';

const ordersMax = 5_000;
const entriesMax = 50_000;

type Kept = { readonly order: Order; readonly unit: number | undefined; readonly history: readonly HistoryLine[] };

/**
 * What is wrong in a house where nothing is left to do, one sentence each, none when all is well. What people were told is held
 * against what is kept, and they remember from then on how things stand.
 */
export async function audit(house: House, memories: readonly Memory[]): Promise<readonly string[]> {
  const { books } = house;
  const orders = await books.recentOrders(ordersMax);
  const kept = await Promise.all(
    orders.map(async (order): Promise<Kept> => {
      const [unit, history] = await Promise.all([books.unitOf(order.id), books.history(order.id)]);
      return { order, unit, history };
    }),
  );
  const entries = await books.entries(null, entriesMax);
  return [
    ...(await wrongMoney(house)),
    ...(await wrongLedger(house, entries)),
    ...wrongUnits(kept),
    ...wrongHistories(kept, entries),
    ...(await wrongWork(house)),
    ...wrongAtStripe(house, orders),
    ...forgotten(orders, memories),
  ];
}

async function wrongMoney({ operator }: House): Promise<readonly string[]> {
  const { stripe, balances, stuckEffects } = await operator.getMoneyHealth({});
  const owed = balances.filter(
    ({ account, amountMinor }) => /^(held|refund-due|payable):/.test(account) && amountMinor > 0,
  );
  return [
    ...(stripe?.agrees && stripe.ledgerMinor === stripe.stripeMinor
      ? []
      : [`the ledger and Stripe differ: ${JSON.stringify(stripe)}`]),
    ...owed.map(({ account, amountMinor }) => `${account} gave out ${amountMinor} more than it had`),
    ...stuckEffects.map(({ key, lastError }) => `effect ${key} is stuck: ${lastError ?? ''}`),
  ];
}

async function wrongLedger({ books }: House, entries: readonly LedgerEntry[]): Promise<readonly string[]> {
  const sums = new Map<string, number>();
  const wrong: string[] = [];
  for (const entry of entries) {
    const sum = entry.postings.reduce((total, { amountMinor }) => total + amountMinor, 0);
    if (sum !== 0) wrong.push(`entry ${entry.id} does not balance: ${sum}`);
    for (const { account, amountMinor } of entry.postings) {
      const key = `${account} ${entry.currency}`;
      sums.set(key, (sums.get(key) ?? 0) + amountMinor);
    }
  }
  const balances = new Map(
    (await books.balances()).map(({ account, currency, amountMinor }) => [`${account} ${currency}`, amountMinor]),
  );
  for (const key of new Set([...sums.keys(), ...balances.keys()]))
    if ((sums.get(key) ?? 0) !== (balances.get(key) ?? 0))
      wrong.push(`${key} is kept as ${balances.get(key) ?? 0} and its entries come to ${sums.get(key) ?? 0}`);
  return wrong;
}

function wrongUnits(kept: readonly Kept[]): readonly string[] {
  const wrong: string[] = [];
  const owners = new Map<string, string>();
  for (const { order, unit } of kept) {
    const isAlive = order.fulfilment !== 'expired' && order.fulfilment !== 'cancelled';
    if (isAlive !== (unit !== undefined))
      wrong.push(`${order.tag} is ${order.fulfilment} and has unit ${unit ?? 'none'}`);
    if (unit === undefined) continue;
    const place = `unit ${unit} of ${order.dropId}`;
    const other = owners.get(place);
    if (other) wrong.push(`${place} was sold to ${other} and to ${order.tag}`);
    owners.set(place, order.tag);
  }
  return wrong;
}

/** What the history must say as often as the ledger does. */
const told: readonly (readonly [RegExp, LedgerEntry['kind']])[] = [
  [/^paid(-late)?$/, 'charge'],
  [/^released$/, 'release'],
  [/^transfer-created-/, 'transfer'],
  [/^refund-sent$/, 'refund-sent'],
];

/** Each version of an order has its lines, numbered without a gap, and the first of them is the claim. */
function wrongHistories(kept: readonly Kept[], entries: readonly LedgerEntry[]): readonly string[] {
  const ofOrders = Map.groupBy(entries, ({ orderId }) => orderId);
  return kept.flatMap(({ order, history }) => {
    const wrong: string[] = [];
    const versions = Map.groupBy(history, ({ seq }) => Math.floor(seq / 1_000));
    for (const [version, lines] of versions) {
      const seqs = lines.map(({ seq }) => seq % 1_000);
      if (seqs.some((seq, index) => seq !== index)) wrong.push(`the history of ${order.tag} has a gap: ${seqs.join()}`);
      if (version >= order.version) wrong.push(`the history of ${order.tag} tells of version ${version}`);
    }
    if (history[0]?.event !== 'claimed' || history[0].seq !== 0)
      wrong.push(`the history of ${order.tag} does not begin with its claim`);
    for (const [event, kind] of told) {
      const lines = history.filter((line) => event.test(line.event)).length;
      const booked = (ofOrders.get(order.id) ?? []).filter((entry) => entry.kind === kind).length;
      if (lines !== booked) wrong.push(`${order.tag} tells ${lines} times of a ${kind} and has booked ${booked}`);
    }
    return wrong;
  });
}

async function wrongWork({ books }: House): Promise<readonly string[]> {
  const { inbox, effects } = await books.pending();
  return inbox + effects === 0 ? [] : [`${inbox} messages and ${effects} effects wait`];
}

/** What was done at Stripe more than once, or for nobody. */
function wrongAtStripe({ stripe }: House, orders: readonly Order[]): readonly string[] {
  const known = new Set<string>(orders.map(({ tag }) => tag));
  const transfers = [...stripe.model.transfers.values()].map(({ metadata }) =>
    [metadata['tag'], metadata['party']].join(' '),
  );
  const refunds = [...stripe.model.refunds.values()].map(({ charge }) => String(charge));
  const twice = (all: readonly string[]) => all.filter((each, index) => all.indexOf(each) !== index);
  return [
    ...twice(transfers).map((each) => `two transfers were made for ${each}`),
    ...twice(refunds).map((each) => `charge ${each} was refunded twice`),
    ...transfers.filter((each) => !known.has(each.split(' ')[0] ?? '')).map((each) => `a transfer for nobody: ${each}`),
  ];
}

/** Orders that were answered and are not kept, or are not as was said. */
function forgotten(orders: readonly Order[], memories: readonly Memory[]): readonly string[] {
  const byTag = new Map<string, Order>(orders.map((order) => [order.tag, order]));
  return memories.flatMap((memory) => {
    const order = byTag.get(memory.tag);
    if (!order) return [`${memory.tag} was answered and is lost`];
    const { told: answered } = memory;
    memory.told = undefined;
    memory.fulfilment = order.fulfilment;
    if (!answered || answered.leadsTo.includes(order.fulfilment)) return [];
    return [`${memory.tag} was ${answered.what}, as was said, and is ${order.fulfilment}`];
  });
}
