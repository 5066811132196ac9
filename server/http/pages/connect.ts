import type { ConnectionView } from '#shared/schemas/desk.ts';
import { en, fill } from '#shared/text/say.ts';
import { keycap } from './art/keycap.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

const text = en.connect;

/** The page that says that a channel is connected now, and what it still lacks. */
export function connectedPage(data: { readonly connection: ConnectionView; readonly me: SiteVisitor | null }): string {
  const { connection, me } = data;
  const open = connection.checks.filter(({ state }) => state === 'missing' || state === 'waiting');
  const asksAgain = open.some(({ key }) => key === 'scopes' || key === 'chat');
  return framePage({
    title: text.page,
    me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${fill(text.title, { channel: connection.login ?? '' })}</h1>
      <p class="lead">${text.lead}</p>
      ${open.length === 0 ? html`<p class="note note--success">${text.complete}</p>` : missingList(open)}
      <p class="row row--middle">
        ${asksAgain ? html`<a class="button" href="/connect/twitch">${text.again}</a>` : null}
        <a class="button button--quiet" href="/setup">${text.steps}</a>
        <a class="button button--quiet" href="/#drops">${text.home}</a>
      </p>
      <p class="muted">${text.close}</p>
    </div>`,
  });
}

function missingList(open: ConnectionView['checks']): Html {
  return html`<section class="card stack" aria-labelledby="missing">
    <h2 id="missing">${text.stillMissing}</h2>
    <ul class="points">
      ${open.map(({ key, missing }) => html`<li>${fill(text.missing[key], { names: missing.join(', ') })}</li>`)}
    </ul>
  </section>`;
}
