import { en } from '#shared/text/say.ts';
import { countryName } from './countries.ts';
import { problemNote, type ShownProblem } from './forms.ts';
import { html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.pages.setup.stripe;

/** Where Stripe can pay somebody from a platform's own balance; which of them from ours, Stripe says itself. */
const countries =
  'AE AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LI LT LU LV MT MX MY NL NO NZ PL PT RO SE SG SI SK US'
    .split(' ')
    .map((code) => ({ code, name: countryName(code) }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));

/** The page from which somebody goes to Stripe for the first time. */
export function stripePage(data: {
  readonly csrf: string;
  readonly me: SiteVisitor | null;
  readonly typed?: { readonly email: string; readonly country: string } | undefined;
  readonly problem?: ShownProblem | undefined;
}): string {
  const { csrf, me, typed = { email: '', country: '' }, problem } = data;
  return framePage({
    title: text.page,
    me,
    path: '/setup/stripe',
    isPrivate: true,
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${problemNote(problem)}
      <form class="card stack" method="post" action="/setup/stripe">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="field">
          <label for="email">${text.email}</label>
          <input
            id="email"
            name="email"
            type="email"
            value="${typed.email}"
            required
            maxlength="200"
            autocomplete="email"
          />
        </div>
        <div class="field">
          <label for="country">${text.country}</label>
          <select id="country" name="country" required autocomplete="country">
            <option value="">${text.choose}</option>
            ${countries.map(
              ({ code, name }) =>
                html`<option value="${code}" ${code === typed.country ? html`selected` : null}>${name}</option>`,
            )}
          </select>
        </div>
        <button class="button button--wide button--large" type="submit">${text.button}</button>
      </form>
      <p><a href="/setup">${en.pages.setup.promise.back}</a></p>
    </div>`,
  });
}
