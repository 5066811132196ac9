import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { personCalled } from '../../sandbox/people.ts';
import { community } from '../../sandbox/seed/community.ts';
import { meetCitizen } from '../usecases/people/citizens.ts';
import { speakerOf } from '../usecases/communities/room-people.ts';
import { transcriptOf } from '../usecases/communities/rooms.ts';
import { buy, deliverNotices, listDrop, refusalOf, twitchIdOf } from './stories.ts';
import { pay, signIn, startWorld, type Browser, type TestWorld } from './world.ts';

let world: TestWorld;
const sides: Record<string, Browser> = {};
beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
  for (const key of ['nova', 'kumo', 'sol', 'mori']) sides[key] = (await signIn(world, key)).person;
});
afterAll(() => world.close());

const idOf = (key: string) => personCalled(key).discord?.id ?? '';
const of = ({ tag }: Pick<OrderView, 'tag'>) => ({ params: { tag } });
const paid = async () => buy(world, 'nova', await listDrop(world, { price: '60' }));
const roomOf = (order: OrderView) => world.bot.getRoom(of(order));
const place = (order: OrderView, threadId: string | null) =>
  world.bot.placeRoom({
    ...of(order),
    body: { way: threadId ? 'thread' : 'relay', communityId: threadId ? '50001' : null, threadId },
  });
let messages = 1_000_000;
const say = (
  order: OrderView,
  key: string,
  text: string,
  more: { readonly id?: string; readonly files?: RoomFile[] } = {},
) =>
  world.bot.recordRoomMessage({
    ...of(order),
    body: {
      messageId: more.id ?? `${++messages}`,
      byDiscordId: idOf(key),
      text,
      at: world.clock.now(),
      files: more.files ?? [],
    },
  });
const keep = (order: OrderView, name: string, bytes: Buffer) =>
  world.bot.keepRoomFile({ ...of(order), body: { name, base64: bytes.toString('base64') } });
const transcript = async (order: OrderView) => {
  const kept = await world.app().core.store.orderByTag(order.tag);
  return kept ? transcriptOf(world.app().core, kept.id) : [];
};
const pageOf = async (key: string, order: OrderView) => (await sides[key]?.open(`/orders/${order.tag}`))?.text() ?? '';
const roomNotices = async (order: OrderView) =>
  (await deliverNotices(world)).filter(({ kind, accountId }) => kind.startsWith('room-') && accountId === order.tag);

describe("an order's room", () => {
  test('is there as soon as the order is paid, and the bot is told once', async () => {
    const claimed = await world
      .onDiscord('nova')
      .claimUnit({ params: { dropId: (await listDrop(world, { price: '60' })).id } });
    expect(await refusalOf(roomOf(claimed))).toBe('not-found');
    await pay(world, claimed);
    expect(await roomOf(claimed)).toEqual({
      tag: claimed.tag,
      title: 'Cloud 65',
      way: 'none',
      communityId: null,
      threadId: null,
      isClosed: false,
      buyerDiscordId: idOf('nova'),
      builderDiscordId: idOf('kumo'),
      buyerNickname: 'Nova',
      builderNickname: 'Kumo',
      buyerLocale: 'en',
      builderLocale: 'en',
      claimedIn: null,
      lastMessageId: null,
    });
    expect((await roomNotices(claimed)).map(({ kind, tag }) => [kind, tag])).toEqual([['room-open', claimed.tag]]);
  });

  test('is there as well where one side alone is on Discord', async () => {
    const { id } = await listDrop(world, { price: '60' });
    const claimed = await world.inPanel('pip', 'kumo').claimUnit({ params: { dropId: id } });
    await pay(world, claimed);
    expect(await roomOf(claimed)).toMatchObject({ buyerDiscordId: null, builderDiscordId: idOf('kumo') });
  });

  test('is where the bot said first, and is found by its thread', async () => {
    const order = await paid();
    const answers = await Promise.all(['700001', '700002', '700003'].map((threadId) => place(order, threadId)));
    const [threadId] = new Set(answers.map((room) => room.threadId));
    expect(answers.every((room) => room.threadId === threadId && room.way === 'thread')).toBe(true);
    expect(await world.bot.getRoomOfThread({ params: { threadId: threadId ?? '' } })).toMatchObject({ tag: order.tag });
    expect(await place(order, null)).toMatchObject({ way: 'thread', threadId });
    expect(await refusalOf(world.bot.getRoomOfThread({ params: { threadId: '700009' } }))).toBe('not-found');
    expect(
      await refusalOf(
        world.bot.placeRoom({ ...of(await paid()), body: { way: 'thread', communityId: null, threadId: null } }),
      ),
    ).toBe('bad-input');
  });

  test('that is passed on by DM is found by either side, the newest first, and by nobody else', async () => {
    const [first, second] = [await paid(), await paid()];
    await place(first, null);
    await place(second, null);
    const relays = async (key: string) =>
      (await world.bot.listRelays({ params: { discordId: idOf(key) } })).rooms.map(({ tag }) => tag);
    expect(await relays('nova')).toEqual([second.tag, first.tag]);
    expect(await relays('kumo')).toEqual([second.tag, first.tag]);
    expect(await relays('mori')).toEqual([]);
    await world.onDiscord('kumo').refundOrder({ ...of(second), body: { reason: 'the resin was bad' } });
    expect(await relays('kumo')).toEqual([first.tag]);
    expect(await relays('nova')).toEqual([first.tag]);
  });

  test('closes with the order, once, and takes nothing more', async () => {
    const order = await paid();
    await say(order, 'nova', 'hello', { id: '123456' });
    await world.onDiscord('kumo').refundOrder({ ...of(order), body: { reason: 'the resin was bad' } });
    await world.settle();
    expect((await roomNotices(order)).map(({ kind }) => kind)).toEqual(['room-open', 'room-close']);
    expect(await roomOf(order)).toMatchObject({ isClosed: true });
    expect(await place(order, '700007')).toMatchObject({ way: 'none', threadId: null });
    expect(await refusalOf(say(order, 'nova', 'too late'))).toBe('room-closed');
    expect(await refusalOf(keep(order, 'late.txt', Buffer.from('late')))).toBe('room-closed');
    expect(await say(order, 'nova', 'hello', { id: '123456' })).toMatchObject({ text: 'hello' });
  });
});

