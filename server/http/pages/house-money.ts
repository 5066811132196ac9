import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { moneyTexts } from '#shared/text/en/pages-money.ts';
import { fill } from '#shared/text/say.ts';
import type { BookLine, HeldRow, MoneyHealth } from '../../usecases/money/money-health.ts';
import { rowsPerPage } from '../../usecases/money/money-health.ts';
import type { ShownProblem } from './forms.ts';
import { deedForm } from './forms.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { stuckSheet } from './house-lists.ts';
import { differenceSheet, heldSheet, lineSheet } from './house-money-sheets.ts';
import { factList, money, orderLink, pager, part, personLink, reasonWords, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = moneyTexts;
const { columns, pages } = deskTexts;

/** How the house's money is: what it holds and owes, and whether its books agree with Stripe's. */
export function moneyPage(data: {
  readonly desk: Desk;
  readonly health: MoneyHealth;
  readonly currency: string;
  readonly problem?: ShownProblem | undefined;
}): string {
  const { desk, health, currency, problem } = data;
  return deskPage(desk, {
    here: 'money',
    title: pages.money,
    lead: text.lead,
    problem,
    main: [
      compared(desk, health, currency),
      html`<div class="desk__halves">
        ${health.totals.map((totals) =>
          part(`totals-${totals.currency}`, fill(text.perCurrency, { currency: totals.currency }), totalFacts(totals)),
        )}
        ${part('ageing', text.ageing, ageing(health, currency))}
      </div>`,
      part('held', text.held, [
        pager([
          { label: text.biggest, href: '/house/money/held?by=amount' },
          { label: text.oldest, href: '/house/money/held?by=age' },
        ]),
      ]),
      part('refunds-due', text.refundsDue, heldSheet(desk, text.refundsDue, health.refundsDue, currency)),
      part('payables', text.payables, payableSheet(desk, health, currency)),
      part('debts', text.debts, debtSheet(desk, health)),
      part('fund', text.fund, fundSheet(desk, health, currency)),
      part('stuck', text.effects, [
        stuckSheet(desk, health.effects),
        html`<p class="muted small">${fill(text.pending, health.pending)}</p>`,
      ]),
      part('ledger-accounts', text.accounts, [
        html`<p class="muted small">${text.accountsHint}</p>`,
        sheet(
          text.accounts,
          [{ heading: columns.account }, { heading: columns.amount, isAmount: true }],
          health.accounts.map(({ account, amountMinor, currency: own }) => [account, money(amountMinor, own)]),
        ),
      ]),
    ],
  });
}

function compared(desk: Desk, { reckoning, differences }: MoneyHealth, currency: string): Html {
  const found = reckoning?.compared;
  return part('compared', text.compared, [
    reckoning ? html`<p class="muted">${text.reckoned} ${momentTag(reckoning.at, desk.now)}</p>` : null,
    verdict(reckoning, differences),
    found
      ? factList([
          [text.comparedAt, momentTag(found.at, desk.now)],
          [text.ledger, money(found.ledgerMinor, currency)],
          [text.bank, money(found.bankMinor, currency)],
          [text.stripe, money(found.stripeMinor, currency)],
          [text.lines, found.lines],
        ])
      : null,
    differences.length > 0
      ? html`<h3>${text.differences}</h3>
          ${differenceSheet(desk, differences, currency)}`
      : null,
    html`<div class="row">
      ${deedForm({ action: '/house/money/look', csrf: desk.me.csrf, label: text.lookAgain })}
      <a class="button button--quiet" href="/house/money/lines">${text.allLines}</a>
    </div>`,
  ]);
}

function verdict(reckoning: MoneyHealth['reckoning'], differences: MoneyHealth['differences']): Html {
  if (!reckoning?.compared) return html`<p class="note note--wait">${reckoning ? text.stripeAway : text.never}</p>`;
  const { differing } = reckoning.compared;
  const away = reckoning.stripeAnswered ? null : html`<p class="note note--wait">${text.stripeAway}</p>`;
  if (differing === 0)
    return html`${away}
      <p class="note note--success">${text.agrees}</p>`;
  return differences.every(({ isUnderWay }) => isUnderWay)
    ? html`${away}
        <p class="note note--wait">${text.underWayOnly}</p>`
    : html`${away}
        <p class="note note--refusal">${fill(text.differs, { count: differing })}</p>`;
}

function totalFacts({ currency, ...totals }: MoneyHealth['totals'][number]): Html {
  return factList([
    [text.totals.heldMinor, money(totals.heldMinor, currency)],
    [text.totals.orders, totals.orders],
    [text.totals.refundsDueMinor, money(totals.refundsDueMinor, currency)],
    [text.totals.payableMinor, money(totals.payableMinor, currency)],
    [text.totals.owedMinor, money(totals.owedMinor, currency)],
    [text.totals.disputedMinor, money(totals.disputedMinor, currency)],
    [text.totals.fundMinor, money(totals.fundMinor, currency)],
    [text.totals.stripeMinor, money(totals.stripeMinor, currency)],
  ]);
}

function ageing({ ageing: groups }: MoneyHealth, currency: string): Html {
  return sheet(
    text.ageing,
    [
      { heading: columns.since },
      { heading: columns.amount, isAmount: true },
      { heading: columns.orders, isAmount: true },
    ],
    groups.map(({ daysMax, heldMinor, orders }, index) => {
      const from = groups[index - 1]?.daysMax;
      const days =
        from === undefined ? fill(text.ageingDays, { days: daysMax }) : fill(text.ageingFrom, { from, days: daysMax });
      return [days, money(heldMinor, currency), orders];
    }),
  );
}

function payableSheet(desk: Desk, { payables }: MoneyHealth, currency: string): Html {
  return sheet(
    text.payables,
    [
      { heading: columns.tag },
      { heading: columns.person },
      { heading: columns.amount, isAmount: true },
      { heading: columns.reason },
      { heading: columns.since },
    ],
    payables.map(({ tag, person, amountMinor, reason, since }) => [
      orderLink(tag) ?? '',
      personLink(person),
      money(amountMinor, currency),
      reason === null ? text.sendingNow : reasonWords(reason),
      momentTag(since, desk.now),
    ]),
  );
}

function debtSheet(desk: Desk, { debts }: MoneyHealth): Html {
  return sheet(
    text.debts,
    [{ heading: columns.person }, { heading: columns.amount, isAmount: true }, { heading: columns.since }],
    debts.map(({ person, debt, amountMinor }) => [
      personLink(person),
      money(amountMinor, debt.currency),
      debt.owed[0] ? momentTag(debt.owed[0].at, desk.now) : '',
    ]),
  );
}

function fundSheet(desk: Desk, { fund }: MoneyHealth, currency: string): Html {
  return sheet(
    text.fund,
    [
      { heading: columns.when },
      { heading: columns.tag },
      { heading: columns.what },
      { heading: columns.amount, isAmount: true },
    ],
    fund.map(({ at, tag, kind, amountMinor }) => [
      momentTag(at, desk.now),
      orderLink(tag) ?? '',
      kind,
      money(amountMinor, currency),
    ]),
  );
}

/** Orders whose money is held, the largest or the longest first, in pages. */
export function heldOrdersPage(data: {
  readonly desk: Desk;
  readonly by: 'amount' | 'age';
  readonly page: number;
  readonly rows: readonly HeldRow[];
  readonly count: number;
  readonly at: number | null;
  readonly currency: string;
}): string {
  const { desk, by, page, rows, count, at, currency } = data;
  const pageCount = Math.max(1, Math.ceil(count / rowsPerPage));
  const address = (order: string, number: number) => `/house/money/held?by=${order}&page=${number}`;
  return deskPage(desk, {
    here: 'money',
    title: text.held,
    main: [
      at === null
        ? html`<p class="note note--wait">${text.never}</p>`
        : html`<p class="muted">${text.reckoned} ${momentTag(at, desk.now)}</p>`,
      pager([
        { label: text.biggest, href: by === 'amount' ? null : address('amount', 1) },
        { label: text.oldest, href: by === 'age' ? null : address('age', 1) },
      ]),
      heldSheet(desk, text.held, rows, currency),
      html`<p class="muted">${fill(text.heldPage, { page: page + 1, pages: pageCount, count })}</p>`,
      pager([{ label: deskTexts.next, href: page + 1 < pageCount ? address(by, page + 2) : null }]),
    ],
  });
}

/** Our own book line by line beside Stripe's. */
export function linesPage(data: {
  readonly desk: Desk;
  readonly lines: readonly BookLine[];
  readonly next: { readonly id: string; readonly orderId: string } | null;
  readonly isFirst: boolean;
  readonly currency: string;
}): string {
  const { desk, lines, next, isFirst, currency } = data;
  return deskPage(desk, {
    here: 'money',
    title: text.linesTitle,
    lead: text.linesLead,
    main: [
      lineSheet(desk, lines, currency),
      pager([
        { label: deskTexts.first, href: isFirst ? null : '/house/money/lines' },
        {
          label: deskTexts.next,
          href: next && `/house/money/lines?${new URLSearchParams({ order: next.orderId, after: next.id })}`,
        },
      ]),
    ],
  });
}
