import type { ActView } from '#shared/schemas/house.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fill } from '#shared/text/say.ts';
import type { ShownProblem } from './forms.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { factList, pager, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = deskTexts.act;
const { audit, columns } = deskTexts;

/** An act: before it is done, for whoever prepared it; afterwards, and for others, as it stands in the audit. */
export function actPage(data: {
  readonly desk: Desk;
  readonly act: ActView;
  readonly isMine: boolean;
  readonly back: string;
  readonly problem?: ShownProblem | undefined;
}): string {
  const { desk, act, isMine, back, problem } = data;
  const isVoid = act.doneAt === null && desk.now >= act.expiresAt;
  const mayConfirm = isMine && act.doneAt === null && !isVoid;
  return deskPage(desk, {
    here: 'acts',
    title: act.doneAt === null ? text.title : text.done,
    lead: mayConfirm ? text.lead : act.doneAt !== null ? text.doneLead : isVoid ? text.void : text.open,
    problem,
    main: [
      html`<section class="card ${act.doneAt === null ? 'card--sky' : 'card--mint'}" aria-labelledby="act-what">
        <h2 id="act-what">${kindOf(act.kind)}</h2>
        <p class="desk__sentence as-typed"><bdi>${act.summary}</bdi></p>
        ${factList([
          [text.reason, html`<bdi>${act.reason}</bdi>`],
          [text.by, html`<bdi>${act.by}</bdi>`],
          [text.proposed, momentTag(act.proposedAt, desk.now)],
          [text.doneAt, act.doneAt === null ? null : momentTag(act.doneAt, desk.now)],
          [text.until, mayConfirm ? momentTag(act.expiresAt, desk.now) : null],
        ])}
        <div class="row">
          ${mayConfirm ? confirmForm(desk, act.id, back) : null}
          <a class="button button--quiet" href="${back}">${mayConfirm ? text.back : text.leave}</a>
        </div>
      </section>`,
    ],
  });
}

function confirmForm(desk: Desk, id: string, back: string): Html {
  return html`<form method="post" action="/house/acts/${encodeURIComponent(id)}/confirm">
    <input type="hidden" name="csrf" value="${desk.me.csrf}" />
    <input type="hidden" name="back" value="${back}" />
    <button class="button" type="submit">${text.confirm}</button>
  </form>`;
}

/** Why something that the staff asked for is not done. */
export function actRefusedPage(data: {
  readonly desk: Desk;
  readonly back: string;
  readonly problem: ShownProblem;
}): string {
  return deskPage(data.desk, {
    here: 'acts',
    title: text.refused,
    problem: data.problem,
    main: [html`<p><a class="button button--quiet" href="${data.back}">${text.leave}</a></p>`],
  });
}

/** The audit: what was prepared and done, by whom and why. */
export function auditPage(data: {
  readonly desk: Desk;
  readonly acts: readonly ActView[];
  readonly next: string | null;
  readonly searched: number;
  readonly person: string;
  readonly kind: string;
}): string {
  const { desk, acts, next, searched, person, kind } = data;
  const isFiltered = person !== '' || kind !== '';
  const further = next && new URLSearchParams({ person, kind, after: next }).toString();
  return deskPage(desk, {
    here: 'acts',
    title: deskTexts.pages.acts,
    lead: audit.lead,
    main: [
      filterForm(person, kind),
      sheet(
        deskTexts.pages.acts,
        [
          { heading: columns.when },
          { heading: columns.act },
          { heading: columns.reason },
          { heading: columns.by },
          { heading: columns.done },
        ],
        acts.map((act) => [
          momentTag(act.proposedAt, desk.now),
          html`<a href="/house/acts/${encodeURIComponent(act.id)}">${kindOf(act.kind)}</a>
            <span class="desk__under as-typed"><bdi>${act.summary}</bdi></span>`,
          html`<bdi>${act.reason}</bdi>`,
          html`<bdi>${act.by}</bdi>`,
          act.doneAt === null
            ? html`<span class="chip chip--vanilla">${audit.notDone}</span>`
            : momentTag(act.doneAt, desk.now),
        ]),
      ),
      isFiltered ? html`<p class="muted small">${fill(audit.searched, { count: searched })}</p>` : null,
      pager([{ label: deskTexts.next, href: further === null ? null : `/house/acts?${further}` }]),
    ],
  });
}

function filterForm(person: string, kind: string): Html {
  return html`<form class="card desk__search" method="get" action="/house/acts" role="search">
    <div class="field">
      <label for="audit-person">${audit.person}</label>
      <input id="audit-person" name="person" value="${person}" maxlength="60" autocomplete="off" spellcheck="false" />
    </div>
    <div class="field">
      <label for="audit-kind">${audit.kind}</label>
      <select id="audit-kind" name="kind">
        <option value="">${audit.anyKind}</option>
        ${Object.keys(deskTexts.kinds).map(
          (each) => html`<option value="${each}" ${each === kind ? html`selected` : null}>${kindOf(each)}</option>`,
        )}
      </select>
    </div>
    <button class="button" type="submit">${audit.filter}</button>
  </form>`;
}

function kindOf(kind: string): string {
  const kinds: Readonly<Record<string, string>> = deskTexts.kinds;
  return kinds[kind] ?? kind;
}
