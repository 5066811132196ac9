import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { signPayload } from '../../sandbox/stripe/webhooks.ts';
import { booksAgree, buy, claim, listDrop, orderOf, twitchIdOf } from './stories.ts';
import { pressPay, sessionOf, startWorld, viewerToken, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => booksAgree(world));
afterAll(() => world.close());

const wallSeconds = () => Math.floor(Date.now() / 1_000);

describe('a Stripe webhook', () => {
  const post = (body: string, signature: string | null) =>
    fetch(`${world.site}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'stripe-signature': signature }) },
      body,
    });
  const completed = (sessionId: string, orderId: string, id: string) =>
    JSON.stringify({
      id,
      object: 'event',
      type: 'checkout.session.completed',
      data: { object: { id: sessionId, object: 'checkout.session', client_reference_id: orderId } },
    });

  test('that Stripe did not sign, signed for somebody else, or signed long ago is refused and changes nothing', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const body = completed(sessionOf(await pressPay(world, claimed)), 'ord_forged0000', 'evt_forged');
    const secret = world.credentials.stripeWebhookSecret;
    const refused = [
      null,
      '',
      'nonsense',
      `t=${wallSeconds()},v1=${'0'.repeat(64)}`,
      signPayload(body, 'whsec_of_somebody_else', wallSeconds()),
      signPayload(body, '', wallSeconds()),
      signPayload(`${body} `, secret, wallSeconds()),
      signPayload(body, secret, wallSeconds() - 3_600),
    ];
    for (const signature of refused) expect((await post(body, signature)).status).toBe(400);
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('reserved');
  });

  test('signed well but lying about a payment is believed only as far as Stripe itself says so', async () => {
    const claimed = await claim(world, 'nova', await listDrop(world, { price: '60' }));
    const order = await world.app().core.store.orderByTag(claimed.tag);
    const body = completed(sessionOf(await pressPay(world, claimed)), order?.id ?? '', 'evt_lie');
    const signature = signPayload(body, world.credentials.stripeWebhookSecret, wallSeconds());
    expect((await post(body, signature)).status).toBe(204);
    await world.settle();
    expect((await orderOf(world, 'nova', claimed.tag)).fulfilment).toBe('reserved');
  });

  test('delivered again, today or once more, changes nothing', async () => {
    const paid = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const event = [...world.stripe.model.events.values()].findLast(
      (each) => each.type === 'checkout.session.completed',
    );
    await world.stripe.redeliver(event?.id ?? '');
    await world.stripe.redeliver(event?.id ?? '');
    await world.settle();
    const after = await orderOf(world, 'nova', paid.tag);
    expect(after.version).toBe(paid.version);
    expect(after.vault).toEqual(paid.vault);
  });

  test('with a body that is no JSON, or is beyond any size, is refused without a fault of ours', async () => {
    const secret = world.credentials.stripeWebhookSecret;
    expect((await post('{', signPayload('{', secret, wallSeconds()))).status).toBe(400);
    expect((await post('x'.repeat(600_000), null)).status).toBe(400);
  });
});

describe('a Twitch notification', () => {
  const online = (channelId: string) =>
    JSON.stringify({
      subscription: { id: 'sub', type: 'stream.online', version: '1' },
      event: { id: '999', broadcaster_user_id: channelId, type: 'live', started_at: new Date().toISOString() },
    });
  const post = (body: string, headers: Record<string, string>) =>
    fetch(`${world.site}/webhooks/twitch/event/anything`, {
      method: 'POST',
      headers: { 'twitch-eventsub-message-type': 'notification', 'content-type': 'application/json', ...headers },
      body,
    });
  const signed = (body: string, secret: string, id: string, at = new Date()) => ({
    'twitch-eventsub-message-id': id,
    'twitch-eventsub-message-timestamp': at.toISOString(),
    'twitch-eventsub-message-signature': `sha256=${createHmac('sha256', secret)
      .update(id + at.toISOString() + body)
      .digest('hex')}`,
  });
  const isLive = async () => (await world.inPanel('pip', 'tide', { shared: false }).getChannel({})).live !== null;

  test('not signed, signed with another secret, or signed for another body is refused', async () => {
    const body = online(twitchIdOf('tide'));
    const secret = world.credentials.eventSubSecret;
    expect((await post(body, {})).status).toBe(403);
    expect((await post(body, signed(body, `${secret}x`, 'forged-1'))).status).toBe(403);
    expect((await post(body, signed(`${body} `, secret, 'forged-2'))).status).toBe(403);
    const moved = { ...signed(body, secret, 'forged-3'), 'twitch-eventsub-message-id': 'forged-4' };
    expect((await post(body, moved)).status).toBe(403);
    await world.settle();
    expect(await isLive()).toBe(false);
  });

  test('replayed after ten minutes is acknowledged and not believed', async () => {
    const body = online(twitchIdOf('tide'));
    const old = signed(body, world.credentials.eventSubSecret, 'replay', new Date(Date.now() - 11 * 60_000));
    expect((await post(body, old)).status).toBe(204);
    await world.settle();
    expect(await isLive()).toBe(false);
  });
});

describe("a token of the extension's viewer", () => {
  const claims = (changes: Record<string, unknown> = {}) => ({
    exp: wallSeconds() + 600,
    opaque_user_id: 'Upip',
    channel_id: twitchIdOf('kumo'),
    user_id: twitchIdOf('pip'),
    role: 'viewer',
    ...changes,
  });
  const key = () => Buffer.from(world.credentials.extensionSecretBase64, 'base64');
  const panel = (token: string) => fetch(`${world.site}/v1/channel`, { headers: { authorization: `Bearer ${token}` } });
  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

  test('is honoured when Twitch signed it', async () => {
    expect((await panel(jwt.sign(claims(), key(), { algorithm: 'HS256' }))).status).toBe(200);
  });

  test('is refused when it is unsigned, signed otherwise, by another secret, or no longer good', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const unsigned = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`;
    // The confusion attack: a header that says RS256 over a body that is signed with the shared secret as if it were a public key.
    const body = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims())}`;
    const confused = `${body}.${createHmac('sha256', key()).update(body).digest('base64url')}`;
    const refused = [
      unsigned,
      confused,
      jwt.sign(claims(), key(), { algorithm: 'HS512' }),
      jwt.sign(claims(), privateKey, { algorithm: 'RS256' }),
      jwt.sign(claims(), 'another secret', { algorithm: 'HS256' }),
      jwt.sign(claims({ exp: wallSeconds() - 60 }), key(), { algorithm: 'HS256' }),
      jwt.sign(claims({ nbf: wallSeconds() + 600 }), key(), { algorithm: 'HS256' }),
      `${part({ alg: 'HS256', typ: 'JWT' })}.${part('not json')}.${part('x')}`,
      'a.b.c',
      '..',
      'x'.repeat(10_000),
    ];
    for (const token of refused) expect([(await panel(token)).status, token]).toEqual([401, token]);
  });

  test('is refused with a role that no viewer has, or without a channel', async () => {
    for (const changes of [
      { role: 'external' },
      { role: 'admin' },
      { channel_id: 'all' },
      { channel_id: undefined },
      { opaque_user_id: undefined },
    ])
      expect((await panel(jwt.sign(claims(changes), key(), { algorithm: 'HS256' }))).status).toBe(401);
  });

  test('names the channel by itself: whatever else the call says is not looked at', async () => {
    const token = viewerToken(world.twitch, 'pip', 'kumo', true);
    const answer = await fetch(`${world.site}/v1/channel?channel_id=${twitchIdOf('yuzu')}`, {
      headers: { authorization: `Bearer ${token}`, 'x-channel-id': twitchIdOf('yuzu') },
    });
    expect(await answer.json()).toMatchObject({ builder: { nickname: 'Kumo' } });
  });

  test('of a broadcaster makes nobody a builder who is none, and the acting header is for the bot alone', async () => {
    const call = { body: { text: 'C5-0000000', requestId: 'request-forged' } };
    await expect(world.inPanel('mori', 'mori').declareLive(call)).rejects.toMatchObject({
      problem: { code: 'not-a-builder' },
    });
    const answer = await fetch(`${world.site}/v1/me`, {
      headers: {
        authorization: `Bearer ${viewerToken(world.twitch, 'pip', 'kumo', true)}`,
        'x-c500-acting': 'discord:200000000000000001',
      },
    });
    expect(await answer.json()).toMatchObject({ accounts: [{ platform: 'twitch', handle: 'pip_live' }] });
  });
});

describe("the bot's credential", () => {
  const as = (acting: string | null) =>
    fetch(`${world.site}/v1/me`, {
      headers: {
        authorization: `Bearer ${world.credentials.botServiceToken}`,
        ...(acting === null ? {} : { 'x-c500-acting': acting }),
      },
    });

  test('acts for accounts of Discord, and for nobody of another platform or of no shape', async () => {
    expect((await as('discord:200000000000000006')).status).toBe(200);
    for (const acting of [
      null,
      '',
      'discord',
      'discord:',
      'discord:1',
      `twitch:${twitchIdOf('kumo')}`,
      'discord:2000000000000006x',
    ])
      expect((await as(acting)).status).toBe(401);
  });

  test('opens no door of the staff, nor the other way round', async () => {
    const ask = (path: string, token: string) =>
      fetch(world.site + path, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask('/v1/staff/money', world.credentials.botServiceToken)).status).toBe(401);
    expect((await ask('/v1/channels', world.credentials.operatorToken)).status).toBe(401);
    expect((await ask('/v1/staff/money', '')).status).toBe(401);
  });
});
