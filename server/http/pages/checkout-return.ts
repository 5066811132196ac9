import type { OrderView } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { scene, type Scene } from './art/vault.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

/** What became of a payment, as far as Stripe's signed word has arrived. The return from Stripe proves nothing by itself. */
export type PaymentState = 'paid' | 'waiting' | 'late-refunded' | 'unknown';

const art: Readonly<Record<PaymentState, Scene>> = {
  paid: 'vault',
  waiting: 'vault',
  'late-refunded': 'claim',
  unknown: 'claim',
};

/** The page that Stripe leads back to after a payment. While the webhook is on its way, `site.js` asks until it has come. */
export function successPage(data: {
  readonly state: PaymentState;
  readonly order: { readonly tag: string; readonly title: string } | null;
  readonly orderUrl: string | null;
  readonly me: SiteVisitor | null;
}): string {
  const text = en.pages.success;
  const { state, order, orderUrl } = data;
  const asksAgain = state === 'waiting' || state === 'unknown';
  return framePage({
    title: text.page,
    me: data.me,
    isPrivate: true,
    ...(asksAgain ? { following: { payment: state } as const } : {}),
    main: html`<div class="answer stack">
      ${scene(art[state])}
      <h1 data-news="">${text.states[state].title}</h1>
      <p class="lead">${text.states[state].sentence}</p>
      ${state === 'waiting' ? html`<p class="breath" aria-hidden="true"><span></span><span></span><span></span></p>` : null}
      ${order ? html`<p>${fill(text.order, { tag: order.tag, title: order.title })}</p>` : null}
      <p class="row row--middle">
        ${orderUrl ? html`<a class="button button--large" href="${orderUrl}">${text.follow}</a>` : null}
        ${asksAgain ? html`<a class="button button--quiet" href="">${text.lookAgain}</a>` : null}
        ${!orderUrl && !asksAgain ? html`<a class="button" href="/#drops">${text.home}</a>` : null}
      </p>
    </div>`,
  });
}

/** The page that Stripe leads back to when the buyer turned around. Nothing was charged, and the claim may still run. */
export function cancelPage(data: {
  readonly order: OrderView | null;
  readonly payUrl: string | null;
  readonly now: number;
  readonly me: SiteVisitor | null;
}): string {
  const text = en.pages.cancel;
  return framePage({
    title: text.page,
    me: data.me,
    isPrivate: true,
    following: { now: data.now },
    main: html`<div class="answer stack">
      ${scene('claim')}
      <h1>${text.title}</h1>
      ${data.order ? claimLeft(data.order, data.payUrl, data.now) : noClaim()}
    </div>`,
  });
}

function claimLeft(order: OrderView, payUrl: string | null, now: number): Html {
  const text = en.pages.cancel;
  const runs = order.fulfilment === 'reserved' && order.claim !== null && now < order.claim.endsAt;
  const follow = html`<a class="button button--quiet" href="${order.orderUrl}">${text.follow}</a>`;
  if (!runs || !order.claim)
    return html`<p class="lead">${fill(text.ended, { title: order.title })} ${text.endedRemedy}</p>
      <p class="row row--middle">${follow}<a class="button button--quiet" href="/#drops">${text.home}</a></p>`;
  return html`<p class="lead">
      ${fill(text.running, { title: order.title })} ${momentTag(order.claim.endsAt, now)}. ${text.runningRemedy}
    </p>
    <p class="row row--middle">
      <a class="button button--large" href="${payUrl ?? '/pay'}">${text.payAgain}</a>${follow}
    </p>`;
}

function noClaim(): Html {
  const text = en.pages.cancel;
  return html`<p class="lead">${text.unknown}</p>
    <p class="row row--middle">
      <a class="button" href="/pay">${text.enterCode}</a>
      <a class="button button--quiet" href="/#drops">${text.home}</a>
    </p>`;
}
