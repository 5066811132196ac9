import { describe, expect, test } from '@jest/globals';
import { houseRules, minute } from '#shared/house-rules.ts';
import { refusals } from '#shared/refusals.ts';
import type { ConnectionView } from '#shared/schemas/desk.ts';
import { OrderAction } from '#shared/schemas/order.ts';
import { en } from '#shared/text/say.ts';
import { aboutPage } from './about.ts';
import { connectedPage } from './connect.ts';
import { orderPage } from './order.ts';
import { payPage } from './pay.ts';
import { describeProblem } from './problem.ts';
import { pagesOfDrop, pagesOfOrder, samplePages, sampleVisitor } from './sample-pages.ts';
import {
  fulfilmentsWithoutSample,
  heldVault,
  sampleDrop,
  sampleMoment,
  sampleNow,
  sampleOrder,
  sampleOrders,
} from './sample-views.ts';
import { signInPage } from './sign-in.ts';

const pages = Object.entries(samplePages());
const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map((match) => match[1] ?? '');
/** What a person reads: no tags, and no text that only a machine sees. */
const visible = (page: string) => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const voids = new Set(['meta', 'link', 'img', 'input', 'br', 'path', 'circle', 'rect']);

/** Tags that are left open or closed twice. Good enough for markup that is written by hand. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name = '', selfClosed] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^>"])*?(\/?)>/gi)) {
    if (!close && (selfClosed || voids.has(name))) continue;
    if (!close) open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

test('every fulfilment of an order has a sample', () => {
  expect(fulfilmentsWithoutSample()).toEqual([]);
});

describe.each(pages)('the page %s', (_, page) => {
  test('leaves no hole where a value should be', () => {
    expect(page).not.toMatch(/undefined|NaN|\[object|\{\w+\}|>null</);
  });
  test('keeps to a policy without inline scripts and styles', () => {
    const [first, ...more] = all(page, /<script([^>]*)>/g);
    expect(first).toBe(' src="/assets/site.js" type="module"');
    for (const script of more) expect(script).toMatch(/^ src="\/assets\/[a-z-]+\.js" type="module"$/);
    expect(page).not.toMatch(/<style|<[^>]*\sstyle=|<[^>]*\son[a-z]+=/i);
  });
  test('is well formed: every tag closed, every id once, one heading', () => {
    expect(unbalanced(page)).toEqual([]);
    const ids = all(page, /\sid="([^"]*)"/g);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(all(page, /<(h1)[\s>]/g)).toHaveLength(1);
    expect(page.startsWith('<!doctype html>')).toBe(true);
  });
  test('names what it points at', () => {
    const ids = new Set(all(page, /\sid="([^"]*)"/g));
    const pointed = all(page, /\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"/g);
    expect(pointed.filter((id) => !ids.has(id))).toEqual([]);
  });
  test('labels every field and describes every picture', () => {
    const labelled = new Set(all(page, /<label[^>]*\sfor="([^"]*)"/g));
    const wrapped = page.replace(/<label[\s\S]*?<\/label>/g, '');
    const fields = all(wrapped, /<(?:input(?![^>]*type="hidden")|select|textarea)([^>]*)>/g);
    expect(fields.filter((field) => !labelled.has(/\sid="([^"]*)"/.exec(field)?.[1] ?? ''))).toEqual([]);
    expect(all(page, /<img([^>]*)>/g).filter((img) => !/\salt="[^"]+"/.test(img))).toEqual([]);
  });
  test('sends no form without its token', () => {
    for (const form of all(page, /<form([\s\S]*?)<\/form>/g))
      expect(form).toMatch(/method="post"[\s\S]*name="csrf" value="(?:form|visitor)-csrf"/);
  });
  test('keeps to the words of the house', () => {
    expect(visible(page)).not.toMatch(/\b(?:escrow|users?|cart|products?|vendors?|affiliates?|listings?)\b/i);
  });
});

describe('text from outside', () => {
  const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{tag}`;
  const trap = 'javascript:alert(1)';
  const order = sampleOrder({
    ...sampleOrders['shipped'],
    tag: evil,
    title: evil,
    specs: evil,
    builderNickname: evil,
    channelLogin: evil,
    country: evil,
    picture: { url: trap, alt: evil },
    claim: { endsAt: sampleNow + minute, payCode: evil, payUrl: trap },
    proofs: [
      {
        kind: 'stream',
        at: sampleNow,
        link: trap,
        moment: { ...sampleMoment, said: evil, title: evil, clipUrl: trap },
      },
    ],
    tracking: { carrier: evil, number: evil, url: trap },
    timeline: [
      { event: evil, at: sampleNow, params: {} },
      { event: 'constructor', at: sampleNow, params: {} },
      { event: 'shipped', at: sampleNow, params: { carrier: evil, number: evil } },
      { event: 'refund-refused', at: sampleNow, params: {} },
    ],
    actions: OrderAction.options,
    orderUrl: trap,
  });
  const drop = sampleDrop({
    id: evil,
    title: evil,
    specs: evil,
    pictures: [{ url: trap, alt: evil }],
    vodUrl: trap,
    marketerNickname: evil,
    shipping: [{ country: evil, amountMinor: 1 }],
    builder: { ...sampleDrop().builder, nickname: evil, channelLogin: evil },
  });
  const me = { nickname: evil, csrf: evil };
  const cases = Object.entries({
    ...pagesOfOrder('hostile', order, me),
    ...pagesOfOrder(
      'hostile-bench',
      { ...order, fulfilment: 'building', bench: { since: 0, earnedMs: 0, neededMs: 1, sharedBy: 1 } },
      me,
    ),
    ...pagesOfOrder('hostile-claim', { ...order, fulfilment: 'reserved' }, me),
    ...pagesOfDrop('hostile', drop, me),
    'sign-in': signInPage({ next: trap, me }),
  });

  test.each(cases)('stays text on the page %s', (_, page) => {
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;script&gt;');
    expect(unbalanced(page)).toEqual([]);
  });
  test.each(cases)('leads nowhere from the page %s', (_, page) => {
    const addresses = all(page, /\s(?:href|src|action|content|data-path)="([^"]*)"/g);
    expect(addresses.filter((address) => /^\s*javascript:/i.test(address))).toEqual([]);
  });
  test('never makes a link of a video, a proof or a parcel that is not on the web', () => {
    const dropSite = pagesOfDrop('x', drop, null)['drop-x'];
    const orderSite = orderPage({ order, csrf: 'c', now: sampleNow, me });
    expect(dropSite).not.toContain(en.pages.drop.vod);
    expect(orderSite).not.toContain(en.pages.order.proofs.stream.link);
    expect(orderSite).not.toContain(en.pages.order.moment.clip);
    expect(orderSite).not.toContain(en.pages.order.trackingLink);
  });
  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '', '/a b', '/a"b'])(
    'cannot choose where a sign-in leads: %j',
    (next) => {
      expect(all(signInPage({ next, me: null }), /href="\/sign-in\/(?:discord|twitch)\?next=([^"]*)"/g)).toEqual([
        '%2F',
        '%2F',
      ]);
    },
  );
});

describe('the moment of a stream proof', () => {
  const pageWith = (changes: Partial<typeof sampleMoment>, link: string | null) =>
    orderPage({
      order: sampleOrder({
        ...sampleOrders['shipped'],
        proofs: [{ kind: 'stream', at: sampleNow, link, moment: { ...sampleMoment, ...changes } }],
      }),
      csrf: 'c',
      now: sampleNow,
      me: null,
    });
  const { recording, clip } = en.pages.order.moment;

  test('shows what was said, how far into which stream, and the clip', () => {
    const page = visible(pageWith({}, null));
    expect(page).toContain('C5-7K3QF2M on the bench, let us go');
    expect(page).toContain('1:02:03 into the stream');
    expect(page).toContain('Rain sounds and soldering');
    expect(page).toContain(clip);
  });
  test.each([
    ['waiting', null, recording.waiting],
    ['none', null, recording.none],
    ['expired', null, recording.expired],
  ] as const)('of which the recording is %s says so, and keeps our snapshot', (state, link, sentence) => {
    const page = visible(pageWith({ recording: state }, link));
    expect(page).toContain(sentence);
    expect(page).toContain('C5-7K3QF2M on the bench, let us go');
    expect(page).not.toContain(en.pages.order.proofs.stream.link);
  });
  test('whose recording was found leads there, and says nothing of its being gone', () => {
    const page = pageWith({ recording: 'found' }, 'https://www.twitch.tv/videos/1?t=1h2m3s');
    expect(page).toContain('href="https://www.twitch.tv/videos/1?t=1h2m3s"');
    for (const sentence of [recording.waiting, recording.none, recording.expired])
      expect(visible(page)).not.toContain(sentence);
  });
  test('keeps the direction of what was typed to itself', () => {
    expect(pageWith({ said: '\u202eevil' }, null)).toContain('<bdi>\u202eevil</bdi>');
  });
});

describe('the page of a channel that was connected', () => {
  const check = (key: ConnectionView['checks'][number]['key'], state: 'done' | 'missing' | 'waiting') => ({
    key,
    state,
    missing: key === 'scopes' && state === 'missing' ? ['clips:edit'] : [],
  });
  const page = (checks: ConnectionView['checks']) =>
    connectedPage({
      connection: {
        login: 'hana_builds',
        builder: null,
        connectedAt: 1,
        endedWhy: null,
        checks,
        next: null,
        connectUrl: '/connect/twitch',
      },
      me: null,
    });

  test('says that nothing is missing, or what is and how to give it', () => {
    expect(visible(page([check('consent', 'done')]))).toContain(en.connect.complete);
    const lacking = page([check('consent', 'done'), check('scopes', 'missing'), check('notifications', 'waiting')]);
    expect(visible(lacking)).toContain('clips:edit');
    expect(visible(lacking)).toContain(en.connect.missing.notifications);
    expect(lacking).toContain('href="/connect/twitch"');
    expect(unbalanced(lacking)).toEqual([]);
  });
});

describe('the payment page', () => {
  const countries = [{ country: 'US', name: 'United States', shippingMinor: 12_00 }];
  const page = (order = sampleOrder(), now = sampleNow) =>
    payPage({
      order,
      csrf: 'form-csrf',
      countries: [...countries, { country: 'DE', name: 'Germany', shippingMinor: 29_50 }],
      now,
      me: null,
    });

  test('posts country, tag and token to the checkout', () => {
    const form = all(page(), /<form([^>]*action="\/pay\/checkout"[\s\S]*?)<\/form>/g)[0] ?? '';
    expect(form).toContain('name="csrf" value="form-csrf"');
    expect(form).toContain('name="tag" value="C5-7K3QF2M"');
    expect(all(form, /name="country"\s+value="([^"]*)"/g)).toEqual(['US', 'DE']);
  });
  test('says what each country comes to without its script', () => {
    expect(visible(page())).toContain('Shipping $29.50, $449.50 in all');
  });
  test('keeps the country of a checkout that is open, and adds nothing up again', () => {
    const opened = page(sampleOrders['checkout-open']);
    expect(opened).toMatch(/type="hidden" name="country" value="US"/);
    expect(opened).not.toContain('type="radio"');
    expect(visible(opened)).toContain('$432.00');
    expect(opened).toContain(en.pages.pay.again);
  });
  test.each(['lapsing', 'expired', 'claim-cancelled', 'paid', 'completed'])(
    'asks for no money when the order is %s',
    (name) => {
      expect(page(sampleOrders[name])).not.toContain('/pay/checkout');
    },
  );
  test('asks for no money once the time is over, whatever the order still says', () => {
    const order = sampleOrder();
    expect(page(order, order.claim?.endsAt)).not.toContain('/pay/checkout');
  });
  test('is fetched again from its own address, also when it answered a form', () => {
    expect(page()).toContain('data-path="/pay/MOSS-42"');
  });
});

describe("the order's page", () => {
  const page = (changes: Parameters<typeof sampleOrder>[0], role: 'buyer' | 'builder' = 'buyer') =>
    orderPage({
      order: sampleOrder({ ...sampleOrders['paid'], ...changes }),
      csrf: 'c',
      now: sampleNow,
      me: sampleVisitor,
      role,
    });

  test.each(OrderAction.options)('offers %s when the rules allow it, and not otherwise', (action) => {
    const label = en.pages.order.actions[action].confirm;
    expect(visible(page({ actions: [action] }))).toContain(label);
    expect(visible(page({ actions: [] }))).not.toContain(label);
  });
  test.each(OrderAction.options.filter((action) => action !== 'start-checkout'))(
    'sends %s to its own address',
    (action) => {
      expect(page({ actions: [action] })).toContain(`action="/orders/C5-7K3QF2M/${action}"`);
    },
  );
  test.each(['cancel-claim', 'confirm-delivery', 'ask-cancellation', 'refund-order', 'refund-unproven'] as const)(
    'asks twice before %s',
    (action) => {
      expect(all(page({ actions: [action] }), /<details class="confirm"([\s\S]*?)<\/details>/g)[0]).toContain(
        `/${action}"`,
      );
    },
  );
  test('tells a builder neither where the buyer lives nor anything of before the payment', () => {
    const shown = visible(
      page({ country: 'DE', timeline: [{ event: 'checkout-started', at: 0, params: { country: 'DE' } }] }, 'builder'),
    );
    expect(shown).not.toContain('Germany');
    expect(shown).not.toMatch(/\bDE\b/);
  });
  test('shows every part of the money, to the cent', () => {
    const shown = visible(
      orderPage({ order: sampleOrder({ ...sampleOrders['in-parts'] }), csrf: 'c', now: sampleNow, me: null }),
    );
    for (const amount of ['$100.00', '$200.00', '$32.00', '$432.00']) expect(shown).toContain(amount);
  });
  test('does not call the Vault waiting when it is empty', () => {
    const shown = visible(page({ vault: { ...heldVault, heldMinor: 0, releasedMinor: 432_00, waitsFor: 'cool-off' } }));
    expect(shown).toContain(en.pages.order.waits.nothing.buyer);
    expect(shown).not.toContain(en.pages.order.waits['cool-off'].buyer);
  });
  test('tells of a broken promise to both sides', () => {
    const title = en.pages.order.states['promise-broken'].buyer.title;
    expect(page({ actions: ['refund-unproven'] })).toContain(title);
    expect(page({ timeline: [{ event: 'promise-broken', at: 0, params: {} }] }, 'builder')).toContain(title);
  });
  test('tells of a payment that came too late with its amount', () => {
    const shown = visible(
      orderPage({ order: sampleOrder(sampleOrders['late-refunded']), csrf: 'c', now: sampleNow, me: null }),
    );
    expect(shown).toContain('All of $432.00 goes back');
  });
  test('says the newest thing first', () => {
    const shown = visible(page({}));
    expect(shown.indexOf('Paid. $432.00 waits')).toBeLessThan(shown.indexOf('Claimed: a unit'));
  });
  test('writes a country of the history out', () => {
    expect(visible(page({}))).toContain('shipping to United States');
  });
});

describe('problems', () => {
  test.each(Object.keys(refusals))('%s is explained without holes', (code) => {
    const problem = describeProblem(code);
    expect(`${problem?.sentence} ${problem?.remedy}`).not.toMatch(/\{|undefined/);
  });
  test('a code that is none has no page', () => {
    expect(describeProblem('toString')).toBeNull();
    expect(describeProblem('nonsense')).toBeNull();
  });
});

test('the numbers of the house are those of the rules in force', () => {
  const page = visible(
    aboutPage({ me: null, rules: { ...houseRules, claimMs: 7 * minute, holdDaysMax: 61 }, currency: 'EUR' }),
  );
  expect(page).toContain('7 minutes');
  expect(page).toContain('61 days');
  expect(page).toContain('€25.00');
  expect(page).not.toContain('$');
});
