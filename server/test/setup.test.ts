import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import type { SetupView } from '#shared/schemas/builder.ts';
import { personCalled } from '../../sandbox/people.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { hasPromised } from '../domain/promises.ts';
import { planCertification } from '../usecases/building/certify.ts';
import { booksAgree, buy, deliverNotices, listDrop, makeTrackingNumber, refusalOf, twitchIdOf } from './stories.ts';
import { browser, startWorld, type Browser, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const store = () => world.app().core.store;
const setupOf = (key: string) => world.onDiscord(key).getSetup({});
const stepOf = ({ steps }: SetupView, key: SetupView['steps'][number]['key']) => steps.find((step) => step.key === key);
const statesOf = ({ steps }: SetupView) => Object.fromEntries(steps.map(({ key, state }) => [key, state]));
const codeOn = async (response: Response) => /problems\/([a-z-]+)"/.exec(await response.text())?.[1] ?? 'none';
const inside = (url: string | null | undefined) => (url ?? '').slice(world.site.length);

const application = {
  guild: 'modder',
  about: 'I have tuned boards for ten years.',
  links: ['https://example.com/boards'],
  pictures: [],
} satisfies Parameters<ReturnType<TestWorld['onDiscord']>['apply']>[0]['body'];

/** Has the staff certify somebody. */
async function certify(key: string): Promise<void> {
  const citizen = await store().get('citizen', seedId(key));
  const plan = citizen && (await planCertification(world.app().core, citizen, ['modder']));
  if (plan?.ok) await store().commit(plan.commit);
}

/** Opens a private link in a browser and presses the button on its page. Gives where that led. */
async function follow(link: string | null | undefined, person: Browser): Promise<string> {
  const path = inside(link);
  const ticket = new URL(path, world.site).searchParams.get('ticket') ?? '';
  const response = await person.send(path, '/continue', { ticket });
  return response.headers.get('location') ?? codeOn(response);
}

/** Answers Stripe's questions on the page that a browser was led to. */
async function answerStripe(url: string): Promise<string> {
  const opened = await fetch(url);
  expect(opened.status).toBe(200);
  const answered = await fetch(url, { method: 'POST', redirect: 'manual' });
  return answered.headers.get('location') ?? `not led back: ${answered.status}`;
}

describe('somebody who would like to build', () => {
  test('applies once, with links that are links, and the staff hears of it', async () => {
    const apply = (more: object = {}) => world.onDiscord('mori').apply({ body: { ...application, ...more } });
    expect(await setupOf('mori')).toMatchObject({ isBuilder: false, next: 'apply' });
    expect(await refusalOf(apply({ links: ['http://example.com'] }))).toBe('bad-link');
    expect(await refusalOf(apply({ links: ['javascript:alert(1)'] }))).toBe('bad-link');
    expect(await refusalOf(apply({ pictures: [`${'b'.repeat(64)}.png`] }))).toBe('bad-picture');
    const applied = await apply();
    expect([applied.next, statesOf(applied)]).toMatchObject(['certified', { apply: 'done', certified: 'waiting' }]);
    expect(await refusalOf(apply())).toBe('already-applied');
    const notices = await deliverNotices(world);
    expect(notices.map(({ kind, accountId }) => [kind, accountId])).toEqual([
      ['application-received', personCalled('mori').discord?.id],
      ['house-application', 'house'],
    ]);
    expect(notices[1]?.params).toMatchObject({ nickname: 'Mori', links: application.links[0] });
    expect(await refusalOf(world.onDiscord('kumo').apply({ body: application }))).toBe('already-applied');
  });

  test('applies on the website with the same words, and is told what was wrong with them', async () => {
    const person = browser(world.site);
    await follow(stepOf(await setupOf('juno'), 'apply')?.url, person);
    const send = (links: string) =>
      person.send('/setup/apply', '/setup/apply', { guild: 'vintage', about: application.about, links });
    const refused = await send('ftp://example.com');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('ftp://example.com')]);
    expect((await send('https://example.com/a\r\nhttps://example.com/b')).headers.get('location')).toBe('/setup');
    expect((await store().get('application', seedId('juno')))?.links).toHaveLength(2);
  });
});

