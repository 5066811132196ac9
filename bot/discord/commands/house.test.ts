import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { REST, Routes } from 'discord.js';
import * as z from 'zod/mini';
import type { CommunityView, MarkedBuilder } from '#shared/schemas/community.ts';
import { makeTag } from '#shared/order-tag.ts';
import { CoreRefusalError, makeCommunity, makeOrder } from '../../test/core-fake.ts';
import { privately, type Hands } from '../../test/hands.ts';
import { startJudgedWorld, type JudgedWorld } from '../../test/judged.ts';
import { makeAct, makeCase } from '../../test/people-samples.ts';
import { here, seenAs, wordsOn, type BotWorld } from '../../test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const place = { communityId: here.community, channelId: here.lounge };
/** Whoever owns the community may manage it, and here is staff as well. */
const sora = here.builder;

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
  world.core.forget();
  world.core.answers.proposeAct = () => makeAct();
  world.core.answers.confirmAct = () => makeAct({ doneAt: 1_800_000_100_000 });
});

const desk = (subcommand: string, values: Readonly<Record<string, string>> = {}) =>
  hands.ask(sora, subcommand, values, 'c500-desk');
const reason = 'The parcel was lost';

describe('the desk', () => {
  test.each([
    [
      'certify',
      { person: here.buyer, guild: 'artisan', also: 'builder', reason },
      { kind: 'certify', discordId: here.buyer, guilds: ['builder', 'artisan'], reason },
    ],
    ['refund', { order: tag.toLowerCase(), reason }, { kind: 'refund', tag, reason }],
    ['refund', { order: tag, amount: ' 45.00 ', reason }, { kind: 'refund', tag, amountTyped: '45.00', reason }],
    ['decline', { person: here.buyer, reason }, { kind: 'decline', discordId: here.buyer, reason }],
    ['strike', { person: here.buyer, reason }, { kind: 'strike', discordId: here.buyer, reason }],
    ['freeze', { order: tag, reason }, { kind: 'freeze', tag, reason }],
    ['thaw', { order: tag, reason }, { kind: 'thaw', tag, reason }],
    ['release', { order: tag, reason }, { kind: 'release', tag, reason }],
    ['ban', { person: here.buyer, reason }, { kind: 'ban', discordId: here.buyer, reason }],
    ['unban', { person: here.buyer, reason }, { kind: 'lift-ban', discordId: here.buyer, reason }],
  ])('%s is proposed with its reason, shown in a sentence, and done at the confirmation', async (name, values, act) => {
    const proposed = await desk(name, values);
    expect(world.core.callsOf('proposeAct')[0]).toMatchObject({
      actor: `discord:${sora}/rika`,
      input: { body: { act } },
    });
    for (const each of ['$462.00 of C5-7K3QF2M back to Mori', `Reason: ${reason}`])
      expect(wordsOn(proposed)).toContain(each);
    expect(world.core.callsOf('confirmAct')).toEqual([]);
    expect(wordsOn(await hands.step(sora, proposed, 'act'))).toContain('### Done');
    expect(world.core.callsOf('confirmAct')[0]?.input).toMatchObject({ params: { actId: 'act_1' } });
  });

  test('an act that is not confirmed is not done, and one that has expired says so', async () => {
    expect(wordsOn(await hands.step(sora, await desk('ban', { person: here.buyer, reason }), 'drop-act'))).toContain(
      'Not done',
    );
    world.core.answers.confirmAct = () => {
      throw new CoreRefusalError('act-expired');
    };
    const proposed = await desk('freeze', { order: tag, reason });
    expect(wordsOn(privately(await hands.press(sora, proposed, 'act')))).toContain('Prepare it again');
    expect(world.core.callsOf('confirmAct')).toHaveLength(1);
  });

  test('whoever has no staff role is refused by the core, and whoever may not manage the community sees no desk', async () => {
    world.core.answers.proposeAct = () => {
      throw new CoreRefusalError('not-staff');
    };
    expect(wordsOn(await desk('freeze', { order: tag, reason }))).toContain('Only the C500 staff can do this.');
    await expect(hands.run(here.buyer, 'acts', {}, 'c500-desk')).rejects.toThrow('no command c500-desk');
  });

  test('cases are listed, looked at with the order’s room, taken on, and decided with a reason, in part too', async () => {
    const looked = makeCase();
    world.core.answers.listCases = () => ({
      cases: [looked, ...Array.from({ length: 30 }, (_, index) => makeCase({ id: `case_${index + 2}` }))],
    });
    // Nobody makes a case that is too long to be looked at, however many lines they write.
    const told = `${looked.text}${'\n\n'.repeat(700)}`;
    world.core.answers.getCase = () => ({
      case: { ...looked, text: told },
      order: makeOrder({ tag, claim: null, fulfilment: 'shipped' }),
      room: Array.from({ length: 40 }, (_, index) => ({
        id: String(index),
        by: 'buyer' as const,
        text: `**word** ${index} @everyone ${'w'.repeat(900)}`,
        at: index,
        files: [],
      })),
    });
    const list = await desk('case');
    expect(wordsOn(list)).toContain('and 23 more');
    const one = await hands.step(sora, list, 'case');
    for (const each of [
      'It came damaged',
      'The case has a crack.',
      String.raw`\\# and this is no heading`,
      '0.00 in the Vault',
    ])
      expect(wordsOn(one)).toContain(each);

    await hands.step(sora, one, 'take');
    const having = makeCase({
      takenBy: 'Sora',
      answers: [{ by: 'builder', text: 'It left us in one piece.', at: 1 }],
      appeal: { by: 'builder', text: 'Look at the video.', at: 2 },
    });
    world.core.answers.getCase = () => ({ case: having, order: makeOrder({ tag, claim: null }), room: [] });
    const taken = await desk('case', { case: 'case_1' });
    for (const each of ['Sora has it.', '**Builder**: It left us in one piece.', 'The builder appeals'])
      expect(wordsOn(taken)).toContain(each);
    const form = await hands.press(sora, taken, 'judge:buyer');
    const values = { reason: 'The pictures show it.', amount: '45.00', postage: ['house'] };
    const proposed = seenAs(await hands.submit(sora, form, { values }), 'updated').message;
    expect(world.core.callsOf('proposeAct').map(({ input }) => input)).toMatchObject([
      { body: { act: { kind: 'take-case', caseId: 'case_1' } } },
      {
        body: {
          act: {
            ...{ kind: 'decide-case', caseId: 'case_1', infavourOf: 'buyer', reason: 'The pictures show it.' },
            ...{ amountTyped: '45.00', postage: 'house' },
          },
        },
      },
    ]);
    expect(wordsOn(await hands.step(sora, proposed, 'act'))).toContain('### Done');
    const typing = { ...place, userId: sora, name: 'c500-desk', subcommand: 'case', focused: 'case' };
    const [first] = await world.discord.autocomplete({ ...typing, values: { case: 'damaged' } });
    expect(first).toEqual({ name: 'It came damaged · C5-7K3QF2M Rika', value: 'case_1' });
  });

  test('promises, acts and bans that failed are looked up', async () => {
    world.core.answers.getPromiseStatus = () => ({
      nickname: 'Mori',
      isBuilder: false,
      guilds: [],
      vibeCheck: { signed: 0, current: 2 },
      shippingStandard: { signed: 1, current: 1 },
      canBePaid: false,
      channelLogin: null,
      bannedSince: 1_800_000_000_000,
      application: null,
      strikes: [
        { id: 'strike:conduct:1', why: 'conduct', reason: 'Rude in chat', at: 1_800_000_000_000, lifted: false },
      ],
    });
    world.core.answers.listActs = () => ({ acts: Array.from({ length: 80 }, () => makeAct()) });
    world.core.answers.listBanFailures = () => ({
      failures: [
        {
          communityId: '1',
          community: 'Keyboard Club',
          discordId: here.buyer,
          wanted: 'ban',
          reason: 'Missing Permissions',
          tries: 4,
          at: 1,
        },
      ],
    });
    const person = await desk('promise', { person: here.buyer });
    expect(wordsOn(person)).toContain('version not signed of 2');
    const lifting = await hands.press(sora, person, 'lift');
    await hands.submit(sora, lifting, { values: { reason: 'It was a joke' } });
    expect(world.core.callsOf('proposeAct').at(-1)?.input).toMatchObject({
      body: { act: { kind: 'lift-strike', strikeId: 'strike:conduct:1', reason: 'It was a joke' } },
    });
    expect(wordsOn(await desk('acts'))).toMatch(/not confirmed.*and \d+ more/s);
    expect(wordsOn(await desk('failures'))).toContain('**Keyboard Club**');
    world.core.answers.listCases = () => ({ cases: [] });
    expect(wordsOn(await desk('case'))).toContain('No case waits.');
  });
});

