import type { PromiseText } from '#shared/text/en/promises.ts';
import { en, fill } from '#shared/text/say.ts';
import { countryName } from './countries.ts';
import { deedForm, problemNote, type ShownProblem } from './forms.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

const text = en.pages.setup.promise;

/** Rows for countries beyond those that are kept already. */
const rowsMin = 4;
const rowsMax = 12;

/** Countries that parcels go to most, in the order of their names. */
const destinations = (
  'AE AR AT AU BE BG BR CA CH CL CN CY CZ DE DK EE ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KR LI LT LU LV MT MX MY NL NO ' +
  'NZ PE PH PL PT RO RS SA SE SG SI SK TH TR TW UA US VN ZA'
)
  .split(' ')
  .map((code) => ({ code, name: countryName(code) }))
  .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));

/** What a builder may do on the page: sign, or nothing but read what they signed. `rates` only where parcels are promised. */
export type Signing = {
  readonly csrf: string;
  readonly signedAt: number | null;
  readonly rates: readonly TypedRate[] | null;
};

/** Where a builder ships and for how much, as it is typed. */
export type TypedRate = { readonly country: string; readonly price: string };

/** A promise in the version in force, for everybody to read and for builders to sign. */
export function promisePage(data: {
  readonly path: string;
  readonly promise: PromiseText;
  readonly version: number;
  readonly sha256: string;
  readonly currency: string;
  readonly now: number;
  readonly signing: Signing | null;
  readonly me: SiteVisitor | null;
  readonly problem?: ShownProblem | undefined;
}): string {
  const { path, promise, version, signing, me } = data;
  return framePage({
    title: promise.title,
    me,
    path,
    main: html`<div class="narrow stack">
      <p class="row"><span class="chip chip--lavender">${fill(text.version, { version })}</span></p>
      <h1>${promise.title}</h1>
      <p class="lead">${promise.lead}</p>
      ${problemNote(data.problem)}
      <section class="card stack" aria-label="${promise.title}">
        <ul class="points">
          ${promise.points.map((point) => html`<li>${point}</li>`)}
        </ul>
        ${signing ? signature(data, signing) : html`<p class="muted">${text.publicNote}</p>`}
        <p class="muted small">${text.fingerprint}: <code class="code">${data.sha256}</code></p>
      </section>
      ${signing?.rates ? rates(data.currency, signing.csrf, signing.rates) : null}
      ${signing ? html`<p><a href="/setup">${text.back}</a></p>` : null}
    </div>`,
  });
}

function signature(data: { path: string; sha256: string; now: number }, { csrf, signedAt }: Signing): Html {
  if (signedAt !== null) {
    const [before = '', after = ''] = text.signed.split('{when}');
    return html`<p class="note note--success"><span>${before}${momentTag(signedAt, data.now)}${after}</span></p>`;
  }
  return html`<p class="muted">${text.explain}</p>
    ${deedForm({
      action: `${data.path}/sign`,
      csrf,
      label: text.sign,
      fields: html`<input type="hidden" name="words" value="${data.sha256}" />`,
    })}`;
}

function rates(currency: string, csrf: string, kept: readonly TypedRate[]): Html {
  const rows = Math.min(rowsMax, Math.max(rowsMin, kept.length + 2));
  return html`<section class="card stack" aria-labelledby="rates-title">
    <h2 id="rates-title">${text.ratesTitle}</h2>
    <p>${fill(text.ratesLead, { currency })}</p>
    <form class="stack" method="post" action="/setup/shipping">
      <input type="hidden" name="csrf" value="${csrf}" />
      ${Array.from({ length: rows }, (_, index) => rateRow(index + 1, currency, kept[index]))}
      <button class="button" type="submit">${text.saveRates}</button>
    </form>
  </section>`;
}

function rateRow(number: number, currency: string, rate: TypedRate | undefined): Html {
  return html`<div class="halves">
    <div class="field">
      <label for="country-${number}">${fill(text.country, { number })}</label>
      <select id="country-${number}" name="country-${number}">
        <option value="">${text.choose}</option>
        ${destinations.map(
          ({ code, name }) =>
            html`<option value="${code}" ${code === rate?.country ? html`selected` : null}>${name}</option>`,
        )}
      </select>
    </div>
    <div class="field">
      <label for="price-${number}">${fill(text.price, { currency })}</label>
      <input
        id="price-${number}"
        name="price-${number}"
        value="${rate?.price ?? ''}"
        maxlength="20"
        inputmode="decimal"
        autocomplete="off"
      />
    </div>
  </div>`;
}
