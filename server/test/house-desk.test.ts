import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { day, houseRules, minute, second } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { en } from '#shared/text/say.ts';
import { community } from '../../sandbox/seed/community.ts';
import { personCalled } from '../../sandbox/people.ts';
import { UpstreamError } from '../ports/payments.ts';
import { flagPuts } from '../usecases/house/flags.ts';
import { lastReckoning, reckon, reckonIfDue } from '../usecases/money/reckoning.ts';
import { solvencyView } from '../usecases/money/solvency.ts';
import { booksAgree, buy, listDrop, refusalOf } from './stories.ts';
import { browser, signIn, startWorld, type Browser, type TestWorld } from './world.ts';

const hostile = `<img src=x onerror=alert(1)>"'`;
const escaped = '&lt;img src=x onerror=alert(1)&gt;';

let world: TestWorld;
let sol: Browser;
let order: OrderView;
let caseId = '';
const flagId = 'flag-of-the-test';

beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
  sol = (await signIn(world, 'sol')).person;
  order = await buy(world, 'nova', await listDrop(world, { title: `Cloud ${hostile}`.slice(0, 60) }));
  const opened = await world.onDiscord('nova').reportOrder({
    params: { tag: order.tag },
    body: { requestId: 'request-of-desk', kind: 'damaged', text: `It came ${hostile} broken.` },
  });
  caseId = opened.id;
  const { core } = world.app();
  const flag = { id: flagId, kind: 'fraud-warning', citizenId: null, orderId: null, about: hostile } as const;
  await core.store.commit(await flagPuts(core, flag));
  await world.onDiscord('ash').apply({
    body: {
      guild: 'modder',
      about: `I lube ${hostile} all day long.`,
      links: ['https://example.com/'],
      pictures: [],
    },
  });
  await world.settle();
  await reckon(core);
});
afterAll(() => world.close());

async function citizenOf(key: string) {
  const citizen = await world.app().core.store.citizenByAccount('discord', personCalled(key).discord?.id ?? '');
  if (!citizen) throw new Error(`${key} is nobody yet`);
  return citizen.id;
}

function staffRole(key: string, has: boolean): void {
  world.discord?.byHand.setRole(personCalled(key).discord?.id ?? '', community.places.staffRoleId, has);
  // What Discord said last is remembered for half a minute.
  world.clock.advance(31 * second);
}

/** Somebody who works for the house as well, for a while. */
async function asStaff(key: string): Promise<Browser> {
  staffRole(key, true);
  return (await signIn(world, key)).person;
}

/** Every page of the desk, with something on it. */
async function everyPage(): Promise<readonly string[]> {
  return [
    '/house',
    '/house/people?q=Nova',
    `/house/people/${await citizenOf('nova')}`,
    `/house/people/${await citizenOf('kumo')}`,
    '/house/orders',
    `/house/orders/${order.tag}`,
    '/house/cases',
    '/house/cases?state=settled',
    `/house/cases/${caseId}`,
    '/house/disputes',
    '/house/bans',
    '/house/applications',
    '/house/flags',
    '/house/flags?state=settled',
    '/house/effects',
    '/house/acts',
    '/house/money',
    '/house/money/held?by=age',
    '/house/money/lines',
  ];
}

const forms = ['/house/acts', '/house/acts/act_none/confirm', '/house/money/look'];
const textOf = async (person: Browser, path: string) => (await person.visit(path)).text();
const bodyOf = (page: string) => page.slice(page.indexOf('<main'), page.indexOf('</main>'));

