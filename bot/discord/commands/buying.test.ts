import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationCommandType, REST, Routes } from 'discord.js';
import * as z from 'zod/mini';
import { makeTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { RaffleState } from '#shared/schemas/raffle.ts';
import { textsFor } from '#shared/text/locales.ts';
import { CoreRefusalError, makeDrop, makeOrder, makeRaffle } from '../../test/core-fake.ts';
import { customIdOn, privately, type Hands } from '../../test/hands.ts';
import { startJudgedWorld, type JudgedWorld } from '../../test/judged.ts';
import { makeCase, makeOrderCase, makePassport, makePublicPassport } from '../../test/people-samples.ts';
import { here, seenAs, wordsOn, type BotWorld } from '../../test/world.ts';
import { buildCard } from '../card-message.ts';
import { publishCommands } from '../publish.ts';

const tag = 'C5-7K3QF2M';
const place = { communityId: here.community, channelId: here.lounge };
const vault = {
  heldMinor: 462_00,
  releasedMinor: 0,
  refundedMinor: 0,
  withdrawnMinor: 0,
  coveredMinor: 0,
  chargedMinor: 462_00,
  currency: 'USD',
  waitsFor: 'proof',
  releaseAt: null,
} as const;
const paid: Partial<OrderView> = { fulfilment: 'paid', claim: null, proofDueAt: 1_800_000_000_000, vault };
/** Orders with tags of their own, newest first. */
const many = Array.from({ length: 13 }, (_, index) => makeOrder({ ...paid, tag: makeTag([index, 1, 2, 3, 4, 5]) }));

let judged: JudgedWorld;
let world: BotWorld;
let hands: Hands;
beforeAll(async () => {
  judged = await startJudgedWorld();
  ({ world, hands } = judged);
});
afterAll(async () => {
  await judged[Symbol.asyncDispose]();
});
beforeEach(() => {
  const { core } = world;
  core.forget();
  core.answers.getMe = () => makePassport();
  core.answers.getDrop = () => makeDrop(core.url);
  core.answers.listDrops = () => ({ drops: [makeDrop(core.url)] });
  core.answers.listMyOrders = () => ({ orders: [makeOrder(paid)] });
  core.answers.getOrder = ({ params }) =>
    makeOrder({ ...paid, tag: params.tag, actions: ['confirm-delivery', 'report'] });
});

describe('orders', () => {
  test('are shown with where they stand, where their money is, and the lines in which one waits', async () => {
    world.core.answers.listMyOrders = () => ({
      orders: [makeOrder(paid), makeOrder({ tag: 'C5-0000000' })],
      waits: [{ dropId: 'drp_cloud65cloud65', place: 2, waiting: 7 }],
    });
    const words = wordsOn(await hands.ask(here.buyer, 'orders'));
    for (const each of [
      tag,
      '$462.00 in the Vault',
      'first proof due <t:1800000000:R>',
      '/pay/',
      'number 2 of 7 for Cloud 65',
    ])
      expect(words).toContain(each);
    expect(world.core.callsOf('listMyOrders')[0]?.actor).toBe(`discord:${here.buyer}/mori_森`);
  });

  test('are paged: older ones follow the last tag, and the way back is in the buttons', async () => {
    world.core.answers.listMyOrders = ({ query }) => {
      const from = many.findIndex((each) => each.tag === query.before) + 1;
      return { orders: many.slice(from, from + 20) };
    };
    const first = await hands.ask(here.buyer, 'orders');
    const second = await hands.step(here.buyer, first, 'list');
    const third = await hands.step(here.buyer, second, `list:${many[4]?.tag.slice(3)}`);
    expect(wordsOn(third)).toContain(many[12]?.tag);
    expect(wordsOn(third)).not.toContain(many[4]?.tag);
    const back = await hands.step(here.buyer, third, 'list');
    expect(wordsOn(back)).toContain(many[9]?.tag);
    expect(wordsOn(await hands.step(here.buyer, back, 'list'))).toContain(many[0]?.tag);
  });

  test('one order is shown with its history, its links and what may be done with it now', async () => {
    world.core.answers.getOrder = () =>
      makeOrder({
        ...paid,
        fulfilment: 'shipped',
        certifiedBuild: true,
        bench: { since: 1, earnedMs: 1, neededMs: 2, sharedBy: 1 },
        proofs: [{ kind: 'stream', at: 1, link: 'https://www.twitch.tv/videos/1?t=2s', moment: null }],
        tracking: { carrier: 'UPS', number: '1Z999AA10123456784', url: 'https://ups.test/1' },
        timeline: [
          { event: 'paid', at: 1_700_000_000_000, params: { amountMinor: 462_00, currency: 'USD' } },
          { event: 'something-newer', at: 1_700_000_100_000, params: {} },
          { event: 'refunded', at: 1_700_000_200_000, params: { amountMinor: 1_00, reason: '**loud** @everyone' } },
        ],
        actions: ['confirm-delivery', 'report', 'declare-shipment'],
      });
    const details = await hands.step(here.buyer, await hands.ask(here.buyer, 'orders'), 'order');
    const words = wordsOn(details);
    for (const each of [
      '<t:1700000000:f> Paid. $462.00',
      'videos/1?t=2s',
      'https://www.twitch.tv/rika',
      'https://ups.test/1',
      'Certified build',
    ])
      expect(words).toContain(each);
    expect(words).toContain(String.raw`\\*\\*loud`);
    expect(customIdOn(details, 'ask:confirm-delivery')).toBe(`ask:confirm-delivery.${tag}`);
    expect(words).not.toContain('declare-shipment');
  });

  test('nothing is done before a question is answered, and a no of the core leaves the question', async () => {
    world.core.answers.confirmDelivery = () => ({ order: makeOrder({ ...paid, fulfilment: 'delivered' }) });
    const details = await hands.step(here.buyer, await hands.ask(here.buyer, 'orders'), 'order');
    const question = await hands.step(here.buyer, details, 'ask');
    expect(wordsOn(question)).toContain(`Has **${tag}** arrived`);
    expect(world.core.callsOf('confirmDelivery')).toEqual([]);
    expect(wordsOn(await hands.step(here.buyer, question, 'do'))).toContain(`Thank you. **${tag}** has arrived.`);

    world.core.answers.confirmDelivery = () => {
      throw new CoreRefusalError('not-yours');
    };
    const again = await hands.step(
      here.buyer,
      await hands.step(here.buyer, await hands.ask(here.buyer, 'orders'), 'order'),
      'ask',
    );
    expect(wordsOn(privately(await hands.press(here.buyer, again, 'do')))).toContain('This belongs to somebody else.');
    expect(wordsOn(world.discord.model.messages.get(again.id) ?? question)).toContain(`Has **${tag}** arrived`);
  });

  test.each([
    ['ask-cancellation', 'askCancellation', 'has been asked to cancel'],
    ['refund-unproven', 'refundUnproven', 'on its way back'],
    ['grant-days', 'grantDays', 'has 7 more days'],
    ['cancel-claim', 'cancelClaim', 'free for the next person'],
  ] as const)('%s is asked about, and done', async (action, endpoint, words) => {
    world.core.answers.getOrder = () => makeOrder({ ...paid, actions: [action] });
    world.core.answers[endpoint] = () => ({ order: makeOrder(paid) });
    const details = await hands.step(here.buyer, await hands.ask(here.buyer, 'orders'), 'order');
    const done = await hands.step(here.buyer, await hands.step(here.buyer, details, 'ask'), 'do');
    expect(wordsOn(done)).toContain(words);
    expect(world.core.callsOf(endpoint)).toHaveLength(1);
  });

  test('of a newcomer say how to get one', async () => {
    world.core.answers.listMyOrders = () => ({ orders: [] });
    expect(wordsOn(await hands.ask(here.buyer, 'orders'))).toContain('See what is open');
  });
});

describe('passports', () => {
  test('profile shows tier, score, why and what is next, as a picture whose words say the same', async () => {
    world.core.answers.getMe = () => {
      const { facts, ...passport } = makePassport();
      const lapsed = { key: 'lapsed-claims', holds: true, points: -4, count: 2 } as const;
      const disputes = { key: 'lost-disputes', holds: false, points: 0, count: 0 } as const;
      return { ...passport, facts: [...facts, lapsed, disputes] };
    };
    const message = await hands.ask(here.buyer, 'profile');
    for (const each of [
      '🌟 Member',
      'score 40',
      '$600.00',
      '✅ Orders completed: 1 (+10)',
      '⚠️ Claims lapsed: 2 (-4)',
      'For 👑 VIP',
      'Passport of Mori: Member, score 40',
    ])
      expect(wordsOn(message)).toContain(each);
    expect(wordsOn(message)).not.toContain('Disputes lost');
    expect(message.attachments).toMatchObject([{ name: 'passport.png' }]);
  });

  test('what one wants to be told is chosen in its menu, and kept', async () => {
    world.core.answers.chooseNotices = ({ body }) => makePassport({ notices: body.choice });
    const message = await hands.ask(here.buyer, 'profile');
    const chosen = await hands.choose(here.buyer, message, 'notices', 'money-only');
    expect(world.core.callsOf('chooseNotices')[0]?.input).toMatchObject({ body: { choice: 'money-only' } });
    expect(wordsOn(chosen)).toMatch(/"value":"money-only"[^}]*"default":true/);
    world.core.answers.chooseNotices = () => {
      throw new CoreRefusalError('conflict-try-again');
    };
    const refused = await world.discord.chooseOptions({
      userId: here.buyer,
      messageId: chosen.id,
      customId: 'notices:mine',
      values: ['room'],
    });
    expect(wordsOn(privately(refused))).toContain('Try once more.');
  });

  test('somebody’s menu shows their passport as anybody may see it', async () => {
    world.core.answers.getPassport = () => makePublicPassport({ nickname: '<b>&Rika 森' });
    const asked = { ...place, userId: here.buyer, targetId: here.builder, name: 'Passport' };
    const words = wordsOn(privately(await world.discord.useOnPerson(asked)));
    for (const each of ['👑 VIP', '90 % on time', 'live now', '12 orders done']) expect(words).toContain(each);
    expect(world.core.callsOf('getPassport')[0]?.input).toMatchObject({ params: { discordId: here.builder } });
    world.core.answers.getPassport = () => makePublicPassport({ nickname: '', builder: null });
    expect(wordsOn(privately(await world.discord.useOnPerson(asked)))).toContain('We have not met them yet.');
  });

  test('verify explains what each link opens, and links only what is not linked', async () => {
    world.core.answers.startLink = ({ body }) => ({ url: `https://c500.test/link/${body.what}/once` });
    const words = wordsOn(await hands.ask(here.buyer, 'verify'));
    for (const each of ['/link/twitch/once', '/link/identity/once', 'up to $600.00']) expect(words).toContain(each);
    world.core.answers.getMe = () => makePassport({ accounts: [{ platform: 'twitch', handle: 'mori_' }] });
    const linked = wordsOn(await hands.ask(here.buyer, 'verify'));
    expect(linked).toContain('Linked already');
    expect(linked).not.toContain('/link/twitch/once');
    world.core.answers.startLink = () => {
      throw new CoreRefusalError('banned', { reason: 'scams' });
    };
    expect(wordsOn(await hands.ask(here.buyer, 'verify'))).toContain('banned from the C500 network');
  });
});

