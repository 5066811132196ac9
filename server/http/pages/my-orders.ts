import type { OrderView } from '#shared/schemas/order.ts';
import { ordersPageTexts as text } from '#shared/text/en/pages-passport.ts';
import { fill } from '#shared/text/say.ts';
import { dropPicture } from './drop-card.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { orderStateOf, sayOrderState } from './order-state.ts';

/** What the list of somebody's orders needs. `olderThan` is the tag that the next page begins after; null on the last one. */
export type OrdersPageData = {
  readonly orders: readonly OrderView[];
  readonly olderThan: string | null;
  readonly isFirst: boolean;
  readonly me: SiteVisitor;
};

/** What somebody has claimed, newest first, each with how it stands. */
export function ordersPage({ orders, olderThan, isFirst, me }: OrdersPageData): string {
  return framePage({
    title: text.page,
    me,
    path: '/orders',
    isPrivate: true,
    main: html`<div class="stack">
      <h1>${text.title}</h1>
      ${
        orders.length === 0 && isFirst
          ? html`<p class="lead">${text.none}</p>
              <p><a class="button" href="/#drops">${text.seeDrops}</a></p>`
          : html`<ul class="drops">
              ${orders.map(orderCard)}
            </ul>`
      }
      <p class="row">
        ${isFirst ? null : html`<a class="button button--quiet" href="/orders">${text.newest}</a>`}
        ${
          olderThan === null
            ? null
            : html`<a class="button button--quiet" href="/orders?before=${encodeURIComponent(olderThan)}"
                >${text.older}</a
              >`
        }
      </p>
    </div>`,
  });
}

function orderCard(order: OrderView): Html {
  const said = sayOrderState(order, orderStateOf(order), 'buyer');
  return html`<li class="drop-card card">
    ${dropPicture(order.picture, order.guild)}
    <div class="drop-card__body">
      <p class="row"><span class="chip code">${order.tag}</span></p>
      <h2><a class="drop-card__link" href="/orders/${encodeURIComponent(order.tag)}">${order.title}</a></h2>
      <p class="muted">${fill(text.from, { builder: order.builderNickname })}</p>
      <p>${said.title}</p>
    </div>
  </li>`;
}
