import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { day, hour, houseRules, minute } from '#shared/house-rules.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { testCards } from '../../sandbox/stripe/cards.ts';
import type { Order } from '../domain/order.ts';
import { stripeClient } from '../adapters/stripe/payments.ts';
import { confirmAct, proposeAct } from '../usecases/house/acts.ts';
import { fileNow } from '../usecases/disputes/answer-dispute.ts';
import { planBan } from '../usecases/people/bans.ts';
import {
  booksAgree,
  buy,
  claim,
  deliverNotices,
  kindsFor,
  listDrop,
  makeTrackingNumber,
  orderOf,
  refusalOf,
  sayInChat,
  twitchIdOf,
} from './stories.ts';
import { pay, signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let requests = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

const answerText = 'The board left here tuned; the pictures show it.';
const inNineDays = () => Math.floor((world.clock.now() + 9 * day - Date.now()) / 1_000);
const store = () => world.app().core.store;

async function bought(card?: string, by = 'mori'): Promise<OrderView> {
  const drop = await listDrop(world, { price: '$140.00' });
  if (!card) return buy(world, by, drop);
  const claimed = await claim(world, by, drop);
  await pay(world, claimed, card);
  return orderOf(world, by, claimed.tag);
}

async function recordOf({ tag }: OrderView): Promise<Order> {
  const order = await store().orderByTag(tag);
  if (!order) throw new Error(`order ${tag} is gone`);
  return order;
}

async function chargeOf(order: OrderView): Promise<string> {
  return (await recordOf(order)).payment?.chargeId ?? '';
}

async function disputed(order: OrderView, reason = 'product_not_received'): Promise<string> {
  const id = world.stripe.openDispute(await chargeOf(order), reason, { dueInSeconds: inNineDays() });
  await world.settle();
  return id;
}

async function decided(id: string, verdict: 'won' | 'lost' | 'closed'): Promise<void> {
  world.stripe.closeDispute(id, verdict);
  await world.settle();
}

async function builtLive({ tag }: OrderView): Promise<void> {
  world.twitch.goLive(twitchIdOf('kumo'), 'evening build');
  await world.settle();
  await sayInChat(world, { channelOf: 'kumo', by: 'kumo', text: `now: ${tag}` });
  await world.pass(11 * minute);
  world.twitch.goOffline(twitchIdOf('kumo'));
  await world.settle();
}

function addressOf(origin: string): { readonly host: string; readonly port: number; readonly protocol: 'http' } {
  const { hostname: host, port } = new URL(origin);
  return { host, port: Number(port), protocol: 'http' };
}

const atBank = (id: string) => world.stripe.model.disputes.get(id);
/** The builder has nothing to add, and does not wait for the day. */
async function fileBySelf(order: OrderView): Promise<void> {
  expect((await fileNow(world.app().core, (await recordOf(order)).id)).ok).toBe(true);
  await world.pass(0);
}
async function act(what: StaffAct): Promise<void> {
  const [core, by] = [world.app().core, seedId('sol')];
  const proposed = await proposeAct(core, by, `request-${++requests}`, what);
  const done = proposed.ok ? await confirmAct(core, by, proposed.act.id) : proposed;
  if (!done.ok) throw new Error(`${what.kind} was refused: ${done.refusal.code}`);
  await world.settle();
}
const strikesOf = async (citizenId: string) => (await store().list('strike', citizenId, 20)).map(({ why }) => why);
const answer = (key: string, tag: string, text = answerText) =>
  refusalOf(world.onDiscord(key).answerDispute({ params: { tag }, body: { requestId: 'request-1', text } }));

// First, while our clock is Stripe’s: the bank’s day follows from the moment at which it asks.
describe('an inquiry', () => {
  test('takes nothing, freezes the order while it is open, and strikes nobody', async () => {
    const order = await bought(testCards.inquiry);
    const before = await recordOf(order);
    expect(before).toMatchObject({ freeze: { reason: 'disputed' }, disputes: [{ isInquiry: true, withdrawn: null }] });
    const struck = await strikesOf(before.buyerId);
    const [id = ''] = before.disputes?.map((each) => each.id) ?? [];
    await decided(id, 'closed');
    expect((await recordOf(order)).freeze).toBeNull();
    expect((await store().get('dispute', id))?.state).toBe('closed');
    expect(await strikesOf(before.buyerId)).toEqual(struck);
  });

  test('that becomes a dispute is answered anew', async () => {
    const order = await bought(testCards.inquiry);
    const [id = ''] = (await recordOf(order)).disputes?.map((each) => each.id) ?? [];
    await fileBySelf(order);
    expect(atBank(id)).toMatchObject({ status: 'warning_under_review' });
    world.stripe.escalateInquiry(id);
    await world.settle();
    expect(await store().get('dispute', id)).toMatchObject({ state: 'needs-response', isInquiry: false, filed: null });
    await fileBySelf(order);
    expect(atBank(id)).toMatchObject({ status: 'under_review' });
    await decided(id, 'lost');
  });
});

describe('a dispute that is answered', () => {
  test('freezes the order, takes what the builder adds, is filed a day before the bank’s, and won', async () => {
    const order = await bought();
    await builtLive(order);
    await deliverNotices(world);
    const id = await disputed(order);
    const told = await deliverNotices(world);
    expect(kindsFor(told, 'kumo', order.tag)).toEqual(['dispute-opened-builder']);
    expect(told.map(({ kind }) => kind)).toContain('house-dispute');
    expect((await recordOf(order)).freeze?.reason).toBe('disputed');
    for (const stranger of ['mori', 'hana', 'nova']) expect(await answer(stranger, order.tag)).not.toBe('granted');
    expect([await answer('kumo', order.tag), await answer('kumo', order.tag)]).toEqual(['granted', 'granted']);
    expect((await store().get('dispute', id))?.said?.text).toBe(answerText);
    await world.pass(73 * hour);
    expect(await answer('kumo', order.tag)).toBe('dispute-filed');
    expect(atBank(id)?.evidence_details.submission_count).toBe(0);
    await world.pass(5 * day);
    const filed = atBank(id);
    expect(filed).toMatchObject({ status: 'under_review', intended_submission_method: 'manual' });
    expect(filed?.evidence.product_description).toContain('Cloud 65');
    expect(filed?.evidence.uncategorized_text).toContain(order.tag);
    const record = await store().get('dispute', id);
    const file = world.stripe.model.files.get(String(filed?.evidence.uncategorized_file));
    expect(record).toMatchObject({ state: 'filed', filed: { fileId: file?.file.id, bytes: file?.file.size } });
    expect(await world.app().core.files.sizeOf(record?.filed?.sha256 ?? '')).toBe(file?.file.size);
    expect(kindsFor(await deliverNotices(world), 'kumo', order.tag)).toContain('dispute-filed-builder');
    await decided(id, 'won');
    const { freeze, buyerId } = await recordOf(order);
    expect(freeze).toBeNull();
    expect(await strikesOf(buyerId)).toEqual(['unfounded-dispute']);
    expect(await store().get('citizen', buyerId)).toMatchObject({ lostDisputes: 1 });
    expect((await store().get('dispute', id))?.closedAt).not.toBeNull();
    const timeline = (await orderOf(world, 'mori', order.tag)).timeline.map(({ event }) => event);
    expect(timeline).toEqual(expect.arrayContaining(['disputed', 'dispute-evidence', 'dispute-filed', 'dispute-won']));
  });

  test('is filed once, whatever becomes of the call', async () => {
    const order = await bought();
    const id = await disputed(order);
    // Stripe has done it, and says that it broke: twice, because its client asks once more.
    world.stripe.faults.failNext = [{ path: `POST /v1/disputes/${id}`, mode: 'after', times: 2 }];
    await world.pass(8 * day + hour);
    expect(atBank(id)?.evidence_details.submission_count).toBe(1);
    await world.pass(20 * minute);
    const record = await store().get('dispute', id);
    expect(record).toMatchObject({ state: 'filed' });
    expect(record?.filed?.sha256).toBe(atBank(id)?.metadata['c500_sha256']);
    expect(atBank(id)?.evidence_details.submission_count).toBe(1);
    await decided(id, 'won');
  });

  test('is filed after a crash between the upload and its sending, with one file too many and one answer', async () => {
    const order = await bought();
    const id = await disputed(order);
    const files = world.stripe.model.files.size;
    world.stripe.faults.failNext = [{ path: `POST /v1/disputes/${id}`, mode: 'before', times: 2 }];
    await world.pass(8 * day + hour);
    expect(atBank(id)?.evidence_details.submission_count).toBe(0);
    await world.restart();
    // The process that begins takes over what the one before it had in hand, which on some stores takes a look or two.
    for (let looks = 0; looks < 5 && atBank(id)?.evidence_details.submission_count === 0; looks++)
      await world.pass(20 * minute);
    expect(atBank(id)?.evidence_details.submission_count).toBe(1);
    expect(world.stripe.model.files.size).toBe(files + 2);
    await decided(id, 'won');
  });

  test('that was won is found out although every message of it is lost: the bank is asked every three days', async () => {
    const order = await bought();
    const id = await disputed(order);
    await world.pass(houseRules.disputeLookMs);
    expect((await recordOf(order)).freeze?.reason).toBe('disputed');
    world.stripe.faults.webhookHeld = true;
    world.stripe.closeDispute(id, 'won');
    await world.pass(houseRules.disputeLookMs);
    expect(await recordOf(order)).toMatchObject({ freeze: null, disputes: [{ state: 'won', withdrawn: null }] });
    // Nothing is left to find, and the bank is asked no more.
    await world.pass(houseRules.disputeLookMs);
    expect((await store().due(Infinity, 500)).filter(({ subject }) => subject.endsWith(id))).toEqual([]);
    world.stripe.faults.releaseWebhooks();
    await world.settle();
  });

  test('that comes too late to be answered is the staff’s to hear of', async () => {
    const order = await bought();
    const id = world.stripe.openDispute(await chargeOf(order), 'general', { dueInSeconds: 60 });
    await world.settle();
    const flags = await store().list('flag', 'waiting', 100);
    const { id: orderId } = await recordOf(order);
    expect(flags.filter((flag) => flag.orderId === orderId && flag.kind === 'dispute-unanswered')).toHaveLength(1);
    expect(atBank(id)?.evidence_details.submission_count).toBe(0);
    await decided(id, 'lost');
  });
});

describe('a dispute that is lost', () => {
  test('with full proof is paid by the fund: the builder keeps what was released and is not struck', async () => {
    const order = await bought();
    await world
      .onDiscord('kumo')
      .declareShipment({ params: { tag: order.tag }, body: { number: makeTrackingNumber() } });
    await world.pass(49 * hour);
    const before = await recordOf(order);
    expect(before.proofs.map(({ kind }) => kind)).toContain('shipment');
    const struck = await strikesOf(before.builderId);
    await deliverNotices(world);
    const id = await disputed(order);
    await decided(id, 'lost');
    const after = await recordOf(order);
    expect(after).toMatchObject({ freeze: null, disputes: [{ id, state: 'lost', isSettled: true }] });
    expect(after.fulfilment).not.toBe('cancelled');
    expect(await strikesOf(before.builderId)).toEqual(struck);
    const lost = (await deliverNotices(world)).find(({ kind }) => kind === 'dispute-lost-builder');
    expect(lost?.params['reason']).toBe('fund-pays');
  });

  test('and paid by the fund leaves nothing to give back: a report is decided for the buyer without it', async () => {
    const order = await bought();
    const params = { tag: order.tag };
    await world.onDiscord('kumo').declareShipment({ params, body: { number: makeTrackingNumber() } });
    await world.pass(49 * hour);
    const body = { requestId: 'request-of-a-report', kind: 'damaged', text: 'It came in two pieces.' } as const;
    const { id: caseId } = await world.onDiscord('mori').reportOrder({ params, body });
    await decided(await disputed(order), 'lost');
    await act({ kind: 'take-case', caseId, reason: 'I have the time' });
    await act({ kind: 'decide-case', caseId, infavourOf: 'buyer', reason: 'the photos say so' });
    const after = await recordOf(order);
    expect(after).toMatchObject({ fulfilment: 'shipped', freeze: null, refunds: [], disputes: [{ isCovered: true }] });
  });

  test('without it ends the order, and strikes the builder', async () => {
    const order = await bought();
    const id = await disputed(order);
    await decided(id, 'lost');
    const after = await recordOf(order);
    expect(after.fulfilment).toBe('cancelled');
    expect(await strikesOf(after.builderId)).toContain('lost-dispute');
    expect((await store().get('builder', after.builderId))?.lostDisputes).toBeGreaterThan(0);
    const kinds = (await deliverNotices(world)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['dispute-lost-builder', 'dispute-closed-buyer', 'struck']));
  });

  test('comes to the same when every message comes twice and the last comes first', async () => {
    const order = await bought();
    const chargeId = await chargeOf(order);
    world.stripe.faults.webhookHeld = true;
    const known = new Set(world.stripe.model.events.keys());
    const id = world.stripe.openDispute(chargeId, 'general', { dueInSeconds: inNineDays() });
    world.stripe.closeDispute(id, 'won');
    const news = [...world.stripe.model.events.keys()].filter((event) => !known.has(event)).toReversed();
    for (const event of [...news, ...news]) await world.stripe.redeliver(event);
    world.stripe.faults.releaseWebhooks();
    await world.settle();
    const after = await recordOf(order);
    expect(after).toMatchObject({
      fulfilment: 'paid',
      freeze: null,
      disputes: [{ id, state: 'won', withdrawn: null }],
    });
    expect((await store().get('dispute', id))?.state).toBe('won');
    expect((await strikesOf(after.buyerId)).filter((why) => why === 'unfounded-dispute').length).toBeGreaterThan(0);
  });
});

