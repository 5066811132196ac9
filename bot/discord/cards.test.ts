import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { REST, Routes } from 'discord.js';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import { faultsIn } from '../test/judged.ts';
import type { Message } from '../../sandbox/discord/model.ts';
import { makeDrop } from '../test/core-samples.ts';
import { owner, rika, startFederationWorld, type FederationWorld } from '../test/federation-world.ts';
import { actionButton } from './messages.ts';
import { wants } from './wants.ts';

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);
const dropId = 'drp_cloud65cloud65';

let world: FederationWorld;
/** All that was said to Discord, which is judged at the end by its published description. */
const exchanges: Exchange[] = [];
let crowd: ReturnType<FederationWorld['discord']['createManyCommunities']>;

beforeEach(async () => {
  world = await startFederationWorld({ onExchange: (each) => exchanges.push(each) });
  const { core, network, discord } = world;
  crowd = discord.createManyCommunities(3, owner);
  for (const { id, dropsChannelId } of crowd) network.addCommunity(id, { dropsChannelId });
  core.pictures.set(`${'a'.repeat(64)}.png`, png);
  network.drops.set(dropId, makeDrop(core.url));
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});
afterAll(() => {
  expect(faultsIn(exchanges)).toEqual([]);
});

/** The messages in the channels for drops. */
function cards(): readonly Message[] {
  const channels = new Set([...crowd.map((each) => each.dropsChannelId), 'elsewhere']);
  return [...world.discord.model.messages.values()].filter(({ channelId }) => channels.has(channelId));
}
const wordsOn = (message: Message) => JSON.stringify(message.components);
const show = (words: string) => cards().filter((card) => wordsOn(card).includes(words)).length;
const untilShown = (words: string, count = 3) => world.until(() => show(words) === count);
const noted = () => [...world.network.cards.values()].filter(({ state }) => state === 'posted').length;

describe('the card of a drop', () => {
  test('appears in every community that wants it, and says everywhere what is left, until it is closed', async () => {
    const { network } = world;
    network.addCommunity(crowd[2]?.id ?? '', { dropsChannelId: crowd[2]?.dropsChannelId ?? null, guilds: ['vintage'] });
    world.run();
    await untilShown('4 of 5 left', 2);
    network.choose(crowd[2]?.id ?? '', { guilds: ['vintage', 'builder'] });
    await untilShown('4 of 5 left');
    await world.until(() => noted() === 3);
    network.change(dropId, { units: { total: 5, left: 0 } });
    await untilShown('All taken.');
    expect(show(`wait:${dropId}`)).toBe(3);
    network.change(dropId, { units: { total: 5, left: 1 } });
    await untilShown('the last one');
    network.change(dropId, { status: 'paused' });
    await untilShown('Paused');
    network.change(dropId, { status: 'closed' });
    await untilShown('Closed.');
    expect(cards()).toHaveLength(3);
  });

  test('keeps its pictures when it is edited, and gets others when the builder changed them', async () => {
    const { network, core } = world;
    world.run();
    await untilShown('4 of 5 left');
    network.change(dropId, { units: { total: 5, left: 3 } });
    await untilShown('3 of 5 left');
    const [before] = cards();
    expect(before?.attachments).toHaveLength(1);
    expect(before && wordsOn(before)).toContain(before?.attachments[0]?.url.split('?')[0]);
    core.pictures.set(`${'b'.repeat(64)}.png`, png);
    const pictures = [{ url: `${core.url}/pictures/${'b'.repeat(64)}.png`, alt: 'Another' }];
    network.change(dropId, { pictures, units: { total: 5, left: 2 } });
    await untilShown('2 of 5 left');
    expect(cards()[0]?.attachments.map(({ id }) => id)).not.toEqual(before?.attachments.map(({ id }) => id));
    expect(cards()[0]?.attachments).toHaveLength(1);
  });

  test('that somebody deleted is not forced back on them, also after a restart', async () => {
    const { network, discord } = world;
    const first = world.run();
    await untilShown('4 of 5 left');
    await world.until(() => noted() === 3);
    discord.byHand.deleteMessage(cards()[0]?.id ?? '');
    network.change(dropId, { units: { total: 5, left: 3 } });
    await world.until(() => noted() === 2);
    await world.until(() => discord.dmsOf(owner).length === 1);
    expect(JSON.stringify(discord.dmsOf(owner))).toContain('Somebody deleted a card');
    await first.stop();
    world.run();
    network.change(dropId, { units: { total: 5, left: 2 } });
    await untilShown('2 of 5 left', 2);
    expect(cards()).toHaveLength(2);
    expect(discord.dmsOf(owner)).toHaveLength(1);
  });

  test('is edited after a restart only where it says something else, and never posted again', async () => {
    const { network, discord, core } = world;
    // The core forgets one of them, as when the process died before it could tell.
    const first = world.run();
    await untilShown('4 of 5 left');
    await world.until(() => noted() === 3);
    await first.stop();
    const [before] = [...network.cards.keys()];
    network.cards.delete(before ?? '');
    const edits = () =>
      discord.model.traffic.routes.get('PATCH /channels/:channelId/messages/:messageId')?.requests ?? 0;
    const then = edits();
    const second = world.run();
    await world.until(() => noted() === 3);
    await second.stop();
    expect(edits()).toBe(then);
    network.drops.set(dropId, makeDrop(core.url, { units: { total: 5, left: 1 } }));
    world.run();
    await untilShown('the last one');
    expect(cards()).toHaveLength(3);
  });

  test('is posted where its drop was announced before', async () => {
    const { discord } = world;
    const rest = new REST({ api: `${discord.origin}/api` }).setToken('token-of-the-tests');
    const claim = actionButton('claim', dropId, 'Claim').toJSON();
    const body = { content: 'Rika is live', components: [{ type: 1, components: [claim] }] };
    await rest.post(Routes.channelMessages(crowd[0]?.dropsChannelId ?? ''), { body });
    world.run();
    await untilShown('4 of 5 left');
    expect(cards()).toHaveLength(4);
  });

  test('is true in the end though Discord fails and the core does not take note at first', async () => {
    const { network, discord, core } = world;
    const { noteCard } = core.answers;
    let refused = 0;
    core.answers.noteCard = (input, actor) => {
      refused += 1;
      if (refused < 4 || !noteCard) throw new Error('not now');
      return noteCard(input, actor);
    };
    const route = '/channels/:channelId/messages';
    discord.faults.failNext = [
      { route: `POST ${route}$`, status: 500, times: 12, late: true },
      { route: `PATCH ${route}`, status: 502, times: 20 },
    ];
    discord.faults.rateLimitNext = 2;
    world.run();
    for (let left = 3; left >= 0; left -= 1) network.change(dropId, { units: { total: 5, left } });
    await untilShown('All taken.');
    await world.until(() => noted() === 3);
    expect(cards()).toHaveLength(3);
  }, 20_000);

  test('says that its builder is live while they are', async () => {
    const { network } = world;
    const { builder } = makeDrop('');
    const marked = { id: builder.id, discordId: rika, nickname: 'Rika', guilds: builder.guilds, watchUrl: null };
    world.run();
    await untilShown('4 of 5 left');
    network.drops.set(dropId, { ...makeDrop(world.core.url), builder: { ...builder, isLive: true } });
    network.builders = [{ ...marked, isLive: true }];
    network.tell('builders');
    await untilShown('live now');
  });
});

