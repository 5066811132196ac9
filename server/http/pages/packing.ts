import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { customsContents, packingTexts as text } from '#shared/text/en/pages-packing.ts';
import { promiseTexts } from '#shared/text/en/promises.ts';
import { fill } from '#shared/text/say.ts';
import { countryName } from './countries.ts';
import { deedForm, problemNote, type ShownProblem } from './forms.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

/** What customs ask, with the amount in minor units. */
export type ShownCustoms = {
  readonly guild: keyof typeof customsContents;
  readonly value: { readonly amountMinor: number; readonly currency: string };
  readonly origin: string | null;
  readonly code: string;
};

/** What a packing page needs. `label` is the address by its lines, and null where it may not be shown: `problem` says why. */
export type PackingPageData = {
  readonly order: OrderView;
  readonly label: readonly string[] | null;
  readonly customs: ShownCustoms | null;
  readonly problem: ShownProblem | undefined;
  /** Said in place of the address once the channel goes live. */
  readonly hidden: ShownProblem;
  readonly price: string;
  readonly shippingStandard: number;
  readonly scannedAt: number | null;
  readonly csrf: string;
  readonly now: number;
  readonly me: SiteVisitor | null;
};

/** The page from which an order is packed and sent. It may be printed, and does not fetch itself anew: each look is on record. */
export function packingPage(data: PackingPageData): string {
  const { order, now } = data;
  const path = orderPath(order);
  return framePage({
    title: fill(text.page, { tag: order.tag }),
    me: data.me,
    path: `${path}/packing`,
    isPrivate: true,
    styles: ['packing.css'],
    scripts: ['packing.js'],
    following: { now },
    main: html`<div class="packing stack stack--wide">
      <header class="stack">
        <p class="row"><span class="chip code">${order.tag}</span></p>
        <h1>${text.title}</h1>
        <p class="lead">${fill(text.lead, { tag: order.tag })}</p>
        <p class="no-print"><a href="${path}">${text.back}</a></p>
      </header>
      <div class="packing__columns">
        <div class="stack stack--wide">${addressCard(data)} ${data.customs ? customsCard(data.customs) : null}</div>
        <div class="stack stack--wide">${contentsCard(order)} ${labelCard(data)} ${trackingCard(data)}</div>
      </div>
    </div>`,
  });
}

function orderPath({ tag }: OrderView): string {
  return `/orders/${encodeURIComponent(tag)}`;
}

function addressCard({ order, label, problem, hidden }: PackingPageData): Html {
  const said = text.address;
  const shown = label
    ? html`<address class="label">${label.map((line) => html`<bdi>${line}</bdi>`)}</address>
        <p class="row no-print">
          <button class="button" type="button" hidden data-copy="${label.join('\n')}" data-copied="${said.copied}">
            ${said.copy}
          </button>
          <button class="button button--quiet" type="button" hidden data-print="">${said.print}</button>
        </p>
        <p class="muted no-print">${said.recorded}</p>`
    : problemNote(problem);
  return html`<section class="card card--vanilla" aria-labelledby="address-title">
    <h2 id="address-title">${said.title}</h2>
    <div class="stack" ${label ? html`data-shown-while="${orderPath(order)}/packing/state"` : null}>${shown}</div>
    ${
      label
        ? html`<template data-hidden="">
            ${problemNote(hidden)}
            <p><a href="${orderPath(order)}/packing">${said.again}</a></p>
          </template>`
        : null
    }
  </section>`;
}

function facts(rows: readonly (readonly [string, string | Html])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function customsCard({ guild, value, origin, code }: ShownCustoms): Html {
  const said = text.customs;
  return html`<section class="card" aria-labelledby="customs-title" data-needs-address="">
    <h2 id="customs-title">${said.title}</h2>
    <p>${origin === null ? said.leadUnknown : said.lead}</p>
    ${facts([
      [said.contents, customsContents[guild]],
      [said.value, formatMoney(value)],
      [said.origin, origin === null ? said.originUnknown : countryName(origin)],
      [said.code, html`<span class="code">${code}</span>`],
      [said.reason, said.sale],
      [said.weight, said.weightHint],
    ])}
    <p class="muted">${said.advice}</p>
  </section>`;
}

function contentsCard(order: OrderView): Html {
  const said = text.contents;
  return html`<section class="card" aria-labelledby="contents-title">
    <h2 id="contents-title">${said.title}</h2>
    <p><strong>${order.title}</strong></p>
    ${order.unit === null ? null : html`<p>${fill(said.unit, { unit: order.unit })}</p>`}
    <h3>${said.specs}</h3>
    <p class="as-typed">${order.specs}</p>
  </section>`;
}

function labelCard({ price, shippingStandard }: PackingPageData): Html {
  const said = text.label;
  const promise = promiseTexts.shippingStandard[shippingStandard];
  return html`<section class="card" aria-labelledby="label-title">
    <h2 id="label-title">${said.title}</h2>
    <ul class="points">
      ${said.points.map((point) => html`<li>${fill(point, { price })}</li>`)}
    </ul>
    ${
      promise
        ? html`<details>
            <summary>${fill(said.promise, { title: promise.title, version: shippingStandard })}</summary>
            <ul class="points">
              ${promise.points.map((point) => html`<li>${point}</li>`)}
            </ul>
          </details>`
        : null
    }
  </section>`;
}

/** Where `packing.js` puts the carrier's name. */
const placeholder = { carrier: '{}' };

function trackingCard({ order, csrf, scannedAt, now }: PackingPageData): Html | null {
  const said = text.tracking;
  const { tracking } = order;
  const mayDeclare = order.actions.includes('declare-shipment');
  if (!tracking && !mayDeclare) return null;
  const link = readWebAddress(tracking?.url ?? null);
  return html`<section class="card card--mint no-print" aria-labelledby="tracking-title">
    <h2 id="tracking-title">${said.title}</h2>
    ${
      tracking
        ? html`<p><strong>${fill(said.done, { carrier: tracking.carrier, number: tracking.number })}</strong></p>
            ${scannedAt === null ? null : html`<p>${said.scanned} ${momentTag(scannedAt, now)}.</p>`}
            ${link ? html`<p><a href="${link}" rel="noreferrer">${said.follow}</a></p>` : null}`
        : html`<p>${said.explain}</p>`
    }
    ${mayDeclare && tracking ? html`<p>${fill(said.correct, { number: tracking.number })}</p>` : null}
    ${
      mayDeclare
        ? deedForm({
            action: `${orderPath(order)}/declare-shipment`,
            csrf,
            label: said.send,
            fields: html`<div class="field">
              <label for="number">${said.field}</label>
              <input
                id="number"
                name="number"
                required
                minlength="4"
                maxlength="60"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="number-said"
                data-recognise="/tracking-number"
              />
              <p
                id="number-said"
                class="recognised"
                role="status"
                data-holds="${fill(said.holds, placeholder)}"
                data-slips="${fill(said.slips, placeholder)}"
                data-unknown="${said.unknown}"
              ></p>
            </div>`,
          })
        : null
    }
  </section>`;
}
