import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { day, hour, houseRules, minute } from '#shared/house-rules.ts';
import type { DropId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import { fill } from '#shared/text/say.ts';
import { personCalled } from '../../sandbox/people.ts';
import type { Builder, Citizen } from '../domain/citizen.ts';
import { formatDay, formatLength } from '../http/pages/times.ts';
import { planBan, planLift } from '../usecases/people/bans.ts';
import { connectChannel } from '../usecases/streams/connect-channel.ts';
import { obstaclesTo } from '../usecases/people/leaving.ts';
import { transcriptOf } from '../usecases/communities/rooms.ts';
import { buy, claim, deliverNotices, listDrop, makeTrackingNumber, refusalOf, twitchIdOf } from './stories.ts';
import { browser, signIn, startWorld, type Browser, type TestWorld } from './world.ts';

const emptyBuilder: Omit<Builder, 'id'> = {
  version: 0,
  guilds: ['modder'],
  certifiedAt: 0,
  promises: { vibeCheck: 1, shippingStandard: 1 },
  stripeAccountId: null,
  shipping: [],
  completedOrders: 0,
  builtLive: 0,
  lostDisputes: 0,
};

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const core = () => world.app().core;
const enter = async (key: string): Promise<Browser> => (await signIn(world, key)).person;
const pageOf = async (person: Browser, path: string) => (await person.open(path)).text();
const known = (key: string) => core().store.citizenByAccount('twitch', twitchIdOf(key));
const leave = (person: Browser, word: string = personalTexts.delete.word) =>
  person.send('/me/delete', '/me/delete', { word });

async function citizenOf(key: string): Promise<Citizen> {
  const citizen = await known(key);
  if (!citizen) throw new Error(`${key} is nobody`);
  return citizen;
}

let messages = 5_000_000;
const say = ({ tag }: OrderView, key: string, text: string) =>
  world.bot.recordRoomMessage({
    params: { tag },
    body: {
      messageId: `${++messages}`,
      byDiscordId: personCalled(key).discord?.id ?? '',
      text,
      at: world.clock.now(),
      files: [],
    },
  });

/** An order of Kumo's that was bought, talked about, and came to its end. */
async function finished(buyer: string): Promise<OrderView> {
  const order = await buy(world, buyer, await listDrop(world, { price: '60', units: 1 }));
  await say(order, buyer, 'Could the plate be brass?');
  await say(order, 'kumo', 'It could.');
  return order;
}

async function complete(buyer: string, { tag }: OrderView): Promise<void> {
  await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
  await world.onDiscord(buyer).confirmDelivery({ params: { tag } });
  for (const days of [4, 8]) await world.pass(days * day);
}

const kept = async ({ tag }: OrderView) => {
  const order = await core().store.orderByTag(parseTag(tag) ?? 'C5-');
  if (!order) throw new Error(`${tag} is no order`);
  return order;
};
const words = async (order: OrderView) => (await transcriptOf(core(), (await kept(order)).id)).map(({ text }) => text);

describe('everything about somebody', () => {
  test('comes as one file: what is theirs, what they said, where they live, and no word or account of others', async () => {
    const order = await finished('nova');
    const nova = await enter('nova');
    const answer = await nova.send('/me', '/me/export', {});
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const text = await answer.text();
    const file = z.looseObject({ orders: z.array(z.looseObject({ tag: z.string() })) }).parse(JSON.parse(text));
    expect(file).toMatchObject({ format: 'c500-about-me-1', citizen: { nickname: 'Nova' } });
    const mine = file.orders.find(({ tag }) => tag === order.tag);
    expect(mine).toMatchObject({
      builderNickname: 'Kumo',
      said: [{ text: 'Could the plate be brass?' }],
      ledger: [{ kind: 'charge', postings: [{ amountMinor: -72_00 }] }],
      address: { country: 'US', address: { country: 'US' } },
    });
    expect(text).not.toContain('It could.');
    for (const id of [personCalled('kumo').discord?.id ?? '', twitchIdOf('kumo'), (await citizenOf('kumo')).id])
      expect(text).not.toContain(id);
    const builders = await (await (await enter('kumo')).send('/me', '/me/export', {})).text();
    expect(builders).toContain('It could.');
    for (const other of ['Could the plate be brass?', 'Nova', (await citizenOf('nova')).id, '"line1"'])
      expect(builders).not.toContain(other);
  });

  test('tells the lines and raffles that they are in, and of a ban that they share the words and not whose it is', async () => {
    const juno = await enter('juno');
    const [drawn, sold] = [
      await listDrop(world, { price: '60', raffleMinutes: 60 }),
      await listDrop(world, { price: '60', units: 1 }),
    ];
    await world.onDiscord('juno').enterRaffle({ params: { dropId: drawn.id } });
    await claim(world, 'nova', sold);
    await world.onDiscord('juno').joinWaitlist({ params: { dropId: sold.id } });
    const before = await citizenOf('juno');
    const other = await citizenOf('kumo');
    const kinBan = { citizenId: other.id, reason: 'the same account' };
    await core().store.commit({ put: [{ kind: 'citizen', record: { ...before, kinBan } }] });
    const text = await (await juno.send('/me', '/me/export', {})).text();
    expect(JSON.parse(text)).toMatchObject({
      citizen: { kinBan: { reason: 'the same account' } },
      raffles: [{ dropId: drawn.id, leftAt: null }],
      lines: [{ dropId: sold.id, place: 1 }],
    });
    expect(text).not.toContain(other.id);
    const after = await citizenOf('juno');
    await core().store.commit({ put: [{ kind: 'citizen', record: { ...after, kinBan: null } }] });
    await world.pass(hour + 45 * minute);
  });

  test('comes to nobody but whoever asks for it on our own page', async () => {
    const [nova, nobody] = [await enter('nova'), browser(world.site)];
    const asked = { method: 'POST', headers: { origin: world.site }, body: new URLSearchParams({ csrf: 'guessed' }) };
    expect((await nova.visit('/me/export', asked)).status).toBe(401);
    expect((await nobody.visit('/me/export', asked)).status).toBe(401);
    expect((await nova.visit('/me/export')).status).toBe(404);
  });
});

describe('somebody who has themselves deleted', () => {
  test('is told what stands in the way, and stays, while an order of theirs is open', async () => {
    const pip = await enter('pip');
    const drop = await listDrop(world, { price: '60', units: 1 });
    await world.inPanel('pip', 'kumo').claimUnit({ params: { dropId: drop.id } });
    expect(await pageOf(pip, '/me/delete')).toContain(personalTexts.delete.obstacles.bought);
    expect((await leave(pip)).status).toBe(409);
    expect((await citizenOf('pip')).nickname).not.toBe(personalTexts.deletedPerson);
    const kumo = await enter('kumo');
    expect(await pageOf(kumo, '/me/delete')).toContain(personalTexts.delete.obstacles.sold);
    await world.pass(45 * minute);
  });

  test('must mean it', async () => {
    const mori = await enter('mori');
    const answer = await leave(mori, 'delete');
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('That was not')]);
  });

  test('is gone at once, everywhere, and comes back as somebody new', async () => {
    const order = await finished('mori');
    await complete('mori', order);
    const { id: orderId } = await kept(order);
    const before = await citizenOf('mori');
    const [here, there] = [await enter('mori'), await enter('mori')];
    expect(await (await leave(here)).text()).toContain(personalTexts.delete.done);
    await world.settle();
    for (const person of [here, there])
      expect((await person.visit('/passport')).headers.get('location')).toContain('/sign-in');
    expect(await known('mori')).toBeUndefined();
    expect(await core().store.citizenByAccount('discord', personCalled('mori').discord?.id ?? '')).toBeUndefined();
    expect(await core().store.get('citizen', before.id)).toMatchObject({
      nickname: personalTexts.deletedPerson,
      accounts: [],
      completedOrders: before.completedOrders,
    });
    expect(await core().store.get('address', orderId)).toMatchObject({ sealed: null, country: 'US' });
    const again = await world.onDiscord('mori').getMe({});
    expect([again.tier, again.id === before.id]).toEqual(['guest', false]);
    expect(await refusalOf(world.onDiscord('mori').getOrder({ params: { tag: order.tag } }))).toBe('not-yours');
    // Whoever was paid for it stays until no bank can ask any more, and is told the day.
    const left = async () => (await obstaclesTo(core(), await citizenOf('kumo'))).find(({ key }) => key === 'paid');
    const from = (await left())?.until ?? 0;
    const earliest = ((await kept(order)).releasedAt ?? 0) + houseRules.disputesMayComeMs;
    expect([from >= earliest, from < earliest + day]).toEqual([true, true]);
    const told = { day: formatDay(from), length: formatLength(houseRules.disputesMayComeMs) };
    expect(await pageOf(await enter('kumo'), '/me/delete')).toContain(fill(personalTexts.delete.obstacles.paid, told));
    // The other side keeps the story, and what was said as long as a bank may ask.
    expect(await pageOf(await enter('kumo'), `/orders/${order.tag}`)).toContain('Could the plate be brass?');
    await world.pass(houseRules.roomWordsKeptMs);
    expect([await words(order), await left()]).toEqual([['', 'It could.'], undefined]);
  });

  test('stops to sell: drops close, the channel is free for whoever comes back with it', async () => {
    const drop = await listDrop(world, { by: 'tide', price: '60' });
    const { id } = await citizenOf('tide');
    expect((await leave(await enter('tide'))).status).toBe(200);
    await world.settle();
    expect(await core().store.get('drop', drop.id as DropId)).toMatchObject({ status: 'closed' });
    expect(await core().store.channelOfBuilder(id)).toBeUndefined();
    expect(await core().store.get('grant', twitchIdOf('tide'))).toMatchObject({ sealedTokens: null, login: '' });
    expect(await refusalOf(claim(world, 'nova', drop))).toBe('drop-not-open');
    await enter('tide');
    const back = await citizenOf('tide');
    await core().store.commit({
      put: [{ kind: 'builder', record: { ...emptyBuilder, id: back.id } }],
    });
    const consented = { channelId: twitchIdOf('tide'), login: 'tide_live', scopes: [], sealedTokens: 'sealed' };
    expect(await connectChannel(core(), back.id, consented)).toMatchObject({
      ok: true,
      channel: { builderId: back.id },
    });
  });

  test('shares no more: what was sold with them is paused, and cannot be opened as it was', async () => {
    const drop = await listDrop(world, { price: '60', marketer: 'hana' });
    expect((await leave(await enter('hana'))).status).toBe(200);
    await world.settle();
    expect(await core().store.get('drop', drop.id as DropId)).toMatchObject({ status: 'paused' });
    const { partnerships } = await world.onDiscord('kumo').listPartnerships({});
    const told = (await deliverNotices(world)).filter(({ kind }) => kind === 'partner-answered');
    expect(told.map(({ accountId }) => accountId)).toContain(personCalled('kumo').discord?.id);
    expect(partnerships.find(({ marketer }) => marketer === personalTexts.deletedPerson)).toMatchObject({
      state: 'ended',
    });
    const reopen = world.onDiscord('kumo').setMyDropStatus({ params: { dropId: drop.id }, body: { status: 'open' } });
    expect(await refusalOf(reopen)).not.toBe('granted');
  });

  test('stays banned when they were, by the numbers of their accounts and nothing else, until the ban is lifted', async () => {
    const ash = await enter('ash');
    const ban = await planBan(core(), await citizenOf('ash'), (await citizenOf('kumo')).id, 'chargebacks');
    if (!ban.ok) throw new Error(ban.refusal.code);
    await core().store.commit(ban.commit);
    expect((await leave(ash)).status).toBe(200);
    await world.settle();
    const left = await citizenOf('ash');
    expect(left).toMatchObject({ nickname: personalTexts.deletedPerson, bannedFor: 'chargebacks' });
    expect(left.accounts.every(({ handle }) => handle === '')).toBe(true);
    const drop = await listDrop(world, { price: '60' });
    expect(await refusalOf(world.inPanel('ash', 'kumo').claimUnit({ params: { dropId: drop.id } }))).toBe('banned');
    const lift = await planLift(core(), left, (await citizenOf('kumo')).id, 'a mistake');
    if (!lift.ok) throw new Error(lift.refusal.code);
    await core().store.commit(lift.commit);
    expect(await known('ash')).toBeUndefined();
  });

  test('stays barred when they share the ban of another, until that one is lifted', async () => {
    const relic = await citizenOf('relic');
    const juno = await enter('juno');
    const before = await citizenOf('juno');
    const kinBan = { citizenId: relic.id, reason: 'the same account' };
    await core().store.commit({ put: [{ kind: 'citizen', record: { ...before, kinBan } }] });
    const passport = await pageOf(juno, '/passport');
    expect(passport).toContain('You are banned from the C500 network: the same account');
    // What they might buy otherwise, and how to buy more, is nothing that they could do.
    expect(passport).not.toContain('aria-labelledby="cap"');
    expect(passport).not.toContain('href="/link#identity"');
    expect((await leave(juno)).status).toBe(200);
    await world.settle();
    const left = await citizenOf('juno');
    expect(left).toMatchObject({ id: before.id, nickname: personalTexts.deletedPerson, kinBan });
    const lift = await planLift(core(), left, relic.id, 'somebody else');
    if (!lift.ok) throw new Error(lift.refusal.code);
    await core().store.commit(lift.commit);
    expect(await known('juno')).toBeUndefined();
  });
});
