import type { SetupStep, SetupView } from '#shared/schemas/builder.ts';
import { en } from '#shared/text/say.ts';
import { problemNote, type ShownProblem } from './forms.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.pages.setup;
const chips = { done: 'chip chip--mint', waiting: 'chip chip--lavender', missing: 'chip chip--vanilla' } as const;

/** The way to selling, step by step: what is done, what waits for somebody else, and what is next. */
export function setupPage(data: {
  readonly setup: SetupView;
  readonly me: SiteVisitor | null;
  /** Why none of it can be gone on with now. */
  readonly banned?: ShownProblem | undefined;
}): string {
  const { setup, me, banned } = data;
  return framePage({
    title: text.page,
    me,
    path: '/setup',
    isPrivate: true,
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${problemNote(banned)}
      ${setup.next === null && !banned ? html`<p class="note note--success">${text.complete}</p>` : null}
      <ol class="stack">
        ${setup.steps.map((step) => stepCard(step, step.key === setup.next))}
      </ol>
    </div>`,
  });
}

function stepCard(step: SetupStep, isNext: boolean): Html {
  const said = text.steps[step.key];
  return html`<li class="card" ${isNext ? html`aria-current="step"` : null}>
    <div class="row row--apart">
      <h2>${said.title}</h2>
      <span class="${isNext ? 'chip chip--sakura' : chips[step.state]}"
        >${isNext && step.state === 'missing' ? text.next : text.states[step.state]}</span
      >
    </div>
    ${step.state === 'missing' ? html`<p>${said.sentence}</p>` : null}
    ${
      step.details.length > 0
        ? html`<ul class="points">
            ${step.details.map((detail) => html`<li>${detail}</li>`)}
          </ul>`
        : null
    }
    ${
      step.url && said.link
        ? html`<p>
            <a class="${isNext ? 'button' : 'button button--quiet'}" href="${step.url}">${said.link}</a>
          </p>`
        : null
    }
  </li>`;
}