/** Fills a form of a page as a browser would, with the fields that the page gives it where it has one, and gives where it leads. */
async function fillIn(page: string, { kind = '', ...typed }: Record<string, string>): Promise<Response> {
  const html = await textOf(sol, page);
  const nonce = /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const own = html.split('<form').find((form) => form.includes(`name="kind" value="${kind}"`)) ?? '';
  const hidden = [...own.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  return sol.send(page, '/house/acts', {
    nonce,
    back: page.replace(/\?.*/, ''),
    kind,
    ...Object.fromEntries(hidden),
    ...typed,
  });
}

/** Prepares an act by a form and confirms it. */
async function act(page: string, fields: Record<string, string>): Promise<string> {
  const prepared = await fillIn(page, fields);
  if (prepared.status !== 303) return prepared.text();
  const place = prepared.headers.get('location') ?? '';
  const done = await sol.send(place, `${place.split('?')[0]}/confirm`, {});
  await world.settle();
  return done.status === 303 ? textOf(sol, done.headers.get('location') ?? '') : done.text();
}

test('every page is there for somebody of the staff, and nothing that people write becomes markup', async () => {
  for (const path of await everyPage()) {
    const response = await sol.visit(path);
    const page = await response.text();
    expect([path, response.status]).toEqual([path, 200]);
    expect(page).not.toContain('<img src=x');
    expect(bodyOf(page)).not.toMatch(/undefined|NaN|\[object|\{\w+\}/);
  }
  for (const path of [`/house/orders/${order.tag}`, `/house/cases/${caseId}`, '/house/flags', '/house/applications'])
    expect(await textOf(sol, path)).toContain(escaped);
});

describe('nobody else gets in', () => {
  test('strangers are sent to sign in; citizens and builders are refused, on every page and with every form', async () => {
    const nobody = browser(world.site);
    const others = [(await signIn(world, 'nova')).person, (await signIn(world, 'kumo')).person];
    for (const path of [...(await everyPage()), '/house/disputes/dp_none/document']) {
      const sent = await nobody.visit(path);
      expect([path, sent.status, sent.headers.get('location')?.startsWith('/sign-in?next=')]).toEqual([
        path,
        303,
        true,
      ]);
      for (const person of others) expect([path, (await person.visit(path)).status]).toEqual([path, 403]);
    }
    for (const path of forms) {
      expect((await nobody.send('/', path, {})).status).toBe(401);
      for (const person of others)
        expect((await person.send('/', path, { kind: 'freeze', tag: order.tag })).status).toBe(403);
    }
  });

  test('a form that is not of our own page does nothing', async () => {
    for (const path of forms) {
      const forged = { method: 'POST', body: new URLSearchParams({ csrf: 'made-up', kind: 'freeze', tag: order.tag }) };
      expect((await sol.visit(path, forged)).status).toBe(401);
      const elsewhere = await textOf(sol, '/house');
      const csrf = /name="csrf" value="([^"]+)"/.exec(elsewhere)?.[1] ?? '';
      const headers = { origin: 'https://elsewhere.example' };
      expect((await sol.visit(path, { method: 'POST', headers, body: new URLSearchParams({ csrf }) })).status).toBe(
        401,
      );
    }
  });

  test('whoever loses the role is out at once when Discord is asked again', async () => {
    staffRole('sol', false);
    for (const path of await everyPage()) expect([path, (await sol.visit(path)).status]).toEqual([path, 403]);
    for (const path of forms) expect((await sol.send('/', path, {})).status).toBe(403);
    staffRole('sol', true);
    expect((await sol.visit('/house')).status).toBe(200);
  });
});

