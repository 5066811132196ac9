import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { Debt } from '../../domain/trust-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { debtSubject, fundPuts, loadFund, writeOffDeadline } from './debts.ts';

/** Gives up what somebody has owed for too long: the fund pays for it, and C500 where the fund has too little. */
export async function writeOffDebt(core: Core, citizenId: CitizenId): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const now = core.clock.now();
    const debt = await core.store.get('debt', citizenId);
    if (!debt) return void (await core.store.commit({ deadlines: [{ subject: debtSubject(citizenId), due: [] }] }));
    const fund = await loadFund(core.store, debt.currency);
    const isOld = ({ at }: Debt['owed'][number]) => now >= at + houseRules.debtWriteOffMs;
    const rest: Debt = { ...debt, owed: debt.owed.filter((each) => !isOld(each)) };
    let left = fund.fundMinor;
    let spent = 0;
    const entries = debt.owed.filter(isOld).map((each, index): LedgerEntry => {
      const fromFund = Math.min(left, each.amountMinor);
      left -= fromFund;
      spent += fromFund;
      return writeOffEntry(debt, each, { fromFund, part: `${debt.version}:${index}`, at: now });
    });
    const { result } = await core.store.commit({
      put: [{ kind: 'debt', record: rest }, ...fundPuts(fund, spent)],
      entries,
      deadlines: [writeOffDeadline(rest)],
    });
    if (result === 'committed') return;
  }
  throw new Error('a debt kept changing while it was written off');
}

function writeOffEntry(
  { id, currency }: Debt,
  { orderId, amountMinor }: { readonly orderId: OrderId; readonly amountMinor: number },
  { fromFund, part, at }: { readonly fromFund: number; readonly part: string; readonly at: Instant },
): LedgerEntry {
  const postings = [
    { account: `owed-by:${id}`, amountMinor: -amountMinor },
    { account: 'fund', amountMinor: fromFund },
    { account: 'fee-income', amountMinor: amountMinor - fromFund },
  ] as const;
  return {
    id: `${orderId}:write-off:${id}:${part}`,
    kind: 'write-off',
    orderId,
    currency,
    stripeId: null,
    at,
    postings: postings.filter((each) => each.amountMinor !== 0),
  };
}
