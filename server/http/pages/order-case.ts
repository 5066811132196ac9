import { formatMoney } from '#shared/money.ts';
import type { CaseDecision, OrderCase } from '#shared/schemas/trust.ts';
import { casePageTexts as text } from '#shared/text/en/pages-cases.ts';
import { reasonTexts } from '#shared/text/en/reasons.ts';
import { fill } from '#shared/text/say.ts';
import type { Typed } from '../site-forms.ts';
import { confirmedForm, deedForm, wordsField } from './forms.ts';
import { html, type Html } from './html.ts';
import { lookAgain } from './live-look.ts';
import { momentTag } from './times.ts';

/** The cases about an order, as one of its two sees them; `away` while the reader's own stream might show them. */
export type CasesShown = {
  readonly cases: readonly OrderCase[] | 'away';
  readonly tag: string;
  readonly csrf: string;
  readonly now: number;
  readonly typed?: Typed | undefined;
};

/** What was reported, said and decided, with the forms for whatever the reader may say now; nothing where there is no case. */
export function casesSection({ cases, ...place }: CasesShown): Html | null {
  if (cases !== 'away' && cases.length === 0) return null;
  const isBuilders = cases !== 'away' && cases.some(({ side }) => side === 'builder');
  return html`<section class="card" ${isBuilders ? lookAgain : null} aria-labelledby="case-title">
    <h2 id="case-title">${text.title}</h2>
    ${cases === 'away' ? html`<p class="muted">${text.away}</p>` : cases.map((each) => oneCase(each, place))}
  </section>`;
}

type Place = Omit<CasesShown, 'cases'>;

function oneCase(record: OrderCase, place: Place): Html {
  const { side, state, kind } = record;
  const { now } = place;
  const isNew = state === 'open' && side === 'buyer' && record.answers.length === 0 && record.answerUntil === null;
  const kinds: Readonly<Record<string, string>> = text.kinds;
  return html`<article class="stack" aria-label="${kinds[kind] ?? kind}">
    <p class="note note--info">
      <strong>${text.states[state][side]}</strong>
      ${isNew ? html`<span>${text.waits}</span>` : null}
    </p>
    <ol class="timeline">
      ${spoken(`${text.reported[side]}: ${kinds[kind] ?? kind}`, record.text, record.openedAt, now)}
      ${record.answers.map(({ by, text: words, at }) => spoken(text.said[side][by], words, at, now))}
      ${record.decision ? decided(text.decisions, record.decision, now) : null}
      ${record.appeal ? spoken(text.appealed[record.appeal.by], record.appeal.text, record.appeal.at, now) : null}
      ${record.final ? decided(text.finals, record.final, now) : null}
    </ol>
    ${record.answerUntil === null ? null : answerForm(record.id, record.answerUntil, place)}
    ${record.appealUntil === null ? null : appealForm(record.id, record.appealUntil, place)}
  </article>`;
}

/** What people typed may be in any script, so its direction stays its own. */
function spoken(who: string, words: string, at: number, now: number): Html {
  return html`<li>
    <strong>${who}</strong>
    <span class="muted">${momentTag(at, now)}</span>
    <p class="as-typed"><bdi>${words}</bdi></p>
  </li>`;
}

function decided(titles: typeof text.decisions | typeof text.finals, decision: CaseDecision, now: number): Html {
  const { infavourOf, reason, at, refund, postage } = decision;
  const said = Object.hasOwn(reasonTexts, reason) ? reasonTexts[reason] : undefined;
  return html`<li>
    <strong>${titles[infavourOf]}</strong>
    <span class="muted">${momentTag(at, now)}</span>
    <p>
      ${refund ? fill(text.refund, { amount: formatMoney(refund) }) : text.noRefund}
      ${postage ? text.postage[postage] : null}
    </p>
    <p class="as-typed"><bdi>${said ?? reason}</bdi></p>
  </li>`;
}

function answerForm(caseId: string, until: number, { tag, csrf, now, typed }: Place): Html {
  return html`<p>${text.answer.until} ${momentTag(until, now)}. ${text.answer.hint}</p>
    ${deedForm({
      action: deedPath(tag, 'answer-case'),
      csrf,
      label: text.answer.send,
      fields: sayingFields(caseId, 'answer', text.answer.label, refusedIn(typed, 'answer-case', caseId)),
    })}`;
}

function appealForm(caseId: string, until: number, { tag, csrf, now, typed }: Place): Html {
  const refused = refusedIn(typed, 'appeal-case', caseId);
  return html`<p>${text.appeal.until} ${momentTag(until, now)}.</p>
    ${confirmedForm({
      id: 'appeal-case',
      isOpen: refused !== undefined,
      opener: text.appeal.opener,
      explain: text.appeal.explain,
      action: deedPath(tag, 'appeal-case'),
      csrf,
      label: text.appeal.send,
      fields: sayingFields(caseId, 'appeal', text.appeal.label, refused),
    })}`;
}

function deedPath(tag: string, deed: string): string {
  return `/orders/${encodeURIComponent(tag)}/${deed}`;
}

function refusedIn(typed: Typed | undefined, deed: string, caseId: string): string | undefined {
  return typed?.deed === deed && typed.fields['caseId'] === caseId ? typed.fields['text'] : undefined;
}

function sayingFields(caseId: string, what: 'answer' | 'appeal', label: string, refused?: string): Html {
  const id = `case-${what}`;
  return html`<input type="hidden" name="caseId" value="${caseId}" />
    ${wordsField({ id, name: 'text', label, length: { least: 10, most: 1_500 }, rows: 4, refused })}`;
}
