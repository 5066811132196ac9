import { fieldTexts } from '#shared/text/en/pages-fields.ts';
import { fill } from '#shared/text/say.ts';
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

/** A field for words. */
export type WordsField = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** Characters. */
  readonly length: { readonly least: number; readonly most: number };
  readonly rows: number;
  /** What stood in it when it was refused. */
  readonly refused?: string | undefined;
};

/** Writes a field for words, which says how many it takes. What was refused stands in it still, and is marked. */
export function wordsField({ id, name, label, length: { least, most }, rows, refused }: WordsField): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <textarea
      id="${id}"
      name="${name}"
      required
      minlength="${least}"
      maxlength="${most}"
      rows="${rows}"
      aria-describedby="${id}-length"
      ${refused === undefined ? null : html`aria-invalid="true"`}
    >
${refused ?? ''}</textarea>
    <p class="muted small" id="${id}-length">
      ${fill(least > 1 ? fieldTexts.between : fieldTexts.atMost, { least, most })}
    </p>
  </div>`;
}

/** What the reader presses first, and what they are told before they press again. */
export type ConfirmedForm = DeedForm & {
  readonly id: string;
  readonly opener: string;
  readonly explain: string;
  /** Whether this is the next step, rather than a way out. */
  readonly isOnward?: boolean;
  /** Whether it is open already, because what was typed into it was refused. */
  readonly isOpen?: boolean;
};

/** A form behind a second look: the first press only opens it. For what cannot be taken back; works without scripts. */
export function confirmedForm(form: ConfirmedForm): Html {
  const looks = form.isOnward ? 'button' : 'button button--quiet';
  return html`<details class="confirm" id="${form.id}" ${form.isOpen ? html`open` : null}>
    <summary class="${looks}">${form.opener}</summary>
    <div class="confirm__body card">
      <p>${form.explain}</p>
      ${deedForm(form)}
    </div>
  </details>`;
}
