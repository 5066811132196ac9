import { hour, minute } from '#shared/house-rules.ts';
import type { BuilderCard, Passport } from '#shared/schemas/citizen.ts';
import { buildSteps } from '#shared/build-steps.ts';
import type { BuildStep } from '#shared/schemas/build.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { BenchEntry, OrderView } from '#shared/schemas/order.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import type { ChannelView } from '../src/use-channel.ts';

/** The core's time in these tests: far from the browser's own, so that a panel that trusts its reader's clock is found out. */
export const coreNow = Date.UTC(2031, 4, 6, 14, 5, 0);
/** Where the core's pictures are. */
export const coreOrigin = 'https://core.c500.test';

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
    pictures: [{ url: `${coreOrigin}/pictures/cloud65.svg`, alt: 'A pale pink 65% keyboard on a wooden desk' }],
    vodUrl: null,
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

/** The steps of a keyboard's build, the first so many of them ticked off, seven minutes apart. */
export function stepsDone(count: number): BuildStep[] {
  return buildSteps.builder.map((key, index) => ({
    key,
    doneAt: index < count ? coreNow - (count - index) * 7 * minute : null,
  }));
}

export function aBenchEntry(part: Partial<BenchEntry> = {}): BenchEntry {
  return {
    tag: 'C5-7K3QF2M',
    title: 'Cloud 65, hand-lubed and tuned',
    guild: 'builder',
    picture: { url: `${coreOrigin}/pictures/cloud65.svg`, alt: 'A pale pink 65% keyboard on a wooden desk' },
    buyerNickname: 'nova',
    progress: { since: coreNow - 7 * minute, earnedMs: 6.4 * minute, neededMs: 10 * minute, sharedBy: 1 },
    certifiedBuild: false,
    steps: stepsDone(3),
    note: null,
    photo: null,
    ...part,
  };
}

export function aChannel(part: Partial<ChannelView> = {}): ChannelView {
  return {
    revision: 'r1',
    now: coreNow,
    asOf: coreNow,
    builder: kumo,
    live: { since: coreNow - 40 * minute, title: 'Quiet 65% build, tea and rain' },
    bench: [aBenchEntry()],
    queue: [
      aBenchEntry({ tag: 'C5-2M9PTRA', buyerNickname: 'mori', progress: null, steps: [] }),
      aBenchEntry({ tag: 'C5-X40HD1B', title: 'Pebble macropad', buyerNickname: 'pip', progress: null, steps: [] }),
    ],
    doneToday: [
      aBenchEntry({
        tag: 'C5-9WQJ6ZE',
        buyerNickname: 'hana',
        progress: null,
        certifiedBuild: true,
        steps: stepsDone(7),
      }),
    ],
    lastBuild: null,
    drops: [
      aDrop(),
      aDrop({
        id: 'drp_pebble',
        title: 'Pebble macropad',
        guild: 'artisan',
        kind: 'stock',
        price: { amountMinor: 85_00, currency: 'USD' },
        pictures: [{ url: `${coreOrigin}/pictures/pebble.svg`, alt: 'A small macropad with six round keys' }],
        units: { total: 5, left: 1 },
      }),
      aDrop({
        id: 'drp_moss',
        title: 'Moss 40, restored terminal switches',
        guild: 'vintage',
        price: { amountMinor: 320_00, currency: 'USD' },
        pictures: [],
        units: { total: 2, left: 0 },
      }),
    ],
    checkout: 'link',
    ...part,
  };
}

/** What a channel shows of the order that was built there last, for when nobody is live. */
export function aLastBuild(part: Partial<LastBuild> = {}): LastBuild {
  const entry = aBenchEntry({ tag: 'C5-9WQJ6ZE', buyerNickname: 'hana', progress: null, certifiedBuild: true });
  return {
    entry: { ...entry, steps: stepsDone(7) },
    at: coreNow - 20 * hour,
    watchUrl: 'https://www.twitch.tv/videos/2014005001?t=1h12m40s',
    ...part,
  };
}
type LastBuild = NonNullable<ChannelView['lastBuild']>;

