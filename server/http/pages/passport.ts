import { houseRules } from '#shared/house-rules.ts';
import { formatMoney } from '#shared/money.ts';
import type { PassportFact, TierNeed } from '#shared/schemas/citizen.ts';
import { linkPageTexts } from '#shared/text/en/pages-link.ts';
import { passportPageTexts as text } from '#shared/text/en/pages-passport.ts';
import { fill } from '#shared/text/say.ts';
import type { OwnPassport, ScoreLine, ShownStrike } from '../../usecases/people/own-passport.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { momentTag } from './times.ts';

/** What the page of somebody's own passport needs. */
export type PassportPageData = { readonly own: OwnPassport; readonly me: SiteVisitor; readonly now: number };

/** Where what is missing is brought; nothing where nobody but time can bring it. */
const ways: Readonly<Record<TierNeed, string | null>> = {
  account: '/link',
  identity: '/link#identity',
  order: '/#drops',
  orders: '/#drops',
  'no-lost-dispute': null,
  'quiet-year': null,
};

/** Facts that open something; the others only count. */
const opening: readonly PassportFact[] = ['account', 'identity', 'orders'];

/** Somebody's own passport: what they may buy, why, and every line that it was computed from. */
export function passportPage({ own, me, now }: PassportPageData): string {
  const { passport, bannedFor } = own;
  return framePage({
    title: text.page,
    me,
    path: '/passport',
    isPrivate: true,
    main: html`<div class="narrow stack">
      ${
        bannedFor === null
          ? null
          : html`<div class="note note--refusal" role="alert">
              <strong>${fill(text.banned, { reason: bannedFor })}</strong>
              ${own.bannedAt === null ? null : html`<span>${text.bannedSince} ${momentTag(own.bannedAt, now)}.</span>`}
              <span>${text.bannedRemedy}</span>
            </div>`
      }
      <h1>${fill(text.title, { nickname: passport.nickname })}</h1>
      <p class="row">
        <span class="chip chip--lavender">${text.tiers[passport.tier]}</span>
        <span class="muted">${text.since} ${momentTag(own.joinedAt, now)}</span>
      </p>
      ${bannedFor === null ? [capSection(own), whySection(own)] : null} ${scoreSection(own, now)}
      ${strikesSection(own.strikes, now)} ${accountsSection(own)} ${moreSection(passport.isBuilder)}
    </div>`,
  });
}

function capSection({ passport, mostOpenMinor }: OwnPassport): Html {
  const { capMinor, openMinor, currency } = passport;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const words = { open: money(openMinor), most: money(mostOpenMinor ?? 0), cap: money(capMinor ?? 0) };
  const said = mostOpenMinor === null ? text.open.free : openMinor === 0 ? text.open.none : text.open.some;
  return html`<section class="card card--lavender" aria-labelledby="cap">
    <h2 id="cap">${text.cap.title}</h2>
    <p>${capMinor === null ? text.cap.none : fill(text.cap.one, words)}</p>
    ${mostOpenMinor === null ? null : exposureBar(openMinor, mostOpenMinor)}
    <p>${fill(said, words)} ${openMinor === 0 ? null : text.open.explain}</p>
  </section>`;
}

/** How much of what may be open at once is; drawn rather than styled, because the page's policy allows no inline style. */
function exposureBar(openMinor: number, mostMinor: number): Html {
  const percent = Math.min(100, Math.round((openMinor * 100) / mostMinor));
  return html`<svg
    class="vault__bar"
    viewBox="0 0 100 4"
    preserveAspectRatio="none"
    role="img"
    aria-label="${fill(text.open.bar, { percent })}"
  >
    <rect class="bar--rest" x="0" y="0" width="100" height="4" />
    <rect class="bar--held" x="0" y="0" width="${percent}" height="4" />
  </svg>`;
}

function whySection({ passport }: OwnPassport): Html {
  const { tier, next, facts, currency, ordersCompleted } = passport;
  const memberCap = houseRules.tierCapMinor.member;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const words = {
    cap: money(memberCap),
    most: money(memberCap * houseRules.exposureFactor),
    vipOrders: houseRules.vipOrdersMin,
    orders: ordersCompleted,
  };
  const held = facts.filter(({ key, holds }) => holds && opening.includes(key));
  return html`<section class="card" id="why" aria-labelledby="why-title">
    <h2 id="why-title">${text.why.titles[tier]}</h2>
    <p>${fill(text.why[tier], words)}</p>
    ${
      next === null
        ? null
        : html`<ul class="stack">
            ${next.needs.map((need) => needItem(need, words))}
          </ul>`
    }
    <h3>${text.why.holds}</h3>
    ${
      held.length === 0
        ? html`<p>${text.why.nothing}</p>`
        : html`<ul class="points">
            ${held.map(({ key, count }) => html`<li>${fill(saidOf(key), { count })}</li>`)}
          </ul>`
    }
  </section>`;
}

