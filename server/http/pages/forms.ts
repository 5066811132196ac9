import { html, type Html } from './html.ts';

/** A refusal, for a page to show above the form that it answers. */
export type ShownProblem = { readonly sentence: string; readonly remedy: string };

/** A refusal as a note at the top of a page, read out at once; nothing when there is none. */
export function problemNote(problem: ShownProblem | undefined): Html | null {
  if (!problem) return null;
  return html`<div class="note note--refusal" role="alert">
    <strong>${problem.sentence}</strong>
    <span>${problem.remedy}</span>
  </div>`;
}

/** A form that does one thing, proved to come from our own page by `csrf`. */
export type DeedForm = {
  readonly action: string;
  readonly csrf: string;
  readonly label: string;
  /** Further fields, hidden or to be filled in. */
  readonly fields?: Html;
};

/** Writes a form with its one button. */
export function deedForm(form: DeedForm): Html {
  return html`<form class="deed" method="post" action="${form.action}">
    <input type="hidden" name="csrf" value="${form.csrf}" />
    ${form.fields ?? null}
    <button class="button" type="submit">${form.label}</button>
  </form>`;
}

/** What the reader presses first, and what they are told before they press again. */
export type ConfirmedForm = DeedForm & {
  readonly id: string;
  readonly opener: string;
  readonly explain: string;
  /** Whether this is the next step, rather than a way out. */
  readonly isOnward?: boolean;
};

/** A form behind a second look: the first press only opens it. For what cannot be taken back; works without scripts. */
export function confirmedForm(form: ConfirmedForm): Html {
  const looks = form.isOnward ? 'button' : 'button button--quiet';
  return html`<details class="confirm" id="${form.id}">
    <summary class="${looks}">${form.opener}</summary>
    <div class="confirm__body card">
      <p>${form.explain}</p>
      ${deedForm(form)}
    </div>
  </details>`;
}
