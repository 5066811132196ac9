import { day } from '#shared/house-rules.ts';
import type { DashboardView, PartnershipView, SetupView } from '#shared/schemas/builder.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import type { OrderCase } from '#shared/schemas/trust.ts';
import type { ActView, CaseView, PublicPassport } from '#shared/schemas/house.ts';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

/** The passport of a member with three orders. */
export function makePassport(changes: Partial<Passport> = {}): Passport {
  return {
    id: 'cit_mori',
    nickname: 'Mori',
    tier: 'member',
    capMinor: 600_00,
    openMinor: 450_00,
    currency: 'USD',
    ordersCompleted: 1,
    accounts: [{ platform: 'discord', handle: 'mori_森' }],
    score: 40,
    facts: [
      { key: 'account', holds: false, points: 0, count: 1 },
      { key: 'orders', holds: true, points: 10, count: 1 },
    ],
    next: { tier: 'vip', needs: ['orders'] },
    notices: 'everything',
    isBuilder: false,
    ...changes,
  };
}

/** A builder as anybody may see them. */
export function makePublicPassport(changes: Partial<PublicPassport> = {}): PublicPassport {
  return {
    nickname: 'Rika',
    tier: 'vip',
    score: 120,
    ordersCompleted: 4,
    joinedAt: 1_700_000_000_000,
    vouches: 2,
    builder: {
      guilds: ['builder', 'modder'],
      ordersCompleted: 12,
      ordersBuiltLive: 8,
      onTimeRate: 0.9,
      channelLogin: 'rika',
      isLive: true,
    },
    ...changes,
  };
}

/** A certified builder who has yet to connect Stripe. */
export function makeSetup(changes: Partial<SetupView> = {}): SetupView {
  const step = (key: SetupView['steps'][number]['key'], state: 'done' | 'waiting' | 'missing', url: string | null) => ({
    key,
    state,
    url,
    details: key === 'stripe' ? ['A bank account is missing'] : [],
  });
  return {
    nickname: 'Rika',
    isBuilder: true,
    next: 'stripe',
    steps: [
      step('apply', 'done', null),
      step('certified', 'done', null),
      step('vibe-check', 'done', null),
      step('shipping-standard', 'missing', 'https://c500.test/setup/shipping-standard/once'),
      step('stripe', 'missing', 'https://c500.test/setup/stripe/once'),
      step('twitch', 'waiting', null),
      step('first-drop', 'missing', null),
    ],
    ...changes,
  };
}

/** A builder's day: one order in the Vault, one transfer this month. */
export function makeDashboard(changes: Partial<DashboardView> = {}): DashboardView {
  return {
    nickname: 'Rika',
    isLive: true,
    drops: [
      {
        id: 'drp_cloud65cloud65',
        title: 'Cloud 65',
        guild: 'builder',
        status: 'open',
        left: 4,
        total: 5,
        price: usd(450_00),
        waiting: 2,
      },
    ],
    orders: [
      {
        tag: 'C5-7K3QF2M',
        title: 'Cloud 65',
        fulfilment: 'paid',
        held: usd(462_00),
        share: usd(417_00),
        waitsFor: 'proof',
        releaseAt: null,
        proofDueAt: 1_800_000_000_000,
        frozen: false,
      },
    ],
    held: usd(462_00),
    share: usd(417_00),
    month: {
      name: '2026-11',
      transfers: [{ tag: 'C5-0000000', at: 1_794_000_000_000, amount: usd(405_00) }],
      total: usd(405_00),
      days: Array.from({ length: 30 }, (_, index) => (index === 6 ? 405_00 : 0)),
    },
    ...changes,
  };
}

/** A share that Rika offered to Mori. */
export function makePartnership(changes: Partial<PartnershipView> = {}): PartnershipView {
  return {
    id: `cit_rika${'r'.repeat(40)}:cit_mori${'m'.repeat(40)}`,
    builder: 'Rika',
    marketer: 'Mori',
    builderDiscordId: '100000000000000001',
    marketerDiscordId: '100000000000000002',
    marketerPercent: 30,
    state: 'proposed',
    proposedAt: 1_700_000_000_000,
    ...changes,
  };
}

/** An act of the staff that waits for its confirmation. */
export function makeAct(changes: Partial<ActView> = {}): ActView {
  return {
    id: 'act_1',
    kind: 'refund',
    summary: 'Give $462.00 of C5-7K3QF2M back to Mori',
    reason: 'The parcel was lost',
    by: 'Sora',
    proposedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_600_000,
    doneAt: null,
    ...changes,
  };
}

/** A case that waits for a decision. */
export function makeCase(changes: Partial<CaseView> = {}): CaseView {
  return {
    id: 'case_1',
    kind: 'damaged',
    tag: 'C5-7K3QF2M',
    dropId: null,
    about: 'Rika',
    by: 'Mori',
    text: 'The case has a crack.\n# and this is no heading',
    openedAt: 1_800_000_000_000,
    state: 'open',
    takenBy: null,
    dueAt: 1_800_000_000_000 + 3 * day,
    isReady: false,
    answerUntil: { buyer: null, builder: null },
    answers: [],
    decision: null,
    appeal: null,
    final: null,
    ...changes,
  };
}

/** A case as the buyer of its order sees it, who may answer. */
export function makeOrderCase(changes: Partial<OrderCase> = {}): OrderCase {
  return {
    id: 'case_1',
    kind: 'damaged',
    side: 'buyer',
    text: 'Das Gehäuse hat einen Riss.',
    openedAt: 1_800_000_000_000,
    state: 'open',
    answers: [{ by: 'builder', text: 'Bei uns war es heil.', at: 1_800_000_000_000 }],
    answerUntil: 1_800_000_600_000,
    decision: null,
    appeal: null,
    appealUntil: null,
    final: null,
    ...changes,
  };
}
