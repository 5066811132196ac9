import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { moneyTexts } from '#shared/text/en/pages-money.ts';
import type { BookLine, DifferenceRow, HeldRow } from '../../usecases/money/money-health.ts';
import type { Desk } from './house-frame.ts';
import { money, orderLink, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = moneyTexts;
const { columns } = deskTexts;

/** Orders with an amount and since when, in a table. */
export function heldSheet(desk: Desk, caption: string, rows: readonly HeldRow[], currency: string): Html {
  return sheet(
    caption,
    [{ heading: columns.tag }, { heading: columns.amount, isAmount: true }, { heading: columns.since }],
    rows.map(({ tag, amountMinor, since }) => [
      orderLink(tag) ?? '',
      money(amountMinor, currency),
      momentTag(since, desk.now),
    ]),
  );
}

/** What the two books tell differently, in a table. */
export function differenceSheet(desk: Desk, rows: readonly DifferenceRow[], currency: string): Html {
  return sheet(
    text.differences,
    [
      { heading: columns.since },
      { heading: text.ours },
      { heading: text.theirs },
      { heading: text.ledger, isAmount: true },
      { heading: text.stripe, isAmount: true },
      { heading: columns.state },
    ],
    rows.map((row) => [
      momentTag(row.at, desk.now),
      row.entryId === null
        ? html`<span class="muted">${text.missing}</span>`
        : html`${orderLink(row.tag)} <span class="desk__under">${row.entryId}</span>`,
      html`${row.stripeId} <span class="desk__under">${row.movementId ?? text.missing}</span>`,
      money(row.ledgerMinor, currency),
      money(row.stripeMinor, currency),
      stateChip(row.isUnderWay ? 'under-way' : 'differs'),
    ]),
  );
}

/** Lines of our own book, in a table. */
export function lineSheet(desk: Desk, rows: readonly BookLine[], currency: string): Html {
  return sheet(
    text.linesTitle,
    [
      { heading: columns.when },
      { heading: text.ours },
      { heading: text.theirs },
      { heading: text.ledger, isAmount: true },
      { heading: text.stripe, isAmount: true },
      { heading: columns.state },
    ],
    rows.map((row) => [
      momentTag(row.at, desk.now),
      html`${orderLink(row.tag)} ${row.kind} <span class="desk__under">${row.entryId}</span>`,
      row.stripeId ?? text.missing,
      money(row.ledgerMinor, currency),
      row.stripeMinor === null ? '' : money(row.stripeMinor, currency),
      stateChip(row.state),
    ]),
  );
}

function stateChip(state: BookLine['state']): Html {
  const pastels = { agrees: 'mint', differs: 'sakura', 'under-way': 'vanilla', 'not-compared': 'lavender' } as const;
  return html`<span class="chip chip--${pastels[state]}">${text.states[state]}</span>`;
}