describe('the street', () => {
  const stock = Array.from({ length: 30 }, (_, index) =>
    makeDrop('http://core', {
      id: `drp_number${index}`,
      title: `${'W'.repeat(98)}${index}`,
      guild: index % 2 === 0 ? 'builder' : 'artisan',
      units: { total: 5, left: index % 3 },
    }),
  );

  test('is browsed shop by shop and page by page, with a button to claim or to wait for each', async () => {
    world.core.answers.listDrops = () => ({ drops: stock });
    const street = await hands.ask(here.buyer, 'shop', { guild: 'artisan' });
    expect(wordsOn(street)).toContain('The Artisan shop');
    expect(wordsOn(street)).toContain('Page 1 of 2');
    expect(wordsOn(street)).toContain('claim:drp_number1"');
    expect(wordsOn(street)).toContain('wait:drp_number3"');
    const next = await hands.step(here.buyer, street, 'shop:artisan.1');
    expect(wordsOn(next)).toContain('drp_number29');
    const all = await hands.choose(here.buyer, next, 'shop:menu', 'all');
    expect(wordsOn(all)).toContain('Page 1 of 4');
    world.core.answers.listDrops = () => ({ drops: [] });
    expect(wordsOn(await hands.choose(here.buyer, all, 'shop:menu', 'modder'))).toContain(
      'Nothing is open here just now.',
    );
  });

  test('is opened together by a button, and by the command that Discord itself handles', async () => {
    const seen = await hands.press(here.buyer, await hands.ask(here.buyer, 'shop'), 'launch');
    expect(seenAs(seen, 'activity').instanceId).not.toBe('');
    expect(seenAs(await world.discord.launch({ ...place, userId: here.builder }), 'activity').instanceId).toBe(
      seenAs(seen, 'activity').instanceId,
    );
  });
});

