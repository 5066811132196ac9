import { houseRules } from '#shared/house-rules.ts';
import { personalTexts as text } from '#shared/text/en/pages-personal.ts';
import { fill } from '#shared/text/say.ts';
import type { Obstacle } from '../../usecases/people/leaving.ts';
import { keycap } from './art/keycap.ts';
import { deedForm, problemNote, type ShownProblem } from './forms.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { formatDay, formatLength } from './times.ts';

/** The page from which people take their data with them, or go. */
export function personalPage(me: SiteVisitor): string {
  return framePage({
    title: text.page,
    me,
    path: '/me',
    isPrivate: true,
    main: html`<div class="narrow stack">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <section class="card card--mint">
        <h2>${text.export.title}</h2>
        <p>${text.export.sentence}</p>
        ${deedForm({ action: '/me/export', csrf: me.csrf, label: text.export.button })}
      </section>
      <section class="card">
        <h2>${text.delete.title}</h2>
        <p>${text.delete.sentence}</p>
        <p><a class="button button--quiet" href="/me/delete">${text.delete.link}</a></p>
      </section>
      <p><a href="/privacy">${text.privacy}</a></p>
    </div>`,
  });
}

/** What the page on which people have themselves deleted needs. */
export type DeletePageData = {
  readonly me: SiteVisitor;
  readonly obstacles: readonly Obstacle[];
  readonly isBanned: boolean;
  readonly problem?: ShownProblem | undefined;
};

/** Says what goes and what stays and why, and asks for it in so many words. Nothing is asked while something stands in the way. */
export function deletePage({ me, obstacles, isBanned, problem }: DeletePageData): string {
  const said = text.delete;
  const words = formatLength(houseRules.roomWordsKeptMs);
  return framePage({
    title: said.page,
    me,
    path: '/me/delete',
    isPrivate: true,
    main: html`<div class="narrow stack">
      ${problemNote(problem)}
      <h1>${said.heading}</h1>
      <section class="card card--sakura">
        <h2>${said.goesTitle}</h2>
        ${points(said.goes)}
      </section>
      <section class="card">
        <h2>${said.staysTitle}</h2>
        ${points(said.stays.map((each) => fill(each, { words })))}
      </section>
      ${isBanned ? html`<p class="note note--wait">${said.banned}</p>` : null}
      ${obstacles.length > 0 ? obstaclesNote(obstacles) : wordForm(me)}
      <p><a href="/me">${said.back}</a></p>
    </div>`,
  });
}

function points(lines: readonly string[]): Html {
  return html`<ul class="points">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function obstaclesNote(obstacles: readonly Obstacle[]): Html {
  const length = formatLength(houseRules.disputesMayComeMs);
  const { obstaclesTitle, obstacles: said, obstaclesRemedy } = text.delete;
  return html`<section class="card card--vanilla">
    <h2>${obstaclesTitle}</h2>
    ${points(obstacles.map(({ key, until }) => fill(said[key], { length, day: until === null ? '' : formatDay(until) })))}
    <p>${obstaclesRemedy}</p>
  </section>`;
}

function wordForm(me: SiteVisitor): Html {
  const { word, typeIt, button } = text.delete;
  return deedForm({
    action: '/me/delete',
    csrf: me.csrf,
    label: button,
    fields: html`<div class="field">
      <label for="word">${fill(typeIt, { word })}</label>
      <input id="word" name="word" required autocomplete="off" maxlength="20" />
    </div>`,
  });
}

/** Says goodbye. Nobody is signed in any more. */
export function deletedPage(): string {
  return framePage({
    title: text.delete.donePage,
    me: null,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${text.delete.done}</h1>
      <p class="lead">${text.delete.doneLead}</p>
      <p class="row row--middle"><a class="button" href="/">${text.delete.home}</a></p>
    </div>`,
  });
}
