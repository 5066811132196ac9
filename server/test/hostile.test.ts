import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personCalled } from '../../sandbox/people.ts';
import { buy, claim, deliverNotices, listDrop, refusalOf } from './stories.ts';
import { browser, signIn, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const page = async (path: string, person = browser(world.site)) => (await person.visit(path)).text();

describe('hostile words', () => {
  const script = '<script>alert(1)</script>';
  const breakout = `"'><img src=x onerror=alert(1)>`;

  test('in a title and in specs are words on every page that shows them', async () => {
    const drop = await listDrop(world, {
      title: `${script} ${breakout}`,
      specs: `</p>${script}${breakout}`,
      price: '60',
    });
    expect(drop.title).toContain(script);
    const claimed = await claim(world, 'nova', drop);
    const { person: buyer } = await signIn(world, 'nova');
    const bought = await buy(world, 'mori', drop);
    const { person: other } = await signIn(world, 'mori');
    const pages = [
      await page('/'),
      await page(`/drops/${drop.id}`),
      await page(`/pay/${claimed.claim?.payCode}`, buyer),
      await page(`/orders/${claimed.tag}`, buyer),
      await page(`/orders/${bought.tag}`, other),
    ];
    for (const text of pages) {
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toContain(script);
      expect(text).not.toContain('<img src=x');
    }
  });

  test('that would turn the line around or cannot be seen are refused, and what people write is left', async () => {
    const hostile = [
      { title: 'Clo\u0000ud' },
      { title: 'Cloud \u202e00.1$' },
      { specs: 'one\u0007' },
      { specs: '\u2066two' },
    ];
    for (const wishes of hostile)
      expect([wishes, await refusalOf(listDrop(world, wishes))]).toEqual([wishes, 'bad-input']);
    const title = 'Cloud \u{1f469}\u200d\u{1f527} שלום';
    expect(await listDrop(world, { title, specs: 'one\ntwo' })).toMatchObject({ title, specs: 'one\ntwo' });
  });

  test('that are too long are refused', async () => {
    await expect(listDrop(world, { title: 'x'.repeat(10_000) })).rejects.toMatchObject({
      problem: { code: 'bad-input' },
    });
    await expect(listDrop(world, { specs: '\u{1f4a5}'.repeat(2_000) })).rejects.toMatchObject({
      problem: { code: 'bad-input' },
    });
  });

  test('in a name from Discord are made one plain line of forty characters', async () => {
    const nickname = async (number: string, handle: string): Promise<unknown> => {
      const answer = await fetch(`${world.site}/v1/me`, {
        headers: {
          authorization: `Bearer ${world.credentials.botServiceToken}`,
          'x-c500-acting': `discord:4000000000000000${number}`,
          'x-c500-handle': handle,
        },
      });
      return (await answer.json()).nickname;
    };
    expect(await nickname('01', encodeURIComponent('\u202eevil\n\u0000 name'))).toBe('evil name');
    expect(await nickname('02', encodeURIComponent('雲'.repeat(60)))).toBe('雲'.repeat(40));
    expect(await nickname('03', '%E0%A4%A')).toBe('citizen');
    expect(await nickname('04', '')).toBe('citizen');
  });

  test('typed where a code or a tag belongs come back as words', async () => {
    const person = browser(world.site);
    const answer = await (await person.send('/pay', '/pay', { code: breakout })).text();
    expect(answer).not.toContain('<img');
    expect(await page(`/pay/${encodeURIComponent(script)}`)).not.toContain(script);
    expect(await page(`/problems/${encodeURIComponent(script)}`)).not.toContain(script);
    expect(await page(`/nothing/${encodeURIComponent(script)}?q=${encodeURIComponent(script)}`)).not.toContain(script);
  });

  test("in a refund's reason reach the buyer as words", async () => {
    const bought = await buy(world, 'mori', await listDrop(world, { price: '60' }));
    const body = { reason: `${script}${breakout}` };
    await world.onDiscord('kumo').refundOrder({ params: { tag: bought.tag }, body });
    await world.settle();
    const { person } = await signIn(world, 'mori');
    const text = await page(`/orders/${bought.tag}`, person);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain(script);
    await deliverNotices(world);
  });
});

describe('an address that leads nowhere', () => {
  test('is a page for people and problem details for programs, and never a fault of ours', async () => {
    for (const path of [
      '/nothing',
      '/drops/x',
      '/drops/%E0%A4%A',
      '/orders/%00',
      '/pictures/..%2f..%2fetc%2fpasswd',
      '/pictures/%00.png',
      '/sign-in/myspace',
      '/assets/../server.ts',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/problems/unheard-of',
    ]) {
      const [person, program] = await Promise.all([
        browser(world.site).visit(path),
        fetch(world.site + path, { headers: { accept: 'application/json' }, redirect: 'manual' }),
      ]);
      expect([path, person.status]).toEqual([path, path === '/orders/%00' ? 303 : path.includes('%A') ? 400 : 404]);
      expect(person.headers.get('content-type') ?? 'text/html').toContain('text/html');
      if (program.status !== 303) expect(program.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  test('is not followed after signing in', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      `/${'x'.repeat(400)}`,
      '',
    ])
      expect([next, (await signIn(world, 'mori', next)).landed]).toEqual([next, '/']);
    expect((await signIn(world, 'mori', '/orders/C5-0000000?x=1')).landed).toBe('/orders/C5-0000000?x=1');
  });
});

describe('signing in', () => {
  test('with an answer meant for another browser, changed, or of no trip of ours, signs nobody in', async () => {
    const person = browser(world.site);
    const asked = await person.visit('/sign-in/twitch');
    const consent = new URL(asked.headers.get('location') ?? '');
    consent.searchParams.set('as', personCalled('kumo').twitch?.id ?? '');
    const agreed = await fetch(consent, { redirect: 'manual' });
    const back = new URL(agreed.headers.get('location') ?? '');
    const thief = browser(world.site);
    await thief.visit('/sign-in/twitch');
    const changed = new URL(back);
    changed.searchParams.set('state', `x${back.searchParams.get('state')}`);
    for (const [who, address] of [
      [thief, back],
      [browser(world.site), back],
      [person, changed],
    ] as const) {
      const answer = await who.visit(address.href);
      expect(answer.headers.get('location')).toMatch(/^\/sign-in\?next=/);
      expect((await who.visit('/orders/C5-0000000')).headers.get('location')).toContain('/sign-in');
    }
    expect((await person.visit(back.href)).headers.get('location')).toBe('/');
  });

  test('gives the browser a new secret, so that one planted before is worth nothing', async () => {
    const person = browser(world.site);
    const planted = (await person.visit('/pay')).headers.getSetCookie()[0] ?? '';
    expect(planted).toMatch(/HttpOnly/);
    expect(planted).toMatch(/SameSite=Lax/);
    await signIn(world, 'mori', '/', person);
    const [cookie = ''] = planted.split(';');
    const thief = await fetch(`${world.site}/orders/C5-0000000`, { redirect: 'manual', headers: { cookie } });
    expect(thief.headers.get('location')).toContain('/sign-in');
    expect((await person.visit('/orders/C5-0000000')).status).toBe(404);
  });

  test('and saying no leads back to where one can say yes', async () => {
    const person = browser(world.site);
    const asked = await person.visit('/sign-in/twitch?next=/about');
    const state = new URL(asked.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const denied = await person.visit(`/sign-in/twitch/return?error=access_denied&state=${encodeURIComponent(state)}`);
    expect(denied.headers.get('location')).toBe('/sign-in?next=%2Fabout');
  });
});

describe('headers', () => {
  test('of every page allow no script, frame or form but our own, and tell no cache to keep it', async () => {
    const { person } = await signIn(world, 'mori');
    for (const path of [
      '/',
      '/about',
      '/pay',
      '/sign-in',
      '/success',
      '/cancel',
      '/nothing',
      '/v1/drops',
      '/healthz',
    ]) {
      const { headers } = await person.visit(path);
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect([path, policy]).toEqual([path, expect.stringContaining(rule)]);
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await person.visit('/assets/site.css')).headers.get('cache-control')).toContain('max-age');
  });

  test('let the extension read the API from its own origin, and nobody else', async () => {
    const ask = (origin: string, method = 'GET') => fetch(`${world.site}/v1/drops`, { method, headers: { origin } });
    const allowed = async (origin: string) => (await ask(origin)).headers.get('access-control-allow-origin');
    expect(await allowed(world.twitch.extensionOrigin)).toBe(world.twitch.extensionOrigin);
    for (const origin of ['https://evil.example', 'null', `${world.twitch.extensionOrigin}.evil.example`])
      expect(await allowed(origin)).toBeNull();
    const preflight = await ask(world.twitch.extensionOrigin, 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type',
    ]);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('news', () => {
  test('reach whoever listens, and tell ids and revisions only', async () => {
    const drop = await listDrop(world, { price: '60' });
    const stopping = new AbortController();
    const stream = await fetch(`${world.site}/v1/live?topics=drops,order:C5-0000000,evil`, { signal: stopping.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const claimed = await claim(world, 'juno', drop);
    let heard = '';
    while (!heard.includes('data:')) heard += (await reader?.read())?.value ?? '';
    expect(JSON.parse(/data: (.*)/.exec(heard)?.[1] ?? '')).toEqual({ topic: 'drops', id: drop.id, revision: 'units' });
    expect(heard).not.toContain(claimed.tag);
    stopping.abort();
  });

  test('of an order begin with its revision, so that nothing between a page and its stream is missed', async () => {
    const { tag, version } = await claim(world, 'juno', await listDrop(world, { price: '60' }));
    const stopping = new AbortController();
    const stream = await fetch(`${world.site}/v1/live?topics=order:${tag}`, { signal: stopping.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('data:')) heard += (await reader?.read())?.value ?? '';
    const news = { topic: `order:${tag}`, id: tag, revision: String(version) };
    expect(JSON.parse(/data: (.*)/.exec(heard)?.[1] ?? '')).toEqual(news);
    stopping.abort();
  });
});

describe('pictures', () => {
  const keep = (bytes: Buffer) => world.onDiscord('kumo').keepPicture({ body: { base64: bytes.toString('base64') } });
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('the rest')]);

  test('are judged by their bytes, kept by their content and served as what they are', async () => {
    const { name, url } = await keep(png);
    expect(await keep(png)).toEqual({ name, url });
    const served = await fetch(url);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await served.arrayBuffer())).toEqual(png);
  });

  test('that are something else, or beyond any size, are refused', async () => {
    for (const bytes of [
      Buffer.from('<svg onload="alert(1)"/>'),
      Buffer.from('GIF89a'),
      Buffer.alloc(0),
      Buffer.concat([png, Buffer.alloc(8 * 1024 * 1024)]),
    ])
      await expect(keep(bytes)).rejects.toMatchObject({ problem: { code: 'bad-picture' } });
  });

  test('that nobody kept cannot be part of a drop', async () => {
    const call = world.onDiscord('kumo').createDrop({
      body: {
        requestId: 'request-pictures',
        guild: 'builder',
        kind: 'stock',
        units: 1,
        proofDays: 3,
        title: 'A picture',
        priceTyped: '60',
        specs: '',
        pictures: [`${'0'.repeat(64)}.png`],
        vodUrl: null,
      },
    });
    await expect(call).rejects.toMatchObject({ problem: { code: 'bad-picture' } });
  });
});

describe('too many requests', () => {
  let counting: TestWorld;
  beforeAll(async () => {
    counting = await startWorld({ requestsPerMinute: 100 });
  });
  afterAll(() => counting.close());

  test('are answered with 429 and say so to programs and to the extension, and webhooks are not counted', async () => {
    const origin = counting.twitch.extensionOrigin;
    const ask = () => fetch(`${counting.site}/v1/drops`, { headers: { origin } });
    const answers = await Promise.all(Array.from({ length: 101 }, ask));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(await refused[0]?.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect(refused[0]?.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${counting.site}/webhooks/stripe`, { method: 'POST' })).status).toBe(400);
  });
});

describe('guessing pay codes', () => {
  let counting: TestWorld;
  beforeAll(async () => {
    counting = await startWorld({ requestsPerMinute: 1_000 });
  });
  afterAll(() => counting.close());

  test('ends after sixty tries in ten minutes', async () => {
    const person = browser(counting.site);
    // Looking at a page is no guess, and neither is a code that is right.
    for (let look = 0; look < 5; look++) expect((await person.visit('/pay')).status).toBe(200);
    const guesses = Array.from({ length: 70 }, (_, index) => person.visit(`/pay/AAAAA-AAA${10 + index}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await fetch(`${counting.site}/v1/drops`)).status).toBe(200);
  });
});
