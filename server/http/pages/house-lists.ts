import type { BanFailure } from '#shared/schemas/house.ts';
import { flagTexts } from '#shared/text/en/pages-house.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { en, fill } from '#shared/text/say.ts';
import type { ApplicationRow, BanRow, EffectLine, FlagRow } from '../../usecases/house/house-desk.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { effectDeed } from './house-order-books.ts';
import { actForm, actRow, orderLink, pager, part, personLink, reasonWords, sheet } from './house-parts.ts';
import { certifyForm } from './house-people.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { momentTag } from './times.ts';

const { flags, effects, bans, applications, columns, pages } = deskTexts;

/** What the house itself found and somebody should look at. */
export function flagsPage(data: {
  readonly desk: Desk;
  readonly rows: readonly FlagRow[];
  readonly isSettled: boolean;
  readonly next: string | null;
}): string {
  const { desk, rows, isSettled, next } = data;
  return deskPage(desk, {
    here: 'flags',
    title: isSettled ? flags.settled : pages.flags,
    lead: flags.lead,
    main: [
      rows.length === 0
        ? html`<p class="muted">${deskTexts.none}</p>`
        : html`<ul class="stack">
            ${rows.map((row) => html`<li class="card">${flagItem(desk, row)}</li>`)}
          </ul>`,
      pager([
        { label: deskTexts.next, href: next },
        isSettled
          ? { label: flags.waiting, href: '/house/flags' }
          : { label: flags.settled, href: '/house/flags?state=settled' },
      ]),
    ],
  });
}

function flagItem(desk: Desk, { id, kind, about, at, person, tag, settled, why, caseId }: FlagRow): Html {
  return html`<div class="row row--apart">
      <h2>${flagTexts[kind].title}</h2>
      <span class="muted small">${momentTag(at, desk.now)}</span>
    </div>
    <p>${flagTexts[kind].sentence}</p>
    <p class="row">
      ${orderLink(tag)} ${person ? personLink(person) : null} ${!tag && !person ? html`<bdi>${about}</bdi>` : null}
      ${caseId ? html`<a href="/house/cases/${encodeURIComponent(caseId)}">${flags.case}</a>` : null}
    </p>
    ${why === null ? null : html`<p>${flags.why}: ${reasonWords(why)}</p>`}
    ${
      settled
        ? html`<p class="muted">${fill(flags.settledBy, settled)} ${momentTag(settled.at, desk.now)}</p>`
        : actForm(desk, {
            kind: 'settle-flag',
            id,
            label: flags.settle,
            explain: flags.settleExplain,
            fixed: { flagId: id },
            back: '/house/flags',
          })
    }`;
}

/** Effects that were tried again and again. */
export function effectsPage(data: { readonly desk: Desk; readonly rows: readonly EffectLine[] }): string {
  const { desk, rows } = data;
  return deskPage(desk, {
    here: 'effects',
    title: pages.effects,
    lead: effects.lead,
    main: [stuckSheet(desk, rows)],
  });
}

/** Stuck effects in a table. */
export function stuckSheet(desk: Desk, rows: readonly EffectLine[]): Html {
  return sheet(
    pages.effects,
    [
      { heading: columns.what },
      { heading: columns.tag },
      { heading: columns.tries },
      { heading: columns.error },
      { heading: columns.deed },
    ],
    rows.map(({ key, kind, tag, attempts, lastError }) => [
      html`${kind} <span class="desk__under">${key}</span>`,
      orderLink(tag) ?? '',
      attempts,
      lastError ?? '',
      effectDeed(desk, key, '/house/effects'),
    ]),
  );
}