describe('lines', () => {
  const waits = [{ dropId: 'drp_cloud65cloud65', place: 3, waiting: 9 }];
  const at = (spot: number | null) => ({ dropId: 'drp_cloud65cloud65', place: spot, waiting: 9 });

  test('are joined and left by a button, from a shop and from the command', async () => {
    world.core.answers.listDrops = () => ({ drops: [makeDrop(world.core.url, { units: { total: 1, left: 0 } })] });
    world.core.answers.joinWaitlist = () => at(10);
    world.core.answers.leaveWaitlist = () => at(null);
    const joined = privately(await hands.press(here.buyer, await hands.ask(here.buyer, 'shop'), 'wait'));
    expect(wordsOn(joined)).toContain('You are number **10** of 9');
    const left = await hands.step(here.buyer, joined, 'line:leave');
    expect(wordsOn(left)).toContain('You are not in the line');
    expect(wordsOn(await hands.step(here.buyer, left, 'line:join'))).toContain('number **10**');
  });

  test('are listed, and looked at one by one', async () => {
    world.core.answers.listMyOrders = () => ({ orders: [], waits });
    world.core.answers.getWaitlistPlace = () => at(3);
    expect(wordsOn(await hands.ask(here.buyer, 'waitlist'))).toContain('number **3** of 9 for **Cloud 65**');
    expect(wordsOn(await hands.ask(here.buyer, 'waitlist', { drop: 'drp_cloud65cloud65' }))).toContain('line:leave');
    const typing = { ...place, userId: here.buyer, name: 'c500', subcommand: 'waitlist', focused: 'drop' };
    expect(await world.discord.autocomplete({ ...typing, values: { drop: 'rika' } })).toEqual([
      { name: 'Cloud 65 · Rika · 4 of 5 left', value: 'drp_cloud65cloud65' },
    ]);
  });

  test('that are full, or of a drop with units left, are refused in words', async () => {
    world.core.answers.getWaitlistPlace = () => at(null);
    world.core.answers.joinWaitlist = () => {
      throw new CoreRefusalError('not-sold-out');
    };
    const message = await hands.ask(here.buyer, 'waitlist', { drop: 'drp_cloud65cloud65' });
    expect(wordsOn(privately(await hands.press(here.buyer, message, 'line:join')))).toContain('Claim one now.');
    world.core.answers.listMyOrders = () => ({ orders: [], waits: [] });
    expect(wordsOn(await hands.ask(here.buyer, 'waitlist'))).toContain('You stand in no line.');
  });
});

