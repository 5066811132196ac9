import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { day, hour, houseRules, minute } from '#shared/house-rules.ts';
import type { CaseView, StaffAct } from '#shared/schemas/house.ts';
import { casePageTexts } from '#shared/text/en/pages-cases.ts';
import { community } from '../../sandbox/seed/community.ts';
import { personCalled } from '../../sandbox/people.ts';
import { booksAgree, buy, deliverNotices, kindsFor, listDrop, orderOf, refusalOf } from './stories.ts';
import { signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ withDiscord: true, twitchCheckout: 'code' });
  // A second one of the staff, for what one may not do alone.
  world.discord?.byHand.setRole(personCalled('juno').discord?.id ?? '', community.places.staffRoleId, true);
});
beforeEach(() => world.clock.advance(minute));
afterAll(() => world.close());

let requests = 0;
const nextRequest = () => `request-in-a-case-${++requests}`;
async function act(what: StaffAct, by = 'sol'): Promise<string> {
  const proposed = await world.onDiscord(by).proposeAct({ body: { requestId: nextRequest(), act: what } });
  await world.onDiscord(by).confirmAct({ params: { actId: proposed.id } });
  await world.settle();
  return proposed.summary;
}
const reason = 'looked at by a person';
const take = (caseId: string, by = 'sol') => act({ kind: 'take-case', caseId, reason }, by);
const decide = (caseId: string, infavourOf: 'buyer' | 'builder', more = {}, by = 'sol') =>
  act({ kind: 'decide-case', caseId, infavourOf, reason: 'the photos say so', ...more }, by);
const answer = (key: string, caseId: string, text = 'This is what I have to say.') =>
  world.onDiscord(key).answerCase({ params: { caseId }, body: { requestId: nextRequest(), text } });
const appeal = (key: string, caseId: string) =>
  world
    .onDiscord(key)
    .appealCase({ params: { caseId }, body: { requestId: nextRequest(), text: 'You did not see the second photo.' } });
const casesOf = (key: string, tag: string) => world.onDiscord(key).listOrderCases({ params: { tag } });
const staffCase = async (caseId: string) => (await world.onDiscord('sol').getCase({ params: { caseId } })).case;

async function reported(): Promise<{ readonly tag: string; readonly opened: CaseView }> {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  const body = { requestId: nextRequest(), kind: 'damaged', text: 'The case came in two pieces.' } as const;
  return { tag, opened: await world.onDiscord('nova').reportOrder({ params: { tag }, body }) };
}

test('a case is listed for none of the staff who gets a share of its order', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60', marketer: 'hana' }));
  const body = { requestId: nextRequest(), kind: 'late', text: 'It was promised for last week.' } as const;
  const { id } = await world.onDiscord('nova').reportOrder({ params: { tag }, body });
  world.discord?.byHand.setRole(personCalled('hana').discord?.id ?? '', community.places.staffRoleId, true);
  const listed = async (by: string) =>
    (await world.onDiscord(by).listCases({ query: {} })).cases.map((each) => each.id);
  expect(await listed('sol')).toContain(id);
  expect(await listed('hana')).not.toContain(id);
  await take(id);
  await decide(id, 'builder');
});

