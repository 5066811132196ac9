import { houseRules } from '#shared/house-rules.ts';
import { formatMoney, type Currency } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { scene } from './art/vault.ts';
import { countryName } from './countries.ts';
import { dropPicture, guildBadge } from './drop-card.ts';
import { confirmedForm, problemNote, type ShownProblem } from './forms.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { orderStateOf, sayOrderState } from './order-state.ts';
import { formatLength, momentTag } from './times.ts';

/** A country that the builder ships to, with what it costs in minor units of the order's currency. */
export type PayCountry = { readonly country: string; readonly name: string; readonly shippingMinor: number };

/** What the payment page needs. `countries` are those of the order's own terms. */
export type PayPageData = {
  readonly order: OrderView;
  readonly csrf: string;
  readonly countries: readonly PayCountry[];
  readonly now: number;
  readonly problem?: ShownProblem | undefined;
  readonly me: SiteVisitor | null;
};

const text = en.pages.pay;
/** Up to this many countries are shown as cards to press; more become a list. */
const countryCardsMax = 6;

/** The page on which a claim is paid for: what it is, where it goes, how long there is, and what the Vault does with the money. */
export function payPage(data: PayPageData): string {
  const { order, now } = data;
  const path = payPath(order);
  return framePage({
    title: fill(text.page, { tag: order.tag }),
    me: data.me,
    path: path ?? '/pay',
    isPrivate: true,
    following: {
      now,
      ...(path ? { path } : {}),
      topic: { name: `order:${order.tag}`, version: order.version },
      ...(order.fulfilment === 'lapsing' ? { everySeconds: 5 } : {}),
    },
    main: html`<div class="pay">
      ${problemNote(data.problem)} ${summary(order)} ${canPay(order, now) ? payment(data) : outcome(order)}
      ${canPay(order, now) ? vaultNote(order) : null}
    </div>`,
  });
}

/** The payment page's own address: this page is also what answers the forms on it. */
function payPath(order: OrderView): string | null {
  const payUrl = readWebAddress(order.claim?.payUrl ?? null);
  return payUrl ? new URL(payUrl).pathname + new URL(payUrl).search : null;
}

function canPay(order: OrderView, now: number): boolean {
  return order.fulfilment === 'reserved' && order.claim !== null && now < order.claim.endsAt;
}

function summary(order: OrderView): Html {
  return html`<section class="pay__what">
    ${dropPicture(order.picture, order.guild)}
    <div class="stack">
      <p class="row">${guildBadge(order.guild)}<span class="chip code">${order.tag}</span></p>
      <h1>${order.title}</h1>
      <p class="muted">${fill(en.pages.drop.by, { builder: order.builderNickname })}</p>
      <p class="as-typed clamp">${order.specs}</p>
    </div>
  </section>`;
}

function payment(data: PayPageData): Html {
  const { order, now } = data;
  const endsAt = order.claim?.endsAt ?? now;
  const opened = order.country !== null;
  return html`<section class="card pay__how" aria-labelledby="pay-title">
    <h2 id="pay-title">${text.title}</h2>
    <div class="countdown note note--wait" data-ends="${endsAt}" data-soon="${text.soon}" data-over="${text.over}">
      <strong class="countdown__left" data-left=""
        >${fill(text.left, { minutes: formatLength(Math.max(0, endsAt - now)) })}</strong
      >
      <span>${text.until} ${momentTag(endsAt, now)}.</span>
    </div>
    <form class="stack" method="post" action="/pay/checkout" data-pay="">
      <input type="hidden" name="csrf" value="${data.csrf}" />
      <input type="hidden" name="tag" value="${order.tag}" />
      ${opened ? fixedCountry(order) : countryChoice(data)} ${totals(data)}
      <button class="button button--wide button--large" type="submit">${opened ? text.again : text.button}</button>
      <p class="muted small">
        ${text.stripe} ${fill(text.extension, { extension: formatLength(houseRules.payExtensionMs) })}
      </p>
    </form>
    ${confirmedForm({
      id: 'cancel',
      opener: text.cancel,
      explain: text.cancelExplain,
      action: '/pay/cancel',
      csrf: data.csrf,
      label: text.cancelConfirm,
      fields: html`<input type="hidden" name="tag" value="${order.tag}" />`,
    })}
  </section>`;
}

function fixedCountry(order: OrderView): Html {
  return html`<input type="hidden" name="country" value="${order.country ?? ''}" />
    <p class="note note--info">
      <span>${fill(text.shipToFixed, { country: countryName(order.country ?? '') })}</span>
      <span>${text.opened}</span>
    </p>`;
}