describe('raffles', () => {
  const dropId = 'drp_cloud65cloud65';
  const entered = { key: '0a1b2c3d', place: null };
  const drop = (state: RaffleState) =>
    makeDrop(world.core.url, {
      raffle: { state, opensAt: 1_800_000_000_000, closesAt: 1_800_003_600_000, entries: 41 },
    });

  test('are entered from a card and from a shop, and left again', async () => {
    const card = JSON.stringify(buildCard(drop('open'), []).toJSON());
    expect(card).toContain('Raffle: 4 to draw for, 41 in it, drawn <t:1800003600:R>');
    expect(card).toContain(`"custom_id":"raffle:${dropId}"`);
    expect(card).not.toMatch(/claim:|wait:/);
    world.core.answers.listDrops = () => ({ drops: [drop('open')] });
    world.core.answers.getDrop = () => drop('open');
    world.core.answers.enterRaffle = () => makeRaffle({ entered });
    world.core.answers.leaveRaffle = () => makeRaffle();
    const inIt = privately(await hands.press(here.buyer, await hands.ask(here.buyer, 'shop'), 'raffle'));
    for (const each of ['You are in the raffle for **Cloud 65**', '3 to draw for, 41 in it', '0a1b2c3d'])
      expect(wordsOn(inIt)).toContain(each);
    expect(world.core.callsOf('enterRaffle')[0]).toMatchObject({ input: { params: { dropId } } });
    const out = await hands.step(here.buyer, inIt, 'entry:leave');
    expect(wordsOn(out)).toContain('You are not in the raffle');
    expect(wordsOn(await hands.step(here.buyer, out, 'entry:enter'))).toContain('You are in the raffle');
  });

  test('cannot be entered before they open, and tell their place after the draw', async () => {
    const soon = JSON.stringify(buildCard(drop('soon'), []).toJSON());
    expect(soon).toMatch(/Raffle: opens <t:1800000000:R>.*"disabled":true/);
    expect(JSON.stringify(buildCard(drop('drawn'), []).toJSON())).toContain(`claim:${dropId}`);
    world.core.answers.getDrop = () => drop('drawn');
    world.core.answers.getMyRaffle = () =>
      makeRaffle({ state: 'drawn', reached: 3, entered: { ...entered, place: 7 } });
    const words = wordsOn(await hands.ask(here.buyer, 'waitlist', { drop: dropId }));
    expect(words).toContain('you are number **7** of 41. Units have been offered down to number 3.');
  });

  test('that are over are refused in words', async () => {
    world.core.answers.listDrops = () => ({ drops: [drop('open')] });
    world.core.answers.enterRaffle = () => {
      throw new CoreRefusalError('raffle-over');
    };
    const refused = await hands.press(here.buyer, await hands.ask(here.buyer, 'shop'), 'raffle');
    expect(wordsOn(privately(refused))).toContain('The raffle is closed.');
  });
});