describe('doing something', () => {
  test('is read before it is done, and done once from two windows and after going back', async () => {
    const page = `/house/orders/${order.tag}`;
    const fields = { kind: 'refund', tag: order.tag, amountTyped: '$20', reason: 'a scratch on the case' };
    const nonce = /name="nonce" value="([^"]+)"/.exec(await textOf(sol, page))?.[1] ?? '';
    const sent = () => sol.send(page, '/house/acts', { nonce, back: page, ...fields });
    const [one, two] = [await sent(), await sent()];
    const place = one.headers.get('location') ?? '';
    expect(two.headers.get('location')).toBe(place);
    expect(await textOf(sol, place)).toContain('$20.00');
    expect((await world.app().core.store.orderByTag(order.tag))?.refunds).toHaveLength(0);
    const confirm = () => sol.send(place, `${place.split('?')[0]}/confirm`, { back: page });
    await Promise.all([confirm(), confirm()]);
    await world.settle();
    expect((await confirm()).status).toBe(303);
    expect((await sent()).headers.get('location')).toBe(place);
    const refunds = (await world.app().core.store.orderByTag(order.tag))?.refunds ?? [];
    expect(refunds.map(({ amountMinor }) => amountMinor)).toEqual([20_00]);
    expect(await textOf(sol, '/house/acts?kind=refund&person=sol')).toContain('a scratch on the case');
    expect(bodyOf(await textOf(sol, '/house/acts?kind=ban'))).not.toContain('a scratch on the case');
  });

  test('is refused in words where the rules refuse it, and somebody else cannot confirm it', async () => {
    const freeze = { kind: 'freeze', tag: order.tag, reason: 'to look at it' };
    expect(await act(`/house/orders/${order.tag}`, { ...freeze, kind: 'thaw' })).toContain('role="alert"');
    expect((await fillIn('/house', { kind: 'freeze', tag: order.tag, reason: '' })).status).toBe(400);
    for (const back of ['https://elsewhere.example/', '//elsewhere.example', '/house/../pay', '/orders/C5-0000000']) {
      const away = await fillIn('/house/flags', { kind: 'settle-flag', flagId, reason: 'and then away', back });
      const page = await textOf(sol, away.headers.get('location') ?? '');
      expect(bodyOf(page)).toMatch(/href="\/house">/);
      expect(page).not.toContain(back);
    }
    const prepared = await world.onDiscord('sol').proposeAct({
      body: { requestId: 'request-of-other', act: { kind: 'settle-flag', flagId, reason: 'not yet' } },
    });
    expect(prepared.summary).toContain('A fraud warning');
    expect(await textOf(sol, `/house/acts/${prepared.id}`)).toContain(`${prepared.id}/confirm`);
    const other = await asStaff('nova');
    expect(await textOf(other, `/house/acts/${prepared.id}`)).not.toContain(`${prepared.id}/confirm`);
    const pressed = await other.send('/house', `/house/acts/${prepared.id}/confirm`, {});
    expect([pressed.status, await pressed.text()]).toEqual([
      403,
      expect.stringContaining(en.refusals['act-of-another'].sentence),
    ]);
    expect((await world.app().core.store.get('flag', flagId))?.settled).toBeNull();
    staffRole('nova', false);
  });

  test('settles a flag once, and it stays on record', async () => {
    const fields = { kind: 'settle-flag', flagId, reason: 'looked at with the bank' };
    expect(await act('/house/flags', fields)).toContain('looked at with the bank');
    expect(bodyOf(await textOf(sol, '/house/flags'))).not.toContain('A fraud warning');
    expect(await textOf(sol, '/house/flags?state=settled')).toContain('looked at with the bank');
    expect(await act('/house/flags', { ...fields, reason: 'once more' })).toContain('role="alert"');
  });

  test('hurries an effect that is stuck, and no second money moves', async () => {
    const late = await buy(world, 'mori', await listDrop(world, { title: 'Late board' }));
    world.stripe.faults.down = true;
    await act(`/house/orders/${late.tag}`, { kind: 'refund', tag: late.tag, reason: 'asked for it' });
    const { store } = world.app().core;
    const id = (await store.orderByTag(late.tag))?.id;
    if (!id) throw new Error('there is no such order');
    const refund = async () => (await store.effectsOf(id)).find(({ effect }) => effect.kind === 'create-refund');
    for (let tries = 0; tries < 3; tries++) await world.pass(minute);
    const key = (await refund())?.effect.key ?? '';
    expect(await textOf(sol, '/house/effects')).toContain(key);
    world.stripe.faults.down = false;
    expect(await act('/house/effects', { kind: 'retry-effect', key, reason: 'Stripe is back' })).toContain(
      'Stripe is back',
    );
    await world.pass(second);
    expect((await refund())?.state).toBe('done');
    expect(await act('/house/effects', { kind: 'retry-effect', key, reason: 'and again' })).toContain('role="alert"');
    await booksAgree(world);
  });
});