describe('what is said in a room', () => {
  test('is kept once, by whose account it was, and never by anybody who is neither side nor staff', async () => {
    const order = await paid();
    const id = '900001';
    const twice = await Promise.all([1, 2, 3].map(() => say(order, 'nova', 'does it ship to Oslo?', { id })));
    expect(new Set(twice.map(({ by }) => by))).toEqual(new Set(['buyer']));
    await say(order, 'kumo', 'it does');
    await say(order, 'sol', 'we are here if you need us');
    expect(await refusalOf(say(order, 'mori', 'I am Nova, really'))).toBe('not-yours');
    expect((await transcript(order)).map(({ by, text }) => [by, text])).toEqual([
      ['buyer', 'does it ship to Oslo?'],
      ['builder', 'it does'],
      ['staff', 'we are here if you need us'],
    ]);
    expect(await refusalOf(say(order, 'nova', 'x'.repeat(4_001)))).toBe('bad-input');
  });

  test('of a colleague whom nobody has met leaves them their own name', async () => {
    const kept = await world.app().core.store.orderByTag((await paid()).tag);
    const core = { ...world.app().core, staff: { isStaff: () => Promise.resolve(true) } };
    const colleague = { platform: 'discord', id: '900000000000007777', handle: 'Juniper' } as const;
    expect(kept && (await speakerOf(core, kept, colleague.id))).toMatchObject({ by: 'staff' });
    expect((await meetCitizen(core, colleague)).nickname).toBe('Juniper');
  });

  test('was said when it was said, and neither before the room was there nor in the future', async () => {
    const order = await paid();
    const at = async (said: number) => {
      const body = { messageId: `${++messages}`, byDiscordId: idOf('nova'), text: 'x', at: said, files: [] };
      return (await world.bot.recordRoomMessage({ ...of(order), body })).at;
    };
    const now = world.clock.now();
    expect(await at(0)).toBeGreaterThan(now - 60_000);
    expect(await at(now + 1e12)).toBeLessThan(now + 60_000);
  });

  test('ends when the room is full', async () => {
    const order = await paid();
    const { store } = world.app().core;
    const kept = await store.orderByTag(order.tag);
    const room = kept && (await store.get('room', kept.id));
    if (!room) throw new Error('a paid order has a room');
    const record = { ...room, messages: houseRules.roomMessagesMax };
    await store.commit({ put: [{ kind: 'room', record }] });
    expect(await refusalOf(say(order, 'nova', 'one more'))).toBe('too-many-messages');
  });

  test('is on the page of both sides, as it was typed, and away from a builder who is live', async () => {
    const order = await paid();
    expect(await pageOf('nova', order)).not.toContain('room-title');
    await say(order, 'nova', '<script>alert(1)</script> my flat is 4b');
    for (const key of ['nova', 'kumo']) {
      const page = await pageOf(key, order);
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; my flat is 4b');
      expect(page).not.toContain('<script>alert');
    }
    expect(await pageOf('kumo', order)).not.toContain('Nova');
    // A page that was open before the stream began looks again soon.
    expect(await pageOf('kumo', order)).toMatch(/data-every="10"\s+aria-labelledby="room-title"/);
    expect(await pageOf('nova', order)).not.toContain('data-every');
    world.twitch.goLive(twitchIdOf('kumo'), 'at work');
    await world.settle();
    expect(await pageOf('kumo', order)).not.toContain('my flat');
    expect(await pageOf('nova', order)).toContain('my flat');
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
  });
});

