import { formatMoney } from '#shared/money.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropView, PictureView } from '#shared/schemas/drop.ts';
import { rafflePageTexts } from '#shared/text/en/pages-raffle.ts';
import { en, fill } from '#shared/text/say.ts';
import { guildNames, guildSignSvg } from '#shared/theme/badges.ts';
import { html, raw, type Html } from './html.ts';

const text = en.pages.drop;

/** Where a drop's page is. */
export function dropPath(dropId: string): string {
  return `/drops/${encodeURIComponent(dropId)}`;
}

/** The address of a builder's channel on Twitch. */
export function channelUrl(login: string): string {
  return `https://www.twitch.tv/${encodeURIComponent(login)}`;
}

/** A guild's badge: its sign and its name on its pastel. */
export function guildBadge(guild: Guild): Html {
  return html`<span class="badge badge--${guild}">${raw(guildSignSvg(guild))}${guildNames[guild]}</span>`;
}

/** A picture of a drop, or a quiet place where one will be. */
export function dropPicture(picture: PictureView | null, guild: Guild): Html {
  return picture
    ? html`<img class="picture" src="${picture.url}" alt="${picture.alt}" width="640" height="480" loading="lazy" />`
    : html`<span class="picture picture--none picture--${guild}"
        >${raw(guildSignSvg(guild))}<span class="visually-hidden">${text.noPicture}</span></span
      >`;
}

/** How many units are left, in words. */
export function unitsChip(units: DropView['units']): Html {
  if (units.left === 0) return html`<span class="chip">${text.soldOut}</span>`;
  const said = fill(units.left === 1 ? text.unitLast : text.unitsLeft, { left: units.left, total: units.total });
  return html`<span class="chip chip--${units.left === 1 ? 'sakura' : 'mint'}">${said}</span>`;
}

/** What is special about a drop: how it is made, when it can be claimed and by whom. */
export function dropMarks(drop: DropView): Html {
  return html`<span class="chip">${en.pages.kinds[drop.kind]}</span>
    ${drop.liveOnly ? html`<span class="chip chip--sky">${text.liveOnly}</span>` : null}
    ${drop.raffle ? html`<span class="chip chip--vanilla">${rafflePageTexts.mark}</span>` : null}
    ${drop.grail ? html`<span class="chip chip--lavender">${text.grail}</span>` : null}`;
}

/** A drop among others: one link to its page. */
export function dropCard(drop: DropView): Html {
  return html`<li class="drop-card card">
    ${dropPicture(drop.pictures[0] ?? null, drop.guild)}
    <div class="drop-card__body">
      <p class="row">
        ${guildBadge(drop.guild)}${drop.builder.isLive ? html`<span class="chip live">${text.liveNow}</span>` : null}
      </p>
      <h3><a class="drop-card__link" href="${dropPath(drop.id)}">${drop.title}</a></h3>
      <p class="muted">${fill(text.by, { builder: drop.builder.nickname })}</p>
      <p class="row">${dropMarks(drop)}</p>
      <p class="drop-card__foot">
        ${drop.price ? html`<strong class="amount">${formatMoney(drop.price)}</strong>` : null} ${unitsChip(drop.units)}
      </p>
    </div>
  </li>`;
}