describe('the order’s page', () => {
  test('lets the builder add words and files and send them now, and shows the buyer only that the bank looks', async () => {
    const order = await bought();
    const id = await disputed(order);
    const path = `/orders/${order.tag}`;
    const [{ person: builder }, { person: buyer }, { person: stranger }] = [
      await signIn(world, 'kumo'),
      await signIn(world, 'mori'),
      await signIn(world, 'hana'),
    ];
    const send = async (person: typeof builder, from: string, text: string, bytes = 'the packing list') => {
      const csrf = /name="csrf" value="([^"]+)"/.exec(await (await person.open(from)).text())?.[1] ?? '';
      const body = new FormData();
      body.set('csrf', csrf);
      body.set('text', text);
      body.append('files', new File([bytes], 'packed "box".txt'));
      const init = { method: 'POST', headers: { origin: world.site }, body };
      return (await person.visit(`${path}/dispute-evidence`, init)).status;
    };
    expect(await send(buyer, path, 'I never got it.')).toBe(403);
    expect(await send(stranger, '/', 'Neither did I.')).toBe(403);
    const forged = { method: 'POST', body: new FormData() };
    expect((await builder.visit(`${path}/dispute-evidence`, forged)).status).toBe(401);
    expect(await send(builder, path, 'too much', 'x'.repeat(13 * 1024 * 1024))).toBe(400);
    expect(await send(builder, path, '<b>packed</b> well')).toBe(303);
    const said = (await store().get('dispute', id))?.said;
    expect(said).toMatchObject({ text: '<b>packed</b> well', files: [{ name: 'packed box .txt', bytes: 16 }] });
    const [seen, buyers] = [await (await builder.open(path)).text(), await (await buyer.open(path)).text()];
    expect(seen).toContain('&lt;b&gt;packed&lt;/b&gt; well');
    expect(buyers).toContain('Your bank is looking at this payment');
    expect(buyers).not.toContain('packed');
    expect((await buyer.send(path, `${path}/file-dispute`, {})).status).toBe(403);
    expect((await builder.send(path, `${path}/file-dispute`, {})).status).toBe(303);
    await world.settle();
    expect(atBank(id)?.evidence_details.submission_count).toBe(1);
    expect(await send(builder, path, 'One more thing.')).toBe(409);
    await decided(id, 'won');
  });
});

