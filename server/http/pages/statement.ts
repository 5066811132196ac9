import { formatMoney } from '#shared/money.ts';
import type { MovementView, StandingView, StatementView } from '#shared/schemas/statement.ts';
import { statementPageTexts as text } from '#shared/text/en/pages-workshop.ts';
import { fill } from '#shared/text/say.ts';
import type { MonthsBeside } from '../../usecases/money/statements.ts';
import { writeCsv, writeDecimal } from '../csv.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

/** Movements that a page shows; the file has all of them. */
const shownMax = 500;

/** What the page of a month needs. */
export type StatementPageData = {
  readonly statement: StatementView;
  readonly beside: MonthsBeside;
  readonly me: SiteVisitor;
};

/** The movement, and how both sums stood after it. */
type Line = { readonly movement: MovementView; readonly after: StandingView };

/** A month between somebody and C500, to be read. */
export function statementPage({ statement, beside, me }: StatementPageData): string {
  const { month, opening, closing, movements } = statement;
  const lines = linesOf(statement).slice(-shownMax);
  const counts = { count: lines.length, all: movements.length };
  return framePage({
    title: fill(text.page, { month }),
    me,
    path: `/statements/${month}`,
    isPrivate: true,
    main: html`<div class="stack">
      <h1>${fill(text.title, { month })}</h1>
      <p class="lead">${text.lead}</p>
      <p class="row">
        ${beside.before === null ? null : monthLink(beside.before, text.before)}
        ${beside.after === null ? null : monthLink(beside.after, text.after)}
        <a class="button button--small" href="/statements/${month}.csv">${text.csv}</a>
      </p>
      ${standing(text.opening, opening, statement)}
      ${lines.length === 0 ? html`<p>${text.none}</p>` : table(lines, statement)}
      ${counts.count === counts.all ? null : html`<p class="muted">${fill(text.most, counts)}</p>`}
      ${standing(text.closing, closing, statement)}
    </div>`,
  });
}

/** The same as a file for a spreadsheet. Its first line names the columns; amounts are plain decimals. */
export function statementCsv(statement: StatementView): string {
  const { currency, opening, closing, movements } = statement;
  const { columns } = text;
  const decimal = (amountMinor: number) => writeDecimal(amountMinor, currency);
  const stands = ({ waitingMinor, owedMinor }: StandingView) => [decimal(waitingMinor), decimal(owedMinor), currency];
  const edge = (name: string, at: StandingView) => ['', '', '', name, '', '', '', '', ...stands(at)];
  const lines = linesOf(statement).map(({ movement, after }) => [
    new Date(movement.at).toISOString(),
    movement.tag,
    movement.title,
    text.movements[movement.kind],
    ...partsOf(movement).map((part) => (part === 0 ? '' : decimal(part))),
    ...stands(after),
  ]);
  const sums = [0, 1, 2, 3].map((index) => movements.reduce((sum, each) => sum + (partsOf(each)[index] ?? 0), 0));
  const last = ['', '', '', text.closing, ...sums.map(decimal), ...stands(closing)];
  return writeCsv([Object.values(columns), edge(text.opening, opening), ...lines, last]);
}

function linesOf({ opening, movements }: StatementView): readonly Line[] {
  const lines: Line[] = [];
  let { waitingMinor, owedMinor } = opening;
  for (const movement of movements) {
    waitingMinor += movement.waitingMinor;
    owedMinor += movement.owedMinor;
    lines.push({ movement, after: { waitingMinor, owedMinor } });
  }
  return lines;
}

/** More and less of each, all of them 0 or more: no amount of the file begins like a formula. */
function partsOf({ waitingMinor, owedMinor }: StandingView): readonly [number, number, number, number] {
  return [Math.max(0, waitingMinor), Math.max(0, 0 - waitingMinor), Math.max(0, owedMinor), Math.max(0, 0 - owedMinor)];
}

function monthLink(month: string, said: string): Html {
  return html`<a class="button button--quiet button--small" href="/statements/${month}">${said}</a>`;
}

function standing(title: string, { waitingMinor, owedMinor }: StandingView, { currency }: StatementView): Html {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  return html`<section class="card">
    <h2>${title}</h2>
    <dl class="facts">
      <div>
        <dt>${text.columns.waiting}</dt>
        <dd>${money(waitingMinor)}</dd>
      </div>
      <div>
        <dt>${text.columns.owed}</dt>
        <dd>${money(owedMinor)}</dd>
      </div>
    </dl>
  </section>`;
}

const amounts: readonly string[] = ['added', 'taken', 'owedMore', 'owedLess', 'waiting', 'owed'];
const isAmount = (column: string) => amounts.includes(column);
const shownColumns = ['date', 'tag', 'what', 'added', 'taken', 'owedMore', 'owedLess', 'waiting', 'owed'] as const;

function table(lines: readonly Line[], { currency }: StatementView): Html {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  return html`<div class="statement" tabindex="0" role="region" aria-label="${text.caption}">
    <table>
      <thead>
        <tr>
          ${shownColumns.map((column) => html`<th scope="col" class="${isAmount(column) ? 'statement__amount' : ''}">${text.columns[column]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ movement, after }) =>
            html`<tr>
              <td class="statement__date">${new Date(movement.at).toISOString().slice(0, 10)}</td>
              <td><span class="code">${movement.tag}</span><br />${movement.title}</td>
              <td>${text.movements[movement.kind]}</td>
              ${partsOf(movement).map((part) => html`<td class="statement__amount">${part === 0 ? '' : money(part)}</td>`)}
              <td class="statement__amount">${money(after.waitingMinor)}</td>
              <td class="statement__amount">${money(after.owedMinor)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
