import { en } from '#shared/text/say.ts';
import { problemNote, type ShownProblem } from './forms.ts';
import { html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.pages.payCode;

/** The page on which a pay code is typed in. */
export function payCodePage(data: {
  readonly csrf: string;
  readonly typed?: string | undefined;
  readonly problem?: ShownProblem | undefined;
  readonly me: SiteVisitor | null;
}): string {
  return framePage({
    title: text.page,
    me: data.me,
    path: '/pay',
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${problemNote(data.problem)}
      <form class="card stack" method="post" action="/pay">
        <input type="hidden" name="csrf" value="${data.csrf}" />
        <div class="field">
          <label for="code">${text.label}</label>
          <input
            class="code code--typed"
            id="code"
            name="code"
            value="${data.typed ?? ''}"
            required
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-describedby="code-hint"
            ${data.problem ? html`aria-invalid="true"` : null}
          />
          <p class="muted small" id="code-hint">${text.hint}</p>
        </div>
        <button class="button button--wide button--large" type="submit">${text.button}</button>
      </form>
      <p class="muted">${text.none} ${text.noneRemedy} <a href="/#drops">${en.pages.site.drops}</a></p>
    </div>`,
  });
}