describe('a private link', () => {
  const linkOf = async () => stepOf(await setupOf('ash'), 'apply')?.url;

  test('signs one browser in as its owner, once, by a button', async () => {
    const link = await linkOf();
    expect(link?.length).toBeLessThan(512);
    // What previews links opens it as well, and uses nothing up.
    expect(await (await fetch(link ?? '')).text()).toContain('Ash');
    const person = browser(world.site);
    expect(await follow(link, person)).toBe('/setup/apply');
    expect(await (await person.visit('/setup')).text()).toContain('Ash');
    expect((await person.visit(inside(link))).headers.get('location')).toBe('/setup/apply');
    const other = browser(world.site);
    expect(await codeOn(await other.open(`${inside(link)}.written-otherwise`))).toBe('link-used');
    expect([await codeOn(await other.open(inside(link))), await follow(link, other)]).toEqual([
      'link-used',
      'not-signed-in',
    ]);
  });

  test('pressed in two browsers at once serves one of them', async () => {
    const link = await linkOf();
    // Both are let through to the store before either is kept there.
    const kept = store();
    const { commit } = kept;
    const waiting: (() => void)[] = [];
    const stays: number[] = [];
    const both: typeof commit = async (change) => {
      const used = change.put?.flatMap(({ kind, record }) =>
        kind === 'session' && record.id.startsWith('used-link:') ? [record.expiresAt - world.clock.now()] : [],
      );
      stays.push(...(used ?? []));
      if (used?.length)
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 2) for (const go of waiting) go();
        });
      return commit(change);
    };
    Object.assign(kept, { commit: both });
    const led = await Promise.all([browser(world.site), browser(world.site)].map((person) => follow(link, person)));
    Object.assign(kept, { commit });
    expect(led.toSorted()).toEqual(['/setup/apply', 'link-used']);
    // Stores let go of what has ended: then the link would be good again.
    expect(Math.min(...stays)).toBeGreaterThan(houseRules.privateLinkMs - minute);
  });

  test('is nothing when it is too old, made up, changed, or pressed by a page of somebody else’s', async () => {
    const link = inside(await linkOf());
    const ticket = new URL(link, world.site).searchParams.get('ticket') ?? '';
    const person = browser(world.site);
    const changed = `${ticket.startsWith('A') ? 'B' : 'A'}${ticket.slice(1)}`;
    for (const wrong of ['', 'made-up', changed, ticket.slice(0, -1)])
      expect(await codeOn(await person.visit(`/continue?ticket=${encodeURIComponent(wrong)}`))).toBe('link-used');
    const forged = await person.visit('/continue', { method: 'POST', body: new URLSearchParams({ ticket }) });
    expect(forged.status).toBe(401);
    await world.pass(houseRules.privateLinkMs);
    expect(await codeOn(await person.visit(link))).toBe('link-used');
  });
});

test('a new builder signs, says where parcels go, connects Stripe and Twitch, and opens a drop', async () => {
  await certify('nova');
  expect(await refusalOf(listDrop(world, { by: 'nova' }))).toBe('promises-not-signed');
  const person = browser(world.site);
  const first = await setupOf('nova');
  expect([first.next, first.isBuilder]).toEqual(['vibe-check', true]);
  expect(await follow(stepOf(first, 'vibe-check')?.url, person)).toBe('/promises/vibe-check');

  const sign = async (name: string) => {
    const path = `/promises/${name}`;
    const words = /name="words" value="([0-9a-f]{64})"/.exec(await (await person.open(path)).text())?.[1] ?? '';
    return person.send(path, `${path}/sign`, { words });
  };
  const other = await person.send('/promises/vibe-check', '/promises/vibe-check/sign', { words: 'f'.repeat(64) });
  expect(await codeOn(other)).toBe('conflict-try-again');
  await sign('vibe-check');
  await sign('vibe-check');
  await sign('shipping-standard');
  expect(stepOf(await setupOf('nova'), 'shipping-standard')).toMatchObject({
    state: 'missing',
    details: ['Say where you ship, and for how much.'],
  });
  const rates = (fields: Record<string, string>) => person.send('/setup', '/setup/shipping', fields);
  expect(await refusalOf(listDrop(world, { by: 'nova' }))).toBe('shipping-not-said');
  expect((await rates({ 'country-1': 'US', 'price-1': 'a lot' })).status).toBe(400);
  for (const half of [{ 'country-1': 'US' }, { 'price-1': '12' }, {}])
    expect(await (await rates(half)).text()).toContain('You have not said where you ship');
  await rates({ 'country-1': 'US', 'price-1': '$12', 'country-2': 'DE', 'price-2': '24.50' });
  const builder = await store().get('builder', seedId('nova'));
  expect(builder?.shipping).toEqual([
    { country: 'US', amountMinor: 12_00 },
    { country: 'DE', amountMinor: 24_50 },
  ]);
  expect(builder?.signatures).toMatchObject([
    { promise: 'vibeCheck', version: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { promise: 'shippingStandard', version: 1 },
  ]);
  // A new version is asked for again before the next drop.
  expect(builder && [hasPromised(builder), hasPromised(builder, { vibeCheck: 2, shippingStandard: 1 })]).toEqual([
    true,
    false,
  ]);

  expect(await refusalOf(listDrop(world, { by: 'nova' }))).toBe('party-cannot-be-paid');
  const form = { email: 'nova@example.com', country: 'US' };
  expect((await person.send('/setup/stripe', '/setup/stripe', { ...form, email: 'no' })).status).toBe(400);
  // The answer of the first call is lost on its way, and somebody presses twice.
  world.stripe.faults.failNext = [{ path: 'POST /v2/core/accounts', mode: 'cut', times: 2 }];
  const token = /name="csrf" value="([^"]+)"/.exec(await (await person.open('/setup/stripe')).text())?.[1] ?? '';
  const press = () => {
    const body = new URLSearchParams({ csrf: token, ...form });
    return person.visit('/setup/stripe', { method: 'POST', headers: { origin: world.site }, body });
  };
  const pressed = [await press(), ...(await Promise.all([press(), press()]))];
  const led = pressed.find(({ status }) => status === 303);
  const [account, ...more] = [...world.stripe.model.accounts.values()].filter(
    (each) => each.contact_email === form.email,
  );
  expect([more, stepOf(await setupOf('nova'), 'stripe')]).toEqual([
    [],
    expect.objectContaining({ state: 'missing', details: ['Stripe asks who you are.'] }),
  ]);
  expect((await store().get('builder', seedId('nova')))?.stripeAccountId).toBe(account?.id);
  // Stripe's links are good once: whoever goes again gets a new one, for the same account.
  const again = (await person.visit('/setup/stripe/go')).headers.get('location') ?? '';
  expect(again).not.toBe(led?.headers.get('location'));
  expect(await answerStripe(again)).toBe(`${world.site}/setup`);
  expect(stepOf(await setupOf('nova'), 'stripe')?.state).toBe('done');

  const asked = (await person.visit('/connect/twitch')).headers.get('location') ?? '';
  const agreed = await fetch(`${asked}&as=${twitchIdOf('nova')}`, { redirect: 'manual' });
  await person.visit(agreed.headers.get('location') ?? '');
  expect((await setupOf('nova')).next).toBe('first-drop');
  await listDrop(world, { by: 'nova' });
  const { next, steps } = await setupOf('nova');
  expect([next, steps.every(({ state, url }) => state === 'done' && url === null)]).toEqual([null, true]);
});

