import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { Problem } from '#shared/api/problem.ts';
import { activitySessions } from '../http/activity-sessions.ts';
import { createLive } from '../http/live.ts';
import { createHttp } from '../http/server.ts';
import { createLog } from '../log.ts';
import { keepViews } from '../usecases/work/kept-views.ts';
import { callers, credentialsOf, gather, judgedAtDoor, type Caller, type Headers } from './role-callers.ts';
import { rows, type Things } from './role-rows.ts';
import { isOfHouse, rowOfHouse, siteRows, type SiteRow } from './role-site-rows.ts';
import { claim, buy, listDrop, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

type Name = keyof typeof contract;
const names = Object.keys(contract) as Name[];
const endpointOf = (name: Name): Endpoint => contract[name];

let world: TestWorld;
let things: Things;
let credentials: Readonly<Record<Caller, Headers>>;
let csrfOf: Readonly<Partial<Record<Caller, string>>>;
beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
  things = await setOut();
  const signedIn = await gather(world);
  credentials = credentialsOf(world, signedIn);
  csrfOf = Object.fromEntries(Object.entries(signedIn).map(([who, { csrf }]) => [who, csrf]));
});
afterAll(() => world.close());

async function setOut(): Promise<Things> {
  const drop = await listDrop(world, { price: '60', marketer: 'hana', units: 9 });
  const { tag } = await buy(world, 'nova', drop);
  const raffle = await listDrop(world, { price: '60', raffleMinutes: 60 });
  const { id: caseId } = await world.onDiscord('nova').reportOrder({
    params: { tag },
    body: { requestId: 'request-of-things', kind: 'late', text: 'It is two weeks late.' },
  });
  const reserved = await claim(world, 'nova', await listDrop(world, { price: '60' }));
  const offered = await world.onDiscord('kumo').proposePartnership({
    body: { marketerDiscordId: '200000000000000007', marketerHandle: 'nova', marketerPercent: 20 },
  });
  const { sha256, ...file } = await world.bot.keepRoomFile({
    params: { tag },
    body: { name: 'plate.txt', base64: 'aGVsbG8=' },
  });
  const said = { messageId: '9000001', byDiscordId: '200000000000000007', text: '', at: world.clock.now() };
  await world.bot.recordRoomMessage({ params: { tag }, body: { ...said, files: [{ ...file, sha256 }] } });
  // A builder who is live could tell of a drop, if it were theirs.
  world.twitch.goLive(twitchIdOf('yuzu'), 'casting');
  await world.settle();
  return {
    tag,
    reservedTag: reserved.tag,
    dropId: drop.id,
    raffleId: raffle.id,
    caseId,
    partnershipId: offered.id,
    sha256,
  };
}

/** The code of the refusal, or `in` when it was none. */
async function codeOf(response: Response): Promise<string> {
  if (response.ok) return 'in';
  return Problem.parse(await response.json()).code;
}

