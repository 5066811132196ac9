import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import { faultsIn } from '../test/judged.ts';
import type { CommunitySettings, RoomView } from '#shared/schemas/community.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { withNetwork, type NetworkFake } from '../test/network-fake.ts';
import { withNotices, type Outbox } from '../test/outbox.ts';
import { makeRoom, withRooms, type RoomsFake } from '../test/rooms-fake.ts';
import { here, startBotWorld, wordsOn, type BotWorld } from '../test/world.ts';

const tag = 'C5-7K3QF2M';
let world: BotWorld;
let rooms: RoomsFake;
let network: NetworkFake;
let outbox: Outbox;
/** All that was said to Discord, which is judged at the end by its published description. */
const exchanges: Exchange[] = [];

afterEach(async () => {
  await world[Symbol.asyncDispose]();
});
afterAll(() => {
  expect(faultsIn(exchanges)).toEqual([]);
});

const notice = (kind: NoticeView['kind'], changes: Partial<NoticeView> = {}): NoticeView => ({
  id: `ord_1:${kind}`,
  kind,
  platform: 'discord',
  accountId: kind.startsWith('room-') ? tag : here.buyer,
  params: { tag, title: 'Cloud *65*', builder: 'Rika', amount: '$462.00' },
  link: `https://c500.test/orders/${tag}`,
  ageMs: 0,
  locale: 'en',
  choice: 'everything',
  tag,
  ...changes,
});

type Setting = {
  readonly settings?: Partial<CommunitySettings>;
  readonly rooms?: readonly RoomView[];
  readonly notices?: readonly NoticeView[];
  readonly reads?: boolean;
};

/** A world whose community has a channel for order rooms. */
async function open(setting: Setting = {}): Promise<void> {
  world = await startBotWorld({
    onExchange: (each) => exchanges.push(each),
    ...(setting.reads === false ? { privilegedIntents: 0 } : {}),
    prepare(core) {
      network = withNetwork(core);
      network.addCommunity(here.community, { roomsChannelId: here.lounge, ...setting.settings });
      rooms = withRooms(core, ...(setting.rooms ?? [makeRoom()]));
      outbox = withNotices(core, ...(setting.notices ?? []));
    },
  });
}

const room = () => rooms.rooms.get(tag) ?? makeRoom();
const settled = (count: number) => world.core.until(() => outbox.settled.length >= count);
const thread = () => {
  const found = world.discord.model.channels.get(room().threadId ?? '');
  if (found?.kind !== 'thread') throw new Error('there is no thread');
  return found;
};
const said = (channelId: string) =>
  [...world.discord.model.messages.values()].filter((each) => each.channelId === channelId);
const file = (name: string, bytes: Uint8Array) => ({ name, contentType: 'image/png', bytes });

