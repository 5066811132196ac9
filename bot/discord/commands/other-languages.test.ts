import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationCommandOptionType } from 'discord.js';
import { formatMoney } from '#shared/money.ts';
import { makeTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { locales, textsFor } from '#shared/text/locales.ts';
import type { Message } from '../../../sandbox/discord/model.ts';
import type { Seen } from '../../../sandbox/discord/seen.ts';
import { CoreRefusalError, makeCommunity, makeDrop, makeOrder, makeRaffle } from '../../test/core-fake.ts';
import { privately, type Hands } from '../../test/hands.ts';
import { startJudgedWorld, type JudgedWorld } from '../../test/judged.ts';
import {
  makeAct,
  makeCase,
  makeOrderCase,
  makeDashboard,
  makePartnership,
  makePassport,
  makePublicPassport,
  makeSetup,
} from '../../test/people-samples.ts';
import { here, seenAs, type BotWorld } from '../../test/world.ts';
import { sayNotice } from '../words.ts';
import { buildCommands } from './index.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const dropId = 'drp_cloud65cloud65';
const usd = { currency: 'USD' };
const paid: Partial<OrderView> = {
  tag,
  fulfilment: 'paid',
  claim: null,
  proofDueAt: 1_800_000_000_000,
  actions: ['confirm-delivery', 'ask-cancellation', 'report'],
  certifiedBuild: true,
  vault: {
    heldMinor: 462_00,
    releasedMinor: 1_00,
    refundedMinor: 2_00,
    withdrawnMinor: 0,
    coveredMinor: 0,
    chargedMinor: 462_00,
    ...usd,
    waitsFor: 'proof',
    releaseAt: 1_800_000_000_000,
  },
  timeline: [
    { event: 'checkout-started', at: 1_699_999_900_000, params: { country: 'DE' } },
    { event: 'paid', at: 1_700_000_000_000, params: { amountMinor: 462_00, ...usd } },
    { event: 'proof-counted-stream', at: 1_700_000_100_000, params: {} },
    { event: 'refunded', at: 1_700_000_200_000, params: { amountMinor: 2_00, ...usd, reason: 'unproven' } },
  ],
};
const reason = 'Weil es so ist';

const raffled = makeRaffle({ dropId: 'drp_raffled', entered: { key: '0a1b2c', place: null } });
const toBeDrawn = { id: raffled.dropId, raffle: { state: 'open', opensAt: 1, closesAt: 2, entries: 41 } } as const;

/** A core that grants everything. */
function grantAll({ core }: BotWorld): void {
  const order = () => ({ order: makeOrder(paid) });
  const passport = () => makePassport({ accounts: [{ platform: 'twitch', handle: 'mori' }] });
  const place = () => ({ dropId, place: 3, waiting: 9 });
  Object.assign(core.answers, {
    getMe: passport,
    chooseNotices: passport,
    startLink: () => ({ url: 'https://c500.test/link/once' }),
    getPassport: () => makePublicPassport(),
    getDrop: ({ params }) => makeDrop(core.url, params.dropId === raffled.dropId ? toBeDrawn : { waiting: 2 }),
    listDrops: () => ({ drops: [makeDrop(core.url), makeDrop(core.url, toBeDrawn)] }),
    getMyRaffle: () => raffled,
    leaveRaffle: () => ({ ...raffled, entered: null }),
    listMyDrops: () => ({ drops: [makeDrop(core.url, { waiting: 2 })] }),
    previewDrop: () => makeDrop(core.url),
    createDrop: () => makeDrop(core.url),
    listMyOrders: () => ({ orders: [makeOrder(paid), makeOrder()], waits: [place()] }),
    listMyQueue: () => ({ orders: [makeOrder(paid)] }),
    getOrder: () => makeOrder(paid),
    confirmDelivery: order,
    askCancellation: order,
    declareShipment: order,
    refundOrder: order,
    reportOrder: () => makeCase(),
    getWaitlistPlace: place,
    leaveWaitlist: () => ({ dropId, place: null, waiting: 9 }),
    apply: () => makeSetup(),
    getSetup: () => makeSetup(),
    declareLive: () => ({
      sightings: [
        { tag, counted: true, code: null, sentence: `${tag} is on the bench.` },
        { tag, counted: false, code: 'bench-full', sentence: 'Three orders are on the bench, and that is the most.' },
      ],
    }),
    announceLive: () => ({ communities: 3 }),
    getDashboard: () => makeDashboard(),
    listPartnerships: () => ({ partnerships: [makePartnership()] }),
    proposePartnership: () => makePartnership(),
    vouch: () => ({ nickname: 'Mori' }),
    meetCommunity: () =>
      makeCommunity({ id: here.community, problems: [{ key: 'may-not-post', subject: here.builds }] }),
    proposeAct: () => makeAct(),
    confirmAct: () => makeAct({ doneAt: 1 }),
    getPromiseStatus: () => ({
      nickname: 'Mori',
      isBuilder: false,
      guilds: [],
      vibeCheck: { signed: 0, current: 2 },
      shippingStandard: { signed: 1, current: 1 },
      canBePaid: false,
      channelLogin: null,
      bannedSince: 1_800_000_000_000,
      application: { guild: 'builder', about: 'I build boards.', at: 1 },
      strikes: [{ id: 'strike:conduct:1', why: 'conduct', reason: 'rude', at: 1, lifted: false }],
    }),
    listOrderCases: () => ({ cases: [makeOrderCase()], isHidden: false }),
    listActs: () => ({ acts: [makeAct()] }),
    listBanFailures: () => ({ failures: [] }),
    listCases: () => ({ cases: [makeCase()] }),
    getCase: () => ({ case: makeCase(), order: makeOrder(paid), room: [] }),
  } satisfies BotWorld['core']['answers']);
}

type Values = Readonly<Record<string, string | number | boolean>>;

/** Each command as it is used, with the buttons that are pressed afterwards, one after the other. */
const buyers: readonly (readonly [string, Values, ...string[]])[] = [
  ['shop', { guild: 'builder' }],
  ['orders', {}, 'order', 'ask', 'do'],
  ['profile', {}],
  ['verify', {}],
  ['case', { order: tag }],
  ['waitlist', {}],
  ['waitlist', { drop: dropId }, 'line:leave'],
  ['waitlist', { drop: raffled.dropId }, 'entry:leave'],
  ['partner', {}],
  ['help', {}],
];
const builders: readonly (readonly [string, Values, ...string[]])[] = [
  ['setup', {}],
  ['live', { order: tag }],
  ['live', { say: 'Tee' }],
  ['live', { post: 'drop' }],
  ['ship', { order: tag, tracking: '1Z999AA10123456784' }, 'ship'],
  ['ship', { order: tag, tracking: '1234' }],
  ['queue', {}],
  ['refund', { order: tag, reason }],
  ['dashboard', {}],
  ['partner', { marketer: here.buyer, percent: 40 }],
  ['vouch', { buyer: here.buyer }],
  ['community', {}, 'section:channels', 'section:shows', 'section:roles', 'section:badges'],
  ['help', {}],
];
const staff: readonly (readonly [string, Values, ...string[]])[] = [
  ['certify', { person: here.buyer, guild: 'artisan', reason }, 'act'],
  ['promise', { person: here.buyer }],
  ['case', {}, 'case', 'take'],
  ['decline', { person: here.buyer, reason }],
  ['strike', { person: here.buyer, reason }],
  ['refund', { order: tag, reason }, 'drop-act'],
  ['freeze', { order: tag, reason }],
  ['thaw', { order: tag, reason }],
  ['release', { order: tag, reason }],
  ['ban', { person: here.buyer, reason }],
  ['unban', { person: here.buyer, reason }],
  ['acts', {}],
  ['failures', {}],
];

/** Every text that a person reads of what they see. */
function textsOn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && /^(content|label|description|placeholder|title)$/.test(key) ? [inner] : textsOn(inner),
  );
}