test('a dispute is read as the bank would, filed once, and what was filed can be fetched again', async () => {
  const disputed = await buy(world, 'mori', await listDrop(world, { title: 'Disputed board' }));
  const record = await world.app().core.store.orderByTag(disputed.tag);
  const dueInSeconds = Math.floor((world.clock.now() + 9 * day - Date.now()) / 1_000);
  const id = world.stripe.openDispute(record?.payment?.chargeId ?? '', 'product_not_received', { dueInSeconds });
  await world.settle();
  const page = `/house/disputes/${id}`;
  expect(bodyOf(await textOf(sol, '/house'))).toContain(disputed.tag);
  expect(await textOf(sol, page)).toContain('product_not_received');
  const preview = await sol.visit(`${page}/preview`);
  expect([preview.status, preview.headers.get('content-disposition')]).toEqual([
    200,
    expect.stringMatching(/^attachment/),
  ]);
  expect((await preview.text()).slice(0, 5)).toBe('%PDF-');
  expect((await sol.visit(`${page}/document`)).status).toBe(404);
  const nova = (await signIn(world, 'nova')).person;
  for (const file of ['preview', 'document', 'files/none'])
    expect((await nova.visit(`${page}/${file}`)).status).toBe(403);
  const filing = { kind: 'file-dispute', disputeId: id, reason: 'nothing more will come' };
  expect(await act(page, filing)).toContain('nothing more will come');
  await world.pass(second);
  const { filed } = (await world.app().core.store.get('dispute', id)) ?? {};
  const document = Buffer.from(await (await sol.visit(`${page}/document`)).arrayBuffer());
  expect(createHash('sha256').update(document).digest('hex')).toBe(filed?.sha256);
  expect(await act(page, { ...filing, reason: 'once more' })).toContain('role="alert"');
  world.stripe.closeDispute(id, 'won');
  await world.settle();
  expect(bodyOf(await textOf(sol, '/house/disputes'))).toContain('Won');
});

test('people are certified, declined, struck and banned by the forms of their pages, and each is taken back the same way', async () => {
  const { store } = world.app().core;
  const ash = await citizenOf('ash');
  const person = `/house/people/${ash}`;
  expect(await act('/house/applications', { kind: 'decline', reason: 'the links show nothing yet' })).toContain(
    'Decline',
  );
  expect((await store.get('application', ash))?.state).toBe('declined');
  expect(await act(person, { kind: 'certify', guilds: 'modder', reason: 'showed me their work' })).toContain('Certify');
  expect((await store.get('builder', ash))?.guilds).toEqual(['modder']);
  expect(await act(person, { kind: 'strike', reason: 'rude in a room' })).toContain('rude in a room');
  expect(await act(person, { kind: 'lift-strike', reason: 'it was somebody else' })).toContain('it was somebody else');
  expect(await act(person, { kind: 'ban', reason: 'sold what was not theirs' })).toContain('sold what was not theirs');
  expect(bodyOf(await textOf(sol, '/house/bans'))).toContain(person);
  expect(await act(person, { kind: 'lift-ban', reason: 'it was theirs' })).toContain('it was theirs');
  expect(bodyOf(await textOf(sol, '/house/bans'))).not.toContain(person);
  const [strike] = await store.list('strike', ash, 5);
  expect(strike).toMatchObject({ why: 'conduct', lifted: { reason: 'it was somebody else' } });
});

