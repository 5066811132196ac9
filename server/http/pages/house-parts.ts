import { formatMoney } from '#shared/money.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { wordsOf } from '#shared/text/say.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Desk } from './house-frame.ts';
import { html, type Html, type HtmlValue } from './html.ts';

const text = deskTexts;

/** A column of a sheet: its heading, and whether it holds amounts. */
export type Column = { readonly heading: string; readonly isAmount?: boolean };

/** A table. On a narrow screen every row is a card of its own, so nothing has to be read sideways. */
export function sheet(caption: string, columns: readonly Column[], rows: readonly (readonly HtmlValue[])[]): Html {
  if (rows.length === 0) return html`<p class="muted">${text.none}</p>`;
  return html`<table class="sheet">
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map(
          ({ heading, isAmount }) =>
            html`<th scope="col" class="${isAmount ? 'sheet__amount' : 'sheet__cell'}">${heading}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map(
              (cell, index) =>
                html`<td
                  class="${columns[index]?.isAmount ? 'sheet__amount' : 'sheet__cell'}"
                  data-heading="${columns[index]?.heading ?? ''}"
                >
                  <span>${cell}</span>
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A part of a page with a heading, which `id` names. */
export function part(id: string, title: string, content: readonly (Html | null)[] | Html | null): Html {
  return html`<section class="card" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

/** Facts, one to a line; those without a value are left out. */
export function factList(facts: readonly (readonly [string, HtmlValue])[]): Html {
  return html`<dl class="facts">
    ${facts.map(([term, value]) =>
      value === null || value === ''
        ? null
        : html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;
}

/** The way to an order of the desk, by its tag. */
export function orderLink(tag: string | null): Html | null {
  return tag ? html`<a class="code" href="/house/orders/${encodeURIComponent(tag)}">${tag}</a>` : null;
}

/** The way to somebody. What they call themselves may be written in any direction. */
export function personLink({ id, nickname }: { readonly id: string; readonly nickname: string }): Html {
  return html`<a href="/house/people/${encodeURIComponent(id)}"><bdi>${nickname || id}</bdi></a>`;
}

/** An amount of one currency. */
export function money(amountMinor: number, currency: string): Html {
  return html`<span class="amount">${formatMoney({ amountMinor, currency })}</span>`;
}

/** A reason in words: a code of ours, or what somebody wrote. */
export function reasonWords(reason: string | null): Html | string {
  return reason === null ? '' : html`<bdi>${wordsOf({ reason }, textsFor('en'))['reason'] ?? reason}</bdi>`;
}

/** Something that the staff may do, as a form behind a first press: it is prepared by this, and done on the page after it. */
export type ActForm = {
  readonly kind: StaffAct['kind'];
  /** What tells it from others of its kind on the same page. */
  readonly id: string;
  readonly label: string;
  readonly explain: string;
  readonly fixed: Readonly<Record<string, string>>;
  /** The page to come back to. */
  readonly back: string;
  readonly fields?: Html;
};

/** Writes such a form. */
export function actForm(desk: Desk, act: ActForm): Html {
  const { kind, label, explain, fixed, back, fields } = act;
  const id = `${kind}-${act.id}`.replace(/[^\w-]/g, '-');
  return html`<details class="confirm" id="${id}">
    <summary class="button button--quiet button--small">${label}</summary>
    <form class="confirm__body card desk__act" method="post" action="/house/acts">
      <p>${explain}</p>
      <input type="hidden" name="csrf" value="${desk.me.csrf}" />
      <input type="hidden" name="nonce" value="${desk.nonce}" />
      <input type="hidden" name="back" value="${back}" />
      <input type="hidden" name="kind" value="${kind}" />
      ${Object.entries(fixed).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${fields ?? null}
      <div class="field">
        <label for="${id}-reason">${text.act.reason}</label>
        <input
          id="${id}-reason"
          name="reason"
          required
          minlength="3"
          maxlength="300"
          autocomplete="off"
          aria-describedby="${id}-hint"
        />
        <p class="muted small" id="${id}-hint">${text.act.reasonHint}</p>
      </div>
      <button class="button" type="submit">${text.act.look}</button>
    </form>
  </details>`;
}

/** Forms beside each other. */
export function actRow(forms: readonly (Html | null)[]): Html {
  return html`<div class="desk__acts">${forms}</div>`;
}

/** A field to search with, which changes nothing. */
export function searchForm(search: {
  readonly action: string;
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly typed: string;
}): Html {
  const { action, id, label, hint, button, typed } = search;
  return html`<form class="card desk__search" method="get" action="${action}" role="search">
    <div class="field">
      <label for="${id}">${label}</label>
      <input
        id="${id}"
        name="q"
        value="${typed}"
        maxlength="60"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="${id}-hint"
      />
      <p class="muted small" id="${id}-hint">${hint}</p>
    </div>
    <button class="button" type="submit">${button}</button>
  </form>`;
}

/** The ways through a list that has several pages. */
export function pager(links: readonly { readonly label: string; readonly href: string | null }[]): Html | null {
  const shown = links.flatMap(({ label, href }) => (href === null ? [] : [{ label, href }]));
  if (shown.length === 0) return null;
  return html`<p class="row">
    ${shown.map(({ label, href }) => html`<a class="button button--quiet button--small" href="${href}">${label}</a>`)}
  </p>`;
}