describe('reports', () => {
  const real = makeTag([7, 19, 3, 23, 15, 2]);
  const typed = { kind: 'damaged', text: 'The case has a crack.' };

  test('of an order open a case with staff, from the command and from the order', async () => {
    world.core.answers.reportOrder = () => makeCase();
    const form = await hands.run(here.buyer, 'report', { order: real.toLowerCase() });
    const done = privately(await hands.submit(here.buyer, form, { values: typed }));
    expect(wordsOn(done)).toContain('The staff has it');
    expect(world.core.callsOf('reportOrder')[0]?.input).toMatchObject({ params: { tag: real }, body: typed });
    const details = await hands.step(here.buyer, await hands.ask(here.buyer, 'orders'), 'order');
    const again = await hands.press(here.buyer, details, 'report');
    expect(seenAs(again, 'modal').modal.title).toBe(`Report ${tag}`);
    world.core.answers.reportOrder = () => {
      throw new CoreRefusalError('case-open');
    };
    expect(wordsOn(privately(await hands.submit(here.buyer, again, { values: typed })))).toContain(
      'open case about this',
    );
  });

  test('a form that somebody else has open cannot be handed in, and one that is not complete is not sent', async () => {
    const form = seenAs(await hands.run(here.buyer, 'report', { order: tag }), 'modal');
    await expect(hands.submit(here.builder, form, { values: typed })).rejects.toThrow('no form');
    expect(await hands.submit(here.buyer, form, { values: { ...typed, text: 'short' } })).toMatchObject({
      kind: 'failed',
    });
  });
});

