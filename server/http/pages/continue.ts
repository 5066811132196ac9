import { en, fill } from '#shared/text/say.ts';
import { keycap } from './art/keycap.ts';
import { deedForm } from './forms.ts';
import { html } from './html.ts';
import { framePage } from './layout.ts';

const text = en.pages.setup.proceed;

/** The page behind a private link: whose it is, and the button that signs this browser in as them. */
export function continuePage(data: {
  readonly nickname: string;
  readonly ticket: string;
  readonly csrf: string;
}): string {
  const { nickname, ticket, csrf } = data;
  return framePage({
    title: text.page,
    me: null,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${fill(text.title, { nickname })}</h1>
      <p class="lead">${fill(text.lead, { nickname })}</p>
      <div class="row row--middle">
        ${deedForm({
          action: '/continue',
          csrf,
          label: text.button,
          fields: html`<input type="hidden" name="ticket" value="${ticket}" />`,
        })}
      </div>
      <p class="muted">${text.other}</p>
    </div>`,
  });
}
