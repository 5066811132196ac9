import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Money } from '#shared/money.ts';
import type { Order, Party } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';
import { citizenOf } from '../../domain/decide/take-back.ts';
import type { Debt, Fund } from '../../domain/trust-records.ts';
import type { Commit, Put, Store } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/** What an order's parties owe, and the records that say so, for the commit that changes them. */
export type Debts = { readonly owedMinor: Readonly<Partial<Record<Party, number>>>; readonly records: readonly Debt[] };

/** Where nobody's money is touched, nobody asks what they owe. */
export const noDebts: Debts = { owedMinor: {}, records: [] };
const prefix = 'debt:';

/** The subject of a debt's deadline. */
export function debtSubject(citizenId: CitizenId): string {
  return `${prefix}${citizenId}`;
}

/** What a citizen owes C500 after refunds of money that had been released to them. */
export async function owedOf(core: Core, citizenId: CitizenId): Promise<Money> {
  const debt = await core.store.get('debt', citizenId);
  return { amountMinor: debt ? totalOf(debt) : 0, currency: debt?.currency ?? core.settings.currency };
}

/** The citizen whose debt a deadline's subject is about. */
export function debtorOfSubject(subject: string): CitizenId | undefined {
  return subject.startsWith(prefix) ? (subject.slice(prefix.length) as CitizenId) : undefined;
}

/** Reads what the parties of an order owe, as far as their money may be touched. */
export async function loadDebts(store: Store, order: Order): Promise<Debts> {
  const { marketer } = order.terms.split;
  const parties: readonly Party[] = marketer ? ['builder', 'marketer'] : ['builder'];
  const all = await Promise.all(
    parties.map(async (party) => ({ party, record: await store.get('debt', citizenOf(order, party)) })),
  );
  const known = all.flatMap(({ party, record }) => (record ? [{ party, record }] : []));
  if (known.length === 0) return noDebts;
  return {
    owedMinor: Object.fromEntries(known.map(({ party, record }) => [party, totalOf(record)])),
    records: known.map(({ record }) => record),
  };
}

/**
 * What an order's events change about debts: what could not be taken back is added, what was withheld pays for the oldest first. The records
 * carry the version at which they were read, so that two releases cannot both withhold for the same debt.
 */
export function debtChanges(
  debts: Debts,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): Pick<Commit, 'put' | 'deadlines'> {
  const changed = new Map<CitizenId, Debt>();
  for (const event of events) {
    if (event.type !== 'owed' && event.type !== 'withheld') continue;
    const { citizenId: id, currency, amountMinor } = event;
    const known = changed.get(id) ?? debts.records.find((each) => each.id === id);
    const debt = known ?? { id, version: 0, currency, owed: [] };
    const owed =
      event.type === 'owed'
        ? [...debt.owed, { orderId: order.id, amountMinor, at: now }]
        : paid(debt.owed, amountMinor);
    changed.set(id, { ...debt, owed });
  }
  const records = [...changed.values()];
  return {
    put: records.map((record) => ({ kind: 'debt', record })),
    deadlines: records.map((record) => writeOffDeadline(record)),
  };
}

/** The protection fund: what it has, minor units, and its record as it was before anybody counted. */
export type FundState = { readonly fundMinor: number; readonly record: Fund };

/** A fund that nobody has looked at: nothing may be taken out of it. */
export const closedFund: FundState = { fundMinor: 0, record: { id: 'fund', version: 0, spentMinor: 0 } };

/** Looks at the fund. The record is read first, so that whoever takes out meanwhile makes this commit a conflict. */
export async function loadFund(store: Store, currency: string): Promise<FundState> {
  const record = (await store.get('fund', 'fund')) ?? closedFund.record;
  const balances = await store.balances();
  const found = balances.find((each) => each.account === 'fund' && each.currency === currency);
  // What the fund has is owed to those it protects: a credit.
  return { fundMinor: Math.max(0, 0 - (found?.amountMinor ?? 0)), record };
}

/** What a commit puts when it takes money out of the fund, so that two of them cannot both take the last of it. */
export function fundPuts({ record }: FundState, spentMinor: number): readonly Put[] {
  return spentMinor > 0 ? [{ kind: 'fund', record: { ...record, spentMinor: record.spentMinor + spentMinor } }] : [];
}

/** When the oldest of somebody's debts is given up. */
export function writeOffDeadline({ id, owed }: Debt) {
  const [oldest] = owed;
  const due = oldest ? [{ name: 'write-off', at: oldest.at + houseRules.debtWriteOffMs }] : [];
  return { subject: debtSubject(id), due };
}

function totalOf({ owed }: Debt): number {
  return owed.reduce((sum, each) => sum + each.amountMinor, 0);
}

function paid(owed: Debt['owed'], amountMinor: number): Debt['owed'] {
  let left = amountMinor;
  return owed.flatMap((each) => {
    const now = Math.min(left, each.amountMinor);
    left -= now;
    return now === each.amountMinor ? [] : [{ ...each, amountMinor: each.amountMinor - now }];
  });
}
