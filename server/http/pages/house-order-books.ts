import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import type { OrderFile } from '../../usecases/house/order-file.ts';
import type { Desk } from './house-frame.ts';
import { actForm, money, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = fileTexts.order;
const { columns, effects } = deskTexts;

/** An order's entries of the ledger, each with its postings. */
export function ledgerSheet(desk: Desk, { entries }: OrderFile): Html {
  return sheet(
    text.entries,
    [
      { heading: columns.when },
      { heading: columns.what },
      { heading: text.posting },
      { heading: columns.amount, isAmount: true },
    ],
    entries.flatMap(({ id, kind, at, currency, stripeId, postings }) =>
      postings.map(({ account, amountMinor }, index) => [
        index === 0 ? momentTag(at, desk.now) : '',
        index === 0 ? html`${kind} <span class="desk__under">${stripeId ?? id}</span>` : '',
        account,
        money(amountMinor, currency),
      ]),
    ),
  );
}

/** Trying an effect again. */
export function effectDeed(desk: Desk, key: string, back: string): Html {
  return actForm(desk, {
    kind: 'retry-effect',
    id: key,
    label: effects.retry,
    explain: effects.retryExplain,
    fixed: { key },
    back,
  });
}