function saidOf(key: PassportFact): string {
  return key === 'account' || key === 'identity' || key === 'orders' ? text.facts[key] : '';
}

function needItem(need: TierNeed, words: Readonly<Record<string, string | number>>): Html {
  const { title, sentence, link } = text.needs[need];
  const way = ways[need];
  return html`<li class="row row--apart">
    <span><strong>${fill(title, words)}</strong><br />${fill(sentence, words)}</span>
    ${way === null ? null : html`<a class="button button--small" href="${way}">${link}</a>`}
  </li>`;
}

function scoreSection({ passport, lines, older }: OwnPassport, now: number): Html {
  return html`<section class="card" aria-labelledby="score">
    <h2 id="score">${fill(text.score.title, { score: passport.score })}</h2>
    <p>${text.score.lead}</p>
    ${
      lines.length === 0
        ? html`<p class="muted">${text.score.none}</p>`
        : html`<dl class="facts">${lines.map((line) => scoreItem(line, now))}</dl>`
    }
    ${older.count === 0 ? null : html`<p class="muted">${fill(text.score.more, older)}</p>`}
  </section>`;
}

function scoreItem({ why, points, at, tag, nickname }: ScoreLine, now: number): Html {
  return html`<div>
    <dt>
      ${fill(text.score.lines[why], { nickname })} ${orderLink(tag)}<br /><span class="muted small"
        >${momentTag(at, now)}</span
      >
    </dt>
    <dd>${points > 0 ? `+${points}` : points}</dd>
  </div>`;
}

function strikesSection(strikes: readonly ShownStrike[], now: number): Html {
  return html`<section class="card" aria-labelledby="strikes">
    <h2 id="strikes">${text.strikes.title}</h2>
    ${
      strikes.length === 0
        ? html`<p class="muted">${text.strikes.none}</p>`
        : html`<ul class="stack">
              ${strikes.map((strike) => strikeItem(strike, now))}
            </ul>
            <p>${text.strikes.appeal}</p>`
    }
  </section>`;
}

function strikeItem(strike: ShownStrike, now: number): Html {
  const { why, reason, at, tag, countsUntil, lifted } = strike;
  return html`<li>
    <strong>${text.strikes.kinds[why]}</strong> ${orderLink(tag)} ${reason === null ? null : html`<br />${reason}`}
    <br /><span class="muted small">${momentTag(at, now)}</span> <br />
    ${
      lifted !== null
        ? fill(text.strikes.lifted, { reason: lifted })
        : countsUntil > now
          ? html`${text.strikes.counts} ${momentTag(countsUntil, now)}.`
          : text.strikes.over
    }
  </li>`;
}

function orderLink(tag: string | null): Html | null {
  return tag === null ? null : html`<span class="code">${tag}</span>`;
}

function accountsSection({ passport }: OwnPassport): Html {
  return html`<section class="card" aria-labelledby="accounts">
    <h2 id="accounts">${text.accounts.title}</h2>
    <dl class="facts">
      ${passport.accounts.map(
        ({ platform, handle }) =>
          html`<div>
            <dt>${linkPageTexts.platforms[platform]}</dt>
            <dd>${handle}</dd>
          </div>`,
      )}
    </dl>
    <p><a class="button button--quiet" href="/link">${text.accounts.link}</a></p>
  </section>`;
}

function moreSection(isBuilder: boolean): Html {
  const { title, orders, workshop, setup, statements, personal } = text.more;
  return html`<nav class="card" aria-labelledby="more">
    <h2 id="more">${title}</h2>
    <ul class="points">
      <li><a href="/orders">${orders}</a></li>
      ${isBuilder ? html`<li><a href="/workshop">${workshop}</a></li>` : html`<li><a href="/setup">${setup}</a></li>`}
      <li><a href="/statements">${statements}</a></li>
      <li><a href="/me">${personal}</a></li>
    </ul>
  </nav>`;
}
