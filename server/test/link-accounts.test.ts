import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Citizen } from '../domain/citizen.ts';
import { personCalled } from '../../sandbox/people.ts';
import type { Platform } from '#shared/schemas/citizen.ts';
import { planBan } from '../usecases/people/bans.ts';
import { linkAccount, personBehind } from '../usecases/people/link-accounts.ts';
import { buy, claim, listDrop, orderOf, refusalOf } from './stories.ts';
import { browser, startWorld, type Browser, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
});
afterAll(() => world.close());

const store = () => world.app().core.store;
const accountOf = (key: string, platform: Platform) => personCalled(key)[platform]?.id ?? '';

async function citizenAt(platform: Platform, key: string): Promise<Citizen> {
  const found = await store().citizenByAccount(platform, accountOf(key, platform));
  if (!found) throw new Error(`${key} is nobody on ${platform}`);
  return found;
}

/** Has C500 know somebody of the sandbox by one of their accounts only. */
async function knowOnly(key: string, platform: Platform): Promise<Citizen> {
  const citizen = await citizenAt(platform, key);
  const record = { ...citizen, accounts: citizen.accounts.filter((each) => each.platform === platform) };
  await store().commit({ put: [{ kind: 'citizen', record }] });
  return citizenAt(platform, key);
}

/** Leaves for a platform's consent page, agrees there as somebody, and comes back. */
async function consent(person: Browser, path: string, as: string): Promise<Response> {
  const asked = await person.visit(path);
  const page = new URL(asked.headers.get('location') ?? '', world.site);
  const isDiscord = page.origin === world.discord?.origin;
  if (!isDiscord) page.searchParams.set('as', accountOf(as, 'twitch'));
  const agreed = isDiscord
    ? await fetch(page, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ decision: 'allow', user_id: accountOf(as, 'discord') }),
      })
    : await fetch(page, { redirect: 'manual' });
  return person.visit(agreed.headers.get('location') ?? '');
}

/** A browser in which somebody has signed in. */
async function signedIn(key: string, platform: Platform): Promise<Browser> {
  const person = browser(world.site);
  await consent(person, `/sign-in/${platform}?next=/link`, key);
  return person;
}

const fieldIn = (html: string, name: string) =>
  (new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

/** Presses the button of the page that asks before it links. */
async function press(person: Browser, html: string): Promise<Response> {
  const fields = { csrf: fieldIn(html, 'csrf'), proof: fieldIn(html, 'proof') };
  const headers = { origin: world.site };
  return person.visit('/link/confirm', { method: 'POST', headers, body: new URLSearchParams(fields) });
}

/** What comes of sending a proof to where links are made. */
async function withProof(person: Browser, proof: string): Promise<string> {
  return (await person.send('/link', '/link/confirm', { proof })).text();
}

/** Leaves for the second proof that a page asks for, and comes back. */
async function proveSecond(person: Browser, html: string, as: string): Promise<string> {
  const path = /href="(\/link\/(?:discord|twitch)\?proof=[^"]+)"/.exec(html)?.[1] ?? 'no second proof is asked for';
  return (await consent(person, path.replaceAll('&amp;', '&'), as)).text();
}

