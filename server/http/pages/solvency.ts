import { formatMoney } from '#shared/money.ts';
import type { SolvencyView } from '#shared/schemas/trust.ts';
import { moneyTexts, solvencyTexts } from '#shared/text/en/pages-money.ts';
import { fill } from '#shared/text/say.ts';
import { ordersPerGroupMin } from '../../usecases/money/solvency.ts';
import { part, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

const text = solvencyTexts;
const parts = ['heldMinor', 'refundsDueMinor', 'payableMinor', 'taxMinor'] as const;

/** What the house holds and what of it belongs to others, for anybody: one sentence, a drawing, and the sums. */
export function solvencyPage(data: { readonly view: SolvencyView; readonly me: SiteVisitor | null }): string {
  const { view, me } = data;
  const money = moneyOf(view);
  const owedMinor = owedOf(view);
  const words = { stripe: money(view.stripeMinor), owed: money(owedMinor), short: money(view.shortMinor) };
  return framePage({
    title: text.title,
    description: text.description,
    me,
    path: '/solvency',
    following: { now: view.at },
    styles: ['house.css'],
    main: html`<div class="stack narrow solvency">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <section class="card ${view.covered ? 'card--mint' : 'card--vanilla'}" aria-labelledby="covered">
        <h2 id="covered">${view.covered ? text.covered : fill(text.short, words)}</h2>
        <p>${fill(view.covered ? text.coveredLead : text.shortLead, words)}</p>
        <p class="small">${text.at} ${momentTag(view.at, view.at)}</p>
      </section>
      ${part('balance', text.drawing, [drawing(view, owedMinor), sums(view, owedMinor)])}
      ${part('reconciled', text.reconciled, reconciled(view))} ${part('ageing', text.ageing, ageing(view))}
      <p class="muted small">${text.api} <a href="/v1/solvency">/v1/solvency</a></p>
    </div>`,
  });
}

function moneyOf({ currency }: SolvencyView): (amountMinor: number) => string {
  return (amountMinor) => formatMoney({ amountMinor, currency });
}

function owedOf(view: SolvencyView): number {
  return parts.reduce((sum, name) => sum + view[name], 0);
}

/** Two bars of one scale, one above the other: whoever sees that the upper is as long as the lower has seen it. */
function drawing(view: SolvencyView, owedMinor: number): Html {
  const whole = Math.max(view.stripeMinor, owedMinor, 1);
  const width = (amountMinor: number) => Math.max(0, (amountMinor * 100) / whole);
  let x = 0;
  const stretches = parts.map((name) => {
    const from = x;
    x += width(view[name]);
    return html`<rect class="balance__${name}" x="${from}" y="9" width="${width(view[name])}" height="5" />`;
  });
  return html`<svg class="balance" viewBox="0 0 100 15" preserveAspectRatio="none" aria-hidden="true">
    <rect class="balance__ground" x="0" y="1" width="100" height="5" rx="1" />
    <rect class="balance__stripe" x="0" y="1" width="${width(view.stripeMinor)}" height="5" rx="1" />
    <rect class="balance__ground" x="0" y="9" width="100" height="5" rx="1" />
    ${stretches}
  </svg>`;
}

function sums(view: SolvencyView, owedMinor: number): Html {
  const money = moneyOf(view);
  return html`<dl class="sum">
    <div class="sum__total">
      <dt><span class="dot dot--stripe"></span>${text.stripe}</dt>
      <dd>${money(view.stripeMinor)}</dd>
    </div>
    ${parts.map(
      (name) =>
        html`<div>
          <dt><span class="dot dot--${name}"></span>${partTitle(view, name)}</dt>
          <dd>${money(view[name])}</dd>
        </div>`,
    )}
    <div class="sum__total">
      <dt>${text.sum}</dt>
      <dd>${money(owedMinor)}</dd>
    </div>
    <div>
      <dt>${text.fund}</dt>
      <dd>${money(view.fundMinor)}</dd>
    </div>
  </dl>`;
}

function partTitle({ orders }: SolvencyView, name: (typeof parts)[number]): string {
  return name === 'heldMinor' && orders === 1 ? text.parts.heldMinorOne : fill(text.parts[name], { orders });
}

function reconciled({ reconciled: last, at }: SolvencyView): Html {
  return last
    ? html`<p>${momentTag(last.at, at)}, ${last.agrees ? text.agrees : text.disagrees}.</p>`
    : html`<p>${text.neverReconciled}</p>`;
}

function ageing(view: SolvencyView): Html {
  const { days, amount, orders } = text.ageingColumns;
  const money = moneyOf(view);
  return html`<p>${text.ageingLead}</p>
    ${sheet(
      text.ageing,
      [{ heading: days }, { heading: amount, isAmount: true }, { heading: orders, isAmount: true }],
      view.ageing.map((group, index) => {
        const from = view.ageing[index - 1]?.daysMax;
        const until = { days: group.daysMax, from: from ?? 0 };
        return [
          fill(from === undefined ? moneyTexts.ageingDays : moneyTexts.ageingFrom, until),
          money(group.heldMinor),
          group.orders,
        ];
      }),
    )}
    <p class="muted small">${view.orders < ordersPerGroupMin ? text.tooFew : text.few}</p>`;
}
