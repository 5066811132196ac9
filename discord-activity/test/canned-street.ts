import { day, hour, minute } from '#shared/house-rules.ts';
import type { BuilderCard, Passport } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { LiveBuilder } from '#shared/schemas/gathering.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';

/** How far the core's clock is ahead of the browser's in these tests, so that a page that trusts its reader's clock is found out. */
export const aheadMs = 5 * hour + 17 * minute;
/** The core's time. */
export function coreNow(): number {
  return Date.now() + aheadMs;
}
/** Where the core says that its pictures are; nobody can load anything from there in Discord. */
const siteUrl = 'https://c500.test';

export const kumo: BuilderCard = {
  id: 'cit_kumo',
  nickname: 'Kumo',
  guilds: ['builder'],
  channelLogin: 'kumo_live',
  isLive: true,
  ordersCompleted: 41,
  ordersBuiltLive: 38,
  onTimeRate: 0.974,
};
const yuzu: BuilderCard = {
  ...kumo,
  id: 'cit_yuzu',
  nickname: 'Yuzu',
  guilds: ['artisan'],
  isLive: false,
  ordersCompleted: 12,
};
const fern: BuilderCard = { ...kumo, id: 'cit_fern', nickname: 'Fern', guilds: ['modder'], isLive: true };
const otis: BuilderCard = {
  ...kumo,
  id: 'cit_otis',
  nickname: 'Otis',
  guilds: ['vintage'],
  isLive: false,
  ordersCompleted: 0,
};

function picturesOf(name: string, count: number, alt: string) {
  return Array.from({ length: count }, (_, index) => ({
    url: `${siteUrl}/pictures/${name}-${index + 1}.svg`,
    alt: index === 0 ? alt : `${alt}, seen again`,
  }));
}

/** A drop in the window; parts of it may be others. */
export function aDrop(part: Partial<DropView> = {}): DropView {
  return {
    id: 'drp_cloud65',
    revision: '7',
    title: 'Cloud 65, hand-lubed and tuned',
    guild: 'builder',
    kind: 'commission',
    status: 'open',
    specs:
      'Aluminium 65%, gasket mount.\nHand-lubed linears, films, tuned stabilisers.\nYour choice of two keycap sets.',
    price: { amountMinor: 450_00, currency: 'USD' },
    shipping: [
      { country: 'US', amountMinor: 12_00 },
      { country: 'DE', amountMinor: 28_00 },
    ],
    pictures: picturesOf('cloud', 3, 'A pale pink 65% keyboard on a wooden desk'),
    vodUrl: 'https://www.twitch.tv/videos/2014005001',
    units: { total: 8, left: 3 },
    proofDays: 21,
    scanDays: 14,
    policy: 'proof-of-work',
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    waiting: 0,
    builder: kumo,
    marketerNickname: null,
    ...part,
  };
}

/** A street with something in every window. */
export function aStreet(): DropView[] {
  const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
  return [
    aDrop(),
    aDrop({
      id: 'drp_tea',
      title: 'Tea House TKL',
      price: usd(620_00),
      units: { total: 4, left: 1 },
      pictures: picturesOf('tea', 2, 'A mint TKL keyboard beside a teapot'),
    }),
    aDrop({
      id: 'drp_koi',
      title: 'Koi pond escape key',
      guild: 'artisan',
      kind: 'stock',
      builder: yuzu,
      price: usd(85_00),
      units: { total: 12, left: 7 },
      pictures: picturesOf('koi', 1, 'A clear keycap with two small koi in it'),
    }),
    aDrop({
      id: 'drp_moon',
      title: 'Moonlit rabbit, cast in lavender',
      guild: 'artisan',
      kind: 'stock',
      builder: yuzu,
      grail: true,
      price: usd(140_00),
      units: { total: 3, left: 2 },
      pictures: picturesOf('moon', 1, 'A lavender keycap with a rabbit and a moon'),
    }),
    aDrop({
      id: 'drp_lube',
      title: 'Your switches, lubed and filmed',
      guild: 'modder',
      builder: fern,
      price: usd(95_00),
      units: { total: 20, left: 9 },
      pictures: picturesOf('lube', 1, 'A tray of opened switches'),
    }),
    aDrop({
      id: 'drp_stab',
      title: 'Stabiliser rescue while you watch',
      guild: 'modder',
      builder: fern,
      liveOnly: true,
      price: usd(40_00),
      units: { total: 6, left: 6 },
      pictures: picturesOf('stab', 1, 'A spacebar with its stabiliser'),
    }),
    aDrop({
      id: 'drp_moss',
      title: 'Moss 40, restored terminal switches',
      guild: 'vintage',
      builder: otis,
      price: usd(320_00),
      units: { total: 2, left: 0 },
      waiting: 4,
      pictures: picturesOf('moss', 1, 'A beige terminal keyboard with green keys'),
    }),
    aDrop({
      id: 'drp_model',
      title: 'Model F, cleaned and converted to USB',
      guild: 'vintage',
      builder: otis,
      price: usd(260_00),
      units: { total: 3, left: 2 },
      pictures: [],
    }),
  ];
}

