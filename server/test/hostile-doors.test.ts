import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { booksAgree, buy, claim, deliverNotices, listDrop, refusalOf } from './stories.ts';
import type { WorldOptions } from './outside.ts';
import { signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;

function inWorld(options: WorldOptions): void {
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(() => world.close());
}
afterEach(() => booksAgree(world));

const asBot = (acting: string) => ({
  authorization: `Bearer ${world.credentials.botServiceToken}`,
  'x-c500-acting': `discord:${acting}`,
});

// Some of these knock hundreds of times, which a busy machine takes its time for.
jest.setTimeout(240_000);

describe('limits on requests', () => {
  inWorld({ requestsPerMinute: 100 });

  test('hold for guesses of pay codes however the address is written', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 80; guess++) {
      const path = `/${guess % 2 ? 'PAY' : 'Pay'}/AAAAA-${String(10_000 + guess)}`;
      statuses.push((await fetch(`${world.site}${path}?again=1`, { redirect: 'manual' })).status);
    }
    expect(statuses.slice(-10)).toEqual(Array(10).fill(429));
  });

  test('leave the bot alone, behind whose one address a whole crowd claims, and stop whoever only says to be the bot', async () => {
    const crowd = await Promise.all(
      Array.from({ length: 250 }, (_, index) =>
        fetch(`${world.site}/v1/me`, { headers: asBot(`4000000${10_000 + index}`) }).then((answer) => answer.status),
      ),
    );
    expect(new Set(crowd)).toEqual(new Set([200]));
    const liars = await Promise.all(
      Array.from({ length: 150 }, () =>
        fetch(`${world.site}/v1/me`, { headers: { authorization: 'Bearer of-bad-news' } }).then(
          (answer) => answer.status,
        ),
      ),
    );
    expect(liars).toContain(429);
  });
});

describe('the live stream', () => {
  inWorld({});

  test('has room for everybody though one address asks for all of it', async () => {
    const end = new AbortController();
    const open = () =>
      fetch(`${world.site}/v1/live?topics=drops`, { signal: end.signal }).then((answer) => answer.status);
    const statuses = await Promise.all(Array.from({ length: 150 }, open));
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(50);
    const bot = await fetch(`${world.site}/v1/live?topics=drops`, { headers: asBot('40000001'), signal: end.signal });
    expect(bot.status).toBe(200);
    end.abort();
  });

  test('is not held open for somebody who follows nothing', async () => {
    for (const topics of ['', '?topics=', '?topics=order:C5-%0Adata', '?topics=secrets'])
      expect((await fetch(`${world.site}/v1/live${topics}`)).status).toBe(400);
  });
});

describe("the extension's door without prices", () => {
  inWorld({ twitchCheckout: 'code' });

  test('tells no amount by the passport either', async () => {
    const panel = world.inPanel('pip', 'kumo');
    const cheap = await listDrop(world, { price: '137.45' });
    await panel.claimUnit({ params: { dropId: cheap.id } });
    expect(JSON.stringify(await panel.getMe({}))).not.toMatch(/13745|137/);
    expect(JSON.stringify(await world.onDiscord('mori').getMe({}))).toContain('"capMinor":60000');
  });
});

describe('a builder', () => {
  inWorld({});

  test('names a stranger as marketer: the drop is refused, and nobody is made a citizen or named by it', async () => {
    for (const marketerDiscordId of ['70000000000000001', 'not-an-id', '../../x'])
      expect(
        await refusalOf(
          world.onDiscord('kumo').createDrop({
            body: {
              requestId: `stranger-${marketerDiscordId}`,
              guild: 'builder',
              kind: 'stock',
              units: 1,
              proofDays: 7,
              title: 'Cloud 65',
              priceTyped: '60',
              specs: '',
              pictures: [],
              vodUrl: null,
              marketerDiscordId,
            },
          }),
        ),
      ).toBe('partner-not-agreed');
    expect(await world.app().core.store.citizenByAccount('discord', '70000000000000001')).toBeUndefined();
    expect(await world.app().core.store.citizenByAccount('discord', 'not-an-id')).toBeUndefined();
  });

  test('cannot pass for another builder by repeating the words that name a drop of theirs', async () => {
    const requestId = 'abcdefghijklmnopqrstuvwxyz0123456789abcdef';
    const body = {
      requestId,
      guild: 'builder' as const,
      kind: 'stock' as const,
      units: 1,
      proofDays: 7,
      title: 'Mine',
      priceTyped: '60',
      specs: '',
      pictures: [],
      vodUrl: null,
    };
    const first = await world.onDiscord('kumo').createDrop({ body });
    const second = await world.onDiscord('tide').createDrop({ body: { ...body, title: 'Theirs' } });
    expect([first.builder.nickname, second.builder.nickname]).toEqual(['Kumo', 'Tide']);
    expect((await world.onDiscord('kumo').createDrop({ body })).id).toBe(first.id);
  });

  test('gives a reason that is the name of something inherited, and both sides are told in their own words', async () => {
    for (const reason of ['__proto__', 'constructor']) {
      const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
      await world.onDiscord('kumo').refundOrder({ params: { tag: paid.tag }, body: { reason } });
      const told = (await deliverNotices(world)).filter((notice) => notice.kind === 'refunded-buyer');
      expect(told.map((notice) => notice.params['reason'])).toEqual([reason]);
      const { person } = await signIn(world, 'nova');
      const page = await person.visit(`/orders/${paid.tag}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(reason);
    }
  });

  test('writes no lines of their own by a title', async () => {
    for (const title of ['Cloud\r\nPRIVMSG #hana :mine', 'Cloud\n65', 'Cloud\u2028 65'])
      expect(await refusalOf(listDrop(world, { title }))).toBe('bad-input');
    expect(await refusalOf(listDrop(world, { title: 'Wolke 65 – クラウド ☁️ café' }))).toBe('granted');
  });
});

describe('an odd address', () => {
  inWorld({});

  test.each([
    '/problems/__proto__',
    '/problems/constructor',
    '/problems/toString',
    '/orders/%00',
    '/orders/%E0%A4%A',
    '/pictures/..%2f..%2fc500.sqlite',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/fonts/..%2f..%2f..%2f..%2fpackage.json',
    '/drops/drp___proto__',
    '/v1/drops/__proto__',
    '/v1/orders/constructor',
    '/sign-in/constructor',
    '/sign-in/twitch/return?state=%7B%7D.x&code=1',
  ])('%s is no fault of ours', async (path) => {
    const answer = await fetch(world.site + path, { redirect: 'manual' });
    expect([200, 303, 400, 401, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain('"name": "c500');
  });

  test('leads nobody to another site after signing in', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%0d%0aset-cookie:x=1',
      '/..//evil.example',
    ]) {
      const answer = await fetch(`${world.site}/sign-in?next=${encodeURIComponent(next)}`);
      expect(await answer.text()).not.toMatch(/next=(%2F%2F|https|%2F%5C)/i);
    }
    expect((await claim(world, 'nova', await listDrop(world, { price: '60' }))).fulfilment).toBe('reserved');
  });
});