describe('an order room', () => {
  test('is a private thread for both sides where the unit was claimed; what is said there is kept once, files included', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    expect(thread()).toMatchObject({ private: true, invitable: false, parentId: here.lounge });
    expect(thread().memberIds).toEqual(expect.arrayContaining([here.buyer, here.builder]));
    expect(said(thread().id)[0]?.mentions.userIds.toSorted()).toEqual([here.builder, here.buyer]);
    const { discord } = world;
    discord.sayInChannel(here.buyer, thread().id, 'Is it *lilac*? @everyone', [
      file('case.png', new Uint8Array([1, 2, 3])),
    ]);
    discord.sayInChannel(here.builder, thread().id, 'It is.');
    await world.core.until(() => rooms.messages.length === 2);
    expect(rooms.messages.map(({ byDiscordId, text }) => [byDiscordId, text])).toEqual([
      [here.buyer, 'Is it *lilac*? @everyone'],
      [here.builder, 'It is.'],
    ]);
    expect([...rooms.files.values()].map((each) => [...each])).toEqual([[1, 2, 3]]);
    expect(rooms.messages[0]?.files).toMatchObject([{ name: 'case.png', bytes: 3 }]);
    const tooLarge = file('film.png', new Uint8Array(10 * 1024 * 1024 + 1));
    discord.sayInChannel(here.buyer, thread().id, 'And this?', [tooLarge]);
    await world.until(() => said(thread().id).some(({ content }) => content.includes('larger than 10 MB')));
    expect(rooms.messages.at(-1)).toMatchObject({ text: 'And this?', files: [] });
    outbox.waiting.push(notice('room-close'));
    await settled(2);
    expect(thread()).toMatchObject({ locked: true, archived: true });
  }, 20_000);

  test('hears what was said while the bot was away', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    await world.bot.stop();
    world.discord.sayInChannel(here.buyer, thread().id, 'Are you there?');
    world.discord.sayInChannel(here.buyer, thread().id, 'Hello?');
    world.another().bot.start();
    await world.core.until(() => rooms.messages.length === 2);
    expect(rooms.messages.map(({ text }) => text)).toEqual(['Are you there?', 'Hello?']);
    world.discord.dropGateway();
    world.discord.sayInChannel(here.builder, thread().id, 'Here I am.');
    await world.core.until(() => rooms.messages.length === 3);
  }, 20_000);

  test('opened by a process that died is gone on with, and not opened twice', async () => {
    await open();
    const { placeRoom } = world.core.answers;
    world.core.answers.placeRoom = () => {
      throw new Error('the power went out');
    };
    outbox.waiting.push(notice('room-open'));
    await world.core.until(() => world.core.callsOf('placeRoom').length >= 2);
    if (placeRoom) world.core.answers.placeRoom = placeRoom;
    await settled(1);
    const threads = [...world.discord.model.channels.values()].filter(({ kind }) => kind === 'thread');
    expect(threads).toHaveLength(1);
    expect(said(thread().id)).toHaveLength(1);
  });
});