describe('where the bot may not write', () => {
  test('the owner is told once what to do, others get their cards, and it goes on when it is allowed', async () => {
    const { network, discord } = world;
    const [closed] = crowd;
    network.drops.set('drp_other', makeDrop(world.core.url, { id: 'drp_other' }));
    discord.byHand.denyBot(closed?.dropsChannelId ?? '', ['SendMessages']);
    world.run();
    await world.until(() => discord.dmsOf(owner).length > 0 && noted() === 4);
    const problems = () => network.communities.get(closed?.id ?? '')?.problems;
    expect(problems()).toEqual([{ key: 'may-not-post', subject: closed?.dropsChannelId }]);
    expect(JSON.stringify(discord.dmsOf(owner))).toContain(`<#${closed?.dropsChannelId}>`);
    discord.byHand.denyBot(closed?.dropsChannelId ?? '', []);
    await world.until(() => noted() === 6 && problems()?.length === 0);
    expect(discord.dmsOf(owner)).toHaveLength(1);
  });

  test('because the channel is gone, its cards are posted in the next that is chosen', async () => {
    const { network, discord } = world;
    const [lost] = crowd;
    world.run();
    await untilShown('4 of 5 left');
    await world.until(() => noted() === 3);
    const nonces = () => [...discord.model.messages.values()].flatMap(({ nonce }) => nonce ?? []);
    const before = nonces();
    discord.byHand.deleteChannel(lost?.dropsChannelId ?? '');
    network.change(dropId, { units: { total: 5, left: 3 } });
    await world.until(() => discord.dmsOf(owner).length > 0);
    network.choose(lost?.id ?? '', { dropsChannelId: lost?.newsChannelId ?? null });
    await world.until(() => network.cards.get(`${dropId}:${lost?.id}`)?.channelId === lost?.newsChannelId);
    // Else Discord would answer with the message that is gone.
    const { messageId } = network.cards.get(`${dropId}:${lost?.id}`) ?? {};
    expect(before).not.toContain(discord.model.messages.get(messageId ?? '')?.nonce);
    expect(discord.dmsOf(owner)).toHaveLength(1);
  });

  test('because it was removed, the core knows, and nobody is bothered', async () => {
    const { network, discord } = world;
    world.run();
    await world.until(() => noted() === 3);
    discord.byHand.removeBot(crowd[0]?.id ?? '');
    network.change(dropId, { units: { total: 5, left: 3 } });
    await world.until(() => network.communities.get(crowd[0]?.id ?? '')?.isPresent === false);
    await untilShown('3 of 5 left', 2);
    expect(discord.dmsOf(owner)).toEqual([]);
  });
});

test('a community that is new is greeted once, and known', async () => {
  const { network, discord } = world;
  network.communities.delete(crowd[1]?.id ?? '');
  const first = world.run();
  await world.until(() => network.communities.has(crowd[1]?.id ?? ''));
  await first.stop();
  const second = world.run();
  await untilShown('4 of 5 left', 2);
  await second.stop();
  expect(discord.dmsOf(owner)).toHaveLength(1);
  expect(JSON.stringify(discord.dmsOf(owner))).toContain('/c500 community');
});

describe('a community wants a drop', () => {
  const drop = makeDrop('');
  const chosen = (settings: object, isPresent = true) => {
    const { communities } = world.network;
    const [some] = communities.values();
    if (!some) throw new Error('there is no community');
    return { isPresent, settings: { ...some.settings, ...settings } };
  };
  test('of a guild and of a builder that it chose, or where it chose none', () => {
    expect(wants(chosen({}), drop)).toBe(true);
    expect(wants(chosen({ guilds: ['builder'], builderIds: [drop.builder.id] }), drop)).toBe(true);
    expect(wants(chosen({ guilds: ['artisan'] }), drop)).toBe(false);
    expect(wants(chosen({ builderIds: ['cit_other'] }), drop)).toBe(false);
    expect(wants(chosen({ dropsChannelId: null }), drop)).toBe(false);
    expect(wants(chosen({}, false), drop)).toBe(false);
  });
});
