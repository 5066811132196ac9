import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { minute, second } from '#shared/house-rules.ts';
import type { ConnectionView } from '#shared/schemas/desk.ts';
import { personCalled } from '../../sandbox/people.ts';
import { connectChannel, endConsent } from '../usecases/streams/connect-channel.ts';
import { buy, deliverNotices, listDrop, refusalOf, sayInChat, twitchIdOf } from './stories.ts';
import { browser, signIn, startWorld, type Browser, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const store = () => world.app().core.store;
const config = (key: string) => world.inPanel(key, key);
const linkOf = async (key: string) => {
  const { connectUrl } = await config(key).getConnection({});
  return connectUrl.slice(world.site.length);
};
const codeOn = async (response: Response) => /problems\/([a-z-]+)"/.exec(await response.text())?.[1] ?? 'none';

/** Signs a builder in with Discord: their Twitch account may be the very thing that is to be linked. */
async function builderAt(key: string): Promise<Browser> {
  const { person } = await signIn(world, key);
  return person;
}

/** Goes to Twitch from a page of ours, agrees as somebody, with some of the scopes or all, and comes back. */
async function consent(
  person: Browser,
  page: string,
  as: string,
  options: { readonly scopes?: string; readonly deny?: boolean } = {},
): Promise<{ readonly asked: URL; readonly back: string; readonly response: Response }> {
  const left = await person.visit(page);
  const asked = new URL(left.headers.get('location') ?? `${world.site}/not-led-anywhere-${left.status}`);
  const page2 = new URL(asked);
  if (options.scopes !== undefined) page2.searchParams.set('scope', options.scopes);
  if (!options.deny) page2.searchParams.set('as', twitchIdOf(as));
  const agreed = await fetch(page2, {
    redirect: 'manual',
    ...(options.deny ? { method: 'POST', body: new URLSearchParams({ deny: '1' }) } : {}),
  });
  const back = agreed.headers.get('location') ?? '';
  return { asked, back, response: await person.visit(back) };
}

const stateOf = ({ checks }: ConnectionView) => Object.fromEntries(checks.map(({ key, state }) => [key, state]));

describe('a builder who connects the channel from its configuration', () => {
  beforeEach(async () => {
    await endConsent(world.app().core, twitchIdOf('kumo'), 'unlinked');
  });

  test('is asked by Twitch for three things and nothing else, and sees on our page what is still missing', async () => {
    const before = await config('kumo').getConnection({});
    expect(before).toMatchObject({ endedWhy: 'unlinked', connectedAt: null, builder: null, next: 'consent' });
    const { asked, response } = await consent(await builderAt('kumo'), await linkOf('kumo'), 'kumo');
    expect(asked.searchParams.get('scope')).toBe('channel:bot channel:manage:broadcast clips:edit');
    expect(asked.searchParams.get('redirect_uri')).toBe(`${world.site}/connect/twitch/return`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('kumo_live');
    const after = await config('kumo').getConnection({});
    expect(after).toMatchObject({ login: 'kumo_live', endedWhy: null, builder: { nickname: 'Kumo' }, next: null });
    expect(stateOf(after)).toMatchObject({ builder: 'done', consent: 'done', scopes: 'done', chat: 'done' });
    const grant = await store().get('grant', twitchIdOf('kumo'));
    expect(grant?.scopes.toSorted()).toEqual(['channel:bot', 'channel:manage:broadcast', 'clips:edit']);
    const token = world.twitch.model.tokens.dump().accessTokens.at(-1)?.token ?? 'none';
    expect(grant?.sealedTokens?.length).toBeGreaterThan(100);
    expect(JSON.stringify(grant)).not.toContain(token);
  });

  test('and grants less than was asked is told what that costs', async () => {
    const { response } = await consent(await builderAt('kumo'), await linkOf('kumo'), 'kumo', { scopes: 'clips:edit' });
    expect(await response.text()).toContain('channel:manage:broadcast');
    const { checks, next } = await config('kumo').getConnection({});
    expect(next).toBe('scopes');
    expect(checks.find(({ key }) => key === 'scopes')?.missing).toEqual(['channel:bot', 'channel:manage:broadcast']);
    expect(checks.find(({ key }) => key === 'chat')?.missing).toEqual(['channel:bot']);
    await consent(await builderAt('kumo'), '/connect/twitch', 'kumo');
    expect((await config('kumo').getConnection({})).next).toBeNull();
  });

  test('is led through signing in first, and back to the same link', async () => {
    const link = await linkOf('kumo');
    const person = browser(world.site);
    const left = await person.visit(link);
    const signInPage = left.headers.get('location') ?? '';
    expect(signInPage).toBe(`/sign-in?next=${encodeURIComponent(link)}`);
    const { landed } = await signIn(world, 'kumo', link, person);
    expect(landed).toBe(link);
    expect((await consent(person, landed, 'kumo')).response.status).toBe(200);
  });

  test('and says no at Twitch is told that nothing was connected, and can start again with the same link', async () => {
    const [person, link] = [await builderAt('kumo'), await linkOf('kumo')];
    expect(await codeOn((await consent(person, link, 'kumo', { deny: true })).response)).toBe('consent-refused');
    expect((await store().get('grant', twitchIdOf('kumo')))?.ended).not.toBeNull();
    expect((await consent(person, link, 'kumo')).response.status).toBe(200);
  });

  test('agrees as somebody else at Twitch, and is told that the link is for another channel', async () => {
    const { response } = await consent(await builderAt('kumo'), await linkOf('kumo'), 'ash');
    expect(await codeOn(response)).toBe('wrong-channel');
    expect(await store().get('channel', twitchIdOf('ash'))).toBeUndefined();
  });
});

describe('a link to connect is good for nothing when it', () => {
  beforeEach(async () => {
    await endConsent(world.app().core, twitchIdOf('kumo'), 'unlinked');
  });
  const refused = async (path: string, person?: Browser) =>
    codeOn(await (person ?? (await builderAt('kumo'))).visit(path));

  test('was used before, also from a trip to Twitch that began before', async () => {
    const [person, link] = [await builderAt('kumo'), await linkOf('kumo')];
    const left = await person.visit(link);
    const first = await consent(person, link, 'kumo');
    expect(first.response.status).toBe(200);
    expect(await refused(link, person)).toBe('link-used');
    const late = new URL(left.headers.get('location') ?? '');
    late.searchParams.set('as', twitchIdOf('kumo'));
    const agreed = await fetch(late, { redirect: 'manual' });
    expect(await codeOn(await person.visit(agreed.headers.get('location') ?? ''))).toBe('link-used');
  });

  test('was made before, but not because the tokens of the former consent were renewed meanwhile', async () => {
    await consent(await builderAt('kumo'), await linkOf('kumo'), 'kumo', { scopes: 'clips:edit' });
    const [person, link] = [await builderAt('kumo'), await linkOf('kumo')];
    const grant = await store().get('grant', twitchIdOf('kumo'));
    if (grant) await store().commit({ put: [{ kind: 'grant', record: grant }] });
    await consent(person, link, 'kumo');
    expect((await config('kumo').getConnection({})).next).toBeNull();
  });

  test('is old', async () => {
    const link = await linkOf('kumo');
    world.clock.advance(10 * minute + second);
    expect(await refused(link)).toBe('link-used');
  });

  test('was changed in a single symbol, made up, or signed for another purpose', async () => {
    const link = await linkOf('kumo');
    const at = link.indexOf('ticket=') + 12;
    expect(await refused(link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1))).toBe('link-used');
    expect(await refused('/connect/twitch?ticket=made-up')).toBe('link-used');
    const asked = await browser(world.site).visit('/sign-in/twitch');
    const state = new URL(asked.headers.get('location') ?? '').searchParams.get('state') ?? '';
    expect(await refused(`/connect/twitch?ticket=${state}`)).toBe('link-used');
  });

  test('comes back from Twitch in another browser, without its state, or twice', async () => {
    const [person, link] = [await builderAt('kumo'), await linkOf('kumo')];
    const asked = await person.visit(link);
    const consentPage = new URL(asked.headers.get('location') ?? '');
    consentPage.searchParams.set('as', twitchIdOf('kumo'));
    const back = (await fetch(consentPage, { redirect: 'manual' })).headers.get('location') ?? '';
    const stranger = await builderAt('yuzu');
    expect(await codeOn(await stranger.visit(back))).toBe('link-used');
    expect(await codeOn(await browser(world.site).visit(back))).toBe('link-used');
    const bare = new URL(back);
    bare.searchParams.delete('state');
    expect(await codeOn(await person.visit(bare.href))).toBe('link-used');
    expect((await person.visit(back)).status).toBe(200);
    expect(await codeOn(await person.visit(back))).toBe('link-used');
  });
});

describe('a channel cannot be linked', () => {
  test('by somebody who is no builder', async () => {
    const { person } = await signIn(world, 'nova');
    expect(await codeOn(await person.visit('/connect/twitch'))).toBe('not-a-builder');
    expect(await codeOn(await person.visit(await linkOf('nova')))).toBe('not-a-builder');
  });

  test('when it is another builder’s, whoever has its password', async () => {
    await endConsent(world.app().core, twitchIdOf('tide'), 'unlinked');
    const { response } = await consent(await builderAt('tide'), '/connect/twitch', 'yuzu');
    expect(await codeOn(response)).toBe('channel-of-another');
    expect((await store().get('channel', twitchIdOf('yuzu')))?.builderId).toContain('yuzu');
    expect((await store().get('grant', twitchIdOf('yuzu')))?.ended).toBeNull();
  });

  test('when the account is somebody else’s at C500', async () => {
    const { response } = await consent(await builderAt('tide'), '/connect/twitch', 'nova');
    expect(await codeOn(response)).toBe('account-of-another');
    expect(await store().get('channel', twitchIdOf('nova'))).toBeUndefined();
  });

  test('while another one of the same builder’s is', async () => {
    const { response } = await consent(await builderAt('yuzu'), '/connect/twitch', 'ash');
    expect(await codeOn(response)).toBe('unlink-first');
  });

  test('twice at once: of two consents for two channels one stands', async () => {
    const { core } = world.app();
    await endConsent(core, twitchIdOf('tide'), 'unlinked');
    const builderId = (await store().citizenByAccount('twitch', twitchIdOf('tide')))?.id;
    if (!builderId) throw new Error('tide is nobody');
    const consented = (channelId: string) => ({ channelId, login: channelId, scopes: [], sealedTokens: 'sealed' });
    const came = await Promise.all([
      connectChannel(core, builderId, consented(twitchIdOf('tide'))),
      connectChannel(core, builderId, consented(twitchIdOf('ash'))),
    ]);
    expect(came.map((each) => (each.ok ? 'linked' : each.refusal.code)).toSorted()).toEqual(['linked', 'unlink-first']);
    for (const key of ['tide', 'ash']) await endConsent(core, twitchIdOf(key), 'unlinked');
  });
});

describe('a builder who unlinks', () => {
  const revoked = (key: string) =>
    deliverNotices(world).then((notices) =>
      notices.filter(
        ({ kind, accountId }) => kind === 'reconnect-twitch' && accountId === personCalled(key).discord?.id,
      ),
    );

  test('in the middle of a build: the bench stops, minutes stand, nothing counts, the same channel goes on', async () => {
    const board = await buy(world, 'nova', await listDrop(world, { by: 'relic', price: '60' }));
    world.twitch.goLive(twitchIdOf('relic'), 'at the bench');
    await world.settle();
    const say = () => sayInChat(world, { channelOf: 'relic', by: 'relic', text: board.tag });
    expect(await say()).toEqual(['counted']);
    await world.pass(4 * minute);
    const ended = await config('relic').endConnection({});
    expect(ended).toMatchObject({ endedWhy: 'unlinked', builder: null, next: 'consent' });
    const grant = await store().get('grant', twitchIdOf('relic'));
    expect(grant?.sealedTokens).toBeNull();
    expect(
      world.twitch.model.tokens.dump().accessTokens.filter(({ userId }) => userId === twitchIdOf('relic')),
    ).toEqual([]);
    await world.pass(20 * minute);
    expect(await say()).toEqual(['no-builder-channel']);
    const order = () => world.onDiscord('nova').getOrder({ params: { tag: board.tag } });
    expect(await order()).toMatchObject({ fulfilment: 'building', proofs: [], bench: null });
    expect(await refusalOf(config('relic').endConnection({}))).toBe('no-builder-channel');
    expect(await refusalOf(config('relic').getDesk({}))).toBe('no-builder-channel');
    expect((await world.bot.listChannels({})).channels.map(({ twitchId }) => twitchId)).not.toContain(
      twitchIdOf('relic'),
    );
    expect(await revoked('relic')).toEqual([]);
    await consent(await builderAt('relic'), await linkOf('relic'), 'relic');
    // It is live still, which Twitch was asked about at once; and four of ten minutes stand.
    expect(await say()).toEqual(['counted']);
    await world.pass(6 * minute + second);
    expect((await order()).certifiedBuild).toBe(true);
  });

  test('and links another channel proves with it what was paid from then on, and nothing of before', async () => {
    const drop = await listDrop(world, { by: 'relic', price: '60' });
    const before = await buy(world, 'nova', drop);
    await config('relic').endConnection({});
    expect((await consent(await builderAt('relic'), '/connect/twitch', 'ash')).response.status).toBe(200);
    const after = await buy(world, 'mori', drop);
    world.twitch.goLive(twitchIdOf('ash'), 'a new home');
    await world.settle();
    expect((await store().get('channel', twitchIdOf('ash')))?.live).not.toBeNull();
    const say = (channelOf: string, tag: string) => sayInChat(world, { channelOf, by: channelOf, text: tag });
    expect(await say('ash', before.tag)).toEqual(['channel-linked-later']);
    expect(await say('ash', after.tag)).toEqual(['counted']);
    await config('ash').endConnection({});
    await consent(await builderAt('relic'), '/connect/twitch', 'relic');
    expect(await say('relic', before.tag)).toEqual(['counted']);
  });
});