describe('the panel of a community', () => {
  let kept: CommunityView;
  const builders: readonly MarkedBuilder[] = Array.from({ length: 30 }, (_, index) => ({
    id: `cit_builder${index}`,
    discordId: `10000000000000${1_000 + index}`,
    nickname: `Builder ${index}`,
    guilds: ['builder'],
    isLive: false,
    watchUrl: null,
  }));
  beforeEach(() => {
    kept = makeCommunity({ id: here.community });
    world.core.answers.meetCommunity = () => kept;
    world.core.answers.listMarkedBuilders = () => ({ builders: [...builders] });
    world.core.answers.changeCommunity = ({ body }) => {
      // What is not named stays as it is, and so does what is named as nothing.
      const changes = Object.fromEntries(Object.entries(body.settings).filter(([, value]) => value !== undefined));
      kept = { ...kept, settings: { ...kept.settings, ...changes } };
      return kept;
    };
  });
  const open = () => hands.ask(sora, 'community');

  test('channels and roles are chosen in menus, counted at once and taken back', async () => {
    const channels = await hands.step(sora, await open(), 'section:channels');
    const chosen = await hands.choose(sora, channels, 'place:dropsChannelId', here.builds);
    expect(kept.settings.dropsChannelId).toBe(here.builds);
    expect(wordsOn(chosen)).toContain(`"default_values":[{"id":"${here.builds}"`);
    await hands.choose(sora, chosen, 'place:dropsChannelId');
    expect(kept.settings.dropsChannelId).toBeNull();
    const role = here.community;
    const roles = await hands.step(sora, chosen, 'section:roles');
    await hands.choose(sora, await hands.choose(sora, roles, 'place:alertRoleId', role), 'place:vip', role);
    await hands.choose(sora, await hands.step(sora, roles, 'section:badges'), 'place:modder', role);
    expect(kept.settings).toMatchObject({
      alertRoleId: role,
      tierRoleIds: { member: null, vip: role },
      guildRoleIds: { modder: role },
    });
    expect(world.core.callsOf('changeCommunity')[0]?.input).toMatchObject({ body: { by: sora } });
  });

  test('a role with power over the community is given to nobody, and may be mentioned', async () => {
    const { roles = [] } = world.discord.model.communities.get(here.community) ?? {};
    const crew = roles.find(({ permissions }) => (BigInt(permissions) & (1n << 5n)) !== 0n)?.id ?? '';
    const panel = await hands.step(sora, await open(), 'section:roles');
    const messageId = panel.id;
    const refused = await world.discord.chooseOptions({
      userId: sora,
      messageId,
      customId: 'place:vip',
      values: [crew],
    });
    expect(wordsOn(privately(refused))).toContain('we give it to nobody');
    expect(world.core.callsOf('changeCommunity')).toEqual([]);
    await hands.choose(sora, panel, 'place:alertRoleId', crew);
    expect(kept.settings).toMatchObject({ alertRoleId: crew, tierRoleIds: { vip: null } });
  });

  test('guilds and builders are chosen, builders page by page', async () => {
    let panel = await hands.step(sora, await open(), 'section:shows');
    panel = await hands.choose(sora, panel, 'guilds', 'vintage', 'builder');
    expect(kept.settings.guilds).toEqual(['builder', 'vintage']);
    panel = await hands.choose(sora, panel, 'builders', 'cit_builder0', 'cit_builder24');
    panel = await hands.step(sora, panel, 'section:shows.1');
    expect(wordsOn(panel)).toContain('Builders 26 to 30');
    panel = await hands.choose(sora, panel, 'builders', 'cit_builder29');
    expect(kept.settings.builderIds).toEqual(['cit_builder0', 'cit_builder24', 'cit_builder29']);
    await hands.step(sora, panel, 'everyone');
    expect(kept.settings.builderIds).toEqual([]);
  });

  test('network bans are switched on and off, and problems are shown with what solves them', async () => {
    kept = makeCommunity({
      id: here.community,
      problems: [
        { key: 'may-not-post', subject: here.builds },
        { key: 'may-not-ban', subject: 'bans' },
      ],
    });
    let panel = await open();
    for (const each of [`We may not write in <#${here.builds}>`, 'Give us Ban Members'])
      expect(wordsOn(panel)).toContain(each);
    panel = await hands.step(sora, panel, 'bans:on');
    expect(kept.settings.networkBans).toBe(true);
    await hands.step(sora, panel, 'bans:off');
    expect(kept.settings.networkBans).toBe(false);
  });

  test('is for those who may manage the community, and nowhere else', async () => {
    expect(wordsOn(await hands.ask(here.buyer, 'community'))).toContain('Manage Server permission');
    const rest = new REST({ api: `${world.discord.origin}/api` }).setToken(world.config.discord.token.reveal());
    const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: sora } });
    const { id: channelId } = z.object({ id: z.string() }).parse(opened);
    const options = { subcommand: 'community', values: {} };
    const asked = { userId: sora, communityId: null, channelId, name: 'c500', options };
    const { message } = seenAs(await world.discord.runCommand(asked), 'message');
    expect(wordsOn(message)).toContain('This works in a community only.');
    expect(world.core.callsOf('meetCommunity')).toEqual([]);
    expect(world.core.callsOf('changeCommunity')).toEqual([]);
  });
});

test('all of it is as Discord describes it, and mentions nobody', () => {
  expect(judged.faults()).toEqual([]);
});