test('whoever is known by Twitch alone is struck, banned and let in again as well', async () => {
  await signIn(world, 'pip');
  const { store } = world.app().core;
  const pip = await store.citizenByAccount('twitch', personCalled('pip').twitch?.id ?? '');
  const person = `/house/people/${pip?.id}`;
  expect(await act(person, { kind: 'strike', reason: 'rude in chat' })).toContain('rude in chat');
  expect(await act(person, { kind: 'ban', reason: 'paid with stolen cards' })).toContain('paid with stolen cards');
  expect(await act('/house/bans', { kind: 'lift-ban', reason: 'the cards were theirs' })).toContain('were theirs');
  expect(await store.get('ban', pip?.id ?? '')).toMatchObject({ lifted: { reason: 'the cards were theirs' } });
});

test('nobody of the staff does anything in a matter of their own', async () => {
  const kumo = await asStaff('kumo');
  const release = { kind: 'release', tag: order.tag, reason: 'it is finished', nonce: 'nonce-of-kumo' };
  const refused = await kumo.send('/house', '/house/acts', release);
  const { sentence } = en.refusals['own-matter'];
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining(sentence)]);
  // Nor do they read there what is not told to the two of an order.
  for (const path of [`/house/orders/${order.tag}`, `/house/cases/${caseId}`]) {
    const page = await kumo.visit(path);
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining(sentence)]);
  }
  expect(bodyOf(await textOf(kumo, '/house/cases'))).not.toContain(caseId);
  // Nor who bought from them, or what the house noticed about it.
  const { store } = world.app().core;
  const orderId = (await store.orderByTag(order.tag))?.id ?? null;
  const own = { id: 'flag-of-kumo', kind: 'fraud-warning', citizenId: null, orderId, about: order.tag } as const;
  await store.commit(await flagPuts(world.app().core, own));
  for (const path of [`/house/people/${await citizenOf('nova')}`, '/house/flags', '/house']) {
    expect(bodyOf(await textOf(sol, path))).toContain(order.tag);
    expect(bodyOf(await textOf(kumo, path))).not.toContain(order.tag);
  }
  expect(await world.onDiscord('kumo').listCases({ query: {} })).toEqual({ cases: [] });
  expect(await refusalOf(world.onDiscord('kumo').getCase({ params: { caseId } }))).toBe('own-matter');
  staffRole('kumo', false);
});

test('people are found by nickname, number, login and order tag', async () => {
  const kumo = `/house/people/${await citizenOf('kumo')}`;
  for (const typed of [
    'KUMO',
    '@kumo_live',
    personCalled('kumo').discord?.id ?? '',
    personCalled('kumo').twitch?.id ?? '',
  ])
    expect([typed, (await textOf(sol, `/house/people?q=${encodeURIComponent(typed)}`)).includes(kumo)]).toEqual([
      typed,
      true,
    ]);
  const found = await sol.visit(`/house/people?q=${order.tag.toLowerCase()}`);
  expect(found.headers.get('location')).toBe(`/house/orders/${order.tag}`);
  expect(await textOf(sol, '/house/people?q=nobody-here')).toContain('role="status"');
});

