import { Platform } from '#shared/schemas/citizen.ts';
import { linkPageTexts as text } from '#shared/text/en/pages-link.ts';
import { fill } from '#shared/text/say.ts';
import { keycap } from './art/keycap.ts';
import { confirmedForm, deedForm, problemNote, type ShownProblem } from './forms.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';

/** Somebody's accounts, as their own page shows them. */
export type LinkView = {
  readonly accounts: readonly { readonly platform: Platform; readonly handle: string }[];
  readonly identityVerified: boolean;
};

/** The accounts by which somebody is known, what may be linked, and what may be let go. */
export function linkPage(data: LinkView & { readonly me: SiteVisitor; readonly problem?: ShownProblem }): string {
  const { me, accounts, identityVerified, problem } = data;
  const missing = Platform.options.filter((platform) => !accounts.some((each) => each.platform === platform));
  return framePage({
    title: text.page,
    me,
    isPrivate: true,
    main: html`<div class="stack">
      ${problemNote(problem)}
      <h1>${fill(text.title, { nickname: me.nickname })}</h1>
      <p class="lead">${text.lead}</p>
      ${accounts.map((account) => accountCard(account, accounts.length > 1, me.csrf))}
      ${missing.map((platform) => missingCard(platform))} ${identityCard(identityVerified, me.csrf)}
    </div>`,
  });
}

function accountCard({ platform, handle }: LinkView['accounts'][number], canGo: boolean, csrf: string): Html {
  const name = text.platforms[platform];
  return html`<section class="card stack">
    <h2>${fill(text.linkedAs, { platform: name, handle })}</h2>
    ${
      canGo
        ? confirmedForm({
            id: `unlink-${platform}`,
            action: `/link/${platform}/unlink`,
            csrf,
            opener: fill(text.unlink, { platform: name }),
            explain: text.unlinkExplain,
            label: text.unlinkConfirm,
          })
        : null
    }
  </section>`;
}

function missingCard(platform: Platform): Html {
  const name = text.platforms[platform];
  return html`<section class="card stack">
    <h2>${name}</h2>
    <p>${fill(text.linkExplain, { platform: name })}</p>
    <p><a class="button" href="/link/${platform}">${fill(text.link, { platform: name })}</a></p>
  </section>`;
}

function identityCard(isVerified: boolean, csrf: string): Html {
  const { title, done, lead, start } = text.identity;
  return html`<section class="card stack" id="identity">
    <h2>${title}</h2>
    ${
      isVerified
        ? html`<p class="note note--success">${done}</p>`
        : html`<p>${lead}</p>
            ${deedForm({ action: '/link/identity', csrf, label: start })}`
    }
  </section>`;
}

/** What is about to be linked, and the form that does it. */
export type LinkQuestion = {
  readonly me: SiteVisitor;
  readonly platform: Platform;
  readonly handle: string;
  /** Sealed: what was proved. */
  readonly proof: string;
  /** The citizen who has the account, where the two would become one. */
  readonly other: string | null;
};

/** Asks before an account is linked; says whom it makes one of, where somebody has it already. */
export function confirmLinkPage({ me, platform, handle, proof, other }: LinkQuestion): string {
  const words = { platform: text.platforms[platform], handle, nickname: me.nickname, other: other ?? '' };
  const said = text.confirm;
  return framePage({
    title: said.page,
    me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${fill(said.title, words)}</h1>
      <p class="lead">${fill(said.lead, words)}</p>
      ${other === null ? null : html`<p class="note">${text.join.ready}</p>`}
      <div class="row row--middle">
        ${deedForm({
          action: '/link/confirm',
          csrf: me.csrf,
          label: other === null ? said.button : fill(text.join.confirm, words),
          fields: html`<input type="hidden" name="proof" value="${proof}" />`,
        })}
        <a class="button button--quiet" href="/link">${said.cancel}</a>
      </div>
    </div>`,
  });
}

/** Says that the account is somebody's already, and that the other platform is to be proved as well before both become one. */
export function joinPage(data: LinkQuestion & { readonly prove: Platform }): string {
  const { me, platform, handle, proof, other, prove } = data;
  const words = { platform: text.platforms[platform], handle, other: other ?? '', proof: text.platforms[prove] };
  return framePage({
    title: text.join.page,
    me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${fill(text.join.title, words)}</h1>
      <p class="lead">${fill(text.join.lead, words)}</p>
      <p class="row row--middle">
        <a class="button" href="/link/${prove}?proof=${encodeURIComponent(proof)}">${fill(text.join.button, words)}</a>
        <a class="button button--quiet" href="/link">${text.confirm.cancel}</a>
      </p>
    </div>`,
  });
}

/** Says that it is done. */
export function linkedPage(me: SiteVisitor): string {
  return framePage({
    title: text.done.page,
    me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${text.done.title}</h1>
      <p class="lead">${text.done.lead}</p>
      <p class="row row--middle"><a class="button" href="/link">${text.done.home}</a></p>
    </div>`,
  });
}

/** Leads on to the payment partner, where a document is looked at. */
export function identityPage(data: { readonly me: SiteVisitor; readonly url: string }): string {
  const { goTitle, go, back } = text.identity;
  return framePage({
    title: goTitle,
    me: data.me,
    isPrivate: true,
    main: html`<div class="answer stack">
      ${keycap()}
      <h1>${goTitle}</h1>
      <p class="row row--middle"><a class="button" href="${data.url}">${go}</a></p>
      <p class="muted">${back}</p>
    </div>`,
  });
}
