import { houseRules } from '#shared/house-rules.ts';
import type { Instant } from '#shared/ids.ts';
import { formatMoney } from '#shared/money.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { en, fill } from '#shared/text/say.ts';
import type { DropVisit } from '../../usecases/drops/waitlist-visit.ts';
import { dropPath, unitsChip } from './drop-card.ts';
import { html, type Html } from './html.ts';
import { drawnNote, raffleWay } from './raffle-box.ts';
import { signInPath, type SiteVisitor } from './layout.ts';
import { formatLength, momentTag } from './times.ts';

const text = en.pages.drop;

/** What the box is written from. */
export type ClaimBox = {
  readonly drop: DropView;
  readonly me: SiteVisitor | null;
  readonly visit: DropVisit;
  readonly now: Instant;
};

/** The price, the units, and the one way forward: claim, pay, wait in line, or what has to happen first. */
export function claimBox(box: ClaimBox): Html {
  const { drop } = box;
  return html`<section class="card claim-box" aria-label="${text.claim}">
    <p class="row row--apart">
      ${drop.price ? html`<strong class="amount amount--large">${formatMoney(drop.price)}</strong>` : null}
      ${unitsChip(drop.units)}
    </p>
    ${box.visit.raffle?.state === 'drawn' ? drawnNote(drop, box.visit.raffle) : null} ${claimWay(box)}
  </section>`;
}

function claimWay(box: ClaimBox): Html {
  const { drop, visit, now } = box;
  if (visit.setAsideUntil !== null) {
    const explain = html`<p>${text.setAside} ${momentTag(visit.setAsideUntil, now)}.</p>`;
    return html`${explain}${claimForm(box, text.pay)}`;
  }
  if (visit.raffle && visit.raffle.state !== 'drawn') return raffleWay(box, visit.raffle);
  if (drop.status !== 'open')
    return html`<p>${text.statuses[drop.status]}</p>
      ${keptPlace(box)}`;
  const isTaken = drop.units.left === 0 || visit.lineKeepsUnits;
  if (drop.grail && !visit.isVip) return lock(text.locks.grail, signInLink(box, text.signInAsVip));
  if (isTaken) return waitingWay(box);
  if (drop.earlyBirdUntil !== null && !visit.isVip) {
    const opens = html`${text.locks.earlyBirdOpens} ${momentTag(drop.earlyBirdUntil, now)}. ${text.locks.vip}`;
    return lock(
      text.locks.earlyBird,
      html`<p>${opens}</p>
        ${signInLink(box, text.signInAsVip)}`,
    );
  }
  if (drop.liveOnly && !drop.builder.isLive) return lock(text.locks.liveOnly, html`<p>${text.liveOnlyExplain}</p>`);
  const explain = html`<p class="muted small">
    ${fill(text.claimExplain, { claim: formatLength(houseRules.claimMs) })}
  </p>`;
  return html`${claimForm(box, text.claim)}${explain}`;
}

/** What keeps a drop shut for the reader, and what opens it. */
function lock(title: string, opens: Html | null): Html {
  return html`<div class="note stack">
    <strong>${title}</strong>
    ${opens}
  </div>`;
}

function signInLink({ drop, me }: ClaimBox, label: string): Html | null {
  return me ? null : html`<p><a href="${signInPath(dropPath(drop.id))}">${label}</a></p>`;
}

function claimForm({ drop, me }: ClaimBox, label: string): Html {
  return me
    ? form(
        drop,
        'claim',
        me.csrf,
        html`<button class="button button--wide button--large" type="submit">${label}</button>`,
      )
    : signInButton(drop, text.signInToClaim);
}

function waitingWay(box: ClaimBox): Html {
  const { drop, me, visit } = box;
  if (visit.place !== null) return placeInLine(box, visit.place);
  const waiting = drop.waiting === 1 ? text.line.oneWaits : fill(text.line.manyWait, { waiting: drop.waiting });
  const explain = html`<p>${text.line.taken} ${drop.waiting > 0 ? waiting : ''}</p>
    <p class="muted small">${fill(text.line.explain, { claim: formatLength(houseRules.claimMs) })}</p>`;
  const button = html`<button class="button button--wide" type="submit">${text.line.join}</button>`;
  return html`${explain}${me ? form(drop, 'join', me.csrf, button) : signInButton(drop, text.line.signIn)}`;
}

function placeInLine({ drop, me }: ClaimBox, place: number): Html {
  const words = place === 1 ? text.line.next : fill(text.line.place, { place, waiting: drop.waiting });
  const button = html`<button class="button button--quiet" type="submit">${text.line.leave}</button>`;
  return html`<p><strong data-news="">${words}</strong></p>
    <p class="muted small">${fill(text.line.turn, { claim: formatLength(houseRules.claimMs) })}</p>
    ${me ? form(drop, 'leave', me.csrf, button) : null}`;
}

/** A drop that is paused keeps its line; one that is closed has none. */
function keptPlace(box: ClaimBox): Html | null {
  return box.visit.place === null ? null : placeInLine(box, box.visit.place);
}

function form(drop: DropView, action: 'claim' | 'join' | 'leave', csrf: string, button: Html): Html {
  return html`<form method="post" action="${dropPath(drop.id)}/${action}">
    <input type="hidden" name="csrf" value="${csrf}" />
    ${button}
  </form>`;
}

function signInButton(drop: DropView, label: string): Html {
  return html`<a class="button button--wide button--large" href="${signInPath(dropPath(drop.id))}">${label}</a>`;
}