describe('money', () => {
  test('is laid beside Stripe’s books line by line; what one of them alone knows is under way for an hour, and then due', async () => {
    const { core } = world.app();
    await reckon(core);
    expect(await textOf(sol, '/house/money')).toContain('Both books say the same');
    expect(await textOf(sol, '/house/money/lines')).toContain(order.tag);
    expect(await textOf(sol, '/house/money/held?by=amount')).toContain(order.tag);
    const stray = { id: 'txn_stray', sourceId: 'po_stray', netMinor: -50_00, currency: 'USD', withOwnBank: false };
    const listMovements = async () => [...(await core.payments.listMovements()).slice(1), stray];
    const differing = { ...core, payments: { ...core.payments, listMovements } };
    await reckon(differing);
    // Our own entry is from the beginning of the test, and Stripe's was never seen before.
    expect(bodyOf(await textOf(sol, '/house'))).not.toContain('po_stray');
    expect(await textOf(sol, '/house/money')).toMatch(/po_stray[\s\S]*-\$50\.00[\s\S]*Under way/);
    expect((await solvencyView(core)).reconciled?.agrees).toBe(true);
    await world.pass(61 * minute);
    await reckon(differing);
    expect((await solvencyView(core)).reconciled?.agrees).toBe(false);
    const today = bodyOf(await textOf(sol, '/house'));
    expect(today).toContain('po_stray');
    expect(today).toContain(order.tag);
    expect(await textOf(sol, '/house/money/lines')).toContain('Differs');
    await reckon(core);
    expect(bodyOf(await textOf(sol, '/house'))).not.toContain('po_stray');
  });

  test('that waits to be transferred says why, and who owes the house stands by name', async () => {
    const account = world.accounts['yuzu'] ?? '';
    const waiting = await buy(world, 'nova', await listDrop(world, { by: 'yuzu', title: 'Resin caps' }));
    world.stripe.setAccountActive(account, false);
    await act(`/house/orders/${waiting.tag}`, { kind: 'release', tag: waiting.tag, reason: 'handed over in person' });
    await reckon(world.app().core);
    const before = bodyOf(await textOf(sol, '/house/money'));
    expect(before).toMatch(
      new RegExp(`${waiting.tag}[\\s\\S]*Yuzu[\\s\\S]*\\$417\\.00[\\s\\S]*cannot receive transfers yet`),
    );
    world.stripe.setAccountActive(account, true);
    await world.pass(houseRules.transferRetryMs);
    world.stripe.payOutAccount(account);
    await act(`/house/orders/${waiting.tag}`, { kind: 'refund', tag: waiting.tag, reason: 'they came broken' });
    await reckon(world.app().core);
    const after = await textOf(sol, '/house/money');
    expect(after).toMatch(/id="debts"[\s\S]*Yuzu[\s\S]*\$417\.00/);
    expect(after).toContain('Both books say the same');
    expect(await textOf(sol, `/house/people/${await citizenOf('yuzu')}`)).toContain('Owes the house');
  });

  test('that the house pays out to itself is no difference, and is not counted as being there', async () => {
    const { core } = world.app();
    const paidOut = { id: 'txn_own', sourceId: 'po_own', netMinor: -100_00, currency: 'USD', withOwnBank: true };
    const listMovements = async () => [...(await core.payments.listMovements()), paidOut];
    const before = await solvencyView(core);
    await reckon({ ...core, payments: { ...core.payments, listMovements } });
    expect(await textOf(sol, '/house/money')).toMatch(/Both books say the same[\s\S]*-\$100\.00/);
    expect(await solvencyView(core)).toMatchObject({
      stripeMinor: before.stripeMinor - 100_00,
      shortMinor: before.shortMinor + 100_00,
      reconciled: { agrees: true },
    });
    await reckon(core);
  });

  test('is shown as it was last compared while Stripe does not answer', async () => {
    const { core } = world.app();
    const at = (await core.store.get('reckoning', 'latest'))?.compared?.at;
    const listMovements = () => Promise.reject(new UpstreamError('stripe', 'gone', { retryable: true }));
    world.clock.advance(minute);
    await reckon({ ...core, payments: { ...core.payments, listMovements } });
    expect(await textOf(sol, '/house/money')).toMatch(/Stripe did not answer[\s\S]*Both books say the same/);
    expect((await solvencyView(core)).reconciled).toEqual({ at, agrees: true });
    await reckon(core);
  });

  test('is gone through again by itself ten minutes later and no sooner', async () => {
    const { core } = world.app();
    const lookedAt = async () => (await core.store.get('reckoning', 'latest'))?.at;
    await reckon(core);
    const first = await lookedAt();
    world.clock.advance(9 * minute);
    await reckonIfDue(core);
    expect(await lookedAt()).toBe(first);
    world.clock.advance(minute);
    await reckonIfDue(core);
    expect(await lookedAt()).toBeGreaterThan(first ?? Infinity);
  });

  test('may be looked at anew once a minute', async () => {
    const look = () => sol.send('/house/money', '/house/money/look', {});
    expect((await look()).status).toBe(303);
    expect((await look()).status).toBe(429);
    world.clock.advance(minute);
    expect((await look()).status).toBe(303);
  });

  test('that is public adds up to the ledger, and names nobody', async () => {
    await reckon(world.app().core);
    world.clock.advance(minute);
    const view = await world.bot.getSolvency({});
    const balances = await world.app().core.store.balances();
    const sum = (of: RegExp) =>
      balances.filter(({ account }) => of.test(account)).reduce((total, { amountMinor }) => total - amountMinor, 0);
    const short = sum(/^(held:|refund-due:|payable:|tax-payable$)/) + sum(/^stripe$/);
    expect(short).toBeGreaterThan(0);
    expect(view).toMatchObject({
      heldMinor: sum(/^held:/),
      orders: balances.filter(({ account }) => account.startsWith('held:')).length,
      refundsDueMinor: sum(/^refund-due:/),
      payableMinor: sum(/^payable:/),
      taxMinor: sum(/^tax-payable$/),
      fundMinor: sum(/^fund$/),
      stripeMinor: -sum(/^stripe$/),
      covered: false,
      shortMinor: short,
      reconciled: { agrees: true },
    });
    expect(view.heldMinor).toBeGreaterThan(0);
    expect(view.ageing).toEqual([{ daysMax: 90, heldMinor: view.heldMinor, orders: view.orders }]);
    const listed = (await lastReckoning(world.app().core))?.held ?? [];
    expect(listed.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(view.heldMinor);
    const page = await textOf(browser(world.site), '/solvency');
    expect(page).toContain('All but ');
    expect(page).not.toMatch(/C5-\w{7}|nova|kumo/i);
  });

  test('of many orders is shown in pages, the largest or the longest held first', async () => {
    const { store, clock } = world.app().core;
    const latest = await store.get('reckoning', 'latest');
    if (!latest) throw new Error('the books were gone through');
    const rows = Array.from({ length: 120 }, (_, number) => ({
      orderId: makeId('order', `many${number}`),
      amountMinor: 100_00 + ((number * 7) % 120) * 100,
      since: clock.now() - (120 - number) * minute,
    }));
    const record = async (part: number) => ({
      ...latest,
      id: `held:${part}`,
      version: (await store.get('reckoning', `held:${part}`))?.version ?? 0,
      held: rows.slice(part * 60, part * 60 + 60),
    });
    const put = [{ ...latest, heldParts: 2 }, await record(0), await record(1)];
    await store.commit({ put: put.map((each) => ({ kind: 'reckoning', record: each })) });
    const amounts = async (path: string) =>
      [...bodyOf(await textOf(sol, path)).matchAll(/class="amount">\$(\d+)\.00/g)].map(([, amount]) => Number(amount));
    const [first, last] = [await amounts('/house/money/held'), await amounts('/house/money/held?page=3')];
    expect([first.length, first[0], last.length, last.at(-1)]).toEqual([50, 219, 20, 100]);
    expect(first).toEqual(first.toSorted((one, other) => other - one));
    expect((await amounts('/house/money/held?by=age')).slice(0, 3)).toEqual([100, 107, 114]);
    expect(await amounts('/house/money/held?by=age&page=900')).toEqual([]);
    await reckon(world.app().core);
  });

  test('that was held for long is on the first page', async () => {
    world.clock.advance(houseRules.holdWarningMs);
    await reckon(world.app().core);
    const { person } = await signIn(world, 'sol');
    const page = bodyOf(await textOf(person, '/house'));
    expect(page).toContain('Held for 75 days or more');
    expect(page).toContain(order.tag);
  });
});