function textsOf(seen: Message | Seen): readonly string[] {
  if (!('kind' in seen)) return textsOn(seen.components);
  return textsOn(seen.kind === 'modal' ? seen.modal : 'message' in seen ? seen.message.components : seen);
}

/** Uses every command, and answers what was read, by the command's name. */
async function walk(hands: Hands): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = new Map<string, string[]>();
  const note = (name: string, seen: Message | Seen) => read.set(name, [...(read.get(name) ?? []), ...textsOf(seen)]);
  const use = async (userId: string, uses: typeof buyers, command = 'c500') => {
    for (const [name, values, ...presses] of uses) {
      let message = await hands.ask(userId, name, values, command);
      note(`${command} ${name}`, message);
      for (const begin of presses) {
        message = await hands.step(userId, message, begin);
        note(`${command} ${name}`, message);
      }
    }
  };
  await use(here.buyer, buyers);
  await use(here.builder, builders);
  await use(here.builder, staff, 'c500-desk');

  const forms: readonly (readonly [string, string, Values, Readonly<Record<string, string>>])[] = [
    [here.buyer, 'report', { order: tag }, { kind: 'damaged', text: 'Das Gehäuse hat einen Riss.' }],
    [
      here.buyer,
      'apply',
      {},
      { guild: 'artisan', about: 'Seit sechs Jahren modelliere ich Keycaps.', links: 'https://a.test' },
    ],
    [
      here.builder,
      'drop',
      { guild: 'builder', kind: 'commission', units: 5, days: 14, 'early-bird': 5, raffle: 30 },
      { title: 'Cloud 65', price: '450', specs: 'Leise.', vod: '' },
    ],
  ];
  for (const [userId, name, options, values] of forms) {
    const form = await hands.run(userId, name, options);
    note(`c500 ${name}`, form);
    const answer = privately(await hands.submit(userId, form, { values }));
    note(`c500 ${name}`, answer);
    if (name !== 'drop') continue;
    const opened = await hands.step(userId, answer, 'post');
    note('c500 drop', opened);
    const managed = privately(await hands.press(userId, opened, 'manage'));
    note('c500 drop', managed);
    note('c500 drop', seenAs(await hands.press(userId, managed, 'restock'), 'modal'));
    note('c500 drop', await hands.step(userId, managed, 'close'));
  }
  return read;
}