/** What each choice costs, written out, so that the page is complete without its script. */
function priced(order: OrderView, choice: PayCountry): { shipping: string; total: string } | null {
  if (!order.price) return null;
  const { amountMinor, currency } = order.price;
  return {
    shipping: formatMoney({ amountMinor: choice.shippingMinor, currency }),
    total: formatMoney({ amountMinor: amountMinor + choice.shippingMinor, currency }),
  };
}

function countryChoice(data: PayPageData): Html {
  const { countries, order } = data;
  if (countries.length > countryCardsMax) return countryList(order, countries);
  return html`<fieldset class="choices">
    <legend>${text.shipTo}</legend>
    ${countries.map((choice) => countryCard(order, choice, countries.length === 1))}
  </fieldset>`;
}

function countryList(order: OrderView, countries: readonly PayCountry[]): Html {
  return html`<div class="field">
    <label for="country">${text.shipTo}</label>
    <select id="country" name="country" required autocomplete="country">
      <option value="">${text.totalPending}</option>
      ${countries.map((choice) => {
        const cost = priced(order, choice);
        return html`<option
          value="${choice.country}"
          data-shipping="${cost?.shipping ?? ''}"
          data-total="${cost?.total ?? ''}"
        >
          ${choice.name}${cost ? `: ${fill(text.choice, cost)}` : null}
        </option>`;
      })}
    </select>
  </div>`;
}

function countryCard(order: OrderView, choice: PayCountry, only: boolean): Html {
  const cost = priced(order, choice);
  const id = `country-${choice.country}`;
  return html`<label class="choice" for="${id}">
    <input
      type="radio"
      id="${id}"
      name="country"
      value="${choice.country}"
      required
      data-shipping="${cost?.shipping ?? ''}"
      data-total="${cost?.total ?? ''}"
      ${only ? html`checked` : null}
    />
    <span class="choice__name">${choice.name}</span>
    ${cost ? html`<span class="choice__cost">${fill(text.choice, cost)}</span>` : null}
  </label>`;
}

function totals(data: PayPageData): Html | null {
  const { order, countries } = data;
  if (!order.price) return null;
  const only = countries.length === 1 ? countries[0] : undefined;
  const chosen = countries.find(({ country }) => country === order.country) ?? only;
  const cost = chosen ? priced(order, chosen) : fixedCost(order, order.price.currency);
  return html`<dl class="sum">
    <div>
      <dt>${text.item}</dt>
      <dd>${formatMoney(order.price)}</dd>
    </div>
    <div>
      <dt>${text.shipping}</dt>
      <dd data-shipping-shown="">${cost?.shipping ?? text.shippingPending}</dd>
    </div>
    <div class="sum__total">
      <dt>${text.total}</dt>
      <dd data-total-shown="" aria-live="polite">${cost?.total ?? text.totalPending}</dd>
    </div>
  </dl>`;
}

/** The cost of a checkout that is open already, read from the order when its country is no longer among the choices. */
function fixedCost(order: OrderView, currency: Currency): { shipping: string; total: string } | null {
  if (!order.total || !order.price || order.total.currency !== currency) return null;
  const shippingMinor = order.total.amountMinor - order.price.amountMinor;
  return { shipping: formatMoney({ amountMinor: shippingMinor, currency }), total: formatMoney(order.total) };
}

function outcome(order: OrderView): Html {
  const said = sayOrderState(order, orderStateOf(order), 'buyer');
  const stillRuns = order.fulfilment === 'reserved';
  return html`<section class="card pay__how stack" aria-labelledby="pay-title">
    <h2 id="pay-title">${said.title}</h2>
    <p>${stillRuns ? text.over : said.sentence}</p>
    <p class="row">
      ${stillRuns || order.fulfilment === 'lapsing' ? html`<a class="button" href="${payPath(order) ?? order.orderUrl}">${text.lookAgain}</a>` : null}
      <a class="button button--quiet" href="${order.orderUrl}">${text.follow}</a>
      <a class="button button--quiet" href="/#drops">${text.browse}</a>
    </p>
  </section>`;
}

function vaultNote(order: OrderView): Html {
  return html`<section class="card card--lavender pay__vault" aria-labelledby="vault-title">
    ${scene('vault')}
    <div class="stack">
      <h2 id="vault-title">${text.vaultTitle}</h2>
      <p>${fill(text.vaultExplain, { policy: en.pages.policies[order.policy] })}</p>
    </div>
  </section>`;
}