/** The same channel as the released extension gets it: no view carries a price. */
export function aChannelWithoutPrices(part: Partial<ChannelView> = {}): ChannelView {
  const channel = aChannel(part);
  const drops = channel.drops.map((drop) => ({ ...drop, price: null, shipping: [] }));
  return { ...channel, drops, checkout: 'code' };
}

export const mori: Passport = {
  id: 'cit_mori',
  nickname: 'mori',
  tier: 'member',
  capMinor: 600_00,
  openMinor: 0,
  currency: 'USD',
  ordersCompleted: 2,
  accounts: [{ platform: 'twitch', handle: 'mori_live' }],
  score: 20,
  facts: [],
  next: null,
  notices: 'everything',
  isBuilder: false,
};

/** A claim that has just been made. */
export function aClaim(part: Partial<OrderView> = {}): OrderView {
  return {
    tag: 'C5-A1B2C3D',
    version: 1,
    fulfilment: 'reserved',
    dropId: 'drp_cloud65',
    title: 'Cloud 65, hand-lubed and tuned',
    guild: 'builder',
    picture: { url: `${coreOrigin}/pictures/cloud65.svg`, alt: 'A pale pink 65% keyboard on a wooden desk' },
    specs: 'Aluminium 65%, gasket mount.',
    unit: 6,
    builderNickname: 'Kumo',
    channelLogin: 'kumo_live',
    price: { amountMinor: 450_00, currency: 'USD' },
    shippingRates: [
      { country: 'US', amountMinor: 12_00 },
      { country: 'DE', amountMinor: 28_00 },
    ],
    country: null,
    total: null,
    claim: { endsAt: coreNow + 10 * minute, payCode: 'QWERT-23456', payUrl: 'https://c500.test/pay/QWERT-23456' },
    vault: null,
    policy: 'proof-of-work',
    proofs: [],
    certifiedBuild: false,
    bench: null,
    build: null,
    tracking: null,
    proofDueAt: null,
    timeline: [{ event: 'claimed', at: coreNow, params: {} }],
    actions: ['start-checkout', 'cancel-claim'],
    orderUrl: 'https://c500.test/orders/C5-A1B2C3D',
    claimedIn: null,
    ...part,
  };
}

/** The same claim as the released extension gets it. */
export function aClaimWithoutPrice(part: Partial<OrderView> = {}): OrderView {
  const claim = { endsAt: coreNow + 10 * minute, payCode: 'QWERT-23456', payUrl: null };
  return aClaim({ price: null, shippingRates: [], claim, actions: ['cancel-claim'], ...part });
}

/** A paid order whose money waits for a proof. */
export function aPaidOrder(part: Partial<OrderView> = {}): OrderView {
  return aClaim({
    tag: 'C5-2M9PTRA',
    fulfilment: 'paid',
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
    proofDueAt: coreNow + 18 * 24 * 60 * minute,
    timeline: [
      { event: 'claimed', at: coreNow - 3 * 24 * 60 * minute, params: {} },
      {
        event: 'paid',
        at: coreNow - 3 * 24 * 60 * minute + 4 * minute,
        params: { amountMinor: 462_00, currency: 'USD' },
      },
    ],
    actions: ['ask-cancellation'],
    orderUrl: 'https://c500.test/orders/C5-2M9PTRA',
    ...part,
  });
}

/** A raffle that closes in half an hour, with 41 people in it. */
export function aRaffle(part: Partial<RaffleView> = {}): RaffleView {
  return {
    dropId: 'd6',
    state: 'open',
    opensAt: coreNow - hour,
    closesAt: coreNow + 30 * minute,
    units: 3,
    entries: 41,
    seedHash: 'a'.repeat(64),
    entriesHash: null,
    drawnAt: null,
    reached: 0,
    entered: null,
    ...part,
  };
}