describe('a case', () => {
  test('is told to its builder when the staff takes it on; both sides answer within their clocks', async () => {
    const { tag, opened } = await reported();
    expect(opened).toMatchObject({ state: 'open', takenBy: null, dueAt: opened.openedAt + houseRules.caseAnswerMs });
    expect((await casesOf('kumo', tag)).cases).toEqual([]);
    expect(await refusalOf(answer('kumo', opened.id))).toBe('not-found');
    expect(await refusalOf(decide(opened.id, 'buyer'))).toBe('case-not-taken');
    await deliverNotices(world);
    expect(await take(opened.id)).toContain('Kumo is told what was reported and has three days to answer');
    expect(kindsFor(await deliverNotices(world), 'kumo', tag)).toEqual(['case-taken-builder']);
    expect((await casesOf('kumo', tag)).cases).toMatchObject([
      { side: 'builder', text: 'The case came in two pieces.' },
    ]);
    expect(await refusalOf(answer('nova', opened.id))).toBe('answer-closed');
    expect(await refusalOf(answer('mori', opened.id))).toBe('not-yours');
    world.clock.advance(houseRules.caseAnswerMs - minute);
    const builders = await answer('kumo', opened.id);
    expect(builders).toMatchObject({ answers: [{ by: 'builder' }] });
    const said = builders.answers[0]?.at ?? 0;
    expect((await casesOf('nova', tag)).cases[0]?.answerUntil).toBe(said + houseRules.caseAnswerMs);
    world.clock.advance(minute);
    expect(await refusalOf(answer('kumo', opened.id))).toBe('answer-closed');
    await answer('nova', opened.id);
    expect(await staffCase(opened.id)).toMatchObject({ isReady: false, takenBy: 'Sol' });
    world.clock.advance(houseRules.caseAnswerMs);
    expect(await staffCase(opened.id)).toMatchObject({ isReady: true });
  });

  test('is decided by whoever has it, in part: the rest stays in the Vault and the order goes on', async () => {
    const { tag, opened } = await reported();
    await take(opened.id);
    expect(await refusalOf(decide(opened.id, 'buyer', {}, 'juno'))).toBe('case-of-another');
    expect(await refusalOf(decide(opened.id, 'buyer', { amountTyped: 'some' }))).toBe('amount-unreadable');
    expect(await refusalOf(decide(opened.id, 'buyer', { amountTyped: '72.01' }))).toBe('amount-too-high');
    await deliverNotices(world);
    const said = await decide(opened.id, 'buyer', { amountTyped: '20', postage: 'house' });
    expect(said).toBe(
      `Decide the case about Kumo for the buyer in part: $20.00 of $72.00 for ${tag} (Cloud 65) goes back to Nova, and the order goes on. C500 pays return postage. The builder may still answer.`,
    );
    expect(await orderOf(world, 'nova', tag)).toMatchObject({
      fulfilment: 'paid',
      vault: { heldMinor: 52_00, refundedMinor: 20_00, waitsFor: 'proof' },
    });
    const told = await deliverNotices(world);
    expect(told.find(({ kind }) => kind === 'case-decided-buyer')?.params).toMatchObject({
      amountMinor: 20_00,
      postage: 'house',
      untilAt: ((await staffCase(opened.id)).decision?.at ?? 0) + houseRules.caseAppealMs,
    });
    const onTwitch = await world.inPanel('nova', 'kumo').listOrderCases({ params: { tag } });
    expect(onTwitch.cases[0]?.decision).toMatchObject({ infavourOf: 'buyer', refund: null });
    expect((await orderOf(world, 'kumo', tag)).timeline.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['case-opened', 'case-taken', 'refunded-part', 'thawed', 'case-decided']),
    );
    await booksAgree(world);
  });

  test('is decided anew after an appeal, by somebody else and for good', async () => {
    const { tag, opened } = await reported();
    expect(await refusalOf(appeal('nova', opened.id))).toBe('case-undecided');
    await take(opened.id);
    await decide(opened.id, 'builder');
    expect((await orderOf(world, 'nova', tag)).vault?.waitsFor).toBe('proof');
    const appealed = await appeal('nova', opened.id);
    expect(appealed).toMatchObject({ state: 'appealed', appealUntil: null });
    expect((await orderOf(world, 'nova', tag)).vault?.waitsFor).toBe('frozen');
    expect(await refusalOf(appeal('kumo', opened.id))).toBe('already-appealed');
    await answer('kumo', opened.id);
    expect(await refusalOf(take(opened.id))).toBe('same-decider');
    expect(await refusalOf(decide(opened.id, 'buyer'))).toBe('case-not-taken');
    expect(await take(opened.id, 'juno')).toContain('the buyer appealed');
    expect(await decide(opened.id, 'buyer', {}, 'juno')).toContain('This is final.');
    expect(await orderOf(world, 'nova', tag)).toMatchObject({ fulfilment: 'cancelled' });
    expect((await casesOf('nova', tag)).cases).toMatchObject([
      { state: 'final', decision: { infavourOf: 'builder' }, final: { refund: { amountMinor: 72_00 } } },
    ]);
    expect(await refusalOf(take(opened.id))).toBe('case-decided');
    await booksAgree(world);
  });

  test('gives back also what was released, because a report keeps the order from its end', async () => {
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    await act({ kind: 'release', tag, reason: 'handed over in person' });
    const body = { requestId: nextRequest(), kind: 'not-as-shown', text: 'It is another colour.' } as const;
    const opened = await world.onDiscord('nova').reportOrder({ params: { tag }, body });
    await world.onDiscord('nova').confirmDelivery({ params: { tag } });
    await world.pass(houseRules.deliveryQuietMs + minute);
    expect(await orderOf(world, 'nova', tag)).toMatchObject({ fulfilment: 'delivered' });
    await take(opened.id);
    expect(await decide(opened.id, 'buyer')).toContain('was released, and is taken back from those who were paid.');
    expect(await orderOf(world, 'nova', tag)).toMatchObject({
      fulfilment: 'cancelled',
      vault: { heldMinor: 0, refundedMinor: 72_00 },
    });
    await appeal('kumo', opened.id);
    await take(opened.id, 'juno');
    expect(await decide(opened.id, 'builder', {}, 'juno')).toContain('What was refunded stays with the buyer');
    await booksAgree(world);
  });

  test('can be appealed for seven days', async () => {
    const { opened } = await reported();
    await take(opened.id);
    await decide(opened.id, 'builder');
    world.clock.advance(houseRules.caseAppealMs);
    expect(await refusalOf(appeal('nova', opened.id))).toBe('appeal-closed');
  });

  test('that nobody takes on for three days is shown to the staff once more', async () => {
    const { opened } = await reported();
    await world.pass(houseRules.caseAnswerMs + minute);
    const { store } = world.app().core;
    expect(await store.get('flag', `case-waits:${opened.id}:open`)).toMatchObject({ kind: 'case-waits' });
    await take(opened.id);
    expect(await staffCase(opened.id)).toMatchObject({ state: 'open', takenBy: 'Sol' });
    expect(await store.get('flag', `case-waits:${opened.id}:open`)).toMatchObject({ settled: { reason } });
  });

  test('is decided for the buyer by the clock when its money was held for eighty days', async () => {
    const { tag, opened } = await reported();
    await take(opened.id);
    await world.pass(houseRules.holdActionMs + hour);
    await world.pass(day);
    expect(await orderOf(world, 'nova', tag)).toMatchObject({ fulfilment: 'cancelled' });
    expect(await staffCase(opened.id)).toMatchObject({
      state: 'decided',
      decision: { infavourOf: 'buyer', reason: 'held-too-long', by: null, refundMinor: 72_00 },
    });
    await booksAgree(world);
  });
});

test('a wish to cancel stands on the page of both sides with its clock, and the builder agrees there at once', async () => {
  const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
  await world.onDiscord('nova').askCancellation({ params: { tag } });
  const { cancellation } = await orderOf(world, 'nova', tag);
  expect(cancellation?.until).toBe((cancellation?.askedAt ?? 0) + houseRules.cancellationMs);
  const [buyer, builder] = [(await signIn(world, 'nova')).person, (await signIn(world, 'kumo')).person];
  const path = `/orders/${tag}`;
  expect(await (await buyer.visit(path)).text()).toContain(casePageTexts.wishes.titleBuyer);
  const asked = await (await builder.visit(path)).text();
  for (const words of [casePageTexts.wishes.title, casePageTexts.wishes.agreeConfirm]) expect(asked).toContain(words);
  expect((await builder.send(path, `${path}/refund-order`, {})).status).toBe(303);
  await world.settle();
  expect(await orderOf(world, 'nova', tag)).toMatchObject({ fulfilment: 'cancelled', cancellation: null });
  await booksAgree(world);
});
