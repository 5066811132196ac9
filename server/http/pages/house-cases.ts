import type { CaseView } from '#shared/schemas/house.ts';
import { formatMoney } from '#shared/money.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fill } from '#shared/text/say.ts';
import type { OrderFile } from '../../usecases/house/order-file.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { proofList, standing, transcript, vault } from './house-order-file.ts';
import { amountField } from './house-orders.ts';
import { actForm, actRow, factList, orderLink, pager, part, reasonWords, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { timelineSection } from './order-work.ts';
import { momentTag } from './times.ts';

const { cases: text, columns, pages } = deskTexts;

/** Cases by their clocks, or those that are decided. */
export function casesPage(data: {
  readonly desk: Desk;
  readonly cases: readonly CaseView[];
  readonly isSettled: boolean;
  readonly next: string | null;
}): string {
  const { desk, cases, isSettled, next } = data;
  return deskPage(desk, {
    here: 'cases',
    title: isSettled ? text.settled : pages.cases,
    lead: text.lead,
    main: [
      caseSheet(desk, cases),
      pager([
        { label: deskTexts.next, href: next },
        isSettled
          ? { label: text.waiting, href: '/house/cases' }
          : { label: text.settled, href: '/house/cases?state=settled' },
      ]),
    ],
  });
}

/** Cases in a table. */
export function caseSheet(desk: Desk, cases: readonly CaseView[]): Html {
  return sheet(
    pages.cases,
    [
      { heading: columns.due },
      { heading: columns.what },
      { heading: columns.about },
      { heading: columns.tag },
      { heading: columns.state },
      { heading: text.takenBy },
    ],
    cases.map((each) => [
      momentTag(each.dueAt, desk.now),
      html`<a href="/house/cases/${encodeURIComponent(each.id)}">${houseTexts.reports[each.kind]}</a>`,
      html`<bdi>${each.about}</bdi>`,
      orderLink(each.tag) ?? '',
      html`<span class="chip chip--${each.isReady ? 'sakura' : 'lavender'}">${text.states[each.state]}</span>`,
      html`<bdi>${each.takenBy ?? text.nobody}</bdi>`,
    ]),
  );
}

/** One case with both sides' words, its clocks, and what can be decided. */
export function casePage(data: {
  readonly desk: Desk;
  readonly found: CaseView;
  readonly file: OrderFile | null;
}): string {
  const { desk, found, file } = data;
  const isWaiting = found.state === 'open' || found.state === 'appealed';
  return deskPage(desk, {
    here: 'cases',
    title: fill(text.title, { kind: houseTexts.reports[found.kind] }),
    lead: fill(text.about, { about: found.about, by: found.by }),
    main: [
      html`<div class="desk__halves">
        ${part('said', text.said, html`<p class="as-typed"><bdi>${found.text}</bdi></p>`)}
        ${part('clocks', text.clocks, clocks(desk, found))}
      </div>`,
      part('answers', text.answers, answers(desk, found)),
      found.decision ? decision(desk, text.decision, found.decision, file) : null,
      found.appeal
        ? part('appeal', text.appeal, [
            html`<p>
              <strong>${text.answerBy[found.appeal.by]}</strong>
              <span class="muted small">${momentTag(found.appeal.at, desk.now)}</span>
            </p>`,
            html`<p class="as-typed"><bdi>${found.appeal.text}</bdi></p>`,
          ])
        : null,
      found.final ? decision(desk, text.final, found.final, file) : null,
      isWaiting ? part('deeds', fileTexts.order.acts, deeds(desk, found, file !== null)) : null,
      ...(file ? evidence(desk, file) : aboutDrop(found)),
    ],
  });
}

function clocks(desk: Desk, found: CaseView): Html {
  const { buyer, builder } = found.answerUntil;
  return html`${factList([
    [columns.state, text.states[found.state]],
    [text.opened, momentTag(found.openedAt, desk.now)],
    [text.due, momentTag(found.dueAt, desk.now)],
    [text.takenBy, html`<bdi>${found.takenBy ?? text.nobody}</bdi>`],
    [text.answerUntil.builder, builder === null ? null : momentTag(builder, desk.now)],
    [text.answerUntil.buyer, buyer === null ? null : momentTag(buyer, desk.now)],
  ])}
  ${found.isReady ? html`<p class="note note--info">${text.isReady}</p>` : null}`;
}

function answers(desk: Desk, { answers: said }: CaseView): Html {
  if (said.length === 0) return html`<p class="muted">${deskTexts.none}</p>`;
  return html`<ol class="timeline">
    ${said.map(
      ({ by, text: words, at }) =>
        html`<li>
          <strong>${text.answerBy[by]}</strong> <span class="muted small">${momentTag(at, desk.now)}</span>
          <p class="as-typed"><bdi>${words}</bdi></p>
        </li>`,
    )}
  </ol>`;
}

function decision(desk: Desk, title: string, decided: NonNullable<CaseView['decision']>, file: OrderFile | null): Html {
  const { infavourOf, reason, at, by, refundMinor, postage } = decided;
  const currency = file?.order.terms.price.currency;
  const amount =
    refundMinor === null || currency === undefined ? null : formatMoney({ amountMinor: refundMinor, currency });
  return part(title === text.final ? 'final' : 'decision', title, [
    html`<p><strong>${text.for[infavourOf]}</strong> ${reasonWords(reason)}</p>`,
    factList([
      [columns.by, html`<bdi>${by ?? text.clock}</bdi>`],
      [columns.when, momentTag(at, desk.now)],
      [text.refund, infavourOf === 'builder' || file === null ? null : (amount ?? text.whole)],
      [text.postage, postage ? text.payers[postage] : null],
    ]),
  ]);
}

function deeds(desk: Desk, found: CaseView, hasOrder: boolean): Html {
  const common = { fixed: { caseId: found.id }, back: `/house/cases/${found.id}` };
  return actRow([
    actForm(desk, {
      ...common,
      kind: 'take-case',
      id: 'case',
      label: found.state === 'appealed' ? text.takeAppeal : text.take,
      explain: text.takeExplain,
    }),
    actForm(desk, {
      ...common,
      kind: 'decide-case',
      id: 'case',
      label: text.decide,
      explain: hasOrder ? text.decideExplain : text.noOrder,
      fields: html`<fieldset class="desk__choices">
          <legend>${text.infavourOf}</legend>
          <label><input type="radio" name="infavourOf" value="buyer" required /> ${text.for.buyer}</label>
          <label><input type="radio" name="infavourOf" value="builder" required /> ${text.for.builder}</label>
        </fieldset>
        ${
          hasOrder
            ? html`${amountField('decide-amount', false, text.amount)}
                <div class="field">
                  <label for="decide-postage">${text.postage}</label>
                  <select id="decide-postage" name="postage">
                    <option value="">${text.payers.none}</option>
                    ${(['buyer', 'builder', 'house'] as const).map(
                      (payer) => html`<option value="${payer}">${text.payers[payer]}</option>`,
                    )}
                  </select>
                </div>`
            : null
        }`,
    }),
  ]);
}

/** What a decider looks at: how the order stands, what counted, what happened, and what the two said to each other. */
function evidence(desk: Desk, file: OrderFile): readonly (Html | null)[] {
  const { tag, proofs } = file.order;
  return [
    html`<div class="desk__halves">${standing(desk, file)} ${vault(file)}</div>`,
    proofs.length > 0 ? part('proofs', fileTexts.order.proofs, proofList(desk, file)) : null,
    timelineSection(file.view, 'buyer', desk.now),
    part('room', fileTexts.order.room, transcript(desk, file)),
    html`<p>
      <a class="button button--quiet" href="/house/orders/${encodeURIComponent(tag)}"
        >${fill(text.evidence, { tag })}</a
      >
    </p>`,
  ];
}

function aboutDrop({ dropId }: CaseView): readonly (Html | null)[] {
  return [
    html`<p class="muted">${text.noOrder}</p>`,
    dropId ? html`<p><a href="/drops/${encodeURIComponent(dropId)}">${text.drop}</a></p>` : null,
  ];
}