describe('a bank’s warning', () => {
  test('holds what is not released, tells the staff, and is told once', async () => {
    const order = await bought(testCards.fraudWarning);
    const { freeze, id } = await recordOf(order);
    expect(freeze?.reason).toBe('fraud-warning');
    const flags = (await store().list('flag', 'waiting', 200)).filter((flag) => flag.orderId === id);
    expect(flags.map(({ kind }) => kind)).toEqual(['fraud-warning']);
  });

  test('keeps what is let go from being transferred until the staff has looked at it', async () => {
    const order = await bought(testCards.fraudWarning);
    const { id, tag } = await recordOf(order);
    await act({ kind: 'thaw', tag, reason: 'they are who they say' });
    await act({ kind: 'release', tag, reason: 'handed over at a meetup' });
    expect((await recordOf(order)).legs).toMatchObject([{ state: 'waiting', reason: 'charge-fraud-warning' }]);
    const flag = (await store().list('flag', 'waiting', 200)).find(({ orderId }) => orderId === id);
    await act({ kind: 'settle-flag', flagId: flag?.id ?? '', reason: 'they are who they say' });
    await world.pass(houseRules.transferRetryMs);
    expect((await recordOf(order)).legs).toMatchObject([{ state: 'done' }]);
  });
});

describe('a refund of ours that was made, and of which we have not heard', () => {
  test('is asked for before a bank’s money is booked, so that the buyer has it once', async () => {
    const order = await bought(undefined, 'nova');
    const { faults } = world.stripe;
    faults.webhookCopies = 0;
    faults.failNext = [{ path: 'POST /v1/refunds', mode: 'after', times: 1 }];
    await act({ kind: 'refund', tag: order.tag, amountTyped: '20', reason: 'a scratch' });
    expect((await recordOf(order)).refunds).toMatchObject([{ state: 'sending' }]);
    faults.webhookCopies = 1;
    const id = world.stripe.openDispute(await chargeOf(order), 'general', {
      dueInSeconds: inNineDays(),
      amountMinor: 30_00,
    });
    await world.settle();
    const [refund, ...others] = (await recordOf(order)).refunds;
    expect(refund).toMatchObject({ amountMinor: 20_00, state: 'done' });
    await decided(id, 'won');
    await world.pass(minute);
    expect((await recordOf(order)).freeze).toBeNull();
    expect(others).toEqual([]);
  });
});