describe('an account that nobody has', () => {
  test('is shown, asked about, and added; then tier and score are those of two accounts', async () => {
    await knowOnly('ash', 'discord');
    expect((await world.onDiscord('ash').getMe({})).tier).toBe('guest');
    const { url } = await world.onDiscord('ash').startLink({ body: { what: 'twitch' } });
    expect(new URL(url).origin).toBe(world.site);
    const person = await signedIn('ash', 'discord');
    const asked = await (await consent(person, '/link/twitch', 'ash')).text();
    expect(asked).toContain('ash_live');
    expect((await world.onDiscord('ash').getMe({})).accounts).toHaveLength(1);
    expect((await press(person, asked)).status).toBe(200);
    const me = await world.onDiscord('ash').getMe({});
    expect(me).toMatchObject({ tier: 'member', score: 10 });
    expect(me.accounts.map(({ platform }) => platform)).toEqual(['discord', 'twitch']);
    expect(me.facts.find(({ key }) => key === 'account')).toEqual({
      key: 'account',
      holds: true,
      points: 10,
      count: 2,
    });
    expect((await world.inPanel('ash', 'kumo').getMe({})).id).toBe(me.id);
  });

  test('may be let go and linked again, for the same points; the last one stays', async () => {
    const person = await signedIn('ash', 'discord');
    expect((await person.send('/link', '/link/twitch/unlink', {})).status).toBe(303);
    expect(await citizenAt('discord', 'ash')).toMatchObject({ formerAccounts: [{ platform: 'twitch' }] });
    expect((await person.send('/link', '/link/discord/unlink', {})).status).toBe(409);
    await press(person, await (await consent(person, '/link/twitch', 'ash')).text());
    expect(await world.onDiscord('ash').getMe({})).toMatchObject({ tier: 'member', score: 10 });
  });

  test('is linked by nobody else’s browser, and by none without its form', async () => {
    const person = await signedIn('ash', 'discord');
    const asked = await (await consent(person, '/link/twitch', 'mori')).text();
    expect(asked).toContain('each of them has an account on the same platform already');
    const stranger = await signedIn('nova', 'discord');
    const page = await (await stranger.visit('/link')).text();
    const stolen = new URLSearchParams({ csrf: fieldIn(page, 'csrf'), proof: fieldIn(asked, 'proof') || 'made-up' });
    const headers = { origin: world.site };
    expect((await stranger.visit('/link/confirm', { method: 'POST', headers, body: stolen })).status).toBe(410);
    expect((await person.visit('/link/confirm', { method: 'POST', headers })).status).toBe(401);
  });
});

test('whoever proves at Stripe who they are is a Member, once and for all', async () => {
  await knowOnly('relic', 'discord');
  const person = await signedIn('relic', 'discord');
  const page = await (await person.send('/link', '/link/identity', {})).text();
  const url = /href="([^"]+verify\/start[^"]+)"/.exec(page)?.[1] ?? '';
  expect(await (await fetch(url)).text()).toContain('Prove who you are');
  const passed = () => fetch(url, { method: 'POST', redirect: 'manual' });
  expect((await passed()).headers.get('location')).toBe(`${world.site}/link`);
  expect((await passed()).status).toBe(404);
  await world.settle();
  const { tier, facts } = await world.onDiscord('relic').getMe({});
  const fact = { key: 'identity', holds: true, points: 20, count: 1 };
  expect([tier, facts.find(({ key }) => key === 'identity')]).toEqual(['member', fact]);
  expect(await (await person.visit('/link')).text()).toContain('You have proved who you are.');
  expect((await person.send('/link', '/link/identity', {})).headers.get('location')).toBe('/link');
});

