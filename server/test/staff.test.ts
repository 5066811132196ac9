import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiProblem } from '#shared/api/problem.ts';
import { createClient, type Client } from '#shared/api/client.ts';
import { houseRules, minute, second } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { passportPageTexts } from '#shared/text/en/pages-passport.ts';
import { textsFor } from '#shared/text/locales.ts';
import { community } from '../../sandbox/seed/community.ts';
import { personCalled } from '../../sandbox/people.ts';
import { strikeId, strikePuts } from '../usecases/people/strikes.ts';
import { booksAgree, buy, deliverNotices, listDrop, makeTrackingNumber, orderOf, refusalOf } from './stories.ts';
import { signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
});
beforeEach(() => world.clock.advance(minute));
afterAll(() => world.close());

const discordIdOf = (key: string) => personCalled(key).discord?.id ?? '';
let requests = 0;
const propose = (act: StaffAct, by = 'sol') =>
  world.onDiscord(by).proposeAct({ body: { requestId: `request-of-staff-${++requests}`, act } });
const confirm = (actId: string, by = 'sol') => world.onDiscord(by).confirmAct({ params: { actId } });
async function act(what: StaffAct): Promise<string> {
  const proposed = await propose(what);
  await confirm(proposed.id);
  await world.settle();
  return proposed.summary;
}

function discord() {
  if (!world.discord) throw new Error('this world has no Discord');
  return world.discord;
}

describe('who is staff', () => {
  test('is whoever has the role in the house’s own community, and nobody else', async () => {
    expect(await world.onDiscord('sol').listActs({})).toEqual({ acts: [] });
    for (const key of ['kumo', 'nova', 'ash'])
      expect(await refusalOf(world.onDiscord(key).listActs({}))).toBe('not-staff');
    expect(await refusalOf(world.inPanel('sol', 'kumo').listActs({}))).toBe('not-signed-in');
    expect(await refusalOf(world.operator.listActs({}))).toBe('not-signed-in');
    const log = async (key: string) => (await (await signIn(world, key)).person.visit('/v1/house/acts')).status;
    expect([await log('sol'), await log('nova')]).toEqual([200, 403]);
  });

  test('is asked of Discord at most every half minute, and its silence is never a yes', async () => {
    await world.onDiscord('sol').listActs({});
    discord().faults.down = true;
    expect(await refusalOf(world.onDiscord('sol').listActs({}))).toBe('granted');
    world.clock.advance(30 * second);
    expect(await refusalOf(world.onDiscord('sol').listActs({}))).toBe('upstream-unavailable');
    discord().faults.down = false;
    expect(await refusalOf(world.onDiscord('sol').listActs({}))).toBe('granted');
  });
});

