import { day } from '#shared/house-rules.ts';
import type { StatementView } from '#shared/schemas/statement.ts';
import type { OwnPassport } from '../../usecases/people/own-passport.ts';
import type { Obstacle } from '../../usecases/people/leaving.ts';
import type { WorkshopOrder } from '../../usecases/money/workshop.ts';
import type { SiteVisitor } from './layout.ts';
import { ordersPage } from './my-orders.ts';
import { passportPage } from './passport.ts';
import { privacyPage } from './privacy.ts';
import { sampleNow as now, sampleOrders } from './sample-views.ts';
import { deletedPage, deletePage, personalPage } from './personal.ts';
import { statementPage } from './statement.ts';
import { workshopPage } from './workshop.ts';

const guest: OwnPassport = {
  passport: {
    id: 'cit_sample',
    nickname: 'mori',
    tier: 'guest',
    capMinor: 150_00,
    openMinor: 0,
    currency: 'USD',
    ordersCompleted: 0,
    accounts: [{ platform: 'twitch', handle: 'mori_live' }],
    score: 0,
    facts: [
      { key: 'account', holds: false, points: 0, count: 1 },
      { key: 'identity', holds: false, points: 0, count: 0 },
    ],
    next: { tier: 'member', needs: ['account', 'identity', 'order'] },
    notices: 'everything',
    isBuilder: false,
  },
  joinedAt: now - 30 * day,
  bannedFor: null,
  bannedAt: null,
  mostOpenMinor: 300_00,
  lines: [],
  older: { count: 0, points: 0 },
  strikes: [],
};

const struck: OwnPassport = {
  ...guest,
  passport: {
    ...guest.passport,
    tier: 'member',
    capMinor: 600_00,
    openMinor: 462_00,
    score: 13,
    facts: [{ key: 'account', holds: true, points: 10, count: 2 }],
    next: { tier: 'vip', needs: ['orders', 'no-lost-dispute', 'quiet-year'] },
    isBuilder: true,
  },
  bannedFor: 'sold what was not theirs',
  bannedAt: now - day,
  mostOpenMinor: 1_200_00,
  lines: [
    { why: 'vouch', points: 5, at: now - day, tag: null, nickname: 'kumo' },
    { why: 'lapsed-claim', points: -2, at: now - 2 * day, tag: 'C5-7K3QF2M', nickname: '' },
    { why: 'account', points: 10, at: now - 3 * day, tag: null, nickname: '' },
  ],
  older: { count: 2, points: 0 },
  strikes: [
    {
      why: 'conduct',
      reason: 'shouted in chat',
      at: now - 3 * day,
      countsUntil: now + 362 * day,
      tag: null,
      lifted: null,
    },
    {
      why: 'proof-late',
      reason: null,
      at: now - 400 * day,
      countsUntil: now - 35 * day,
      tag: 'C5-7K3QF2M',
      lifted: null,
    },
    {
      why: 'scan-late',
      reason: null,
      at: now - 9 * day,
      countsUntil: now + 356 * day,
      tag: null,
      lifted: 'it was us',
    },
  ],
};

const trusted: OwnPassport = {
  ...guest,
  passport: { ...guest.passport, tier: 'vip', capMinor: null, openMinor: 1_000_00, next: null },
  mostOpenMinor: null,
};

