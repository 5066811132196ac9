import type { StudioState } from '../../state.ts';

type OrderMoney = NonNullable<StudioState['core']['inHand']>;

/** A place where some of an order's money is now. `flow` says how it got there: `held` is the Vault itself. */
export type RiverPlace = {
  readonly key: string;
  readonly name: string;
  readonly flow: 'held' | 'waiting' | 'sent' | 'kept' | 'back';
  readonly amountMinor: number;
};

/** Where every cent of one order is. `addsUp` is false only when the books are wrong. */
export type River = {
  readonly paidMinor: number;
  readonly currency: string;
  readonly places: readonly RiverPlace[];
  readonly addsUp: boolean;
  /** What Stripe kept for itself; C500 pays it out of its own share. */
  readonly stripeFeeMinor: number;
};

/** Reads the river out of an order's ledger entries. Amounts are minor units; debit is positive. */
export function readRiver({ order, entries }: OrderMoney): River {
  const postings = entries.flatMap(({ kind, postings: lines }) => lines.map((line) => ({ ...line, kind })));
  const sum = (matches: (line: (typeof postings)[number]) => boolean) =>
    postings.filter(matches).reduce((total, { amountMinor }) => total + amountMinor, 0);
  const owed = (name: string) => -sum(({ account }) => account === name || account.startsWith(`${name}:`));
  const parties = [...new Set(postings.flatMap(({ account }) => (account.startsWith('payable:') ? [account] : [])))];
  const paidMinor = sum(
    ({ kind, account }) => kind.endsWith('charge') && (account === 'stripe' || account === 'stripe-fees'),
  );
  const places: RiverPlace[] = [
    { key: 'vault', name: 'In the Vault', flow: 'held', amountMinor: owed('held') },
    ...parties.flatMap((account, index): RiverPlace[] => {
      const name = index === 0 ? order.builderNickname : 'the marketer';
      const sent = sum((line) => line.account === account && line.kind === 'transfer');
      return [
        { key: `${account}:sent`, name: `With ${name}`, flow: 'sent', amountMinor: sent },
        { key: `${account}:waits`, name: `On its way to ${name}`, flow: 'waiting', amountMinor: owed(account) },
      ];
    }),
    { key: 'fee', name: 'C500’s fee', flow: 'kept', amountMinor: owed('fee-income') },
    { key: 'fund', name: 'Protection fund', flow: 'kept', amountMinor: owed('fund') },
    { key: 'tax', name: 'Tax, set aside', flow: 'kept', amountMinor: owed('tax-payable') },
    { key: 'refund-due', name: 'On its way back', flow: 'waiting', amountMinor: owed('refund-due') },
    {
      key: 'refunded',
      name: 'Back with the buyer',
      flow: 'back',
      amountMinor: sum(({ kind, account }) => kind === 'refund-sent' && account.startsWith('refund-due')),
    },
  ];
  const total = places.reduce((all, { amountMinor }) => all + amountMinor, 0);
  return {
    paidMinor,
    currency: postings[0]?.currency ?? order.vault?.currency ?? 'USD',
    places: places.filter(({ amountMinor }) => amountMinor !== 0),
    addsUp: total === paidMinor,
    stripeFeeMinor: sum(({ account }) => account === 'stripe-fees'),
  };
}
