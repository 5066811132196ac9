import { describe, expect, test } from '@jest/globals';
import { Guild } from '#shared/schemas/citizen.ts';
import { CommunityProblem, type MarkedBuilder } from '#shared/schemas/community.ts';
import { OrderAction } from '#shared/schemas/order.ts';
import { locales, textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { makeCommunity, makeDrop, makeOrder } from '../../test/core-fake.ts';
import {
  makeAct,
  makeCase,
  makeDashboard,
  makePartnership,
  makePassport,
  makePublicPassport,
  makeSetup,
} from '../../test/people-samples.ts';
import type { Shown } from '../messages.ts';
import { showQueue, showSightings } from './bench.ts';
import { sections, showPanel } from './community.ts';
import { showKeptDraft, showLines, showManaged, showPreview, showShop } from './drops.ts';
import { showCase, showCases } from './cases.ts';
import { showActs, showFailures } from './house.ts';
import { showOrder, showOrderPage } from './orders.ts';
import { showPassport, showProfile } from './people.ts';
import { showDashboard, showPartners, showSetup } from './selling.ts';

/** The longest title, every letter of which has to be escaped. */
const title = '*'.repeat(100);
const nickname = '_'.repeat(40);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const tagOf = (index: number) => `C5-${String(index).padStart(7, '0')}`;
const url = `https://c500.test/${'u'.repeat(480)}`;

const order = makeOrder({
  title,
  builderNickname: nickname,
  specs: title,
  certifiedBuild: true,
  bench: { since: 1, earnedMs: 1, neededMs: 2, sharedBy: 3 },
  proofs: [{ kind: 'stream', at: 1, link: url, moment: null }],
  tracking: { carrier: nickname, number: title, url },
  actions: [...OrderAction.options],
  orderUrl: url,
  timeline: many(60, (index) => ({
    event: 'refunded',
    at: index,
    params: { amountMinor: 1, reason: '*'.repeat(300) },
  })),
});
const drop = makeDrop('http://core', {
  title,
  specs: '*'.repeat(1_500),
  vodUrl: url,
  waiting: 500,
  marketerNickname: nickname,
  grail: true,
  liveOnly: true,
  pictures: many(4, () => ({ url, alt: title })),
  shipping: many(40, () => ({ country: 'US', amountMinor: 12_00 })),
});
const draft = {
  userId: '1',
  requestId: '1',
  options: {
    guild: 'builder',
    kind: 'stock',
    units: 1_000,
    proofDays: 45,
    marketerDiscordId: '2'.repeat(20),
    liveOnly: true,
    grail: true,
    earlyBirdMinutes: 10_080,
    raffleMinutes: 20_160,
  },
  fields: { title, price: '1'.repeat(30), specs: '*'.repeat(1_500), vodUrl: url.slice(0, 300) },
  pictures: many(4, () => ({ name: 'a', url })),
} as const;
const builders: readonly MarkedBuilder[] = many(60, (index) => ({
  id: `cit_${index}`,
  discordId: String(index).padStart(18, '1'),
  nickname,
  guilds: [...Guild.options],
  isLive: true,
  watchUrl: url,
}));
const role = '9'.repeat(20);
const community = makeCommunity({
  name: title,
  settings: {
    dropsChannelId: role,
    announcementsChannelId: role,
    roomsChannelId: role,
    liveCountChannelId: role,
    guilds: [...Guild.options],
    builderIds: builders.map(({ id }) => id),
    liveRoleId: role,
    alertRoleId: role,
    guildRoleIds: { builder: role, artisan: role, modder: role, vintage: role },
    tierRoleIds: { member: role, vip: role },
    networkBans: true,
  },
  problems: many(30, (index) => ({
    key: CommunityProblem.shape.key.options[index % 6] ?? 'may-not-ban',
    subject: '*'.repeat(80),
  })),
});

/** Every message that holds as much as it may be given. */
function fullest(texts: TranslatedTexts): readonly (readonly [string, Shown])[] {
  const waits = many(30, () => ({ title, place: { dropId: 'drp_cloud65cloud65', place: 500, waiting: 500 } }));
  const lines = waits.map((each, index) => ({ ...each, place: { ...each.place, dropId: `drp_${index}` } }));
  const dashboard = makeDashboard();
  return [
    [
      'orders',
      showOrderPage(texts, {
        orders: many(5, (index) => ({ ...order, tag: tagOf(index) })),
        waits,
        newer: '1234567.'.repeat(8),
        older: '1234567',
      }),
    ],
    ['an order', showOrder(texts, order)],
    [
      'the queue',
      showQueue(
        texts,
        many(50, () => order),
      ),
    ],
    [
      'sightings',
      showSightings(
        texts,
        many(30, () => ({ tag: 'C5-7K3QF2M', counted: false, code: 'bench-full', sentence: title })),
      ),
    ],
    [
      'a shop',
      showShop(texts, {
        guild: null,
        page: 1,
        drops: many(40, (index) => ({ ...drop, id: `drp_${'x'.repeat(40)}${index}` })),
      }),
    ],
    ['a preview', showPreview(texts, drop, { draft, draftId: 'abcdefghijkl', pictures: drop.pictures })],
    [
      'a kept draft',
      showKeptDraft(texts, { sentence: title, remedy: title }, { draft, draftId: 'abcdefghijkl', isUncertain: true }),
    ],
    ['a drop of one’s own', showManaged(texts, drop, true)],
    ['lines', showLines(texts, lines)],
    [
      'setup',
      showSetup(
        texts,
        makeSetup({
          steps: makeSetup().steps.map((step) => ({
            ...step,
            state: 'missing',
            url,
            details: many(20, () => '*'.repeat(300)),
          })),
        }),
      ),
    ],
    [
      'a dashboard',
      showDashboard(texts, {
        ...dashboard,
        orders: dashboard.orders.flatMap((each) => many(90, (index) => ({ ...each, tag: tagOf(index), title }))),
        drops: dashboard.drops.flatMap((each) => many(90, () => ({ ...each, title }))),
      }),
    ],
    [
      'partners',
      showPartners(
        texts,
        many(30, (index) => makePartnership({ id: `p${index}`, builder: nickname, marketer: nickname })),
        '100000000000000002',
      ),
    ],
    [
      'a passport of one’s own',
      showProfile(
        texts,
        makePassport({ nickname, accounts: many(20, () => ({ platform: 'twitch', handle: nickname })) }),
      ),
    ],
    ['a passport', showPassport(texts, makePublicPassport({ nickname }))],
    [
      'acts',
      showActs(
        texts,
        many(90, () => makeAct({ summary: '*'.repeat(300), reason: '*'.repeat(300) })),
      ),
    ],
    [
      'failures',
      showFailures(
        texts,
        many(90, () => ({
          communityId: role,
          community: title,
          discordId: role,
          wanted: 'ban',
          reason: '*'.repeat(200),
          tries: 9,
          at: 1,
        })),
      ),
    ],
    [
      'cases',
      showCases(
        texts,
        many(90, (index) => makeCase({ id: `case_${'x'.repeat(50)}${index}`, about: nickname })),
      ),
    ],
    [
      'a case',
      showCase(texts, {
        case: makeCase({
          ...{ about: nickname, by: nickname, text: '*'.repeat(1_500), takenBy: nickname, state: 'appealed' },
          answers: many(40, () => ({ by: 'builder', text: '*'.repeat(1_500), at: 1 })),
          appeal: { by: 'buyer', text: '*'.repeat(1_500), at: 2 },
        }),
        order,
        room: many(900, (index) => ({ id: String(index), by: 'staff', text: '*'.repeat(4_000), at: 1, files: [] })),
      }),
    ],
    ...sections.map(
      (section) => [`the panel: ${section}`, showPanel(texts, community, { section, builders, page: 1 })] as const,
    ),
  ];
}

/** A component of a message as it is sent. */
type Part = { readonly [key: string]: unknown };

function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== 'object' || value === null) return [];
  const part: Part = { ...value };
  const inner = [part['components'], part['accessory'], part['items']].flatMap(partsOf);
  return typeof part['type'] === 'number' ? [part, ...inner] : inner;
}

const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : 0);

describe.each(locales)('in %s', (locale) => {
  test.each(fullest(textsFor(locale)))('%s holds no more than Discord takes', (_name, shown) => {
    const parts = partsOf(JSON.parse(JSON.stringify(shown.components)));
    const ids = parts.flatMap(({ custom_id: id }) => (typeof id === 'string' ? [id] : []));
    const options = parts.map((part) => (Array.isArray(part['options']) ? part['options'].length : 0));
    expect(parts.length).toBeLessThanOrEqual(40);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(0, ...ids.map(lengthOf))).toBeLessThanOrEqual(100);
    expect(Math.max(0, ...options)).toBeLessThanOrEqual(25);
    expect(Math.max(0, ...parts.map(({ label }) => lengthOf(label)))).toBeLessThanOrEqual(80);
    expect(Math.max(0, ...parts.map((part) => lengthOf(part['url'])))).toBeLessThanOrEqual(512);
    expect(parts.reduce((sum, { content }) => sum + lengthOf(content), 0)).toBeLessThanOrEqual(4_000);
  });
});