/** Who is banned, and where that was not carried out. */
export function bansPage(data: {
  readonly desk: Desk;
  readonly rows: readonly BanRow[];
  readonly failures: readonly BanFailure[];
  readonly next: string | null;
}): string {
  const { desk, rows, failures, next } = data;
  return deskPage(desk, {
    here: 'bans',
    title: pages.bans,
    lead: bans.lead,
    main: [
      part('failures', bans.failures, failureSheet(desk, failures)),
      part('standing', bans.standing, [
        sheet(
          bans.standing,
          [
            { heading: columns.person },
            { heading: columns.reason },
            { heading: columns.by },
            { heading: columns.since },
            { heading: columns.deed },
          ],
          rows.map(({ ban, person, by, named }) => [
            personLink(person),
            html`<bdi>${ban.reason}</bdi>`,
            html`<bdi>${by}</bdi>`,
            momentTag(ban.at, desk.now),
            named === null
              ? ''
              : actForm(desk, {
                  kind: 'lift-ban',
                  id: ban.id,
                  label: fileTexts.person.liftBan,
                  explain: fileTexts.person.liftBanExplain,
                  fixed: named,
                  back: '/house/bans',
                }),
          ]),
        ),
        pager([{ label: deskTexts.next, href: next }]),
      ]),
    ],
  });
}

/** Bans that communities have not carried out. */
export function failureSheet(desk: Desk, failures: readonly BanFailure[]): Html {
  return sheet(
    bans.failures,
    [
      { heading: columns.community },
      { heading: columns.account },
      { heading: columns.what },
      { heading: columns.tries },
      { heading: columns.error },
      { heading: columns.when },
    ],
    failures.map(({ community, discordId, wanted, tries, reason, at }) => [
      html`<bdi>${community}</bdi>`,
      html`<a href="/house/people?q=${encodeURIComponent(discordId)}">${discordId}</a>`,
      bans.wanted[wanted],
      tries,
      html`<bdi>${reason}</bdi>`,
      momentTag(at, desk.now),
    ]),
  );
}

/** People who would like to build. */
export function applicationsPage(data: { readonly desk: Desk; readonly rows: readonly ApplicationRow[] }): string {
  const { desk, rows } = data;
  return deskPage(desk, {
    here: 'applications',
    title: pages.applications,
    lead: applications.lead,
    main: [
      rows.length === 0
        ? html`<p class="muted">${deskTexts.none}</p>`
        : html`<ul class="stack">
            ${rows.map((row) => html`<li class="card">${applicationItem(desk, row)}</li>`)}
          </ul>`,
    ],
  });
}

function applicationItem(desk: Desk, { application, person, discordId, named, pictures }: ApplicationRow): Html {
  const links = application.links.map(readWebAddress).filter((link) => link !== null);
  return html`<div class="row row--apart">
      <h2>${personLink(person)}</h2>
      <span class="row">
        <span class="chip chip--lavender">${en.pages.guilds[application.guild].title}</span>
        <span class="muted small">${momentTag(application.at, desk.now)}</span>
      </span>
    </div>
    <p class="as-typed"><bdi>${application.about}</bdi></p>
    ${
      links.length > 0
        ? html`<h3>${applications.links}</h3>
            <ul>
              ${links.map((link) => html`<li><a href="${link}" rel="noreferrer nofollow">${link}</a></li>`)}
            </ul>`
        : null
    }
    ${
      pictures.length > 0
        ? html`<h3>${applications.pictures}</h3>
            <p class="desk__pictures">
              ${pictures.map(
                (url) =>
                  html`<a href="${url}"
                    ><img src="${url}" alt="${applications.picture}" loading="lazy" width="160"
                  /></a>`,
              )}
            </p>`
        : null
    }
    ${discordId === null ? html`<p class="muted">${applications.noDiscord}</p>` : null}
    ${
      named === null
        ? null
        : actRow([
            discordId === null
              ? null
              : certifyForm(desk, discordId, '/house/applications', application.id, [application.guild]),
            actForm(desk, {
              kind: 'decline',
              id: application.id,
              label: fileTexts.person.decline,
              explain: fileTexts.person.declineExplain,
              fixed: named,
              back: '/house/applications',
            }),
          ])
    }`;
}