describe('a refund that somebody made at Stripe', () => {
  const stripe = () =>
    stripeClient({ apiKey: world.credentials.stripeApiKey, address: addressOf(world.stripe.origin) });
  const flagged = async (order: OrderView) => {
    const { id } = await recordOf(order);
    return (await store().list('flag', 'waiting', 200)).filter(({ orderId }) => orderId === id).map(({ kind }) => kind);
  };

  test('in part is booked, told to the staff, and not sent again', async () => {
    const order = await bought();
    const made = await stripe().refunds.create({ charge: await chargeOf(order), amount: 20_00 });
    await world.settle();
    const after = await recordOf(order);
    expect(after).toMatchObject({
      fulfilment: 'paid',
      refunds: [{ amountMinor: 20_00, state: 'done', refundId: made.id }],
    });
    expect(await flagged(order)).toEqual(['refund-outside']);
  });

  test('of everything ends the order', async () => {
    const order = await bought(undefined, 'nova');
    await stripe().refunds.create({ charge: await chargeOf(order) });
    await world.settle();
    expect((await recordOf(order)).fulfilment).toBe('cancelled');
    expect(await flagged(order)).toEqual(['refund-outside']);
  });
});

describe('a card that somebody who is banned has paid with', () => {
  test('holds the order of whoever pays with it next, and tells the staff', async () => {
    const card = '5555555555554444';
    const paidBy = async (key: string) => {
      const claimed = await claim(world, key, await listDrop(world, { price: '$60.00' }));
      await pay(world, claimed, card);
      return recordOf(claimed);
    };
    const first = await paidBy('nova');
    expect(first.freeze).toBeNull();
    const nova = await store().get('citizen', first.buyerId);
    const ban = nova && (await planBan(world.app().core, nova, first.builderId, 'took parts out of a return'));
    if (!ban?.ok) throw new Error('nobody was banned');
    await store().commit(ban.commit);
    const second = await paidBy('mori');
    await world.pass(0);
    expect((await store().get('order', second.id))?.freeze?.reason).toBe('banned-card');
    const flags = (await store().list('flag', 'waiting', 200)).filter(({ orderId }) => orderId === second.id);
    expect(flags).toMatchObject([{ kind: 'banned-card', citizenId: second.buyerId, params: { banned: 'Nova' } }]);
  });
});
