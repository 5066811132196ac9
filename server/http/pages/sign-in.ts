import { en, fill } from '#shared/text/say.ts';
import { html, raw, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.pages.signIn;

const signs = {
  discord:
    '<path fill="currentColor" d="M5 4h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-5l-4 4v-4H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zm3.5 5.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zm7 0a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z"/>',
  twitch:
    '<path fill="currentColor" fill-rule="evenodd" d="M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zm6 3.5v7l6-3.5zM7 20h10v1.5H7z"/>',
} as const;

/** Where a sign-in may lead back to: a path of ours, whatever was asked for. */
function ownPath(next: string): string {
  return /^\/(?![/\\])[\w\-./?=&%#~]*$/.test(next) ? next : '/';
}

/** The page on which a person says who they are, by an account they already have. */
export function signInPage(data: { readonly next: string; readonly me: SiteVisitor | null }): string {
  const next = ownPath(data.next);
  return framePage({
    title: text.page,
    me: data.me,
    path: next,
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      ${
        data.me
          ? html`<p class="note note--success">
              <span>${fill(text.already, { nickname: data.me.nickname })}</span><a href="${next}">${text.onwards}</a>
            </p>`
          : null
      }
      <p class="lead">${text.lead}</p>
      <div class="card stack">${way('discord', next)}${way('twitch', next)}</div>
      <p class="muted">${text.privacy}</p>
    </div>`,
  });
}

function way(platform: 'discord' | 'twitch', next: string): Html {
  return html`<a class="button button--wide button--large" href="/sign-in/${platform}?next=${encodeURIComponent(next)}"
    ><svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">${raw(signs[platform])}</svg
    >${text[platform]}</a
  >`;
}