/** Who is at the bench in that street. */
export function theLive(): LiveBuilder[] {
  return [
    {
      id: kumo.id,
      nickname: 'Kumo',
      channelLogin: 'kumo_live',
      watchUrl: 'https://www.twitch.tv/kumo_live',
      since: coreNow() - 40 * minute,
      title: 'Quiet 65% build, tea and rain',
      bench: [
        { tag: 'C5-7K3QF2M', title: 'Cloud 65, hand-lubed and tuned', buyerNickname: 'nova' },
        { tag: 'C5-X40HD1B', title: 'Tea House TKL', buyerNickname: 'pip' },
      ],
    },
    {
      id: fern.id,
      nickname: 'Fern',
      channelLogin: 'fern_mods',
      watchUrl: 'https://www.twitch.tv/fern_mods',
      since: coreNow() - 12 * minute,
      title: 'Lubing ninety switches, ask me anything',
      bench: [],
    },
  ];
}

export const bea: Passport = {
  id: 'cit_bea',
  nickname: 'bea',
  tier: 'member',
  capMinor: 600_00,
  openMinor: 0,
  currency: 'USD',
  ordersCompleted: 2,
  accounts: [
    { platform: 'discord', handle: 'bea' },
    { platform: 'twitch', handle: 'bea_types' },
  ],
  score: 34,
  facts: [
    { key: 'orders', holds: true, points: 20, count: 2 },
    { key: 'account', holds: true, points: 10, count: 1 },
    { key: 'vouches', holds: true, points: 4, count: 1 },
    { key: 'identity', holds: false, points: 0, count: 0 },
  ],
  next: { tier: 'vip', needs: ['orders'] },
  notices: 'everything',
  isBuilder: false,
};

/** A claim that has just been made. */
export function aClaim(part: Partial<OrderView> = {}): OrderView {
  const { title, guild, specs, pictures, price, shipping } = aDrop();
  return {
    tag: 'C5-A1B2C3D',
    version: 1,
    fulfilment: 'reserved',
    dropId: 'drp_cloud65',
    ...{ title, guild, specs, price },
    picture: pictures[0] ?? null,
    unit: 6,
    builderNickname: 'Kumo',
    channelLogin: 'kumo_live',
    shippingRates: shipping,
    country: null,
    total: null,
    claim: { endsAt: coreNow() + 10 * minute, payCode: null, payUrl: `${siteUrl}/pay/QWERT-23456` },
    vault: null,
    policy: 'proof-of-work',
    proofs: [],
    certifiedBuild: false,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [{ event: 'claimed', at: coreNow(), params: {} }],
    actions: ['start-checkout', 'cancel-claim'],
    orderUrl: `${siteUrl}/orders/C5-A1B2C3D`,
    claimedIn: null,
    ...part,
  };
}

/** A paid order whose money waits for a proof. */
export function aPaidOrder(part: Partial<OrderView> = {}): OrderView {
  const paidAt = coreNow() - 3 * day;
  return aClaim({
    tag: 'C5-2M9PTRA',
    title: 'Tea House TKL',
    fulfilment: 'building',
    claim: null,
    country: 'US',
    total: { amountMinor: 462_00, currency: 'USD' },
    vault: {
      heldMinor: 462_00,
      releasedMinor: 0,
      refundedMinor: 0,
      withdrawnMinor: 0,
      coveredMinor: 0,
      chargedMinor: 462_00,
      currency: 'USD',
      waitsFor: 'proof',
      releaseAt: null,
    },
    bench: { since: paidAt, earnedMs: 6.4 * minute, neededMs: 10 * minute, sharedBy: 1 },
    proofDueAt: coreNow() + 18 * day,
    timeline: [
      { event: 'claimed', at: paidAt - 4 * minute, params: {} },
      { event: 'paid', at: paidAt, params: { amountMinor: 462_00, currency: 'USD' } },
    ],
    actions: ['ask-cancellation'],
    orderUrl: `${siteUrl}/orders/C5-2M9PTRA`,
    ...part,
  });
}

/** A raffle that closes in half an hour, with 41 people in it. */
export function aRaffle(dropId: string, isIn = false): RaffleView {
  return {
    dropId,
    state: 'open',
    opensAt: coreNow() - hour,
    closesAt: coreNow() + 30 * minute,
    units: 3,
    entries: 41,
    seedHash: 'a'.repeat(64),
    entriesHash: null,
    drawnAt: null,
    reached: 0,
    entered: isIn ? { key: '0a1b2c', place: null } : null,
  };
}