describe('without a thread', () => {
  test('that somebody deleted, or with it its channel, the room goes on by DM, also where the bot was away', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    const { discord } = world;
    discord.byHand.deleteChannel(here.lounge);
    await world.until(() => discord.dmsOf(here.builder).length === 1 && discord.dmsOf(here.buyer).length === 1);
    expect(room()).toMatchObject({ way: 'relay', threadId: null });
    discord.sayInChannel(here.buyer, discord.dmsOf(here.buyer)[0]?.channelId ?? '', 'Still here?');
    await world.until(() => discord.dmsOf(here.builder).at(-1)?.content.includes('> Still here?') === true);
    rooms.rooms.set(tag, { ...room(), way: 'thread', communityId: here.community, threadId: '300000000000000099' });
    outbox.waiting.push(notice('shipped', { choice: 'room' }));
    await settled(2);
    expect(room()).toMatchObject({ way: 'relay', threadId: null });
    expect(discord.dmsOf(here.buyer).some((each) => wordsOn(each).includes('On its way'))).toBe(true);
  });

  test('the room goes on by DM as well where the bot was sent away', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    world.discord.byHand.removeBot(here.community);
    await world.core.until(() => room().way === 'relay');
  });

  test('two people talk through the bot, each in their language, each message marked with who says it, and kept', async () => {
    const german = makeRoom({ buyerLocale: 'de' });
    await open({ settings: { roomsChannelId: null }, rooms: [german], notices: [notice('room-open')] });
    rooms.locales.set(here.buyer, 'de');
    await settled(1);
    expect(world.discord.dmsOf(here.buyer)[0]?.content).toContain('ist bezahlt');
    expect(world.discord.dmsOf(here.builder)[0]?.content).toContain('is paid');
    expect(room().way).toBe('relay');
    const channelOf = (userId: string) => world.discord.dmsOf(userId)[0]?.channelId ?? '';
    world.discord.sayInChannel(here.buyer, channelOf(here.buyer), 'Is it @everyone **done**?', [
      file('idea.png', new Uint8Array([7])),
    ]);
    await world.until(() => world.discord.dmsOf(here.builder).length === 2);
    const [, passed] = world.discord.dmsOf(here.builder);
    expect(passed?.content).toContain(`**Mori** about **${tag}**`);
    expect(passed?.content).toContain('\\*\\*done\\*\\*');
    expect(passed).toMatchObject({ mentions: { everyone: false }, attachments: [{ name: 'idea.png' }] });
    expect(rooms.messages).toMatchObject([{ byDiscordId: here.buyer, files: [{ name: 'idea.png' }] }]);
    await world.until(() => world.discord.dmsOf(here.buyer).at(-1)?.content === 'Weitergegeben.');
    world.discord.setAcceptsDms(here.buyer, false);
    world.discord.sayInChannel(here.builder, channelOf(here.builder), 'Yes!');
    await world.until(() => world.discord.dmsOf(here.builder).at(-1)?.content.includes('does not take') === true);
    expect(rooms.messages).toHaveLength(2);
  });

  test('what was written while the bot was away is passed on with what is written next, and nothing twice', async () => {
    await open({ settings: { roomsChannelId: null }, notices: [notice('room-open')] });
    await settled(1);
    const { discord } = world;
    const write = (text: string) =>
      discord.sayInChannel(here.buyer, discord.dmsOf(here.buyer)[0]?.channelId ?? '', text);
    const passed = () => discord.dmsOf(here.builder).flatMap(({ content }) => /> (.+)$/.exec(content)?.[1] ?? []);
    write('One');
    await world.until(() => discord.dmsOf(here.buyer).some(({ content }) => content === 'Passed on.'));
    await world.bot.stop();
    write('Two');
    const next = world.another().bot;
    next.start();
    await next.ready;
    write('Three');
    await world.until(() => passed().length === 3);
    expect(passed()).toEqual(['One', 'Two', 'Three']);
    expect(rooms.messages.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  });

  test('words that are longer than a message once they are escaped arrive whole, and files as far as Discord lets a bot send them', async () => {
    await open({ settings: { roomsChannelId: null }, notices: [notice('room-open')] });
    await settled(1);
    const { discord } = world;
    const channelId = discord.dmsOf(here.buyer)[0]?.channelId ?? '';
    discord.sayInChannel(here.buyer, channelId, `${'*'.repeat(1_900)}\n${'a\n'.repeat(40)}the end`);
    await world.until(() => discord.dmsOf(here.buyer).some(({ content }) => content === 'Passed on.'));
    const passed = discord.dmsOf(here.builder).map(({ content }) => content);
    const quoted = passed.join('\n').replaceAll(/^(?!> ).*$/gm, '');
    expect(quoted.match(/\*/g)).toHaveLength(1_900);
    expect(passed.at(-1)).toMatch(/> the end$/);
    const large = (name: string) => file(name, new Uint8Array(6 * 1024 * 1024));
    discord.sayInChannel(here.buyer, channelId, 'Look!', [large('front.png'), large('back.png')]);
    await world.until(() => discord.dmsOf(here.builder).at(-1)?.content.includes('> Look!') === true);
    const [last] = discord.dmsOf(here.builder).slice(-1);
    expect(last?.attachments.map(({ name }) => name)).toEqual(['front.png']);
    expect(last?.content).toContain('back.png is too much');
    expect(rooms.messages.at(-1)?.files).toHaveLength(2);
  });

  test('somebody without a room is told so once, however much they write', async () => {
    await open({ rooms: [makeRoom({ way: 'relay' })], notices: [notice('room-open')] });
    await settled(1);
    rooms.rooms.set(tag, { ...room(), isClosed: true });
    const { discord } = world;
    const channelId = discord.dmsOf(here.buyer)[0]?.channelId ?? '';
    discord.sayInChannel(here.buyer, channelId, 'Hello?');
    const told = () => discord.dmsOf(here.buyer).filter(({ content }) => content.includes('no open order room'));
    await world.until(() => told().length === 1);
    const asked = world.core.callsOf('listRelays').length;
    for (let count = 0; count < 20; count += 1) discord.sayInChannel(here.buyer, channelId, `Hello? ${count}`);
    await world.core.until(() => world.core.callsOf('listRelays').length > asked);
    await world.bot.stop();
    expect(told()).toHaveLength(1);
  });

  test('somebody with several orders is asked which one they mean', async () => {
    const other = makeRoom({ tag: 'C5-0000002', title: 'Other', way: 'relay' });
    await open({ rooms: [makeRoom({ way: 'relay' }), other], notices: [notice('room-open')] });
    await settled(1);
    const { discord } = world;
    discord.sayInChannel(here.buyer, discord.dmsOf(here.buyer)[0]?.channelId ?? '', 'When?');
    await world.until(() => discord.dmsOf(here.buyer).some((each) => wordsOn(each).includes('relay:')));
    const menu = discord.dmsOf(here.buyer).at(-1);
    const customId = /"custom_id":"(relay:\d+)"/.exec(menu ? wordsOn(menu) : '')?.[1] ?? '';
    expect(rooms.messages).toEqual([]);
    await discord.chooseOptions({ userId: here.buyer, messageId: menu?.id ?? '', customId, values: [other.tag] });
    await world.until(() => discord.dmsOf(here.builder).some(({ content }) => content.includes(other.tag)));
    expect(rooms.messages).toMatchObject([{ tag: other.tag, text: 'When?' }]);
  });

  test('a room that stands goes on by DM once Discord does not let the bot read: no empty words are kept', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    const { id } = thread();
    await world.bot.stop();
    world.discord.faults.intentsWithheld = true;
    world.another().bot.start();
    await world.until(() => room().way === 'relay');
    world.discord.sayInChannel(here.buyer, id, 'Hello?');
    await world.until(() => world.discord.dmsOf(here.buyer).length === 1);
    expect(world.discord.dmsOf(here.buyer)[0]?.content).toContain('Write to me here');
    expect(rooms.messages).toEqual([]);
  });

  test('it is because Discord does not let the bot read, which it goes on without', async () => {
    await open({ reads: false, notices: [notice('room-open')] });
    await settled(1);
    expect(room().way).toBe('relay');
    expect(world.logged.join('')).toContain('Discord does not let the bot read messages');
  });
});

