import type { ChannelView } from '#shared/schemas/channel.ts';
import type { CommunityView } from '#shared/schemas/community.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { BenchEntry, OrderView } from '#shared/schemas/order.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';

/** A drop with one picture, four of five units left. */
export function makeDrop(coreUrl: string, changes: Partial<DropView> = {}): DropView {
  return {
    id: 'drp_cloud65cloud65',
    revision: '1',
    title: 'Cloud 65',
    guild: 'builder',
    kind: 'commission',
    status: 'open',
    specs: 'Polycarbonate, silent tactiles.',
    price: { amountMinor: 450_00, currency: 'USD' },
    shipping: [{ country: 'US', amountMinor: 12_00 }],
    pictures: [{ url: `${coreUrl}/pictures/${'a'.repeat(64)}.png`, alt: 'Cloud 65, picture 1' }],
    vodUrl: null,
    units: { total: 5, left: 4 },
    proofDays: 14,
    scanDays: 14,
    policy: 'proof-of-work',
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    waiting: 0,
    builder: {
      id: 'cit_builder',
      nickname: 'Rika',
      guilds: ['builder'],
      channelLogin: 'rika',
      isLive: false,
      ordersCompleted: 12,
      ordersBuiltLive: 8,
      onTimeRate: 0.9,
    },
    marketerNickname: null,
    ...changes,
  };
}

/** An order that was just claimed. */
export function makeOrder(changes: Partial<OrderView> = {}): OrderView {
  return {
    tag: 'C5-7K3QF2M',
    version: 1,
    fulfilment: 'reserved',
    dropId: 'drp_cloud65cloud65',
    title: 'Cloud 65',
    guild: 'builder',
    picture: null,
    specs: '',
    unit: 1,
    builderNickname: 'Rika',
    channelLogin: 'rika',
    price: { amountMinor: 450_00, currency: 'USD' },
    shippingRates: [{ country: 'US', amountMinor: 12_00 }],
    country: null,
    total: null,
    claim: { endsAt: 1_800_000_000_000, payCode: 'KEY-CAP', payUrl: 'https://c500.test/pay/C5-7K3QF2M' },
    vault: null,
    policy: 'proof-of-work',
    proofs: [],
    certifiedBuild: false,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [],
    actions: ['start-checkout', 'cancel-claim'],
    orderUrl: 'https://c500.test/orders/C5-7K3QF2M',
    claimedIn: null,
    ...changes,
  };
}

/** A raffle that is open, with 41 people in it. */
export function makeRaffle(changes: Partial<RaffleView> = {}): RaffleView {
  return {
    dropId: 'drp_cloud65cloud65',
    state: 'open',
    opensAt: 1_800_000_000_000,
    closesAt: 1_800_003_600_000,
    units: 3,
    entries: 41,
    seedHash: 'a'.repeat(64),
    entriesHash: null,
    drawnAt: null,
    reached: 0,
    entered: null,
    ...changes,
  };
}

/** An order as a stream may show it: two of three steps are done. */
export function makeEntry(changes: Partial<BenchEntry> = {}): BenchEntry {
  const doneAt = 1_800_000_000_000;
  return {
    tag: 'C5-7K3QF2M',
    title: 'Cloud 65',
    guild: 'builder',
    picture: null,
    buyerNickname: 'Mori',
    progress: null,
    certifiedBuild: false,
    steps: [
      { key: 'case', doneAt },
      { key: 'plate', doneAt },
      { key: 'switches', doneAt: null },
    ],
    note: null,
    photo: null,
    ...changes,
  };
}

/** The channel of a builder who is live, with nothing on the bench and nothing to claim. */
export function makeChannel(changes: Partial<ChannelView> = {}): ChannelView {
  return {
    revision: '1',
    now: 1_800_000_000_000,
    asOf: 1_800_000_000_000,
    builder: makeDrop('http://core').builder,
    live: { since: 1_799_999_000_000, title: 'Building' },
    bench: [],
    queue: [],
    doneToday: [],
    lastBuild: null,
    drops: [],
    checkout: 'code',
    ...changes,
  };
}

/** A community in which nothing was chosen yet. */
export function makeCommunity(changes: Partial<CommunityView> = {}): CommunityView {
  return {
    id: '200000000000000001',
    name: 'Keyboard Club',
    isPresent: true,
    settings: {
      dropsChannelId: null,
      announcementsChannelId: null,
      roomsChannelId: null,
      liveCountChannelId: null,
      guilds: [],
      builderIds: [],
      liveRoleId: null,
      alertRoleId: null,
      guildRoleIds: { builder: null, artisan: null, modder: null, vintage: null },
      tierRoleIds: { member: null, vip: null },
      networkBans: false,
    },
    problems: [],
    rolesGiven: [],
    ...changes,
  };
}
