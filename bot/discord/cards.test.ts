import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { DropView } from '#shared/schemas/drop.ts';
import { createCore } from '../api.ts';
import { createBot, type Timings } from '../app.ts';
import { createLog } from '../log.ts';
import { makeDrop, type CoreFake } from '../test/core-fake.ts';
import { Cards } from './cards.ts';
import { createRestClient } from './connect.ts';
import { cardsIn, startBotWorld, wordsOn, type BotWorld } from '../test/world.ts';

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);
const dropId = 'drp_cloud65cloud65';

let world: BotWorld | undefined;
let drop: DropView;
let cards: { dropId: string; channelId: string; messageId: string }[];

afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

/** A core with one open drop that remembers where its card is. */
function withOneDrop(core: CoreFake): void {
  cards = [];
  drop = makeDrop(core.url);
  core.pictures.set(`${'a'.repeat(64)}.png`, png);
  core.answers.listDrops = () => ({ drops: drop.status === 'open' ? [drop] : [] });
  core.answers.getDrop = () => drop;
  core.answers.listCards = () => ({ cards });
  core.answers.attachCard = ({ params, body }) => {
    cards = [{ dropId: params.dropId, ...body }];
    return {};
  };
}

async function start(
  prepare: (core: CoreFake) => void = withOneDrop,
  timings: Partial<Timings> = {},
): Promise<BotWorld> {
  world = await startBotWorld({ prepare, timings });
  await world.core.until(() => world?.core.followers() === 1);
  return world;
}

function change(core: CoreFake, changes: Partial<DropView>): void {
  drop = { ...drop, ...changes };
  core.announce({ topic: 'drops', id: drop.id, revision: drop.revision });
}

function cardShows(words: string): boolean {
  return world !== undefined && cardsIn(world).some((card) => wordsOn(card).includes(words));
}

describe('the cards of drops', () => {
  test('an open drop without a card gets one when the bot starts', async () => {
    const { core, until } = await start();
    await until(() => cardShows('4 of 5 left'));
    await core.until(() => cards.length === 1);
    expect(world && cardsIn(world)).toHaveLength(1);
  });

  test('a sold-out drop says so and its button rests, until a unit comes back', async () => {
    const { core, until } = await start();
    await until(() => cardShows('4 of 5 left'));
    change(core, { revision: '2', units: { total: 5, left: 0 } });
    await until(() => cardShows('All taken.'));
    expect(cardShows('"disabled":true')).toBe(true);
    change(core, { revision: '3', units: { total: 5, left: 1 } });
    await until(() => cardShows('the last one'));
    expect(cardShows('"disabled":true')).toBe(false);
  });

  test('an edited card keeps its picture', async () => {
    const { core, until, discord } = await start();
    await until(() => cardShows('4 of 5 left'));
    change(core, { revision: '2', status: 'closed' });
    await until(() => cardShows('Closed.'));
    const card = [...discord.model.messages.values()].find((each) => wordsOn(each).includes('Closed.'));
    expect(card?.attachments).toHaveLength(1);
    expect(card && wordsOn(card)).toContain(card?.attachments[0]?.url);
  });

  test('changes that come close together make one edit, which shows the last of them', async () => {
    const { core, until, discord } = await start();
    await until(() => cardShows('4 of 5 left'));
    let edits = 0;
    let seen = '';
    discord.onChange(() => {
      const words = world ? cardsIn(world).map(wordsOn).join() : '';
      if (words !== seen) edits += 1;
      seen = words;
    });
    for (let left = 3; left >= 0; left -= 1) change(core, { revision: `r${left}`, units: { total: 5, left } });
    await until(() => cardShows('All taken.'));
    expect(edits).toBeLessThanOrEqual(2);
    expect(core.callsOf('getDrop').length).toBeLessThanOrEqual(3);
  });

  test('a card is edited at most once in the stated time', async () => {
    const gapMs = 200;
    const { core, until } = await start(withOneDrop, { cardEditGapMs: gapMs });
    await until(() => cardShows('4 of 5 left'));
    change(core, { revision: '2', units: { total: 5, left: 3 } });
    await until(() => cardShows('3 of 5 left'));
    const editedAt = Date.now();
    change(core, { revision: '3', units: { total: 5, left: 2 } });
    await until(() => cardShows('2 of 5 left'));
    // A little less than the gap: the edit is seen some moments after it was begun.
    expect(Date.now() - editedAt).toBeGreaterThan(gapMs / 2);
  });

  test('what changed while the stream was broken is caught up with', async () => {
    const { core, until } = await start();
    await until(() => cardShows('4 of 5 left'));
    drop = { ...drop, revision: '2', units: { total: 5, left: 0 } };
    core.breakStreams();
    await until(() => cardShows('All taken.'));
    expect(core.followers()).toBe(1);
  });

  test('a card from before a restart is edited in place, picture and all', async () => {
    const { core, until, discord, bot, config } = await start();
    await until(() => cardShows('4 of 5 left'));
    await core.until(() => cards.length === 1);
    await bot.stop();
    drop = { ...drop, revision: '2', units: { total: 5, left: 2 } };
    const later = createBot(config, { log: createLog('silent') });
    later.start();
    await until(() => cardShows('2 of 5 left'));
    await later.stop();
    expect(world && cardsIn(world)).toHaveLength(1);
    const [card] = [...discord.model.messages.values()].filter((each) => wordsOn(each).includes('2 of 5 left'));
    expect(card && wordsOn(card)).toContain(card?.attachments[0]?.url);
  });

  test('a card whose files are not what we took them for is sent its pictures anew', async () => {
    const { core, until } = await start((fake) => {
      withOneDrop(fake);
      fake.pictures.clear();
    });
    await until(() => cardShows('4 of 5 left'));
    expect(world && cardsIn(world)[0]?.attachments).toEqual([]);
    await core.until(() => cards.length === 1);
    await world?.bot.stop();
    core.pictures.set(`${'a'.repeat(64)}.png`, png);
    drop = { ...drop, revision: '2', units: { total: 5, left: 2 } };
    if (!world) throw new Error('the world is gone');
    const later = createBot(world.config, { log: createLog('silent') });
    later.start();
    await until(() => cardShows('2 of 5 left'));
    await later.stop();
    expect(cardsIn(world)[0]?.attachments).toHaveLength(1);
  });

  test('a card that somebody deleted is not forced back on them', async () => {
    const { core, until, discord, bot } = await start();
    await until(() => cardShows('4 of 5 left'));
    const [card] = world ? cardsIn(world) : [];
    const removed = await fetch(`${discord.origin}/api/v10/channels/${card?.channelId}/messages/${card?.id}`, {
      method: 'DELETE',
      headers: { authorization: 'Bot token-of-the-tests' },
    });
    expect(removed.status).toBe(204);
    change(core, { revision: '2' });
    await core.until(() => core.callsOf('getDrop').length >= 2);
    change(core, { revision: '3' });
    await core.until(() => core.callsOf('getDrop').length >= 3);
    await bot.stop();
    expect(world && cardsIn(world)).toEqual([]);
  });

  test('a core that does not take note of a card is told again, and no second card follows', async () => {
    let refusals = 0;
    const { core, until } = await start((fake) => {
      withOneDrop(fake);
      const attach = fake.answers.attachCard;
      fake.answers.attachCard = (input, actor) => {
        refusals += 1;
        if (refusals === 1 || !attach) throw new Error('not now');
        return attach(input, actor);
      };
    });
    await until(() => cardShows('4 of 5 left'));
    change(core, { revision: '2', units: { total: 5, left: 3 } });
    await core.until(() => cards.length === 1);
    expect(cards[0]?.dropId).toBe(dropId);
    expect(world && cardsIn(world)).toHaveLength(1);
  });
});

