import type { OrderId } from '#shared/ids.ts';
import { newChannel } from '../../domain/channel.ts';
import { defaultSettings } from '../../domain/community.ts';
import type { Order } from '../../domain/order.ts';
import type { Put } from '../../ports/store.ts';
import {
  builderId,
  citizenIdOf,
  dropIdOf,
  noon,
  sampleCard,
  sampleCitizen,
  sampleDrop,
  sampleExposure,
  sampleOrder,
  sampleSighting,
} from './contract-samples.ts';

/** One record of each kind, with a version that they carry. */
export function oneOfEveryKind(version: number): readonly Put[] {
  const order = sampleOrder(1, { version });
  const { id: orderId, buyerId } = order;
  const promises = { vibeCheck: 1, shippingStandard: 1 };
  const counts = { completedOrders: 2, builtLive: 1, lostDisputes: 0 };
  const certified = { guilds: ['builder', 'modder'], certifiedAt: noon, promises, stripeAccountId: null } as const;
  const building = { orderId, active: true, proved: false, building: false, since: noon, earnedMs: 0 };
  const seen = { streamId: '9', offsetMs: 5, snapshot: 'now building' };
  return [
    { kind: 'citizen', record: sampleCitizen('ada', { version }) },
    { kind: 'builder', record: { id: builderId, version, ...certified, shipping: [], ...counts } },
    { kind: 'payee', record: { id: citizenIdOf('cara'), version, stripeAccountId: 'acct_1' } },
    { kind: 'exposure', record: sampleExposure(order, { version }) },
    { kind: 'channel', record: { ...newChannel('77', 'maker', builderId), version, title: 'Building' } },
    {
      kind: 'bench',
      record: { id: builderId, version, streamId: '9', settledAt: noon, orders: [{ ...building, ...seen }] },
    },
    { kind: 'drop', record: sampleDrop('board', { version }) },
    { kind: 'order', record: order },
    { kind: 'sighting', record: sampleSighting('seen', { version, orderId }) },
    { kind: 'tracking', record: { id: 'usps:1', version, orderId, buyerId, builderId, at: noon } },
    {
      kind: 'session',
      record: { id: 'hash', version, citizenId: buyerId, csrf: 'secret', payCode: null, expiresAt: noon },
    },
    { kind: 'paycode', record: { id: order.payCode, version, orderId, sessionId: 'hash' } },
    ...streamRecords(version, orderId),
    ...networkRecords(version, order),
  ];
}

function streamRecords(version: number, orderId: OrderId): readonly Put[] {
  const consent = { login: 'maker', scopes: ['channel:bot'], sealedTokens: 'sealed', connectedAt: noon, ended: null };
  const seen = { source: 'chat', byTwitchId: '77', text: 'now building', title: 'Building' } as const;
  const wanted = { state: 'wanted', id: null, url: null } as const;
  const moment = { channelId: '77', streamId: '9', streamStartedAt: noon, offsetMs: 5, at: noon, ...seen };
  const recording = { state: 'waiting', url: null, lookedAt: null } as const;
  return [
    { kind: 'grant', record: { id: '77', version, builderId, ...consent } },
    {
      kind: 'moment',
      record: { id: `${orderId}:9`, version, orderId, ...moment, marker: wanted, clip: wanted, recording },
    },
    {
      kind: 'build',
      record: { id: orderId, version, builderId, steps: { lube: noon }, notes: [], photos: [], finishedAt: null },
    },
    { kind: 'desk', record: { id: builderId, version, queue: [orderId], chatAnswers: true } },
    {
      kind: 'waitlist',
      record: { id: 'drop_1', version, entries: [{ citizenId: citizenIdOf('cara'), joinedAt: noon }] },
    },
  ];
}

function networkRecords(version: number, { id: orderId, tag, buyerId, builderId: maker }: Order): readonly Put[] {
  const [by, reason] = [citizenIdOf('staff'), 'sold what was not theirs'] as const;
  const room = { tag, buyerId, builderId: maker, communityId: '500', threadId: '700', openedAt: noon, closedAt: null };
  const settings = { ...defaultSettings, dropsChannelId: '501' };
  const community = { name: 'The desk', isPresent: true, metAt: noon, changedBy: '42', problems: [], rolesGiven: [] };
  return [
    { kind: 'community', record: { id: '500', version, settings, ...community } },
    { kind: 'card', record: sampleCard('board', '500', { version }) },
    { kind: 'ban', record: { id: buyerId, version, accounts: [], reason, by, at: noon, lifted: null } },
    { kind: 'carriedBans', record: { id: '500', version, accounts: { '42': { state: 'banned', at: noon } } } },
    { kind: 'room', record: { id: orderId, version, way: 'thread', messages: 1, ...room } },
    {
      kind: 'roomMessage',
      record: {
        id: `${orderId}:9`,
        version,
        orderId,
        by: 'buyer',
        citizenId: buyerId,
        text: 'hello',
        at: noon,
        files: [],
      },
    },
    ...houseRecords(version, orderId),
    {
      kind: 'gathering',
      record: { id: 'i-1', version, communityId: '500', channelId: '600', people: [], point: null, felt: [] },
    },
    ...troubleRecords(version, orderId),
    ...parcelRecords(version, orderId),
    ...raffleRecords(version),
  ];
}