test('a marketer who was offered a share may connect Stripe without being a builder; others may not', async () => {
  const share = {
    marketerDiscordId: personCalled('sol').discord?.id ?? '',
    marketerHandle: 'sol',
    marketerPercent: 20,
  };
  expect(stepOf(await setupOf('sol'), 'stripe')?.url).toBeNull();
  await world.onDiscord('kumo').proposePartnership({ body: share });
  const person = browser(world.site);
  expect(await follow(stepOf(await setupOf('sol'), 'stripe')?.url, person)).toBe('/setup/stripe');
  const left = await person.send('/setup/stripe', '/setup/stripe', { email: 'sol@example.com', country: 'US' });
  expect(await answerStripe(left.headers.get('location') ?? '')).toBe(`${world.site}/setup`);
  expect(await store().get('payee', seedId('sol'))).toBeDefined();
  expect(stepOf(await setupOf('sol'), 'stripe')?.state).toBe('done');
  const stranger = browser(world.site);
  await follow(stepOf(await setupOf('ash'), 'apply')?.url, stranger);
  const refused = await stranger.send('/setup', '/setup/stripe', { email: 'ash@example.com', country: 'US' });
  expect(refused.status).toBe(403);
});

test('what waited for somebody’s account goes as soon as Stripe says that they can be paid', async () => {
  const [offered] = (await world.onDiscord('sol').listPartnerships({})).partnerships;
  await world
    .onDiscord('sol')
    .answerPartnership({ params: { partnershipId: offered?.id ?? '' }, body: { answer: 'agree' } });
  const account = (await store().get('payee', seedId('sol')))?.stripeAccountId ?? '';
  const { tag } = await buy(world, 'mori', await listDrop(world, { price: '60', marketer: 'sol' }));
  world.stripe.setAccountActive(account, false);
  await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
  await world.pass(houseRules.shipmentCountsMs + houseRules.coolOffMs);
  const legs = async () => ((await store().orderByTag(tag))?.legs ?? []).map(({ party, state }) => [party, state]);
  expect(await legs()).toEqual([
    ['builder', 'done'],
    ['marketer', 'waiting'],
  ]);
  world.stripe.setAccountActive(account, true);
  await world.settle();
  expect((await legs())[1]).toEqual(['marketer', 'done']);
  await booksAgree(world);
});

test('Stripe’s silence is told as such, and keeps nobody from the other steps', async () => {
  world.stripe.faults.down = true;
  const setup = await setupOf('kumo');
  world.stripe.faults.down = false;
  expect(stepOf(setup, 'stripe')).toMatchObject({
    state: 'waiting',
    details: ['Stripe does not answer right now. What you told it is safe.'],
  });
});