function call(name: Name, caller: Caller): Promise<Response> {
  const { method, path } = endpointOf(name);
  const { params = {}, body } = rows[name].sent?.(things) ?? {};
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? 'none'));
  return fetch(world.site + filled, {
    method,
    headers: { ...credentials[caller], ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The code that somebody must be refused with; undefined where they may, which other tests tell. */
function refusalFor(name: Name, caller: Caller): string | undefined {
  const { kind, banned, sellers } = rows[name];
  const atDoor = judgedAtDoor(endpointOf(name).auth, caller);
  if (atDoor !== 'in') return atDoor;
  if (caller === 'banned' && banned) return banned;
  if (kind === 'own' || kind === 'open') return undefined;
  const isSeller = caller === 'builder' || caller === 'broadcaster';
  return isSeller && sellers === 'may' ? undefined : kind;
}

describe('an endpoint refuses whoever has no business with it', () => {
  test.each(names)('%s', async (name) => {
    const wrong = callers.filter((caller) => refusalFor(name, caller) !== undefined);
    const answers = await Promise.all(wrong.map(async (caller) => [caller, await codeOf(await call(name, caller))]));
    expect(answers).toEqual(wrong.map((caller) => [caller, refusalFor(name, caller)]));
  });

  test('and nothing of all that was done', async () => {
    const { tag, reservedTag, dropId } = things;
    const nova = world.onDiscord('nova');
    expect(await nova.getOrder({ params: { tag } })).toMatchObject({ fulfilment: 'paid', vault: { heldMinor: 72_00 } });
    expect(await nova.getOrder({ params: { tag: reservedTag } })).toMatchObject({ fulfilment: 'reserved' });
    expect(await nova.getDrop({ params: { dropId } })).toMatchObject({ status: 'open', title: 'Cloud 65' });
  });
});

/** The routes of the website, as the router has them, without those of the contract. */
function siteRoutes(): readonly string[] {
  const { core } = world.app();
  const live = createLive(core, () => undefined);
  const secret = 'a secret of a test';
  const never = { consentUrl: () => '', accountOf: () => Promise.resolve(undefined) };
  const app = createHttp({
    core,
    live,
    views: keepViews(core),
    credentials: {
      botToken: secret,
      operatorToken: secret,
      readViewer: () => undefined,
      activity: activitySessions(secret, core.clock.now),
      readProxyProof: null,
    },
    verifiers: { stripe: () => undefined, twitch: () => undefined, easypost: () => undefined },
    identities: { discord: never, twitch: never },
    eventSubPath: 'webhooks/twitch',
    onMessage: () => undefined,
    onSubscriptionEnded: () => undefined,
    sessionSecret: secret,
    extensionOrigin: world.site,
    checkoutOrigin: world.site,
    onboardingOrigin: world.site,
    trustedProxies: 0,
    requestsPerMinute: 0,
    log: createLog('silent').http,
  });
  live.close();
  const ofContract = new Set(names.map((name) => `${endpointOf(name).method} ${endpointOf(name).path}`));
  const all = app.router.stack.flatMap(({ route }) =>
    route ? route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`) : [],
  );
  return [...new Set(all)].filter((route) => !ofContract.has(route));
}

/** Which status somebody must be answered with at an address of this kind; undefined where it is theirs to see. */
function statusFor({ kind, nobody, stranger = 403 }: SiteRow, who: Caller): number | undefined {
  const isForm = kind.endsWith('-form');
  if (kind === 'open' || kind === 'signed') return undefined;
  if (who === 'nobody') return nobody ?? (isForm ? 401 : 303);
  if (kind === 'own' || kind === 'own-form') return undefined;
  return who === 'builder' && (kind === 'builders' || kind === 'builders-form') ? undefined : stranger;
}

const visiting: readonly Caller[] = ['nobody', 'buyer', 'builder', 'marketer', 'lapsed', 'banned'];

function visit(route: string, who: Caller, csrf = csrfOf[who] ?? ''): Promise<Response> {
  const [method = 'GET', pattern = '/'] = route.split(' ');
  const path = siteRows[route]?.path?.(things) ?? pattern.replace(':id', things.dropId);
  const isEvidence = pattern.endsWith('/dispute-evidence');
  const form = new FormData();
  form.set('csrf', csrf);
  return fetch(world.site + path, {
    method,
    redirect: 'manual',
    headers: { accept: 'text/html', ...credentials[who] },
    ...(method === 'GET'
      ? {}
      : { body: isEvidence ? form : new URLSearchParams({ csrf, ...siteRows[route]?.fields }) }),
  });
}

describe('the website', () => {
  test('has a row here for each of its addresses, and no other', () => {
    const routes = siteRoutes().filter((route) => !isOfHouse(route));
    expect(routes.toSorted()).toEqual(Object.keys(siteRows).toSorted());
  });

  test('keeps every address of the house’s desk for the staff, and takes no form there that it did not serve', async () => {
    const routes = siteRoutes().filter(isOfHouse);
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) {
      const row = rowOfHouse(route);
      const answers = await Promise.all(visiting.map(async (who) => [who, (await visit(route, who)).status]));
      expect([route, answers]).toEqual([route, visiting.map((who) => [who, statusFor(row, who)])]);
      if (row.kind === 'staff-form')
        expect([route, (await visit(route, 'lapsed', 'guessed')).status]).toEqual([route, 401]);
    }
  });

  const guarded = Object.entries(siteRows).filter(([, { kind }]) => kind !== 'open' && kind !== 'signed');
  test.each(guarded)('%s refuses whoever has no business with it', async (route, row) => {
    const wrong = visiting.filter((who) => statusFor(row, who) !== undefined);
    const answers = await Promise.all(wrong.map(async (who) => [who, (await visit(route, who)).status]));
    expect(answers).toEqual(wrong.map((who) => [who, statusFor(row, who)]));
  });

  const forms = Object.keys(siteRows).filter((route) => siteRows[route]?.kind.endsWith('-form'));
  test.each(forms)('%s takes no form that it did not serve to this very browser', async (route) => {
    const refused = siteRows[route]?.unread ?? 401;
    for (const csrf of ['', 'guessed', csrfOf['builder'] ?? ''])
      expect([csrf, (await visit(route, 'buyer', csrf)).status]).toEqual([csrf, refused]);
  });

  test.each(Object.keys(siteRows).filter((route) => siteRows[route]?.kind === 'signed'))(
    '%s hears nobody who does not sign',
    async (route) => {
      const status = (await visit(route, 'buyer')).status;
      expect([400, 401, 403, 404]).toContain(status);
    },
  );
});
