import { formatMoney } from '#shared/money.ts';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { OrderDisputeView } from '#shared/schemas/trust.ts';
import { disputePageTexts as text } from '#shared/text/en/pages-disputes.ts';
import { fill, wordsOf } from '#shared/text/say.ts';
import { confirmedForm } from './forms.ts';
import { html, type Html } from './html.ts';
import { lookAgain } from './live-look.ts';
import { momentTag } from './times.ts';

/** A dispute with the files that were added to it. */
export type ShownDispute = { readonly view: OrderDisputeView; readonly files: readonly RoomFile[] };

/** `isLive`: the reader's own stream might show the page. */
type Place = { readonly tag: string; readonly csrf: string; readonly now: number; readonly isLive: boolean };

/** The disputes of an order as its builder sees them: what the bank says, the clock, and the forms while there is time. */
export function builderDisputes(disputes: readonly ShownDispute[], place: Place): Html | null {
  if (disputes.length === 0) return null;
  const mayShow = !place.isLive && disputes.some(({ view }) => view.said !== null);
  return section(
    isOver(disputes),
    disputes.map((each) => oneDispute(each, place)),
    mayShow ? lookAgain : null,
  );
}

/** What the buyer sees: that the bank looks at it. What the builder answers is between the builder and the bank. */
export function buyerDisputes(disputes: readonly ShownDispute[]): Html | null {
  if (disputes.length === 0) return null;
  const over = isOver(disputes);
  return section(over, html`<p>${over ? text.buyer.closed : text.buyer.open}</p>`);
}

function isOver(disputes: readonly ShownDispute[]): boolean {
  return disputes.every(({ view }) => !['needs-response', 'filed'].includes(view.state));
}

function section(over: boolean, body: Html | readonly Html[], looks: Html | null = null): Html {
  return html`<section class="card" ${looks} aria-labelledby="dispute-title">
    <h2 id="dispute-title">${over ? text.over : text.title}</h2>
    ${body}
  </section>`;
}

function oneDispute({ view, files }: ShownDispute, place: Place): Html {
  const { reason, amount, isInquiry, state, dueBy, answerUntil, said, filedAt } = view;
  const { now, isLive } = place;
  const words = wordsOf({ amount: formatMoney(amount), reason });
  return html`<article class="stack" aria-label="${text.states[state]}">
    <p class="note note--info"><strong>${text.states[state]}</strong></p>
    <p>${fill(isInquiry ? text.lead.inquiry : text.lead.dispute, words)}</p>
    ${state === 'needs-response' && dueBy !== null ? html`<p>${text.due} ${momentTag(dueBy, now)}.</p>` : null}
    ${filedAt === null ? null : html`<p>${text.filed} ${momentTag(filedAt, now)}.</p>`}
    ${said === null ? null : isLive ? html`<p class="muted">${text.away}</p>` : whatWasAdded(said.text, files)}
    ${answerUntil === null ? null : forms(answerUntil, place)}
  </article>`;
}

function whatWasAdded(said: string, files: readonly RoomFile[]): Html {
  return html`<h3>${text.said}</h3>
    <p class="as-typed"><bdi>${said}</bdi></p>
    <ul>
      ${files.map(({ name, bytes }) => html`<li>${fill(text.file, { name, size: Math.ceil(bytes / 1_024) })}</li>`)}
    </ul>`;
}

function forms(until: number, { tag, csrf, now }: Place): Html {
  const path = `/orders/${encodeURIComponent(tag)}`;
  return html`<p>${text.until} ${momentTag(until, now)}. ${text.files}</p>
    <form class="deed" method="post" action="${path}/dispute-evidence" enctype="multipart/form-data">
      <input type="hidden" name="csrf" value="${csrf}" />
      <div class="field">
        <label for="dispute-text">${text.text}</label>
        <textarea id="dispute-text" name="text" maxlength="4000" rows="5"></textarea>
      </div>
      <div class="field">
        <label for="dispute-files">${text.pictures}</label>
        <input id="dispute-files" name="files" type="file" multiple />
      </div>
      <button class="button" type="submit">${text.add}</button>
    </form>
    ${confirmedForm({
      id: 'file-dispute',
      opener: text.now.opener,
      explain: text.now.explain,
      action: `${path}/file-dispute`,
      csrf,
      label: text.now.send,
    })}`;
}