describe('acts', () => {
  test('a refund says in a sentence what it does, is done when it is confirmed, and stays in the log', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world));
    const proposed = await propose({ kind: 'refund', tag, reason: 'the parcel was lost' });
    expect(proposed.summary).toBe(`Refund $462.00 for ${tag} (Cloud 65) to its buyer Nova. Kumo gets nothing for it.`);
    expect((await orderOf(world, 'nova', tag)).fulfilment).toBe('paid');
    const twice = await Promise.all([confirm(proposed.id), confirm(proposed.id)]);
    expect(twice.map(({ doneAt }) => doneAt !== null)).toEqual([true, true]);
    await world.settle();
    expect(await orderOf(world, 'nova', tag)).toMatchObject({
      fulfilment: 'cancelled',
      vault: { refundedMinor: 462_00 },
    });
    const { acts } = await world.onDiscord('sol').listActs({});
    expect(acts[0]).toMatchObject({ id: proposed.id, kind: 'refund', by: 'Sol', reason: 'the parcel was lost' });
    await booksAgree(world);
  });

  test('a freeze stops the clock’s release, a thaw lets it come, and staff may release without a proof', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await act({ kind: 'freeze', tag, reason: 'a warning of the bank' });
    expect(await refusalOf(propose({ kind: 'release', tag, reason: 'handed over' }))).toBe('frozen');
    await act({ kind: 'thaw', tag, reason: 'it was a mistake' });
    expect(await act({ kind: 'release', tag, reason: 'handed over' })).toContain('$66.00 to Kumo');
    const { vault, timeline } = await orderOf(world, 'nova', tag);
    expect([vault?.heldMinor, timeline.map(({ event }) => event)]).toEqual([
      0,
      expect.arrayContaining(['release-granted']),
    ]);
    expect(await refusalOf(propose({ kind: 'release', tag, reason: 'once more' }))).toBe('already-released');
    await booksAgree(world);
  });

  test('a freeze holds back a transfer that Stripe has not taken yet, until the thaw', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    world.stripe.faults.failNext = [{ path: 'POST /v1/transfers$', mode: 'before', times: 9 }];
    await act({ kind: 'release', tag, reason: 'handed over' });
    await act({ kind: 'freeze', tag, reason: 'a warning of the bank' });
    world.stripe.faults.failNext = [];
    await world.pass(minute);
    const transfers = () =>
      [...world.stripe.model.transfers.values()].filter(({ metadata }) => metadata['tag'] === tag);
    expect(transfers()).toEqual([]);
    await act({ kind: 'thaw', tag, reason: 'it was a mistake' });
    await world.pass(houseRules.transferRetryMs);
    expect(transfers()).toHaveLength(1);
    await booksAgree(world);
  });

  test('a certification makes a builder of whoever is named, met before or not, and tells them', async () => {
    const what = { kind: 'certify', discordId: discordIdOf('ash'), guilds: ['modder'], reason: 'fine work' } as const;
    expect(await act({ ...what, guilds: [...what.guilds] })).toBe('Certify Ash as a builder, in these guilds: Modder.');
    expect((await world.onDiscord('ash').getMe({})).isBuilder).toBe(true);
    expect(await refusalOf(propose({ ...what, guilds: [...what.guilds] }))).toBe('already-certified');
    expect((await deliverNotices(world)).map(({ kind }) => kind)).toContain('certified');
    expect(await world.onDiscord('sol').getPromiseStatus({ params: { discordId: discordIdOf('ash') } })).toMatchObject({
      isBuilder: true,
      guilds: ['modder'],
      vibeCheck: { signed: 0 },
      canBePaid: false,
      bannedSince: null,
    });
  });

  test('somebody whom only the staff has named is called what they are called when they come', async () => {
    const discordId = '900000000000001234';
    const summary = await act({ kind: 'ban', discordId, reason: 'a raid elsewhere' });
    expect(summary).toContain('Ban member1234 from the network: discord member1234.');
    const headers = {
      authorization: `Bearer ${world.credentials.botServiceToken}`,
      'x-c500-acting': `discord:${discordId}`,
      'x-c500-handle': 'Rin',
    };
    const rin = createClient({ baseUrl: world.site, headers: () => headers });
    expect((await rin.getMe({})).nickname).toBe('Rin');
    const drop = await listDrop(world, { price: '60' });
    expect(await refusalOf(rin.claimUnit({ params: { dropId: drop.id } }))).toBe('banned');
  });

  test('a ban closes every door that takes something new, at once, and none that shows what one has', async () => {
    const drop = await listDrop(world, { price: '60' });
    const { tag } = await buy(world, 'mori', drop);
    await act({ kind: 'ban', discordId: discordIdOf('mori'), reason: 'three chargebacks' });
    const mori = world.onDiscord('mori');
    expect(await orderOf(world, 'mori', tag)).toMatchObject({
      fulfilment: 'cancelled',
      vault: { refundedMinor: 72_00 },
    });
    for (const call of [
      mori.claimUnit({ params: { dropId: drop.id } }),
      mori.joinWaitlist({ params: { dropId: drop.id } }),
      mori.startLink({ body: { what: 'twitch' } }),
      world.inPanel('mori', 'kumo').claimUnit({ params: { dropId: drop.id } }),
    ])
      expect(await refusalOf(call)).toBe('banned');
    expect(await refusalOf(propose({ kind: 'ban', discordId: discordIdOf('mori'), reason: 'again' }))).toBe('banned');
    await act({ kind: 'lift-ban', discordId: discordIdOf('mori'), reason: 'it was somebody else' });
    expect(await refusalOf(mori.claimUnit({ params: { dropId: drop.id } }))).toBe('granted');
  });

  test('a report reaches the staff with the order and who said what, and is decided', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const body = { requestId: 'request-report', kind: 'damaged', text: 'The case came in two pieces.' } as const;
    const opened = await world.onDiscord('nova').reportOrder({ params: { tag }, body });
    expect(await refusalOf(world.onDiscord('kumo').reportOrder({ params: { tag }, body }))).toBe('not-yours');
    const { cases } = await world.onDiscord('sol').listCases({ query: {} });
    expect(cases).toEqual([opened]);
    const params = { caseId: opened.id };
    expect(await world.onDiscord('sol').getCase({ params })).toMatchObject({ case: { by: 'Nova' }, order: { tag } });
    await act({ kind: 'take-case', caseId: opened.id, reason: 'I know this builder' });
    await act({ kind: 'decide-case', caseId: opened.id, infavourOf: 'buyer', reason: 'the photos are clear' });
    expect(await orderOf(world, 'nova', tag)).toMatchObject({ fulfilment: 'cancelled' });
    expect((await world.onDiscord('sol').getCase({ params })).case).toMatchObject({ state: 'decided' });
  });
});

