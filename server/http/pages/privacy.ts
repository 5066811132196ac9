import { houseRules } from '#shared/house-rules.ts';
import { privacyPageTexts as text } from '#shared/text/en/pages-privacy.ts';
import { fill } from '#shared/text/say.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { formatLength } from './times.ts';

/** What is kept about people, how long, and why. */
export function privacyPage(me: SiteVisitor | null): string {
  const { columns } = text;
  const words = {
    address: formatLength(houseRules.addressKeptMs),
    words: formatLength(houseRules.roomWordsKeptMs),
    settled: formatLength(houseRules.settledKeptMs),
  };
  return framePage({
    title: text.page,
    me,
    path: '/privacy',
    main: html`<div class="stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <div class="statement" tabindex="0" role="region" aria-label="${text.caption}">
        <table>
          <thead>
            <tr>
              <th scope="col">${columns.what}</th>
              <th scope="col">${columns.long}</th>
              <th scope="col">${columns.why}</th>
            </tr>
          </thead>
          <tbody>
            ${text.rows.map(
              ({ what, long, why }) =>
                html`<tr>
                  <td>${what}</td>
                  <td>${fill(long, words)}</td>
                  <td>${why}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${list(text.notTitle, text.not)} ${list(text.othersTitle, text.others)}
      <p><a class="button button--quiet" href="/me">${text.yours}</a></p>
    </div>`,
  });
}

function list(title: string, lines: readonly string[]): Html {
  return html`<section class="card">
    <h2>${title}</h2>
    <ul class="points">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