function troubleRecords(version: number, orderId: OrderId): readonly Put[] {
  const cara = citizenIdOf('cara');
  const taken = { amountMinor: 462_00, currency: 'USD', reason: 'fraudulent', isInquiry: false } as const;
  const clocks = { openedAt: noon, dueBy: noon + 9, answerUntil: noon + 3, fileAt: noon + 6, closedAt: null } as const;
  const open = { state: 'needs-response', said: null, filed: null } as const;
  const owed = [{ orderId, amountMinor: 5_00, at: noon }];
  return [
    { kind: 'dispute', record: { id: 'du_1', version, orderId, chargeId: 'ch_1', ...taken, ...clocks, ...open } },
    { kind: 'debt', record: { id: builderId, version, currency: 'USD', owed } },
    { kind: 'fund', record: { id: 'fund', version, spentMinor: 1_00 } },
    {
      kind: 'strike',
      record: {
        id: 's-1',
        version,
        citizenId: cara,
        why: 'conduct',
        orderId: null,
        reason: 'rude',
        at: noon,
        lifted: null,
      },
    },
    {
      kind: 'flag',
      record: {
        id: 'f-1',
        version,
        kind: 'banned-card',
        citizenId: cara,
        orderId,
        params: {},
        at: noon,
        settled: null,
      },
    },
    { kind: 'cardUse', record: { id: 'hash-of-a-card', version, citizens: [cara] } },
    {
      kind: 'reckoning',
      record: {
        id: 'latest',
        version,
        at: noon,
        stripeAnswered: false,
        compared: null,
        held: [],
        heldParts: 1,
        payables: [],
        refundsDue: [],
        fund: [],
      },
    },
  ];
}

function parcelRecords(version: number, orderId: OrderId): readonly Put[] {
  const parcel = { carrier: 'UPS', number: '1Z5', status: 'in_transit', toCountry: 'US', signedBy: null } as const;
  const seen = { scannedAt: noon, deliveredAt: null, lookedAt: noon, isOver: false } as const;
  return [
    {
      kind: 'address',
      record: { id: orderId, version, sealed: 'sealed', country: 'US', keptAt: noon, erasedAt: null },
    },
    { kind: 'addressLook', record: { id: `${orderId}:1`, version, orderId, byId: builderId, at: noon } },
    { kind: 'parcel', record: { id: 'trk_1', version, orderIds: [orderId], ...parcel, ...seen } },
  ];
}

function raffleRecords(version: number): readonly Put[] {
  const dropId = dropIdOf('raffled');
  const window = { seed: 'seed', seedHash: 'hash', opensAt: noon, closesAt: noon + 9 } as const;
  const open = { state: 'open', draw: null } as const;
  return [
    { kind: 'raffle', record: { id: dropId, version, ...window, ...open } },
    {
      kind: 'raffleEntry',
      record: {
        id: `${dropId}:cara`,
        version,
        dropId,
        citizenId: citizenIdOf('cara'),
        key: 'k1',
        at: noon,
        leftAt: null,
      },
    },
  ];
}

function houseRecords(version: number, orderId: OrderId): readonly Put[] {
  const [cara, staff] = [citizenIdOf('cara'), citizenIdOf('staff')];
  const asked = { guild: 'modder', about: 'I lube', links: [], pictures: [], at: noon, state: 'waiting' } as const;
  const agreed = {
    offeredPercent: 30,
    agreedPercent: null,
    state: 'proposed',
    proposedAt: noon,
    answeredAt: null,
  } as const;
  const told = { byId: cara, aboutId: builderId, text: 'It rattles', openedAt: noon, froze: true, decision: null };
  const done = { summary: 'Freeze it', proposedAt: noon, expiresAt: noon + 1, doneAt: null };
  return [
    { kind: 'application', record: { id: cara, version, ...asked } },
    {
      kind: 'partnership',
      record: { id: `${builderId}:${cara}`, version, builderId, marketerId: cara, ...agreed },
    },
    {
      kind: 'award',
      record: { id: `order:${orderId}`, version, citizenId: cara, why: 'order', points: 10, from: orderId, at: noon },
    },
    { kind: 'case', record: { id: 'case_1', version, kind: 'damaged', orderId, dropId: null, ...told } },
    {
      kind: 'act',
      record: { id: 'act_1', version, by: staff, act: { kind: 'freeze', tag: 'C5-7K3QF2M', reason: 'asked' }, ...done },
    },
  ];
}