test('a report may be sent from the order’s page as well', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  const { person } = await signIn(world, 'nova');
  const report = (kind: string) =>
    person.send(`/orders/${tag}`, `/orders/${tag}/report`, { kind, text: 'It is another colour than agreed.' });
  expect((await report('colour')).status).toBe(400);
  expect((await report('not-as-shown')).status).toBe(303);
  expect((await orderOf(world, 'nova', tag)).vault?.waitsFor).toBe('frozen');
});

describe('the community and the language in which somebody is met', () => {
  const standing = (key: string, more: Record<string, string>): Client =>
    createClient({
      baseUrl: world.site,
      headers: () => ({
        authorization: `Bearer ${world.credentials.botServiceToken}`,
        'x-c500-acting': `discord:${discordIdOf(key)}`,
        ...more,
      }),
    });

  test('are kept, and refusals are said in it', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const { communityId } = community.places;
    const nova = standing('nova', { 'x-c500-locale': 'de', 'x-c500-community': communityId });
    expect((await nova.claimUnit({ params: { dropId: drop.id } })).claimedIn).toBe(communityId);
    const refused = await standing('nova', { 'x-c500-locale': 'de' })
      .vouch({ body: { discordId: '1' } })
      .catch((error: unknown) => (error instanceof ApiProblem ? error.problem.detail : error));
    expect(refused).toBe(textsFor('de').refusals['not-a-builder'].sentence);
    const [told] = (await deliverNotices(world)).filter(({ accountId }) => accountId === discordIdOf('nova')).slice(-1);
    expect(told?.locale).toBe('de');
  });

  test('come with a name that half a character spoils for nobody whom it is sent on to', async () => {
    const name = `${'a'.repeat(39)}🎹`;
    const headers = { 'x-c500-acting': 'discord:900000000000005678', 'x-c500-handle': encodeURIComponent(name) };
    const { nickname } = await standing('nova', headers).getMe({});
    expect([nickname.length, nickname.isWellFormed()]).toEqual([40, true]);
  });

  test('are nothing where they make no sense', async () => {
    const drop = await listDrop(world, { price: '60' });
    const odd = standing('mori', { 'x-c500-locale': '<script>', 'x-c500-community': '../1' });
    expect((await odd.claimUnit({ params: { dropId: drop.id } })).claimedIn).toBeNull();
  });
});

describe('people who choose to hear of nothing but money', () => {
  test('are told of their money all the same', async () => {
    const drop = await listDrop(world, { price: '60' });
    expect((await world.onDiscord('nova').chooseNotices({ body: { choice: 'money-only' } })).notices).toBe(
      'money-only',
    );
    await deliverNotices(world);
    const { tag } = await buy(world, 'nova', drop);
    await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
    await world.pass(houseRules.shipmentCountsMs);
    await world.pass(houseRules.coolOffMs);
    const told = (await deliverNotices(world)).filter(({ accountId }) => accountId === discordIdOf('nova'));
    expect(told.filter(({ params }) => params['tag'] === tag).map(({ kind }) => kind)).toEqual([
      'order-paid-buyer',
      'released-buyer',
    ]);
  });
});

