import { formatMoney } from '#shared/money.ts';
import type { DashboardView } from '#shared/schemas/builder.ts';
import { codeTexts, reasonTexts } from '#shared/text/en/reasons.ts';
import { workshopPageTexts as text } from '#shared/text/en/pages-workshop.ts';
import { fill } from '#shared/text/say.ts';
import type { StandingView } from '#shared/schemas/statement.ts';
import type { WorkshopLeg, WorkshopOrder, WorkshopPage } from '../../usecases/money/workshop.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

/** What a builder's page of their money needs. */
export type WorkshopPageData = {
  readonly page: WorkshopPage;
  readonly sums: StandingView;
  readonly dashboard: Pick<DashboardView, 'held' | 'share' | 'month'>;
  readonly isFirst: boolean;
  readonly me: SiteVisitor;
  readonly now: number;
};

/** A builder's money, order by order. Who bought is on no part of it: it may be looked at on stream. */
export function workshopPage({ page, sums, dashboard, isFirst, me, now }: WorkshopPageData): string {
  const { held, share, month } = dashboard;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: held.currency });
  return framePage({
    title: text.page,
    me,
    path: '/workshop',
    isPrivate: true,
    main: html`<div class="narrow narrow--wide stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <section class="card card--lavender">
        <dl class="facts">
          ${row(text.held, formatMoney(held))} ${row(text.share, formatMoney(share))}
          ${row(text.waiting, money(sums.waitingMinor))} ${row(text.month, formatMoney(month.total))}
          ${sums.owedMinor === 0 ? null : row(text.owed, money(sums.owedMinor))}
        </dl>
        ${sums.owedMinor === 0 ? null : html`<p class="note note--wait">${text.owedExplain}</p>`}
        <p><a class="button button--quiet" href="/statements">${text.statements}</a></p>
      </section>
      ${page.orders.length === 0 ? html`<p>${text.none}</p>` : page.orders.map((order) => orderCard(order, now))}
      <p class="row">
        ${isFirst ? null : html`<a class="button button--quiet" href="/workshop">${text.newest}</a>`}
        ${
          page.olderThan === null
            ? null
            : html`<a class="button button--quiet" href="/workshop?before=${encodeURIComponent(page.olderThan)}"
                >${text.older}</a
              >`
        }
      </p>
    </div>`,
  });
}

function row(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function orderCard(order: WorkshopOrder, now: number): Html {
  const { tag, title, fulfilment, heldMinor, waitsFor, releaseAt, legs, disputes } = order;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: order.currency });
  const { rows } = text;
  return html`<section class="card">
    <p class="row row--apart">
      <span class="chip code">${tag}</span><span class="chip">${codeTexts.state[fulfilment]}</span>
    </p>
    <h2><a href="/orders/${encodeURIComponent(tag)}">${title}</a></h2>
    <dl class="facts">
      ${row(rows.paid, money(order.paidMinor))} ${order.taxMinor === 0 ? null : row(rows.tax, money(order.taxMinor))}
      ${order.refundedMinor === 0 ? null : row(rows.refunded, money(order.refundedMinor))}
      ${order.withdrawnMinor === 0 ? null : row(rows.withdrawn, money(order.withdrawnMinor))}
      ${row(rows.fee, money(order.feeMinor))} ${row(rows.builder, money(order.builderMinor))}
      ${
        order.marketer === null
          ? null
          : row(fill(rows.marketer, { nickname: order.marketer }), money(order.marketerMinor))
      }
    </dl>
    ${
      heldMinor === 0
        ? null
        : html`<p>
            ${text.waits[waitsFor]} ${releaseAt === null ? null : html`${text.releases} ${momentTag(releaseAt, now)}.`}
          </p>`
    }
    ${
      legs.length === 0
        ? null
        : html`<ul class="points">
            ${legs.map((leg) => legItem(leg, money))}
          </ul>`
    }
    ${disputes.map((state) => html`<p class="note note--wait">${text.disputes[state]}</p>`)}
  </section>`;
}

function legItem(leg: WorkshopLeg, money: (amountMinor: number) => string): Html {
  const { whom, reason, withheldMinor, reversedMinor, reversingMinor, owedMinor } = leg;
  const said = text.legs;
  const words = {
    amount: money(leg.amountMinor),
    whom: whom ?? said.you,
    reason: reason === null ? said.unknown : (reasonTexts[reason] ?? reason),
  };
  const beside = [
    [said.withheld, withheldMinor],
    [said.reversed, reversedMinor],
    [said.reversing, reversingMinor],
    [said.owed, owedMinor],
  ] as const;
  const told = beside.filter(([, amountMinor]) => amountMinor > 0);
  return html`<li>
    ${fill(said[leg.state], words)}
    ${told.map(([sentence, amountMinor]) => `${fill(sentence, { amount: money(amountMinor) })} `)}
  </li>`;
}
