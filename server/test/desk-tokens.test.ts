import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { contract } from '#shared/api/contract.ts';
import { createClient } from '#shared/api/client.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { DeskView } from '#shared/schemas/desk.ts';
import { minute } from '#shared/house-rules.ts';
import { buy, claim, listDrop, orderOf, refusalOf, twitchIdOf } from './stories.ts';
import { pressPay, sessionOf, startWorld, viewerToken, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ twitchCheckout: 'code' });
});
afterAll(() => world.close());

const withToken = (token: string) =>
  createClient({ baseUrl: world.site, headers: () => ({ authorization: `Bearer ${token}` }) });

describe('a token that Twitch did not make so', () => {
  const honest = () => viewerToken(world.twitch, 'kumo', 'kumo', true);
  const claimsOf = (token: string) => jwt.decode(token, { json: true }) ?? {};
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const key = () => Buffer.from(world.credentials.extensionSecretBase64, 'base64');
  const viewer = () => viewerToken(world.twitch, 'pip', 'kumo', true);
  const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

  const forgeries: readonly (readonly [string, () => string])[] = [
    [
      'whose role was raised',
      () => {
        const [head, , signature] = viewer().split('.');
        return [head, encoded({ ...claimsOf(viewer()), role: 'broadcaster' }), signature].join('.');
      },
    ],
    [
      'whose channel was changed',
      () => {
        const [head, , signature] = honest().split('.');
        return [head, encoded({ ...claimsOf(honest()), channel_id: twitchIdOf('tide') }), signature].join('.');
      },
    ],
    ['that is signed by nobody', () => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claimsOf(honest()))}.`],
    ['that is signed with another secret', () => jwt.sign(claimsOf(honest()), Buffer.from('another secret'))],
    ['that is signed in another way', () => jwt.sign(claimsOf(honest()), key(), { algorithm: 'HS512' })],
    ['that has expired', () => jwt.sign({ ...claimsOf(honest()), exp: inAnHour() - 3_700 }, key())],
    ['of our own programs', () => jwt.sign({ ...claimsOf(honest()), exp: inAnHour(), role: 'external' }, key())],
  ];

  test.each(forgeries)('%s opens no desk and changes nothing', async (_, forge) => {
    const client = withToken(forge());
    const order = await buy(world, 'nova', await listDrop(world, { price: '60' }));
    const tick = { params: { tag: order.tag, step: 'plate' }, body: { done: true } };
    expect(await refusalOf(client.getDesk({}))).toBe('not-signed-in');
    expect(await refusalOf(client.tickStep(tick))).toBe('not-signed-in');
    expect((await orderOf(world, 'nova', order.tag)).build?.steps.every(({ doneAt }) => doneAt === null)).toBe(true);
  });

  test('the honest one opens the desk', async () => {
    expect((await withToken(honest()).getDesk({})).builder.nickname).toBe('Kumo');
  });
});

test('the extension’s pages may call every method of the contract from where they live', async () => {
  const headers = { origin: world.twitch.extensionOrigin, 'access-control-request-method': 'PUT' };
  const asked = await fetch(`${world.site}/v1/desk/queue`, { method: 'OPTIONS', headers });
  const allowed = asked.headers.get('access-control-allow-methods')?.split(', ');
  const used = new Set(Object.values(contract).map(({ method }) => method));
  expect(new Set(allowed)).toEqual(used);
});

describe('nothing private of a buyer', () => {
  const buyer = {
    email: 'robin.lindqvist@example.com',
    name: 'Robin Lindqvist-Okafor',
    line1: '1234 Harbour Terrace',
    city: 'Ystadholm',
    postalCode: '90277-4410',
  };
  const secrets = () => [
    ...Object.values(buyer),
    'Robin',
    'Lindqvist',
    'Okafor',
    'Harbour',
    '90277',
    world.credentials.botServiceToken,
  ];

  test('is in anything that a channel or a desk shows, at any time of an order', async () => {
    const drop = await listDrop(world, { price: '$450.00', marketer: 'hana' });
    const claimed = await claim(world, 'nova', drop);
    const session = sessionOf(await pressPay(world, claimed));
    const { name, line1, city, postalCode } = buyer;
    world.stripe.completeSession(
      session,
      { number: '4242424242424242', expiry: '12 / 34', cvc: '123', email: buyer.email },
      { name, line1, city, postalCode, country: 'US' },
    );
    await world.settle();
    expect(JSON.stringify([...world.stripe.model.sessions.values()])).toContain(buyer.line1);
    const kumo = world.inPanel('kumo', 'kumo');
    const seen: (ChannelView | DeskView)[] = [];
    const look = async () => {
      const [desk, panel] = await Promise.all([kumo.getDesk({}), world.inPanel('pip', 'kumo').getChannel({})]);
      seen.push(desk, panel);
      return desk;
    };
    const paid = await look();
    world.twitch.goLive(twitchIdOf('kumo'), 'evening build');
    await world.settle();
    await kumo.putOnBench({ body: { tag: claimed.tag, requestId: 'request-private' } });
    await look();
    await world.pass(11 * minute);
    await look();
    await kumo.finishBuild({ params: { tag: claimed.tag } });
    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.settle();
    await look();

    const order = await orderOf(world, 'nova', claimed.tag);
    const ids = world.app().core.store;
    const kept = await ids.orderByTag(order.tag);
    const texts = seen.flatMap(stringsIn);
    expect(texts).toContain('Nova');
    for (const secret of [...secrets(), kept?.buyerId, kept?.id, kept?.payCode, kept?.payment?.chargeId, session])
      expect(texts.filter((text) => text.toLowerCase().includes(String(secret).toLowerCase()))).toEqual([]);
    const amounts = seen.flatMap(numbersNamed('amountMinor'));
    expect(amounts).toEqual([]);
    expect(paid.queue.find(({ tag }) => tag === claimed.tag)).toMatchObject({
      buyerNickname: 'Nova',
      waitsFor: 'proof',
      shares: [
        { nickname: 'Kumo', part: 0.7, amount: null },
        { nickname: 'Hana', part: 0.3, amount: null },
      ],
    });
  });
});

/** Every text in a view, however deep, the names of its fields among them. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...stringsIn(each)]);
}

/** Every value of a field of this name, however deep, that is a number. */
function numbersNamed(name: string): (value: unknown) => number[] {
  return function find(value): number[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
      key === name && typeof each === 'number' ? [each] : find(each),
    );
  };
}
