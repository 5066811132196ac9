import { formatMoney } from '#shared/money.ts';
import type { BuilderCard } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { en, fill } from '#shared/text/say.ts';
import { countryName } from './countries.ts';
import { channelUrl, dropMarks, dropPath, dropPicture, guildBadge } from './drop-card.ts';
import { claimBox, type ClaimBox } from './drop-claim.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { framePage } from './layout.ts';

const text = en.pages.drop;

/** One drop, whole: pictures, terms, the promise, the builder behind it, and the way to claim one. */
export function dropPage(data: ClaimBox): string {
  const { drop, me, now } = data;
  return framePage({
    title: drop.title,
    me,
    path: dropPath(drop.id),
    description: drop.specs.slice(0, 200),
    pictureUrl: drop.pictures[0]?.url ?? null,
    following: {
      now,
      path: dropPath(drop.id),
      topic: { name: 'drops', about: drop.id },
      // Nobody tells of the end of an early bird, or of what was set aside.
      ...(drop.earlyBirdUntil !== null || data.visit.setAsideUntil !== null || isRaffleOn(drop)
        ? { everySeconds: 20 }
        : {}),
    },
    main: html`<div class="drop">
      ${pictures(drop)}
      <div class="drop__words">
        <p class="row">${guildBadge(drop.guild)}${dropMarks(drop)}</p>
        <h1>${drop.title}</h1>
        <p class="muted">${fill(text.by, { builder: drop.builder.nickname })}</p>
        ${claimBox(data)}
      </div>
      <div class="drop__rest">
        ${specs(drop)}
        <section class="card card--mint" aria-labelledby="promise">
          <h2 id="promise">${text.promiseTitle}</h2>
          <p>${fill(text.promise, { proofDays: drop.proofDays, scanDays: drop.scanDays })}</p>
          <p>${en.pages.policies[drop.policy]}</p>
        </section>
        ${shipping(drop)}${builder(drop.builder, drop.marketerNickname)}
      </div>
    </div>`,
  });
}

/** Nobody tells when a raffle opens and closes either. */
function isRaffleOn({ raffle }: DropView): boolean {
  return raffle !== undefined && raffle.state !== 'drawn' && raffle.state !== 'called-off';
}

function pictures(drop: DropView): Html {
  const [first, ...more] = drop.pictures;
  return html`<section class="drop__pictures" aria-label="${text.picturesTitle}">
    ${dropPicture(first ?? null, drop.guild)} ${more.map((picture) => dropPicture(picture, drop.guild))}
  </section>`;
}

function specs(drop: DropView): Html {
  const vod = readWebAddress(drop.vodUrl);
  return html`<section class="card" aria-labelledby="specs">
    <h2 id="specs">${text.specsTitle}</h2>
    <p class="as-typed">${drop.specs}</p>
    ${vod ? html`<p><a href="${vod}" rel="noreferrer nofollow">${text.vod}</a></p>` : null}
  </section>`;
}

function shipping(drop: DropView): Html {
  const currency = drop.price?.currency;
  return html`<section class="card" aria-labelledby="shipping">
    <h2 id="shipping">${text.shippingTitle}</h2>
    ${
      currency && drop.shipping.length > 0
        ? html`<p class="muted">${text.shippingLead}</p>
            <dl class="facts">
              ${drop.shipping.map(
                ({ country, amountMinor }) =>
                  html`<div>
                    <dt>${countryName(country)}</dt>
                    <dd>${formatMoney({ amountMinor, currency })}</dd>
                  </div>`,
              )}
            </dl>`
        : html`<p>${text.shippingNone}</p>`
    }
  </section>`;
}

/** How the builder has kept what they promised. Rates are rounded down: nobody is at 100% who is not. */
function reputationRows(card: BuilderCard): readonly (readonly [string, string])[] {
  const { onTimeRate, daysToProof = null, disputesLost = 0, strikes = 0 } = card;
  return [
    ...(onTimeRate === null ? [] : [[text.onTime, `${Math.floor(onTimeRate * 100)}%`] as const]),
    ...(daysToProof === null ? [] : [[text.daysToProof, String(daysToProof)] as const]),
    [text.disputesLost, String(disputesLost)],
    [text.strikes, String(strikes)],
  ];
}

function builder(card: BuilderCard, marketer: string | null): Html {
  return html`<section class="card card--lavender" aria-labelledby="builder">
    <h2 id="builder">${text.builderTitle}</h2>
    <p class="row">
      <strong>${card.nickname}</strong>${card.guilds.map(guildBadge)}${
        card.isLive ? html`<span class="chip live">${text.liveNow}</span>` : null
      }
    </p>
    <dl class="facts">
      <div>
        <dt>${text.ordersCompleted}</dt>
        <dd>${card.ordersCompleted}</dd>
      </div>
      <div>
        <dt>${text.ordersBuiltLive}</dt>
        <dd>${card.ordersBuiltLive}</dd>
      </div>
      ${reputationRows(card).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${marketer ? html`<p>${fill(text.marketer, { marketer })}</p>` : null}
    ${
      card.channelLogin
        ? html`<p>
            <a href="${channelUrl(card.channelLogin)}" rel="noreferrer"
              >${fill(text.watch, { builder: card.nickname })}</a
            >
          </p>`
        : null
    }
  </section>`;
}