describe('the cards of several processes', () => {
  /** One process's cards; as the keeper of all of them where `keeps`. */
  async function open(keeps: boolean, editGapMs = 20) {
    if (!world) throw new Error('the world is gone');
    const { config, core } = world;
    const client = createRestClient({ token: config.discord.token.reveal(), apiUrl: config.discord.apiUrl });
    const mine = new Cards({
      client,
      core: createCore({ baseUrl: core.url, token: core.token }),
      channelId: config.discord.buildsChannelId,
      log: createLog('silent').discord,
      editGapMs,
    });
    const end = new AbortController();
    const held = { signal: end.signal, isHeld: () => !end.signal.aborted };
    const keeping = keeps ? mine.keep(held, () => once(end.signal, 'abort').then(() => undefined)) : undefined;
    return {
      mine,
      async lose() {
        end.abort();
        await keeping;
      },
    };
  }

  async function setUp(): Promise<BotWorld> {
    world = await startBotWorld({ start: false, prepare: withOneDrop });
    return world;
  }

  test('a drop that is opened through one and heard of by the keeper gets one card, which shows the newest', async () => {
    const { until } = await setUp();
    const [keeper, other] = [await open(true), await open(false)];
    const older = drop;
    drop = { ...drop, revision: '2', units: { total: 5, left: 1 } };
    const [address, again] = await Promise.all([
      other.mine.show(older),
      keeper.mine.refreshAll().then(() => keeper.mine.show(drop)),
    ]);
    expect(address).toBe(again);
    await until(() => cardShows('the last one'));
    expect(world && cardsIn(world)).toHaveLength(1);
    await keeper.lose();
  });

  test('one that does not keep them answers where a card is and changes nothing', async () => {
    const { until } = await setUp();
    const [keeper, other] = [await open(true), await open(false)];
    const address = await keeper.mine.show(drop);
    await until(() => cardShows('4 of 5 left'));
    expect(await other.mine.show({ ...drop, revision: 'old', units: { total: 5, left: 5 } })).toBe(address);
    other.mine.touch(drop.id, '9');
    await keeper.lose();
    await other.mine[Symbol.asyncDispose]();
    expect(world && cardsIn(world).map((card) => wordsOn(card).includes('4 of 5 left'))).toEqual([true]);
  });

  test('one that does not keep them posts anew what was deleted by hand', async () => {
    const { discord } = await setUp();
    const [keeper, other] = [await open(true), await open(false)];
    const address = await keeper.mine.show(drop);
    const [channelId, messageId] = address.split('/').slice(-2);
    await fetch(`${discord.origin}/api/v10/channels/${channelId}/messages/${messageId}`, {
      method: 'DELETE',
      headers: { authorization: 'Bot token-of-the-tests' },
    });
    expect(await other.mine.show(drop)).not.toBe(address);
    expect(world && cardsIn(world)).toHaveLength(1);
    await keeper.lose();
  });

  test('a keeper that lost them changes none, and the next brings up to date what it finds', async () => {
    const { until } = await setUp();
    const [first, second] = [await open(true), await open(false)];
    await first.mine.show(drop);
    await first.lose();
    drop = { ...drop, revision: '2', units: { total: 5, left: 2 } };
    first.mine.touch(drop.id, '2');
    await first.mine.refreshAll();
    expect(cardShows('4 of 5 left')).toBe(true);
    const next = await open(true);
    await next.mine.refreshAll();
    await until(() => cardShows('2 of 5 left'));
    expect(world && cardsIn(world)).toHaveLength(1);
    await Promise.all([next.lose(), second.lose()]);
  });
});
