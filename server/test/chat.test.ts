import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { atDesk, tagOf } from './desk-stories.ts';
import { claim, listDrop, refusalOf, sayInChat, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
const { buyOne, put, goLive } = atDesk(() => world);
const kumosChannel = { twitchId: twitchIdOf('kumo') };

beforeAll(async () => {
  world = await startWorld();
  await told();
});
afterEach(async () => {
  for (const { userId, live } of world.twitch.model.channels.list()) if (live) world.twitch.goOffline(userId);
  await world.settle();
  await told();
});
afterAll(() => world.close());

/** What chats are told since somebody last asked, and settles it as said. */
async function told(): Promise<readonly NoticeView[]> {
  const said: NoticeView[] = [];
  for (;;) {
    const { notices } = await world.bot.pullNotices({ body: { platform: 'twitch', waitMs: 0 } });
    if (notices.length === 0) return said;
    for (const { id } of notices) await world.bot.settleNotice({ body: { id, outcome: 'delivered', reason: null } });
    said.push(...notices);
  }
}

const kinds = async () => (await told()).map(({ kind }) => kind);

describe('a builder’s chat is told', () => {
  test('when a drop opens, in the channel of its builder and by nothing but its name and its units', async () => {
    await listDrop(world, { title: 'Cloud 65', units: 2 });
    await world.pass(minute);
    expect(await told()).toMatchObject([
      {
        kind: 'channel-drop-opened',
        platform: 'twitch',
        accountId: kumosChannel.twitchId,
        params: { title: 'Cloud 65', left: 2 },
      },
    ]);
  });

  test('how old the news is, by the clock that dated it', async () => {
    await listDrop(world);
    world.clock.advance(7 * minute);
    const [notice] = await told();
    expect(notice?.ageMs).toBeGreaterThanOrEqual(7 * minute);
    expect(notice?.ageMs).toBeLessThan(8 * minute);
  });

  test('when the last unit is taken, once, though a claim lapses and somebody takes it again', async () => {
    const drop = await listDrop(world, { units: 2 });
    await claim(world, 'nova', drop);
    expect(await kinds()).toEqual(['channel-drop-opened']);
    await claim(world, 'mori', drop);
    expect(await kinds()).toEqual(['channel-sold-out']);
    await world.pass(20 * minute);
    await claim(world, 'nova', drop);
    await claim(world, 'mori', drop);
    expect(await kinds()).toEqual([]);
  });

  test('when the last unit is taken while many ask at once, once', async () => {
    const drop = await listDrop(world, { units: 2 });
    const asked = await Promise.allSettled(['nova', 'mori', 'ash'].map((key) => claim(world, key, drop)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect((await kinds()).filter((kind) => kind === 'channel-sold-out')).toHaveLength(1);
  });

  test('when a drop that was paused opens again, unless nothing is left of it', async () => {
    const kumo = world.inPanel('kumo', 'kumo');
    const drop = await listDrop(world, { units: 1 });
    const turn = async (status: 'open' | 'paused') =>
      kumo.setDropStatus({ params: { dropId: drop.id }, body: { status } });
    await told();
    await turn('paused');
    await turn('open');
    expect(await told()).toMatchObject([{ kind: 'channel-drop-opened', params: { left: 1 } }]);
    await claim(world, 'nova', drop);
    await turn('paused');
    await turn('open');
    expect(await kinds()).toEqual(['channel-sold-out']);
  });

  test('when an order goes on the bench, once in a stream however it is tagged, and when it is finished', async () => {
    const kumo = world.inPanel('kumo', 'kumo');
    const order = await buyOne();
    await told();
    await goLive();
    expect(await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: order.tag })).toEqual(['counted']);
    expect(await told()).toMatchObject([
      { kind: 'channel-on-bench', params: { tag: order.tag, title: order.title, nickname: expect.any(String) } },
    ]);
    await kumo.takeOffBench({ params: tagOf(order) });
    await put(order.tag);
    expect(await kinds()).toEqual([]);
    await kumo.finishBuild({ params: tagOf(order) });
    await kumo.finishBuild({ params: tagOf(order) });
    expect(await told()).toMatchObject([{ kind: 'channel-finished', params: { tag: order.tag } }]);
  });
});

describe('what the bot asks for a chat', () => {
  test('is what the panel shows, without prices even where panels show them', async () => {
    const drop = await listDrop(world);
    const { view, answers } = await world.bot.getChatChannel({ params: kumosChannel });
    expect(answers).toBe(true);
    expect(view.drops.find(({ id }) => id === drop.id)).toMatchObject({ price: null, shipping: [] });
    expect(JSON.stringify(view)).not.toContain('amountMinor');
    const panel = await world.inPanel('nova', 'kumo').getChannel({});
    expect(panel.drops.find(({ id }) => id === drop.id)?.price).not.toBeNull();
  });

  test('is whether viewers are answered, which chat and desk both switch', async () => {
    const kumo = world.inPanel('kumo', 'kumo');
    const answers = async () => (await world.bot.getChatChannel({ params: kumosChannel })).answers;
    for (const wanted of [false, false, true]) {
      const body = { answers: wanted };
      expect(await world.bot.switchChatAnswers({ params: kumosChannel, body })).toEqual(body);
      expect([await answers(), (await kumo.getDesk({})).chatAnswers]).toEqual([wanted, wanted]);
    }
    await kumo.setChatAnswers({ body: { answers: false } });
    expect(await answers()).toBe(false);
    await kumo.setChatAnswers({ body: { answers: true } });
  });

  test('of a channel that is no builder’s is refused', async () => {
    const params = { twitchId: '4711' };
    expect(await refusalOf(world.bot.getChatChannel({ params }))).toBe('no-builder-channel');
    expect(await refusalOf(world.bot.switchChatAnswers({ params, body: { answers: false } }))).toBe(
      'no-builder-channel',
    );
  });
});
