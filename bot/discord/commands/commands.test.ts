import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationCommandOptionType } from 'discord.js';
import { makeTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { CoreRefusalError, makeDrop, makeOrder } from '../../test/core-fake.ts';
import { here, seenAs, startBotWorld, wordsOn, type BotWorld } from '../../test/world.ts';
import { buildCommand } from './index.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const place = { communityId: here.community, channelId: here.lounge };

describe('/c500 as Discord is told of it', () => {
  const command = buildCommand();
  const subcommands = command.options ?? [];

  test('has these subcommands, in this order', () => {
    expect(subcommands.map((each) => each.name)).toEqual([
      'drops',
      'orders',
      'drop',
      'queue',
      'live',
      'ship',
      'refund',
    ]);
    expect(subcommands.every((each) => each.type === ApplicationCommandOptionType.Subcommand)).toBe(true);
  });

  test('describes itself and every option within a hundred characters', () => {
    const described: { readonly name: string; readonly description: string }[] = [command, ...subcommands];
    for (const each of subcommands) if ('options' in each) described.push(...(each.options ?? []));
    expect(described.length).toBeGreaterThan(15);
    expect(described.filter((each) => each.description === '' || each.description.length > 100)).toEqual([]);
  });

  test('offers the four guilds with their signs', () => {
    const drop = subcommands.find((each) => each.name === 'drop');
    const guild = drop && 'options' in drop ? drop.options?.find((each) => each.name === 'guild') : undefined;
    expect(guild && 'choices' in guild ? guild.choices?.map((each) => each.name) : []).toEqual([
      '🛠️ Builder',
      '🎨 Artisan',
      '💧 Modder',
      '💾 Vintage',
    ]);
  });
});

describe('the subcommands', () => {
  let world: BotWorld;
  beforeEach(async () => {
    world = await startBotWorld();
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
  });

  async function run(userId: string, subcommand: string, values: Readonly<Record<string, string>> = {}) {
    const options = { subcommand, values };
    return seenAs(await world.discord.runCommand({ ...place, userId, name: 'c500', options }), 'message');
  }

  const paid: Partial<OrderView> = { tag, fulfilment: 'paid', claim: null, proofDueAt: 1_800_000_000_000 };

  test('drops lists what is open, each with its own button', async () => {
    const one = makeDrop(world.core.url);
    world.core.answers.listDrops = () => ({
      drops: [one, { ...one, id: 'drp_second', title: 'Second', units: { total: 1, left: 0 } }],
    });
    const { message, ephemeral } = await run(here.buyer, 'drops');
    expect(ephemeral).toBe(true);
    for (const words of ['Cloud 65', '$450.00', '4 of 5 left', 'claim:drp_cloud65cloud65', 'claim:drp_second'])
      expect(wordsOn(message)).toContain(words);
    world.core.answers.claimUnit = () => makeOrder();
    const claimed = await world.discord.pressButton({
      userId: here.buyer,
      messageId: message.id,
      customId: 'claim:drp_cloud65cloud65',
    });
    expect(wordsOn(seenAs(claimed, 'message').message)).toContain('Pay $450.00');
  });

  test('a long list stays within what one message may hold', async () => {
    const drops = Array.from({ length: 30 }, (_, index) =>
      makeDrop(world.core.url, { id: `drp_number${index}`, title: 'W'.repeat(100) }),
    );
    world.core.answers.listDrops = () => ({ drops });
    const { message } = await run(here.buyer, 'drops');
    expect(wordsOn(message)).toContain('and 20 more');
  });

  test('orders shows where each stands and where its money is', async () => {
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
    world.core.answers.listMyOrders = () => ({ orders: [makeOrder({ ...paid, vault }), makeOrder()] });
    const { message, ephemeral } = await run(here.buyer, 'orders');
    expect(ephemeral).toBe(true);
    for (const words of [tag, '$462.00 in the Vault', 'first proof due <t:1800000000:R>', '/orders/', '/pay/'])
      expect(wordsOn(message)).toContain(words);
    expect(world.core.callsOf('listMyOrders')[0]?.actor).toBe(`discord:${here.buyer}/mori_森`);
  });

  test('orders of a newcomer says how to get one', async () => {
    world.core.answers.listMyOrders = () => ({ orders: [] });
    expect(wordsOn((await run(here.buyer, 'orders')).message)).toContain('See what is open');
  });

  test('queue shows tags and due days, and tells who is no builder', async () => {
    world.core.answers.listMyQueue = (_input, actor) => {
      if (actor?.includes(here.buyer)) throw new CoreRefusalError('not-a-builder');
      return { orders: [makeOrder(paid)] };
    };
    expect(wordsOn((await run(here.builder, 'queue')).message)).toContain(tag);
    expect(wordsOn((await run(here.buyer, 'queue')).message)).toContain('Only certified builders can do this.');
  });

  test('live hands over the tag as we write it, and says what became of it', async () => {
    world.core.answers.declareLive = ({ body }) => ({
      sightings: [{ tag: body.text, counted: false, code: 'channel-offline', sentence: 'Your channel is offline.' }],
    });
    const { message } = await run(here.builder, 'live', { tag: tag.toLowerCase().replace('-', '') });
    expect(world.core.callsOf('declareLive')[0]?.input).toMatchObject({ body: { text: tag } });
    expect(wordsOn(message)).toContain('Not on the bench');
    expect(wordsOn(message)).toContain('Go live, then type the tag again.');
  });

  test('ship hands over a tracking number and says what the buyer is told', async () => {
    const tracking = { carrier: 'UPS', number: '1Z999AA10123456784', url: 'https://ups.test/1Z999AA10123456784' };
    world.core.answers.declareShipment = () => ({ order: makeOrder({ ...paid, fulfilment: 'shipped', tracking }) });
    const { message } = await run(here.builder, 'ship', { tag, number: tracking.number });
    expect(world.core.callsOf('declareShipment')[0]).toMatchObject({
      actor: `discord:${here.builder}/rika`,
      input: { params: { tag }, body: { number: tracking.number } },
    });
    expect(wordsOn(message)).toContain('shipped with UPS');
    expect(wordsOn(message)).toContain(tracking.url);
  });

  test('ship with a number that no carrier prints is refused in words', async () => {
    world.core.answers.declareShipment = () => {
      throw new CoreRefusalError('tracking-unreadable', { carrier: 'UPS' });
    };
    const { message } = await run(here.builder, 'ship', { tag, number: '1234' });
    expect(wordsOn(message)).toContain('Copy it from the label and try again.');
  });

  test('refund gives the reason to the core', async () => {
    world.core.answers.refundOrder = () => ({ order: makeOrder({ ...paid, fulfilment: 'cancelled' }) });
    const { message } = await run(here.builder, 'refund', { tag, reason: 'The plate cracked.' });
    expect(world.core.callsOf('refundOrder')[0]?.input).toMatchObject({ body: { reason: 'The plate cracked.' } });
    expect(wordsOn(message)).toContain('all of it goes back to the buyer');
  });

  test('tags are suggested from the queue by tag and by title', async () => {
    world.core.answers.listMyQueue = () => ({
      orders: [makeOrder(paid), makeOrder({ ...paid, tag: 'C5-0000000', title: 'Moss TKL' })],
    });
    const typing = { ...place, userId: here.builder, name: 'c500', subcommand: 'ship', focused: 'tag' };
    const all = await world.discord.autocomplete({ ...typing, values: {} });
    expect(all).toEqual([
      { name: `${tag} · Cloud 65 · In the Vault`, value: tag },
      { name: 'C5-0000000 · Moss TKL · In the Vault', value: 'C5-0000000' },
    ]);
    expect(await world.discord.autocomplete({ ...typing, values: { tag: 'moss' } })).toHaveLength(1);
  });

  test('nothing is suggested to somebody who is no builder, and nothing while the core is down', async () => {
    world.core.answers.listMyQueue = () => {
      throw new CoreRefusalError('not-a-builder');
    };
    const typing = { ...place, userId: here.buyer, name: 'c500', subcommand: 'ship', focused: 'tag', values: {} };
    expect(await world.discord.autocomplete(typing)).toEqual([]);
    world.core.isDown = true;
    expect(await world.discord.autocomplete(typing)).toEqual([]);
  });

  test('a core that takes its time is waited for, because the command was acknowledged at once', async () => {
    const late = Promise.withResolvers<void>();
    world.core.answers.listDrops = async () => {
      await late.promise;
      return { drops: [] };
    };
    const seen = run(here.buyer, 'drops');
    const acknowledged = () => [...world.discord.model.interactions.values()].some((each) => each.state === 'answered');
    await world.until(acknowledged);
    late.resolve();
    expect(wordsOn((await seen).message)).toContain('No open drops just now.');
  });
});
