import { flagTexts } from '#shared/text/en/pages-house.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';
import type { Due } from '../../usecases/house/due-today.ts';
import type { FlagRow } from '../../usecases/house/house-desk.ts';
import { caseSheet } from './house-cases.ts';
import { disputeSheet } from './house-disputes.ts';
import { deskPage, type Desk } from './house-frame.ts';
import { failureSheet, stuckSheet } from './house-lists.ts';
import { differenceSheet, heldSheet } from './house-money-sheets.ts';
import { orderLink, part, personLink, sheet } from './house-parts.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const { today: text, columns, pages } = deskTexts;

/** The first page of the desk. Only what is due is on it. */
export function todayPage(data: { readonly desk: Desk; readonly due: Due; readonly currency: string }): string {
  const { desk, due, currency } = data;
  const parts = [
    block('cases', due.cases, '/house/cases', () => caseSheet(desk, due.cases)),
    block('disputes', due.disputes, '/house/disputes', () => disputeSheet(desk, text.disputes, due.disputes)),
    block('money', due.differences, '/house/money', () => differenceSheet(desk, due.differences, currency)),
    block('holds', due.holds, '/house/money/held?by=age', () => heldSheet(desk, text.holds, due.holds, currency)),
    block('effects', due.effects, '/house/effects', () => stuckSheet(desk, due.effects)),
    block('flags', due.flags, '/house/flags', () => flagSheet(desk, due.flags)),
    block('bans', due.bans, '/house/bans', () => failureSheet(desk, due.bans)),
    block('applications', due.applications, '/house/applications', () => applicantSheet(desk, due.applications)),
  ].filter((each) => each !== null);
  return deskPage(desk, {
    here: 'today',
    title: pages.today,
    lead: text.lead,
    main: parts.length > 0 ? parts : [html`<p class="note note--success">${text.calm}</p>`],
  });
}

function block(
  name: Exclude<keyof typeof text, 'lead' | 'calm'>,
  rows: readonly unknown[],
  all: string,
  content: () => Html,
): Html | null {
  if (rows.length === 0) return null;
  return part(`today-${name}`, text[name], [
    content(),
    html`<p>
      <a href="${all}">${deskTexts.all}<span class="visually-hidden">: ${text[name]}</span></a>
    </p>`,
  ]);
}

function flagSheet(desk: Desk, rows: readonly FlagRow[]): Html {
  return sheet(
    text.flags,
    [{ heading: columns.what }, { heading: columns.about }, { heading: columns.since }],
    rows.map(({ kind, tag, person, about, at }) => [
      html`<a href="/house/flags">${flagTexts[kind].title}</a>`,
      orderLink(tag) ?? (person ? personLink(person) : html`<bdi>${about}</bdi>`),
      momentTag(at, desk.now),
    ]),
  );
}

function applicantSheet(desk: Desk, rows: Due['applications']): Html {
  return sheet(
    text.applications,
    [{ heading: columns.person }, { heading: columns.since }],
    rows.map(({ person, application }) => [personLink(person), momentTag(application.at, desk.now)]),
  );
}