describe('strikes and applications', () => {
  test('a strike costs a VIP the year without one, and gives it back when it is lifted', async () => {
    const tier = async () => (await world.onDiscord('nova').getMe({})).tier;
    const discordId = discordIdOf('nova');
    const strikes = async () =>
      (await world.onDiscord('sol').getPromiseStatus({ params: { discordId } })).strikes.map(({ id, lifted }) => ({
        id,
        lifted,
      }));
    expect(await tier()).toBe('vip');
    expect(await act({ kind: 'strike', discordId, reason: 'Insulted a builder in the room.' })).toContain(
      'Nova a strike',
    );
    const [strike] = await strikes();
    const strikeId = strike?.id ?? '';
    expect([await tier(), strike?.lifted]).toEqual(['member', false]);
    expect(await refusalOf(propose({ kind: 'strike', discordId: discordIdOf('sol'), reason: 'me' }))).toBe('bad-input');
    expect(await refusalOf(propose({ kind: 'strike', discordId: discordIdOf('sol'), reason: 'myself' }))).toBe(
      'own-matter',
    );
    await act({ kind: 'lift-strike', strikeId, reason: 'It was somebody else.' });
    expect([await tier(), await strikes()]).toEqual(['vip', [{ id: strikeId, lifted: true }]]);
    expect(await refusalOf(propose({ kind: 'lift-strike', strikeId, reason: 'again' }))).toBe('strike-lifted');
    const told = (await deliverNotices(world)).filter(({ kind }) => kind.startsWith('str'));
    expect(told.map(({ kind, params }) => [kind, params['reason']])).toEqual([
      ['struck', 'Insulted a builder in the room.'],
      ['strike-lifted', 'It was somebody else.'],
    ]);
  });

  test('a dispute that was counted as lost is undone with its strike: a VIP is one again, a builder as good as before', async () => {
    const { core } = world.app();
    const standing = async () => {
      const { tier, score, facts } = await world.onDiscord('nova').getMe({});
      const kumo = await core.store.citizenByAccount('discord', discordIdOf('kumo'));
      const lost = facts.find(({ key }) => key === 'lost-disputes');
      return { tier, score, lost, builders: kumo && (await core.store.get('builder', kumo.id))?.lostDisputes };
    };
    const strike = async (key: string, why: 'unfounded-dispute' | 'lost-dispute') => {
      const citizen = await core.store.citizenByAccount('discord', discordIdOf(key));
      if (!citizen) throw new Error(`${key} is nobody`);
      const orderId = makeId('order', 'dispute0');
      const wish = { citizenId: citizen.id, why, orderId, reason: `strike-${why}`, at: world.clock.now() };
      const builder = await core.store.get('builder', citizen.id);
      const { put } = await strikePuts(core, wish);
      const counted = builder && ({ kind: 'builder', record: { ...builder, lostDisputes: 1 } } as const);
      await core.store.commit({ put: [...put, ...(counted ? [counted] : [])] });
      return strikeId(wish);
    };
    const before = await standing();
    const strikes = [await strike('nova', 'unfounded-dispute'), await strike('kumo', 'lost-dispute')];
    const { score, lost } = before;
    const points = houseRules.scorePoints.lostDispute;
    expect(await standing()).toEqual({
      tier: 'member',
      score: score + points,
      lost: { ...lost, holds: true, count: 1, points },
      builders: 1,
    });
    for (const each of strikes) await act({ kind: 'lift-strike', strikeId: each, reason: 'The bank took it back.' });
    expect(await standing()).toEqual(before);
    const page = await (await (await signIn(world, 'nova')).person.open('/passport')).text();
    expect(page).toContain(passportPageTexts.score.lines['strike-lifted']);
  });

  test('a builder’s strikes stand wherever a drop of theirs is, until they are lifted', async () => {
    const drop = await listDrop(world, { price: '60' });
    const discordId = discordIdOf('kumo');
    const shown = async () => [
      (await world.onDiscord('nova').getDrop({ params: { dropId: drop.id } })).builder.strikes,
      (await world.bot.getPassport({ params: { discordId } })).builder?.strikes,
    ];
    expect(await shown()).toEqual([0, 0]);
    await act({ kind: 'strike', discordId, reason: 'Shouted at a buyer on stream.' });
    expect(await shown()).toEqual([1, 1]);
    const [strike] = (await world.onDiscord('sol').getPromiseStatus({ params: { discordId } })).strikes;
    await act({ kind: 'lift-strike', strikeId: strike?.id ?? '', reason: 'It was the chat.' });
    expect(await shown()).toEqual([0, 0]);
  });

  test('whoever is declined reads why among the steps, and may apply again', async () => {
    const juno = world.onDiscord('juno');
    const body = {
      guild: 'modder',
      about: 'I have tuned switches for friends for years.',
      links: ['https://example.com/juno'],
      pictures: [],
    } as const;
    const decline = { kind: 'decline', discordId: discordIdOf('juno'), reason: 'Show us a board of yours.' } as const;
    expect(await refusalOf(propose(decline))).toBe('not-found');
    await juno.apply({ body: { ...body, links: [...body.links], pictures: [] } });
    await act(decline);
    const [apply] = (await juno.getSetup({})).steps;
    expect(apply).toMatchObject({ key: 'apply', state: 'missing', url: expect.any(String) });
    expect(apply?.details.join()).toContain('Show us a board of yours.');
    expect(await refusalOf(propose(decline))).toBe('application-settled');
    await juno.apply({ body: { ...body, links: [...body.links], pictures: [] } });
    expect((await juno.getSetup({})).next).toBe('certified');
  });
});
