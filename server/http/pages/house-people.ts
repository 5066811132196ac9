import { Guild } from '#shared/schemas/citizen.ts';
import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { en, fill } from '#shared/text/say.ts';
import type { Account, Citizen } from '../../domain/citizen.ts';
import type { Order } from '../../domain/order.ts';
import type { Strike } from '../../domain/trust-records.ts';
import { namedInActs } from '../../usecases/house/act-people.ts';
import type { PersonFile } from '../../usecases/people/people-search.ts';
import { deskPage, type Desk } from './house-frame.ts';
import {
  actForm,
  actRow,
  factList,
  money,
  orderLink,
  part,
  personLink,
  reasonWords,
  searchForm,
  sheet,
} from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const { person: text, search } = fileTexts;
const { columns, pages } = deskTexts;

/** Looking somebody up, and who was found. */
export function peoplePage(data: {
  readonly desk: Desk;
  readonly typed: string;
  readonly found: readonly Citizen[];
}): string {
  const { desk, typed, found } = data;
  return deskPage(desk, {
    here: 'people',
    title: pages.people,
    main: [
      searchForm({
        action: '/house/people',
        id: 'people-search',
        label: search.people,
        hint: search.peopleHint,
        button: search.button,
        typed,
      }),
      typed === '' ? null : foundList(desk, typed, found),
    ],
  });
}

function foundList(desk: Desk, typed: string, found: readonly Citizen[]): Html {
  if (found.length === 0) return html`<p class="note" role="status">${fill(search.nobody, { typed })}</p>`;
  return sheet(
    pages.people,
    [{ heading: columns.person }, { heading: columns.account }, { heading: columns.since }],
    found.map((citizen) => [
      personLink(citizen),
      html`${citizen.accounts.map((account) => accountLine(account))}`,
      momentTag(citizen.joinedAt, desk.now),
    ]),
  );
}

function accountLine({ platform, handle, id }: Account): Html {
  return html`<span class="desk__line">${fileTexts.platforms[platform]} <bdi>${handle}</bdi> (${id})</span>`;
}

/** Everything about one person, and what the staff can do about them. */
export function personPage(data: {
  readonly desk: Desk;
  readonly file: PersonFile;
  readonly currency: string;
}): string {
  const { desk, file, currency } = data;
  const { citizen } = file;
  return deskPage(desk, {
    here: 'people',
    title: citizen.nickname || citizen.id,
    main: [
      standing(desk, file, currency),
      html`<div class="desk__halves">
        ${part('passport', text.passport, passportFacts(desk, file, currency))}
        ${part('accounts', text.accounts, [
          html`<p>${citizen.accounts.map(accountLine)}</p>`,
          file.formerAccounts.length > 0
            ? html`<h3>${text.former}</h3>
                <p>${file.formerAccounts.map(accountLine)}</p>`
            : null,
        ])}
      </div>`,
      part('deeds', text.acts, deeds(desk, file)),
      file.builder ? part('builder', text.builder, builderFacts(desk, file)) : null,
      part('strikes', text.strikes, strikeList(desk, file)),
      part('bought', text.bought, orderSheet(desk, text.bought, file.bought)),
      file.builder ? part('building', text.building, orderSheet(desk, text.building, file.building)) : null,
      part('awards', text.awards, awardSheet(desk, file)),
    ],
  });
}

function standing(desk: Desk, { citizen: { kinBan }, ban, debt }: PersonFile, currency: string): Html | null {
  const owed = debt?.owed.reduce((sum, { amountMinor }) => sum + amountMinor, 0) ?? 0;
  if (!ban && !kinBan && owed === 0) return null;
  return html`${
    ban && !ban.lifted
      ? html`<p class="note note--refusal">
          <strong>${text.ban}</strong>
          <span><bdi>${ban.reason}</bdi> ${momentTag(ban.at, desk.now)}</span>
        </p>`
      : null
  }
  ${
    kinBan
      ? html`<p class="note note--refusal">
          <strong><a href="/house/people/${kinBan.citizenId}">${text.kinBan}</a></strong>
          <span><bdi>${kinBan.reason}</bdi></span>
        </p>`
      : null
  }
  ${
    ban?.lifted
      ? html`<p class="note note--info">
          <strong>${text.banLifted}</strong>
          <span><bdi>${ban.lifted.reason}</bdi> ${momentTag(ban.lifted.at, desk.now)}</span>
        </p>`
      : null
  }
  ${
    owed > 0
      ? html`<p class="note note--wait"><strong>${text.debt}</strong> ${money(owed, debt?.currency ?? currency)}</p>`
      : null
  }`;
}