describe('an account of somebody whom we know', () => {
  test('makes one of both once each was proved: the elder stays, facts and orders add up', async () => {
    const elder = await knowOnly('mori', 'discord');
    const drop = await listDrop(world, { price: '60', units: 9 });
    const bought = await buy(world, 'mori', drop);
    const another = await listDrop(world, { price: '70' });
    const order = await world.inPanel('mori', 'kumo').claimUnit({ params: { dropId: another.id } });
    const younger = await citizenAt('twitch', 'mori');
    expect(younger.id).not.toBe(elder.id);

    const person = await signedIn('mori', 'discord');
    const known = await (await consent(person, '/link/twitch', 'mori')).text();
    expect(known).toContain('We know mori_live');
    // One proof alone links nothing of somebody else's.
    expect(await withProof(person, decodeURIComponent(/proof=([^"]+)/.exec(known)?.[1] ?? ''))).toContain(
      'was not proved',
    );
    expect(await refusalOf(Promise.resolve(orderOf(world, 'mori', order.tag)))).toBe('not-yours');
    const notMine = await proveSecond(person, known, 'nova');
    expect(notMine).toContain('the other account was not proved as well');
    const both = await proveSecond(person, known, 'mori');
    expect((await press(person, both)).status).toBe(200);

    const one = await citizenAt('discord', 'mori');
    expect(one).toMatchObject({ id: elder.id, accounts: [{ platform: 'discord' }, { platform: 'twitch' }] });
    expect(await store().get('citizen', younger.id)).toMatchObject({ aliasOf: elder.id, accounts: [] });
    expect((await personBehind(world.app().core, younger.id))?.id).toBe(elder.id);
    expect((await orderOf(world, 'mori', order.tag)).fulfilment).toBe('reserved');
    const { orders } = await world.inPanel('mori', 'kumo').listMyOrders({ query: {} });
    expect(orders.map(({ tag }) => tag)).toEqual(expect.arrayContaining([bought.tag, order.tag]));
    // The claim of the younger counts against the elder's limits, and its end is the elder's too.
    expect((await world.onDiscord('mori').getMe({})).openMinor).toBe(130_00);
    expect((await claim(world, 'mori', another)).tag).toBe(order.tag);
    await world.onDiscord('mori').cancelClaim({ params: { tag: order.tag } });
    expect((await world.onDiscord('mori').getMe({})).openMinor).toBe(60_00);
  });

  test('a builder who was met as a viewer before keeps their own name for everything they sell, and connects', async () => {
    const builder = await citizenAt('discord', 'tide');
    const channel = await store().channelOfBuilder(builder.id);
    await world.inPanel('tide', 'tide').endConnection({});
    await knowOnly('tide', 'discord');
    world.clock.advance(1_000);
    const viewer = await world.inPanel('tide', 'kumo').getMe({});
    // Whoever was here first would stay, were the other one not a builder.
    const elder = { ...(await citizenAt('twitch', 'tide')), joinedAt: 1 };
    await store().commit({ put: [{ kind: 'citizen', record: elder }] });
    const person = await signedIn('tide', 'discord');
    const refused = await consent(person, '/connect/twitch', 'tide');
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('/c500 verify')]);
    const known = await (await consent(person, '/link/twitch', 'tide')).text();
    await press(person, await proveSecond(person, known, 'tide'));
    expect(await citizenAt('twitch', 'tide')).toMatchObject({ id: builder.id, joinedAt: 1 });
    expect((await store().get('citizen', elder.id))?.aliasOf).toBe(builder.id);
    expect(viewer.id).toBe(elder.id);
    expect((await consent(person, '/connect/twitch', 'tide')).status).toBe(200);
    expect((await store().channelOfBuilder(builder.id))?.id).toBe(channel?.id);
  });

  const outcome = async (id: Citizen['id'], key: string) => {
    const account = { platform: 'twitch', id: accountOf(key, 'twitch'), handle: key } as const;
    const linked = await linkAccount(world.app().core, id, account, true);
    return linked.ok ? 'granted' : (linked.refusal.params?.['reason'] ?? linked.refusal.code);
  };

  test('is refused where one has bought from the other, both sell, one is in a case, or one is banned', async () => {
    const nova = await knowOnly('nova', 'discord');
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    expect(await outcome(nova.id, 'kumo')).toBe('link-platform');
    await knowOnly('kumo', 'twitch');
    expect(await outcome(nova.id, 'kumo')).toBe('link-own-order');
    const yuzu = await knowOnly('yuzu', 'discord');
    expect(await outcome(yuzu.id, 'kumo')).toBe('link-both-sell');

    await world.inPanel('nova', 'kumo').getMe({});
    const body = { requestId: 'request-case', kind: 'late', text: 'Nothing was shown for weeks.' } as const;
    await world.onDiscord('nova').reportOrder({ params: { tag }, body });
    expect(await outcome(nova.id, 'nova')).toBe('link-case');

    const pip = await citizenAt('twitch', 'pip');
    const plan = await planBan(world.app().core, pip, nova.id, 'spam');
    if (plan.ok) await store().commit(plan.commit);
    const juno = await knowOnly('juno', 'discord');
    expect(await outcome(juno.id, 'pip')).toBe('link-banned');
    // The ban names the account, whoever would have it next.
    await store().commit({
      put: [{ kind: 'citizen', record: { ...(await citizenAt('twitch', 'pip')), accounts: [] } }],
    });
    expect(await outcome(juno.id, 'pip')).toBe('link-banned');
  });
});