const order: WorkshopOrder = {
  tag: 'C5-7K3QF2M',
  title: 'Matcha Sixty',
  fulfilment: 'building',
  currency: 'USD',
  paidAt: now - day,
  paidMinor: 462_00,
  taxMinor: 8_00,
  refundedMinor: 0,
  withdrawnMinor: 0,
  feeMinor: 45_00,
  builderMinor: 295_50,
  marketerMinor: 121_50,
  marketer: 'hana',
  heldMinor: 462_00,
  waitsFor: 'cool-off',
  releaseAt: now + day,
  legs: [],
  disputes: [],
};
const leg = { withheldMinor: 0, reversedMinor: 0, reversingMinor: 0, owedMinor: 0, reason: null } as const;
const released: WorkshopOrder = {
  ...order,
  fulfilment: 'completed',
  heldMinor: 0,
  waitsFor: 'nothing',
  releaseAt: null,
  refundedMinor: 10_00,
  withdrawnMinor: 5_00,
  disputes: ['lost'],
  legs: [
    {
      ...leg,
      whom: null,
      amountMinor: 290_00,
      state: 'done',
      withheldMinor: 5_50,
      reversedMinor: 1_00,
      owedMinor: 2_00,
    },
    { ...leg, whom: 'hana', amountMinor: 121_50, state: 'waiting', reason: 'account-not-ready', reversingMinor: 1 },
  ],
};
const none = { amountMinor: 0, currency: 'USD' };
const some = { amountMinor: 462_00, currency: 'USD' };
const month = { name: '2026-11', transfers: [], total: none, days: [] };
const moved = { tag: 'C5-7K3QF2M', title: '=Matcha, "Sixty"', at: now } as const;
const busy: StatementView = {
  month: '2026-11',
  currency: 'USD',
  opening: { waitingMinor: 5_00, owedMinor: 2_50 },
  movements: [
    { ...moved, kind: 'release', waitingMinor: 295_50, owedMinor: 0 },
    { ...moved, kind: 'withheld', waitingMinor: -2_50, owedMinor: -2_50 },
    { ...moved, kind: 'transfer', waitingMinor: -293_00, owedMinor: 0 },
  ],
  closing: { waitingMinor: 5_00, owedMinor: 0 },
};
const quiet: StatementView = { ...busy, movements: [], closing: busy.opening };

/** What people see of their data, and of their going, in every state that it has. */
export function personalPages(me: SiteVisitor): Record<string, string> {
  const problem = { sentence: 'That was not it.', remedy: 'Type it as it stands.' };
  const every: readonly Obstacle[] = [
    ...(['bought', 'sold', 'shared', 'raffle', 'case', 'dispute', 'money', 'debt'] as const).map((key) => ({
      key,
      until: null,
    })),
    { key: 'paid', until: now },
  ];
  return {
    me: personalPage(me),
    privacy: privacyPage(null),
    'me-delete': deletePage({ me, obstacles: [], isBanned: false }),
    'me-delete-banned': deletePage({ me, obstacles: [], isBanned: true, problem }),
    'me-delete-not-yet': deletePage({ me, obstacles: every, isBanned: false }),
    'me-deleted': deletedPage(),
  };
}

/** A builder's money and its months, in every state that they have. */
export function moneyPages(me: SiteVisitor): Record<string, string> {
  const [nothing, owing] = [
    { waitingMinor: 0, owedMinor: 0 },
    { waitingMinor: 295_50, owedMinor: 12_00 },
  ];
  const page = { orders: [order, released], olderThan: 'C5-7K3QF2M' };
  const idle = { held: none, share: none, month };
  return {
    workshop: workshopPage({ page, sums: owing, dashboard: { ...idle, held: some }, isFirst: false, me, now }),
    'workshop-empty': workshopPage({
      page: { orders: [], olderThan: null },
      sums: nothing,
      dashboard: idle,
      isFirst: true,
      me,
      now,
    }),
    statement: statementPage({ statement: busy, beside: { before: '2026-10', after: '2026-12' }, me }),
    'statement-quiet': statementPage({ statement: quiet, beside: { before: null, after: null }, me }),
  };
}

/** The pages on which somebody sees what is theirs, in every state that they have. */
export function ownPages(me: SiteVisitor): Record<string, string> {
  const orders = Object.values(sampleOrders);
  return {
    'passport-guest': passportPage({ own: guest, me, now }),
    'passport-struck': passportPage({ own: struck, me, now }),
    'passport-vip': passportPage({ own: trusted, me, now }),
    'my-orders': ordersPage({ orders, olderThan: 'C5-7K3QF2M', isFirst: true, me }),
    'my-orders-last': ordersPage({ orders, olderThan: null, isFirst: false, me }),
    'my-orders-none': ordersPage({ orders: [], olderThan: null, isFirst: true, me }),
  };
}