function passportFacts(desk: Desk, { citizen, passport }: PersonFile, currency: string): Html {
  return factList([
    [text.tier, fileTexts.tiers[passport.tier]],
    [text.score, passport.score],
    [text.completed, citizen.completedOrders],
    [text.open, money(passport.openMinor, currency)],
    [text.identity, citizen.identityVerified ? text.identityYes : text.identityNo],
    [text.lostDisputes, citizen.lostDisputes],
    [text.lastStrike, citizen.lastStrikeAt === null ? null : momentTag(citizen.lastStrikeAt, desk.now)],
    [text.joined, momentTag(citizen.joinedAt, desk.now)],
  ]);
}

function builderFacts(desk: Desk, { builder, channelLogin }: PersonFile): Html | null {
  if (!builder) return null;
  return factList([
    [text.since, momentTag(builder.certifiedAt, desk.now)],
    [text.guilds, builder.guilds.map((guild) => en.pages.guilds[guild].title).join(', ')],
    [text.channel, channelLogin],
    [text.stripe, builder.stripeAccountId],
    [text.reputation, `${builder.completedOrders}, ${builder.builtLive}, ${builder.lostDisputes}`],
  ]);
}

function deeds(desk: Desk, file: PersonFile): Html {
  const { citizen, discordId, builder, application, ban } = file;
  const named = namedInActs(citizen);
  if (named === null) return html`<p class="muted">${text.noAccount}</p>`;
  const common = { id: 'person', fixed: named, back: `/house/people/${citizen.id}` };
  const isBanned = ban !== null && !ban.lifted;
  const isBarred = isBanned || Boolean(citizen.kinBan);
  return actRow([
    builder || discordId === null ? null : certifyForm(desk, discordId, common.back, 'person'),
    application?.state === 'waiting'
      ? actForm(desk, { ...common, kind: 'decline', label: text.decline, explain: text.declineExplain })
      : null,
    actForm(desk, { ...common, kind: 'strike', label: text.strike, explain: text.strikeExplain }),
    isBarred ? actForm(desk, { ...common, kind: 'lift-ban', label: text.liftBan, explain: text.liftBanExplain }) : null,
    isBanned ? null : actForm(desk, { ...common, kind: 'ban', label: text.banAct, explain: text.banExplain }),
  ]);
}

/** The form that makes somebody a builder, with the guilds to choose from. */
export function certifyForm(
  desk: Desk,
  discordId: string,
  back: string,
  id: string,
  chosen: readonly Guild[] = [],
): Html {
  return actForm(desk, {
    kind: 'certify',
    id,
    label: text.certify,
    explain: text.certifyExplain,
    fixed: { discordId },
    back,
    fields: html`<fieldset class="desk__choices">
      <legend>${text.guildsLegend}</legend>
      ${Guild.options.map(
        (guild) =>
          html`<label
            ><input type="checkbox" name="guilds" value="${guild}" ${chosen.includes(guild) ? html`checked` : null} />
            ${en.pages.guilds[guild].title}</label
          >`,
      )}
    </fieldset>`,
  });
}

function strikeList(desk: Desk, { strikes, citizen }: PersonFile): Html {
  if (strikes.length === 0) return html`<p class="muted">${deskTexts.none}</p>`;
  return html`<ul class="stack">
    ${strikes.map((strike) => strikeItem(desk, strike, `/house/people/${citizen.id}`))}
  </ul>`;
}

function strikeItem(desk: Desk, strike: Strike, back: string): Html {
  const { id, why, reason, at, lifted } = strike;
  return html`<li class="stack">
    <p>
      <strong>${text.why[why]}</strong> ${reasonWords(reason)}
      <span class="muted small">${momentTag(at, desk.now)}</span>
    </p>
    ${
      lifted
        ? html`<p class="muted">${fill(text.lifted, { reason: lifted.reason })}</p>`
        : actForm(desk, {
            kind: 'lift-strike',
            id,
            label: text.liftStrike,
            explain: text.liftStrikeExplain,
            fixed: { strikeId: id },
            back,
          })
    }
  </li>`;
}

/** Orders in a table. */
export function orderSheet(desk: Desk, caption: string, orders: readonly Order[]): Html {
  return sheet(
    caption,
    [
      { heading: columns.tag },
      { heading: columns.title },
      { heading: columns.state },
      { heading: columns.amount, isAmount: true },
      { heading: columns.since },
    ],
    orders.map(({ tag, terms, fulfilment, freeze, claimedAt }) => [
      orderLink(tag),
      html`<bdi>${terms.title}</bdi>`,
      html`${fileTexts.fulfilments[fulfilment]}
      ${freeze ? html`<span class="chip chip--sky">${fileTexts.order.frozen}</span>` : null}`,
      money(terms.price.amountMinor, terms.price.currency),
      momentTag(claimedAt, desk.now),
    ]),
  );
}

function awardSheet(desk: Desk, { awards }: PersonFile): Html {
  return sheet(
    text.awards,
    [{ heading: columns.what }, { heading: columns.amount, isAmount: true }, { heading: columns.when }],
    awards.map(({ why, points, at }) => [text.awardWhy[why], fill(text.points, { points }), momentTag(at, desk.now)]),
  );
}
