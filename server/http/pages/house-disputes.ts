import { formatMoney } from '#shared/money.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fill } from '#shared/text/say.ts';
import type { Dispute } from '../../domain/trust-records.ts';
import type { DisputeRow } from '../../usecases/house/house-desk.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { actForm, actRow, factList, money, orderLink, part, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const { disputes: text, columns, pages } = deskTexts;

/** Disputes that are open, by the bank's day, and below those that are closed. */
export function disputesPage(data: {
  readonly desk: Desk;
  readonly open: readonly DisputeRow[];
  readonly closed: readonly DisputeRow[];
}): string {
  const { desk, open, closed } = data;
  return deskPage(desk, {
    here: 'disputes',
    title: pages.disputes,
    lead: text.lead,
    main: [
      part('open', text.open, disputeSheet(desk, text.open, open)),
      part('closed', text.closed, disputeSheet(desk, text.closed, closed)),
    ],
  });
}

/** Disputes in a table. */
export function disputeSheet(desk: Desk, caption: string, rows: readonly DisputeRow[]): Html {
  return sheet(
    caption,
    [
      { heading: columns.due },
      { heading: columns.what },
      { heading: columns.tag },
      { heading: columns.amount, isAmount: true },
      { heading: columns.state },
    ],
    rows.map(({ dispute, tag }) => [
      dispute.dueBy === null ? text.noDay : momentTag(dispute.dueBy, desk.now),
      html`<a href="/house/disputes/${encodeURIComponent(dispute.id)}"
          >${dispute.isInquiry ? text.inquiry : text.dispute}</a
        >
        <span class="desk__under">${dispute.reason}</span>`,
      orderLink(tag),
      money(dispute.amountMinor, dispute.currency),
      stateChip(dispute),
    ]),
  );
}

function stateChip({ state }: Dispute): Html {
  const pastels: Readonly<Record<Dispute['state'], string>> = {
    'needs-response': 'sakura',
    filed: 'sky',
    won: 'mint',
    lost: 'vanilla',
    closed: 'lavender',
  };
  return html`<span class="chip chip--${pastels[state]}">${text.states[state]}</span>`;
}

/** One dispute: its clocks, what the builder added, what was filed, and filing it now. */
export function disputePage(data: { readonly desk: Desk; readonly dispute: Dispute; readonly tag: string }): string {
  const { desk, dispute, tag } = data;
  const { id, amountMinor, currency, filed, dueBy, fileAt } = dispute;
  const amount = formatMoney({ amountMinor, currency });
  return deskPage(desk, {
    here: 'disputes',
    title: fill(text.title, { amount }),
    main: [
      part('state', dispute.isInquiry ? text.inquiry : text.dispute, [
        html`<p>${stateChip(dispute)}</p>`,
        factList([
          [columns.tag, orderLink(tag)],
          [text.bankReason, dispute.reason],
          [columns.key, id],
          [text.openedAt, momentTag(dispute.openedAt, desk.now)],
          [text.dueBy, dueBy === null ? text.noDay : momentTag(dueBy, desk.now)],
          [text.answerUntil, momentTag(dispute.answerUntil, desk.now)],
          [text.fileAt, fileAt === null || filed ? null : momentTag(fileAt, desk.now)],
          [text.filedAt, filed ? momentTag(filed.at, desk.now) : null],
        ]),
      ]),
      filed ? part('filed', text.document, filedFacts(id, filed)) : null,
      part('said', text.said, saidBy(desk, dispute)),
      dispute.state === 'needs-response'
        ? html`<p>
            <a class="button button--quiet" href="/house/disputes/${encodeURIComponent(id)}/preview">${text.preview}</a>
          </p>`
        : null,
      dispute.state === 'needs-response'
        ? actRow([
            actForm(desk, {
              kind: 'file-dispute',
              id: 'dispute',
              label: text.file,
              explain: text.fileExplain,
              fixed: { disputeId: id },
              back: `/house/disputes/${id}`,
            }),
          ])
        : null,
    ],
  });
}

function filedFacts(id: string, filed: NonNullable<Dispute['filed']>): Html {
  const kilobytes = Math.max(1, Math.round(filed.bytes / 1_000));
  return html`${factList([
      [text.document, fill(text.pages, { pages: filed.pages, kilobytes })],
      [text.sha256, filed.sha256],
    ])}
    <p>
      <a class="button button--quiet" href="/house/disputes/${encodeURIComponent(id)}/document" download
        >${text.download}</a
      >
    </p>`;
}

function saidBy(desk: Desk, dispute: Dispute): Html {
  const { said } = dispute;
  if (!said) return html`<p class="muted">${text.saidNothing}</p>`;
  return html`<p class="as-typed"><bdi>${said.text}</bdi></p>
    <p class="muted small">${momentTag(said.at, desk.now)}</p>
    <ul>
      ${said.files.map(
        ({ name, sha256 }) =>
          html`<li>
            <a href="/house/disputes/${encodeURIComponent(dispute.id)}/files/${sha256}" download><bdi>${name}</bdi></a>
          </li>`,
      )}
    </ul>`;
}
