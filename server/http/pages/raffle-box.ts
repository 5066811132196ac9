import { houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import { rafflePageTexts } from '#shared/text/en/pages-raffle.ts';
import { fill } from '#shared/text/say.ts';
import type { ClaimBox } from './drop-claim.ts';
import { dropPath } from './drop-card.ts';
import { html, type Html } from './html.ts';
import { signInPath } from './layout.ts';
import { formatLength, momentTag } from './times.ts';

const text = rafflePageTexts.box;

/** Where the raffle for a drop explains itself. */
export function rafflePath(dropId: string): string {
  return `${dropPath(dropId)}/raffle`;
}

/** How a raffle stands, and the one way forward until it is drawn: enter it, or leave it. */
export function raffleWay(box: ClaimBox, raffle: RaffleView): Html {
  const { drop, now } = box;
  const told = stateOf(raffle, now);
  return html`<div class="note stack">
      <strong>${text.title}</strong>
      <p>${told}</p>
      ${raffle.state === 'soon' || raffle.state === 'called-off' ? null : html`<p>${oddsOf(raffle)}</p>`}
      ${raffle.entered ? html`<p><strong data-news="">${text.entered}</strong></p>` : null}
    </div>
    ${raffle.state === 'open' && drop.status === 'open' ? entryForm(box, raffle) : null}
    <p class="muted small">
      ${fill(text.explain, { claim: formatLength(houseRules.raffleClaimMs) })}
      <a href="${rafflePath(drop.id)}">${text.howItWorks}</a>
    </p>`;
}

/** What a draw came to, above the way to what is left. */
export function drawnNote(drop: DropView, raffle: RaffleView): Html {
  const { entered, entries, reached } = raffle;
  return html`<div class="note stack">
    <p>
      ${text.drawn}
      ${entered?.place ? html`<strong data-news="">${fill(text.place, { place: entered.place, entries })}</strong>` : null}
      ${reached > 0 ? fill(text.reached, { reached }) : null}
    </p>
    <p><a href="${rafflePath(drop.id)}">${text.seeDraw}</a></p>
  </div>`;
}

/** `3 units, 41 people in it`. */
export function oddsOf({ units, entries }: RaffleView): string {
  const what = units === 1 ? text.unit : fill(text.units, { units });
  return entries === 1 ? fill(text.oddsOne, { units: what }) : fill(text.odds, { units: what, people: entries });
}

function stateOf(raffle: RaffleView, now: number): Html | string {
  const at = (sentence: string, moment: number) => {
    const [before = '', after = ''] = sentence.split('{when}');
    return html`${before}${momentTag(moment, now)}${after}`;
  };
  switch (raffle.state) {
    case 'soon':
      return at(text.soon, raffle.opensAt);
    case 'open':
      return at(text.open, raffle.closesAt);
    case 'closed':
      return text.closed;
    case 'called-off':
      return text.calledOff;
    case 'drawn':
      return text.drawn;
    default:
      return raffle.state satisfies never;
  }
}

function entryForm({ drop, me }: ClaimBox, { entered }: RaffleView): Html {
  if (!me)
    return html`<a class="button button--wide button--large" href="${signInPath(dropPath(drop.id))}"
      >${text.signIn}</a
    >`;
  const button = entered
    ? html`<button class="button button--quiet" type="submit">${text.leave}</button>`
    : html`<button class="button button--wide button--large" type="submit">${text.enter}</button>`;
  return html`<form method="post" action="${rafflePath(drop.id)}/${entered ? 'leave' : 'enter'}">
    <input type="hidden" name="csrf" value="${me.csrf}" />
    ${button}
  </form>`;
}
