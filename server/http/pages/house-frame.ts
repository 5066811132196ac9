import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fill } from '#shared/text/say.ts';
import type { ShownProblem } from './forms.ts';
import { problemNote } from './forms.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

/** The pages of the desk that its navigation names. */
export type DeskPage = keyof typeof deskTexts.pages;

/** Somebody of the staff at the desk. */
export type Desk = {
  readonly me: SiteVisitor;
  readonly now: number;
  /** Tells this showing of a page from others, so that a form that is sent twice is known again. */
  readonly nonce: string;
  /** How much waits, by page; what is not counted is left out. */
  readonly waiting: Readonly<Partial<Record<DeskPage, number>>>;
  readonly waitingMax: number;
};

const paths: Readonly<Record<DeskPage, string>> = {
  today: '/house',
  people: '/house/people',
  orders: '/house/orders',
  cases: '/house/cases',
  disputes: '/house/disputes',
  bans: '/house/bans',
  applications: '/house/applications',
  flags: '/house/flags',
  effects: '/house/effects',
  acts: '/house/acts',
  money: '/house/money',
};

/** A page of the desk: its heading, its content, and beside it where else somebody may go and what waits there. */
export function deskPage(
  desk: Desk,
  page: {
    readonly here: DeskPage;
    readonly title: string;
    readonly lead?: string;
    readonly main: readonly (Html | null)[];
    readonly problem?: ShownProblem | undefined;
  },
): string {
  const { here, title, lead, main, problem } = page;
  return framePage({
    title: `${title} · ${deskTexts.title}`,
    me: desk.me,
    path: paths[here],
    isPrivate: true,
    following: { now: desk.now },
    styles: ['house.css'],
    main: html`<div class="desk">
      ${navigation(desk, here)}
      <div class="desk__main stack">
        <h1>${title}</h1>
        ${problemNote(problem)} ${lead ? html`<p class="lead">${lead}</p>` : null} ${main}
      </div>
    </div>`,
  });
}

function navigation(desk: Desk, here: DeskPage): Html {
  // What Object.keys gives are the names of the pages.
  const pages = Object.keys(paths) as DeskPage[];
  return html`<nav class="desk__nav" aria-label="${deskTexts.navigation}">
    <ul>
      ${pages.map(
        (page) =>
          html`<li>
            <a href="${paths[page]}" ${page === here ? html`aria-current="page"` : null}
              >${deskTexts.pages[page]}${badge(desk, desk.waiting[page] ?? 0)}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

function badge({ waitingMax }: Desk, count: number): Html | null {
  if (count === 0) return null;
  const shown = count >= waitingMax ? fill(deskTexts.more, { count: waitingMax - 1 }) : String(count);
  return html` <span class="chip chip--sakura desk__count"
    ><span aria-hidden="true">${shown}</span
    ><span class="visually-hidden">${fill(deskTexts.waiting, { count: shown })}</span></span
  >`;
}
