import { refusals, type RefusalCode } from '#shared/refusals.ts';
import { en, fill } from '#shared/text/say.ts';
import { looseCap } from './art/parcel.ts';
import { html } from './html.ts';
import { framePage, signInPath, type SiteVisitor } from './layout.ts';

const text = en.pages.problem;

/** A no or a fault as a page tells it. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
};

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/**
 * What a code means when no occasion fills its sentence, for `/problems/<code>`.
 *
 * @returns null for a code that is neither a refusal nor `defect`
 */
export function describeProblem(code: string): Problem | null {
  if (code === 'defect') return { status: 500, code, sentence: text.defect.sentence, remedy: text.defect.remedy };
  if (!isRefusalCode(code)) return null;
  const { sentence, remedy } = en.refusals[code];
  const words = en.pages.refusalWords;
  return { status: refusals[code], code, sentence: fill(sentence, words), remedy: fill(remedy, words) };
}

/** The page of one problem: what happened, and what can be done about it. */
export function problemPage(data: Problem & { readonly me: SiteVisitor | null }): string {
  const isFault = data.status >= 500 && data.code === 'defect';
  return framePage({
    title: text.page,
    me: data.me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${looseCap()}
      <h1>${isFault ? text.defect.title : data.sentence}</h1>
      ${isFault ? html`<p class="lead">${data.sentence}</p>` : null}
      <p class="lead">${data.remedy}</p>
      <p class="row row--middle">
        ${data.status === 401 ? html`<a class="button" href="${signInPath('/')}">${text.signIn}</a>` : null}
        <a class="button button--quiet" href="/#drops">${text.home}</a>
        <a class="button button--quiet" href="/problems">${text.all}</a>
      </p>
      <p class="muted small">
        ${text.code} <a class="code" href="/problems/${encodeURIComponent(data.code)}">${data.code}</a>
        (${data.status}).
      </p>
    </div>`,
  });
}

/** The page that lists everything C500 may say no to. */
export function problemsIndex(data: { readonly me: SiteVisitor | null }): string {
  const all = [...Object.keys(refusals), 'defect'].map(describeProblem).filter((one) => one !== null);
  return framePage({
    title: text.indexPage,
    me: data.me,
    path: '/problems',
    main: html`<div class="stack">
      <h1>${text.indexTitle}</h1>
      <p class="lead">${text.indexLead}</p>
      <ul class="problems">
        ${all.map(
          (one) =>
            html`<li class="card">
              <p class="row row--apart">
                <a class="code" href="/problems/${one.code}">${one.code}</a
                ><span class="muted small">${one.status}</span>
              </p>
              <h2>${one.sentence}</h2>
              <p>${one.remedy}</p>
            </li>`,
        )}
      </ul>
    </div>`,
  });
}