describe('a file that is said in a room', () => {
  const page = Buffer.from('<html><script>alert(document.cookie)</script></html>');

  test('is ours under the hash of its bytes, and a download for both sides and the staff alone', async () => {
    const order = await paid();
    const file = await keep(order, '../../evil\u202e "name".html', page);
    const sha256 = createHash('sha256').update(page).digest('hex');
    expect(file).toEqual({ name: '.. .. evil name .html', sha256, bytes: page.length });
    const path = `/orders/${order.tag}/files/${sha256}`;
    expect((await sides['nova']?.visit(path))?.status).toBe(404);
    await say(order, 'nova', '', { files: [{ ...file, bytes: 1 }] });
    for (const key of ['nova', 'kumo', 'sol']) {
      const answer = await sides[key]?.visit(path);
      expect(await answer?.text()).toBe(page.toString());
      expect(answer?.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
      expect(answer?.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer?.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await sides['mori']?.visit(path))?.status).toBe(404);
    expect((await fetch(`${world.site}${path}`, { redirect: 'manual' })).status).toBe(303);
    expect((await transcript(order))[0]?.files).toEqual([file]);
    expect(await pageOf('nova', order)).toContain(`href="${path}" download`);
    const other = await paid();
    expect((await sides['nova']?.visit(`/orders/${other.tag}/files/${sha256}`))?.status).toBe(404);
  });

  test('is nothing for one of the staff who gets a share of the order', async () => {
    const order = await buy(world, 'nova', await listDrop(world, { price: '60', marketer: 'hana' }));
    const file = await keep(order, 'address.png', page);
    await say(order, 'nova', '', { files: [file] });
    world.discord?.byHand.setRole(idOf('hana'), community.places.staffRoleId, true);
    const { person: hana } = await signIn(world, 'hana');
    expect((await hana.visit(`/orders/${order.tag}/files/${file.sha256}`)).status).toBe(404);
    world.discord?.byHand.setRole(idOf('hana'), community.places.staffRoleId, false);
  });

  test('is a download whatever it was called, and none for a builder who is live', async () => {
    const order = await paid();
    const file = await keep(order, `${'a'.repeat(119)}🎹.png`, page);
    await say(order, 'nova', '', { files: [file] });
    const status = async (key: string) =>
      (await sides[key]?.visit(`/orders/${order.tag}/files/${file.sha256}`))?.status;
    expect(await status('kumo')).toBe(200);
    world.twitch.goLive(twitchIdOf('kumo'), 'at work');
    await world.settle();
    expect([await status('kumo'), await status('nova')]).toEqual([404, 200]);
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
  });

  test('is refused when the room holds too many bytes already, unless it is kept here before', async () => {
    const order = await paid();
    const { store } = world.app().core;
    const kept = await store.orderByTag(order.tag);
    const room = kept && (await store.get('room', kept.id));
    if (!room) throw new Error('a paid order has a room');
    const record = { ...room, fileBytes: houseRules.roomBytesMax - 3 };
    await store.commit({ put: [{ kind: 'room', record }] });
    await keep(order, 'three.txt', Buffer.from('abc'));
    await keep(order, 'again.txt', Buffer.from('abc'));
    expect(await refusalOf(keep(order, 'one.txt', Buffer.from('d')))).toBe('too-many-messages');
  });

  test('is refused when it is too large, empty, or was never kept here', async () => {
    const order = await paid();
    expect(await refusalOf(keep(order, 'big.bin', Buffer.alloc(houseRules.roomFileBytesMax + 1)))).toBe(
      'file-too-large',
    );
    expect(await refusalOf(keep(order, 'empty.bin', Buffer.alloc(0)))).toBe('bad-input');
    const never = { name: 'x', sha256: 'f'.repeat(64), bytes: 4 };
    expect(await refusalOf(say(order, 'nova', 'look', { files: [never] }))).toBe('bad-input');
  });
});
