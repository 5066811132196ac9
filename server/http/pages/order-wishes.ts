import type { OrderReader } from '#shared/text/en/pages-order.ts';
import { casePageTexts } from '#shared/text/en/pages-cases.ts';
import { fill } from '#shared/text/say.ts';
import { confirmedForm } from './forms.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const { wishes: text, due } = casePageTexts;

/** A wish to cancel, and by when it is granted without an answer. */
export type WishShown = {
  readonly until: number;
  readonly tag: string;
  readonly builder: string;
  readonly reader: OrderReader;
  readonly csrf: string;
  readonly now: number;
};

/** The buyer's wish to cancel, with the ways that it can go; a builder agrees here at once. */
export function wishSection({ until, tag, builder, reader, csrf, now }: WishShown): Html {
  return html`<section class="card" aria-labelledby="wish-title">
    <h2 id="wish-title">${reader === 'buyer' ? text.titleBuyer : text.title}</h2>
    <p>${fill(text[reader], { builder })} ${momentTag(until, now)}.</p>
    ${
      reader === 'builder'
        ? confirmedForm({
            id: 'agree-to-cancel',
            opener: text.agree,
            explain: text.agreeExplain,
            action: `/orders/${encodeURIComponent(tag)}/refund-order`,
            csrf,
            label: text.agreeConfirm,
          })
        : null
    }
  </section>`;
}

/** By when the carrier has to have the parcel. */
export function scanDueSection(at: number, now: number): Html {
  return html`<section class="card" aria-labelledby="due-title">
    <h2 id="due-title">${due.title}</h2>
    <p>${due.scan} ${momentTag(at, now)}.</p>
    <p class="muted">${due.scanExplain}</p>
  </section>`;
}