describe('a notice', () => {
  test('goes to the room for whoever chose that, to one only where the other side may not read it', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    outbox.waiting.push(
      notice('shipped', { id: 'a', choice: 'room' }),
      notice('released-builder', { id: 'b', choice: 'room', accountId: here.builder }),
    );
    await settled(3);
    expect(said(thread().id).some((each) => wordsOn(each).includes('On its way'))).toBe(true);
    expect(world.discord.dmsOf(here.buyer)).toEqual([]);
    expect(world.discord.dmsOf(here.builder)).toHaveLength(1);
  });

  test('to closed messages is said in the room, else asked for where nobody learns what it is about', async () => {
    await open({ notices: [notice('room-open')] });
    await settled(1);
    world.discord.setAcceptsDms(here.buyer, false);
    outbox.waiting.push(notice('shipped', { id: 'a' }));
    await settled(2);
    expect(outbox.settled[1]).toMatchObject({ outcome: 'delivered', reason: expect.stringContaining('room') });
    rooms.rooms.set(tag, { ...room(), way: 'relay', threadId: null });
    outbox.waiting.push(notice('completed', { id: 'b' }));
    await settled(3);
    expect(outbox.settled[2]).toMatchObject({ outcome: 'undeliverable', reason: expect.stringContaining('asked') });
    const asked = said(here.lounge).at(-1);
    expect(asked?.mentions.userIds).toEqual([here.buyer]);
    expect(asked?.content).toContain('/c500 orders');
    expect(asked?.content).not.toContain(tag);
  });

  test('of a live drop notifies the role that was chosen for it, one of the workshop nobody; one to nowhere, or too late, holds up none', async () => {
    await open({ settings: { announcementsChannelId: here.builds, alertRoleId: '400000000000000009' } });
    const params = { builder: 'Rika @everyone', title: 'Cloud', text: 'come in', dropId: 'drp_1' };
    const to = { accountId: here.community, params, tag: null };
    outbox.waiting.push(
      notice('community-workshop', { ...to, id: 'z', accountId: '299999999999999999' }),
      notice('community-workshop', { ...to, id: 'a' }),
      notice('community-live-drop', { ...to, id: 'old', ageMs: 3_600_000 }),
      notice('community-live-drop', { ...to, id: 'b' }),
    );
    await settled(4);
    const [none, yes] = ['undeliverable', 'delivered'];
    expect(outbox.settled.map(({ outcome }) => outcome)).toEqual([none, yes, none, yes]);
    const [workshop, drop, ...others] = said(here.builds);
    expect(others).toEqual([]);
    expect(workshop?.mentions).toEqual({ everyone: false, userIds: [], roleIds: [] });
    expect(drop?.mentions).toEqual({ everyone: false, userIds: [], roleIds: ['400000000000000009'] });
    expect(drop && wordsOn(drop)).toContain('claim:drp_1');
  });
});
