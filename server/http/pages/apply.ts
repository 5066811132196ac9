import { Guild } from '#shared/schemas/citizen.ts';
import { en } from '#shared/text/say.ts';
import { problemNote, type ShownProblem } from './forms.ts';
import { html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.pages.setup.apply;

/** What was typed into the form, to be shown again when something of it was refused. */
export type TypedApplication = { readonly guild: string; readonly about: string; readonly links: string };

/** The page on which somebody asks to be a builder. */
export function applyPage(data: {
  readonly csrf: string;
  readonly me: SiteVisitor | null;
  readonly typed?: TypedApplication | undefined;
  readonly problem?: ShownProblem | undefined;
  /** What the staff wrote when it declined the last application. */
  readonly declinedFor?: string | undefined;
}): string {
  const { csrf, me, typed = { guild: '', about: '', links: '' }, problem, declinedFor } = data;
  return framePage({
    title: text.page,
    me,
    path: '/setup/apply',
    isPrivate: true,
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${
        declinedFor === undefined
          ? null
          : html`<p class="note note--wait">
              <strong>${text.declined}</strong> <span class="as-typed"><bdi>${declinedFor}</bdi></span>
            </p>`
      }
      ${problemNote(problem)}
      <form class="card stack" method="post" action="/setup/apply">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="field">
          <label for="guild">${text.guild}</label>
          <select id="guild" name="guild" required>
            ${Guild.options.map(
              (guild) =>
                html`<option value="${guild}" ${guild === typed.guild ? html`selected` : null}>
                  ${en.pages.guilds[guild].title}
                </option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="about">${text.about}</label>
          <textarea
            id="about"
            name="about"
            required
            minlength="20"
            maxlength="1500"
            rows="6"
            aria-describedby="about-hint"
          >
${typed.about}</textarea>
          <p class="muted small" id="about-hint">${text.aboutHint}</p>
        </div>
        <div class="field">
          <label for="links">${text.links}</label>
          <textarea
            id="links"
            name="links"
            required
            maxlength="1500"
            rows="3"
            spellcheck="false"
            aria-describedby="links-hint"
          >
${typed.links}</textarea>
          <p class="muted small" id="links-hint">${text.linksHint}</p>
        </div>
        <p class="muted small">${text.pictures}</p>
        <button class="button button--wide button--large" type="submit">${text.button}</button>
      </form>
    </div>`,
  });
}
