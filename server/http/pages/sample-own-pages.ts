import { day } from '#shared/house-rules.ts';
import type { OwnPassport } from '../../usecases/own-passport.ts';
import type { SiteVisitor } from './layout.ts';
import { ordersPage } from './my-orders.ts';
import { passportPage } from './passport.ts';
import { sampleNow as now, sampleOrders } from './sample-views.ts';

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