describe('languages', () => {
  test('everything is said in the person’s own, amounts and refusals included', async () => {
    const german = textsFor('de');
    const ask = async (subcommand: string) => {
      const options = { subcommand, values: {} };
      return wordsOn(
        privately(
          await world.discord.runCommand({ ...place, userId: here.buyer, name: 'c500', locale: 'de', options }),
        ),
      );
    };
    const shop = await ask('shop');
    for (const each of [german.bot.discord.buying.shop.title, german.bot.discord.card.buy, '450,00\u00a0$'])
      expect(shop).toContain(each);
    world.core.answers.listMyQueue = () => {
      throw new CoreRefusalError('not-a-builder');
    };
    const { sentence, remedy } = german.refusals['not-a-builder'];
    for (const each of [sentence, remedy]) expect(await ask('queue')).toContain(each);
    expect(world.core.callsOf('listMyQueue')[0]?.locale).toBe('de');
    expect(sentence).not.toBe(textsFor('en').refusals['not-a-builder'].sentence);
  });

  test('commands are named in it, and are the same commands', async () => {
    const command = [...world.discord.model.commands.values()].find(({ name }) => name === 'c500');
    const shop = command?.options?.find(({ name }) => name === 'shop');
    expect(shop?.name_localizations?.de).toBe(textsFor('de').bot.discord.commands.shop.name);
    expect(shop?.description_localizations?.de).toBe(textsFor('de').bot.discord.commands.shop.description);
  });
});

describe('where the bot has lost its rights', () => {
  test('commands and buttons are answered all the same, because replies need none', async () => {
    world.discord.byHand.grantBot(here.community, []);
    world.core.answers.claimUnit = () => makeOrder();
    const claim = privately(await hands.press(here.buyer, await hands.ask(here.buyer, 'shop'), 'claim'));
    expect(wordsOn(claim)).toContain('Pay $450.00');
    expect((await hands.ask(here.buyer, 'profile')).attachments).toHaveLength(1);
    world.discord.byHand.grantBot(here.community, null);
  });
});

describe('publishing', () => {
  test('a second time keeps the command that launches the activity, and doubles nothing', async () => {
    const { commands } = world.discord.model;
    const launching = () =>
      [...commands.values()].filter(({ type }) => type === ApplicationCommandType.PrimaryEntryPoint);
    const [before] = launching();
    const names = await publishCommands(world.config.discord);
    expect(names.toSorted()).toEqual(['Passport', 'Report this drop', 'c500', 'c500-desk', 'launch']);
    expect(launching().map(({ id }) => id)).toEqual([before?.id]);
  });
});

describe('what cannot be answered any more, or in time', () => {
  const rest = () => new REST({ api: `${world.discord.origin}/api` }).setToken(world.config.discord.token.reveal());

  test('a button of an older version of us says so, and so does a menu', async () => {
    const button = { type: 2, style: 1, label: 'Old', custom_id: 'fly:drp_cloud65cloud65' };
    const menu = { type: 3, custom_id: 'older', options: [{ label: 'a', value: 'a' }] };
    const body = { content: 'Old', components: [button, menu].map((each) => ({ type: 1, components: [each] })) };
    const posted = await rest().post(Routes.channelMessages(here.lounge), { body });
    const { id: messageId } = z.object({ id: z.string() }).parse(posted);
    const asked = { userId: here.buyer, messageId };
    const pressed = await world.discord.pressButton({ ...asked, customId: button.custom_id });
    const chosen = await world.discord.chooseOptions({ ...asked, customId: menu.custom_id, values: ['a'] });
    for (const seen of [pressed, chosen])
      expect(wordsOn(privately(seen))).toContain('That button is from an older version of us.');
  });

  test('a custom id of ours with something else in it is refused and asks nothing of the core', async () => {
    const ids = ['do:fly.C5-7K3QF2M', 'line:fly.x', 'status:gone.x', 'share:maybe.x', 'place:nothing'];
    const rows = ids.map((custom_id) => ({ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id }] }));
    const body = { content: 'x', components: rows };
    const posted = await rest().post(Routes.channelMessages(here.lounge), { body });
    const { id: messageId } = z.object({ id: z.string() }).parse(posted);
    for (const customId of ids) {
      const seen = await world.discord.pressButton({ userId: here.buyer, messageId, customId });
      expect(wordsOn(privately(seen))).toContain('from an older version of us');
    }
    expect(world.core.calls.filter(({ actor }) => actor !== null)).toEqual([]);
  });

  test('what somebody typed is shown as it is, also within a refusal', async () => {
    world.core.answers.reportOrder = () => {
      throw new CoreRefusalError('banned', { reason: '**now** [click](https://evil.test) @everyone' });
    };
    const form = await hands.run(here.buyer, 'report', { order: tag });
    const typed = { kind: 'late', text: 'It is very late.' };
    const words = wordsOn(privately(await hands.submit(here.buyer, form, { values: typed })));
    expect(words).toContain(String.raw`\\*\\*now`);
    expect(words).not.toMatch(/[^\\]\[click\]/);
  });
});