/** Sentences of a language, and those of another in the same places. */
function pairsOf(one: unknown, other: unknown): readonly (readonly [string, string])[] {
  if (typeof one === 'string' && typeof other === 'string') return [[one, other]];
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return [];
  const others = new Map(Object.entries(other));
  return Object.entries(one).flatMap(([key, inner]) => pairsOf(inner, others.get(key)));
}

// Every other test of the commands is in English.
describe.each(locales.filter((each) => each !== 'en'))('for somebody who reads %s', (locale) => {
  let judged: JudgedWorld;
  let read: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    judged = await startJudgedWorld();
    const { world, hands } = judged;
    for (const person of [here.buyer, here.builder]) world.discord.byHand.setLocale(person, locale);
    grantAll(world);
    read = await walk(hands);
  });
  afterAll(async () => {
    await judged[Symbol.asyncDispose]();
  });

  test('every command is used', () => {
    const all = buildCommands().flatMap((command) =>
      ('options' in command ? (command.options ?? []) : [])
        .filter(({ type }) => type === ApplicationCommandOptionType.Subcommand)
        .map(({ name }) => `${command.name} ${name}`),
    );
    expect([...read.keys()].toSorted()).toEqual(all.toSorted());
  });

  test('nothing of what is read is English', () => {
    const en = textsFor('en');
    // A card is the community's: everybody there reads the same, and so it is previewed.
    const onCards = JSON.stringify([en.bot.discord.card, en.bot.discord.kinds]);
    const english = pairsOf(en, textsFor(locale)).flatMap(([one, other]) =>
      one
        .split(/\{\w+\}/)
        .map((part) => part.trim())
        .filter((part) => /\w{3,}\W+\w{2,}/.test(part) && !other.includes(part) && !onCards.includes(part)),
    );
    const slips = [...read].flatMap(([name, texts]) =>
      texts.flatMap((text) => english.filter((part) => text.includes(part)).map((part) => `${name}: ${part}`)),
    );
    expect(english.length).toBeGreaterThan(300);
    expect(slips).toEqual([]);
  });

  test('amounts, countries, states and reasons are written as it writes them', () => {
    const texts = textsFor(locale);
    const amount = formatMoney({ amountMinor: 462_00, ...usd }, texts.formats.money);
    const countries = new Intl.DisplayNames([texts.formats.dates], { type: 'region' });
    const orders = read.get('c500 orders')?.join('\n') ?? '';
    for (const each of [amount, texts.panel.state.paid, texts.reasons['unproven'], countries.of('DE') ?? ''])
      expect(orders).toContain(each);
    expect(read.get('c500 dashboard')?.join('\n')).toContain(amount);
  });

  test.each([
    ['released-builder', { amountMinor: 462_00, ...usd, tag, title: 'Cloud 65' }],
    ['proof-counted-buyer', { proof: 'shipment', releaseAt: 0, tag, title: 'Cloud 65' }],
    ['refunded-buyer', { amountMinor: 2_00, ...usd, reason: 'unproven', tag, title: 'Cloud 65' }],
    ['partner-answered', { who: 'Mori', builder: 'Rika', percent: 30, reason: 'offer-agreed' }],
    ['order-paid-builder', { amountMinor: 462_00, ...usd, dueAt: 1_800_000_000_000, tag, title: 'Cloud 65' }],
  ] as const)('a notice of %s holds no code, and no English', (kind, params) => {
    const { sentence } = sayNotice(textsFor(locale), { kind, params });
    const english = sayNotice(textsFor('en'), { kind, params }).sentence.split(' ');
    expect(sentence).not.toMatch(/[{}]|unproven|shipment|offer-/);
    expect(sentence.split(' ').filter((word) => english.includes(word) && /^[a-z]{4,}$/.test(word))).toEqual([]);
  });

  test('a refusal of the core is in it as well', async () => {
    judged.world.core.answers.getDashboard = () => {
      throw new CoreRefusalError('not-a-builder');
    };
    const texts = textsOf(await judged.hands.ask(here.buyer, 'dashboard')).join('\n');
    expect(texts).toContain(textsFor(locale).refusals['not-a-builder'].sentence);
    expect(judged.world.core.callsOf('getDashboard').at(-1)?.locale).toBe(locale);
  });

  test('all of it is as Discord describes it', () => {
    expect(judged.faults()).toEqual([]);
  });
});
