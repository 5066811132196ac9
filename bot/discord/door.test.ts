import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { PublicPassport } from '#shared/schemas/house.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { textsFor } from '#shared/text/locales.ts';
import { withNetwork, type NetworkFake } from '../test/network-fake.ts';
import { withNotices, type Outbox } from '../test/outbox.ts';
import { usualTimings } from '../app.ts';
import { here, seenAs, startBotWorld, untilLogged, type BotWorld } from '../test/world.ts';
import { sharersOf } from './door.ts';

const elsewhere = '200000000000000002';
const roles = { member: '400000000000000001', vip: '400000000000000002' } as const;

let world: BotWorld;
let network: NetworkFake;
let outbox: Outbox;

beforeEach(async () => {
  world = await startBotWorld({
    start: false,
    prepare(core) {
      network = withNetwork(core);
      network.addCommunity(here.community, {}, { name: 'Keyboard Club' });
      outbox = withNotices(core);
      core.answers.listMyOrders = () => ({ orders: [], more: false });
    },
  });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

const bought: NoticeView = {
  id: 'ord_1:order-paid-buyer',
  kind: 'order-paid-buyer',
  platform: 'discord',
  accountId: here.buyer,
  params: { tag: 'C5-7K3QF2M', title: 'Cloud', builder: 'Rika', amount: '$462.00' },
  link: null,
  ageMs: 0,
  locale: 'de',
  choice: 'everything',
  tag: null,
};

test.each([
  [1, 1],
  [16, 16],
  [16, 4],
])(
  'all processes that share %i shards, %i each, and one more keep to Discord’s 50 requests a second',
  (shards, each) => {
    const { directPerSecond, federationPerSecond } = usualTimings;
    const ofEach = directPerSecond / sharersOf({ shards, shardsPerProcess: each });
    expect((shards / each + 1) * ofEach + federationPerSecond).toBeLessThan(50);
  },
);

test('a community that installs the bot is greeted in its language and known, and one that removes it is not forgotten', async () => {
  world.bot.start();
  await world.bot.ready;
  const { byHand, dmsOf } = world.discord;
  const channels = [{ id: '300000000000000009', name: 'general' }];
  byHand.addBot({
    id: elsewhere,
    name: 'Elsewhere',
    ownerId: here.builder,
    locale: 'de',
    channels,
    members: [{ userId: here.builder }],
  });
  await world.core.until(() => network.communities.get(elsewhere)?.isPresent === true);
  expect(dmsOf(here.builder).map(({ components }) => JSON.stringify(components))).toEqual([
    expect.stringContaining(textsFor('de').federation.hello.title),
  ]);
  byHand.removeBot(elsewhere);
  await world.core.until(() => network.communities.get(elsewhere)?.isPresent === false);
  byHand.returnBot(elsewhere);
  await world.core.until(() => network.communities.get(elsewhere)?.isPresent === true);
  expect(dmsOf(here.builder)).toHaveLength(1);
});

test('a buyer gets the role of their tier where they use the bot, and when an order of theirs is done', async () => {
  const tierRoleIds = { member: roles.member, vip: roles.vip };
  world.discord.addCommunity({
    id: elsewhere,
    name: 'Elsewhere',
    ownerId: here.builder,
    roles: [
      { id: roles.member, name: 'Member' },
      { id: roles.vip, name: 'VIP' },
    ],
    channels: [{ id: '300000000000000009', name: 'general' }],
    members: [{ userId: here.builder }, { userId: here.buyer, roleIds: [roles.member] }],
  });
  const rolesGiven = [{ userId: here.buyer, roleId: roles.member }];
  network.addCommunity(elsewhere, { tierRoleIds }, { name: 'Elsewhere', rolesGiven });
  let passport: PublicPassport = {
    ...{ nickname: 'Mori', tier: 'vip', score: 90, ordersCompleted: 9, joinedAt: 0, vouches: 2, builder: null },
  };
  world.core.answers.getPassport = () => passport;
  world.bot.start();
  await world.bot.ready;
  const options = { subcommand: 'orders', values: {} };
  const place = { communityId: elsewhere, channelId: '300000000000000009', userId: here.buyer };
  seenAs(await world.discord.runCommand({ ...place, name: 'c500', options }), 'message');
  const rolesOf = () =>
    world.discord.model.communities.get(elsewhere)?.members.find(({ userId }) => userId === here.buyer)?.roleIds;
  await world.until(() => JSON.stringify(rolesOf()) === JSON.stringify([roles.vip]));
  await world.core.until(
    () => network.communities.get(elsewhere)?.rolesGiven.every(({ roleId }) => roleId === roles.vip) === true,
  );
  passport = { ...passport, tier: 'member' };
  outbox.waiting.push({ ...bought, id: 'ord_1:completed', kind: 'completed' });
  await world.until(() => JSON.stringify(rolesOf()) === JSON.stringify([roles.member]));
});

test('what Discord took though it answered otherwise is said once, in the language of whoever reads it', async () => {
  const { faults, dmsOf } = world.discord;
  faults.failNext = [{ route: 'POST /channels/:channelId/messages$', status: 502, times: 3, late: true }];
  outbox.waiting.push(bought);
  world.bot.start();
  await world.core.until(() => outbox.settled.length === 1);
  expect(dmsOf(here.buyer).map(({ components }) => JSON.stringify(components))).toEqual([
    expect.stringContaining(textsFor('de').notices['order-paid-buyer'].title),
  ]);
  expect(outbox.settled).toMatchObject([{ outcome: 'delivered' }]);
});

test('sessions that Discord breaks, forgets or grants less are taken up again, and commands are answered', async () => {
  world.bot.start();
  await world.bot.ready;
  const { discord } = world;
  const answered = async () => {
    await discord.botReady();
    const options = { subcommand: 'orders', values: {} };
    const place = { communityId: here.community, channelId: here.lounge, userId: here.buyer };
    return (await discord.runCommand({ ...place, name: 'c500', options })).kind;
  };
  const again = () => world.until(() => discord.gatewayShards().length === 1);
  discord.restartGateway();
  await again();
  expect(await answered()).toBe('message');
  discord.dropGateway({ forgetSessions: true });
  await world.until(() => discord.gatewayShards().length === 0);
  await again();
  expect(await answered()).toBe('message');
  discord.faults.intentsWithheld = true;
  discord.dropGateway({ forgetSessions: true });
  await untilLogged(world, 'Discord closed the connection for good');
  await again();
  expect(await answered()).toBe('message');
}, 20_000);
