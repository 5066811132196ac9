import { solvencyTexts } from '#shared/text/en/pages-money.ts';
import { en, fill } from '#shared/text/say.ts';
import { keycap } from './art/keycap.ts';
import { html, readWebAddress, renderHtml, type Html } from './html.ts';

/** Who is signed in to the website. `csrf` goes into every form of theirs. */
export type SiteVisitor = { readonly nickname: string; readonly csrf: string };

/** What `site.js` keeps true on a page: it fetches the page again and puts its `<main>` in place of the old one. */
export type Following = {
  /** The server's clock when the page was made, so that countdowns do not depend on the reader's. */
  readonly now?: number;
  /** Where to fetch the page from, when it may have been answered to a form at another address. */
  readonly path?: string;
  /** A topic of the live stream, with the version that the page shows; or with the one thing that it is about, where a topic has many. */
  readonly topic?: { readonly name: string } & ({ readonly version: number } | { readonly about: string });
  /** How often to look again, stream or not. */
  readonly everySeconds?: number;
  /** The state that a payment's return page shows, asked for until it is another. */
  readonly payment?: string;
};

/** One page: its name, its content, and what the frame around it needs to know. */
export type Page = {
  readonly title: string;
  readonly me: SiteVisitor | null;
  readonly main: Html;
  /** The path to come back to after signing in. */
  readonly path?: string;
  readonly description?: string;
  /** What a link preview shows; used only when its address is complete. */
  readonly pictureUrl?: string | null;
  /** Kept out of search engines: everything that belongs to one person. */
  readonly isPrivate?: boolean;
  readonly following?: Following;
  /** Further styles and scripts of ours, by the names of their files. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
};

const text = en.pages.site;

/** The address of the sign-in page that leads back to a path of ours. */
export function signInPath(next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}`;
}

/** Puts a page into the frame that all of them share, and writes it out. */
export function framePage(page: Page): string {
  return `<!doctype html>\n${renderHtml(
    html`<html lang="en">
      ${head(page)}
      <body>
        <a class="skip" href="#main">${text.skip}</a>
        ${header(page)}
        <main id="main" tabindex="-1" ${followingAttributes(page.following)}>${page.main}</main>
        ${footer()}
        <p class="visually-hidden" id="announcer" role="status"></p>
      </body>
    </html>`,
  )}\n`;
}

function head(page: Page): Html {
  const description = page.description ?? text.description;
  const picture = readWebAddress(page.pictureUrl ?? null);
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${fill(text.titled, { page: page.title })}</title>
    <meta name="description" content="${description}" />
    ${page.isPrivate ? html`<meta name="robots" content="noindex" />` : null}
    <meta property="og:site_name" content="${text.name}" />
    <meta property="og:title" content="${page.title}" />
    <meta property="og:description" content="${description}" />
    ${picture ? html`<meta property="og:image" content="${picture}" />` : null}
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fffdd0" />
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1d1b29" />
    <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/assets/fonts.css" />
    <link rel="stylesheet" href="/assets/base.css" />
    <link rel="stylesheet" href="/assets/site.css" />
    <link rel="stylesheet" href="/assets/shop.css" />
    <link rel="stylesheet" href="/assets/order.css" />
    <link rel="stylesheet" href="/assets/drawings.css" />
    ${(page.styles ?? []).map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
    <link rel="stylesheet" href="/assets/own.css" />
    <script src="/assets/site.js" type="module"></script>
    ${(page.scripts ?? []).map((name) => html`<script src="/assets/${name}" type="module"></script>`)}
  </head>`;
}

function followingAttributes(following: Following | undefined): Html | null {
  if (!following) return null;
  const { now, path, topic, everySeconds, payment } = following;
  return html`${now === undefined ? null : html`data-now="${now}"`} ${topic ? html` data-topic="${topic.name}"` : null}
  ${topic && 'version' in topic ? html` data-version="${topic.version}"` : null}
  ${topic && 'about' in topic ? html` data-about="${topic.about}"` : null} ${path ? html` data-path="${path}"` : null}
  ${everySeconds ? html` data-every="${everySeconds}"` : null} ${payment ? html` data-payment="${payment}"` : null}`;
}

function header(page: Page): Html {
  return html`<header class="top">
    <div class="top__in">
      <a class="wordmark" href="/"
        >${keycap()}<span>${text.wordmark[0]} <span class="wordmark__more">${text.wordmark[1]}</span></span></a
      >
      <nav class="top__nav" aria-label="${text.navigation}">
        <a href="/#drops">${text.drops}</a>
        <a href="/about">${text.about}</a>
        <a href="/pay">${text.payCode}</a>
      </nav>
      <div class="top__me">${page.me ? signedIn(page.me) : signedOut(page.path ?? '/')}</div>
    </div>
  </header>`;
}

function signedIn(me: SiteVisitor): Html {
  return html`<a class="top__hello" href="/passport">${fill(text.hello, { nickname: me.nickname })}</a>
    <form method="post" action="/sign-out">
      <input type="hidden" name="csrf" value="${me.csrf}" />
      <button class="button button--quiet button--small" type="submit">${text.signOut}</button>
    </form>`;
}

function signedOut(path: string): Html {
  return html`<a class="button button--quiet button--small" href="${signInPath(path)}">${text.signIn}</a>`;
}

function footer(): Html {
  return html`<footer class="foot">
    <div class="foot__in">
      <p><strong>${text.name}</strong><br />${text.footer}</p>
      <p class="muted">${text.stripe}</p>
      <nav class="foot__nav" aria-label="${text.footerNavigation}">
        <a href="/about">${text.about}</a>
        <a href="/about#privacy">${en.pages.about.privacy.title}</a>
        <a href="/solvency">${solvencyTexts.link}</a>
        <a href="/problems">${text.problems}</a>
      </nav>
    </div>
  </footer>`;
}