test('a case is read, answered and appealed by the two of its order, and hidden from a builder who is live', async () => {
  let seen = makeOrderCase({ text: '**It** is @everyone broken' });
  world.core.answers.getOrder = () => makeOrder({ tag, claim: null });
  world.core.answers.listOrderCases = () => ({ cases: [seen], isHidden: false });
  world.core.answers.answerCase = () => {
    seen = makeOrderCase({
      ...{ state: 'decided', answerUntil: null, appealUntil: 1_800_000_900_000 },
      decision: { infavourOf: 'builder', reason: 'held-too-long', at: 1, refund: null, postage: 'house' },
    });
    return seen;
  };
  world.core.answers.appealCase = () => makeOrderCase({ state: 'appealed' });
  const open = await hands.ask(here.buyer, 'case', { order: tag });
  for (const each of ['The case about', '**Builder**: Bei uns war es heil.', 'You can answer until'])
    expect(wordsOn(open)).toContain(each);
  expect(wordsOn(open)).not.toContain('> **It** is @everyone');
  const values = { text: 'It is in two pieces.' };
  const answered = await hands.submit(here.buyer, await hands.press(here.buyer, open, 'answer'), { values });
  const decided = seenAs(answered, 'updated').message;
  for (const each of ['Decided for the builder', 'no money is held for longer', 'C500 pays return postage.'])
    expect(wordsOn(decided)).toContain(each);
  await hands.submit(here.buyer, await hands.press(here.buyer, decided, 'appeal'), { values });
  for (const name of ['answerCase', 'appealCase'] as const)
    expect(world.core.callsOf(name)[0]?.input).toMatchObject({ params: { caseId: 'case_1' }, body: values });
  world.core.answers.listOrderCases = () => ({ cases: [], isHidden: true });
  expect(wordsOn(await hands.ask(here.builder, 'case', { order: tag }))).toContain('hidden while your channel is live');
});

describe('help', () => {
  test('is short, and by what one is', async () => {
    const buyers = wordsOn(await hands.ask(here.buyer, 'help'));
    expect(buyers).toContain('/c500 apply');
    expect(buyers).not.toContain('/c500 ship');
    expect(buyers).not.toContain('/c500 community');
    world.core.answers.getMe = () => makePassport({ isBuilder: true });
    const builders = wordsOn(await hands.ask(here.builder, 'help'));
    for (const each of ['/c500 ship', '/c500 community']) expect(builders).toContain(each);
    world.core.isDown = true;
    expect(wordsOn(await hands.ask(here.buyer, 'help'))).toContain('C500 is not answering right now.');
    world.core.isDown = false;
  });

  test('a core that takes its time is waited for, because the command was acknowledged at once', async () => {
    const late = Promise.withResolvers<void>();
    world.core.answers.listDrops = async () => {
      await late.promise;
      return { drops: [] };
    };
    const before = world.discord.model.interactions.size;
    const seen = hands.ask(here.buyer, 'shop');
    await world.until(() => {
      const [newest] = [...world.discord.model.interactions.values()].slice(-1);
      return world.discord.model.interactions.size > before && newest?.state === 'answered';
    });
    late.resolve();
    expect(wordsOn(await seen)).toContain('Nothing is open here just now.');
  });
});

test('all of it is as Discord describes it, and mentions nobody', () => {
  expect(judged.faults()).toEqual([]);
});
