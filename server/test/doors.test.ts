import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { Problem } from '#shared/api/problem.ts';
import { minute } from '#shared/house-rules.ts';
import { personCalled } from '../../sandbox/people.ts';
import { buy, claim, listDrop, makeTrackingNumber, twitchIdOf } from './stories.ts';
import {
  activityCalls,
  builderCalls,
  caseCalls,
  communityCalls,
  houseCalls,
  networkBodies,
  peopleCalls,
} from './doors-network.ts';
import { disputeCalls } from './doors-disputes.ts';
import { raffleCalls } from './doors-raffles.ts';
import { startWorld, viewerToken, type TestWorld } from './world.ts';

type Name = keyof typeof contract;
type Headers = Readonly<Record<string, string>>;
/** What one call to an endpoint sends. Parameters go into its path. */
type Sent = { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown; readonly headers?: Headers };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld({ withDiscord: true });
});
afterAll(() => world.close());

const names = Object.keys(contract) as Name[];
const endpointOf = (name: Name): Endpoint => contract[name];
// A session in an activity comes from Discord: those endpoints have their doors tested beside their stories.
const ofActivities = names.filter((name) => endpointOf(name).auth === 'activity');
const having = (part: 'params' | 'body') =>
  names.filter((name) => endpointOf(name)[part] !== undefined && !ofActivities.includes(name));
const ofAuth = (...auths: Endpoint['auth'][]) => names.filter((name) => auths.includes(endpointOf(name).auth));

function bearer(token: string, more: Headers = {}): Headers {
  return { authorization: `Bearer ${token}`, ...more };
}

function actingAs(key: string): Headers {
  return bearer(world.credentials.botServiceToken, { 'x-c500-acting': `discord:${personCalled(key).discord?.id}` });
}

/** The credential that an endpoint asks for, of somebody whom it serves. */
function credentialFor({ auth }: Endpoint): Headers {
  switch (auth) {
    case 'public':
    case 'proxied':
    case 'activity':
      return {};
    case 'viewer':
      return bearer(viewerToken(world.twitch, 'pip', 'kumo', false));
    case 'citizen':
      return actingAs('nova');
    case 'builder':
      return actingAs('kumo');
    case 'broadcaster':
    case 'desk':
      return bearer(viewerToken(world.twitch, 'kumo', 'kumo', true));
    case 'bot':
      return bearer(world.credentials.botServiceToken);
    case 'staff':
      return bearer(world.credentials.operatorToken);
    case 'staff-member':
      return actingAs('sol');
    default:
      return auth satisfies never;
  }
}

function send(name: Name, { params = {}, body, headers = {} }: Sent): Promise<Response> {
  const { method, path } = endpointOf(name);
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? somebody(key)));
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(world.site + filled, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: text }),
  });
}

/** A name that reads right where nobody is meant: Discord's ids are numbers. */
function somebody(parameter: string): string {
  return /^(community|thread|discord)Id$/.test(parameter) ? '300000000000000009' : 'none';
}

/** Reads an answer that must be problem details of this status, with a page that explains it. */
async function problemIn(response: Response, status: number): Promise<Problem> {
  expect([response.status, response.headers.get('content-type')]).toEqual([
    status,
    expect.stringContaining('application/problem+json'),
  ]);
  const problem = Problem.parse(await response.json());
  expect(problem).toMatchObject({ status, type: `${world.site}/problems/${problem.code}` });
  expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(problem.detail).not.toMatch(/[{}]|undefined/);
  return problem;
}

describe('every endpoint that asks who calls', () => {
  const guarded = names.filter((name) => !['public', 'proxied'].includes(endpointOf(name).auth));

  test.each(guarded)(
    '%s: nobody, a made-up token and an empty one are refused before anything is read',
    async (name) => {
      const [nobody, madeUp, empty] = await Promise.all([
        send(name, endpointOf(name).method === 'GET' ? {} : { body: '{"half' }),
        send(name, { headers: bearer('made-up') }),
        send(name, { headers: { authorization: 'Bearer ' } }),
      ]);
      for (const response of [nobody, madeUp, empty])
        expect((await problemIn(response, 401)).code).toBe('not-signed-in');
    },
  );

  test.each(ofAuth('builder'))('%s: a buyer is told that it is for builders', async (name) => {
    const problem = await problemIn(await send(name, { headers: actingAs('nova') }), 403);
    expect(problem.code).toBe('not-a-builder');
  });

  test.each(ofAuth('citizen', 'builder'))('%s: a viewer who does not share who they are is asked to', async (name) => {
    const headers = bearer(viewerToken(world.twitch, 'pip', 'kumo', false));
    expect((await problemIn(await send(name, { headers }), 403)).code).toBe('identity-not-shared');
  });

  test.each(ofAuth('broadcaster', 'desk'))('%s: only the channel’s own account gets in', async (name) => {
    for (const headers of [
      bearer(viewerToken(world.twitch, 'pip', 'kumo', true)),
      bearer(viewerToken(world.twitch, 'pip', 'kumo', false)),
    ])
      expect((await problemIn(await send(name, { headers }), 403)).code).toBe('not-the-broadcaster');
    await problemIn(await send(name, { headers: bearer(world.credentials.botServiceToken) }), 401);
  });

  test.each(ofAuth('desk'))('%s: a broadcaster whose channel nobody has linked is told so', async (name) => {
    const headers = bearer(viewerToken(world.twitch, 'pip', 'pip', true));
    expect((await problemIn(await send(name, { headers }), 409)).code).toBe('no-builder-channel');
  });

  test.each(ofAuth('staff-member'))('%s: a builder is told that it is for the staff', async (name) => {
    expect((await problemIn(await send(name, { headers: actingAs('kumo') }), 403)).code).toBe('not-staff');
  });

  test.each(ofAuth('bot', 'staff'))('%s: no person gets in, not even a builder', async (name) => {
    const headers = bearer(viewerToken(world.twitch, 'kumo', 'kumo', true));
    await problemIn(await send(name, { headers }), 401);
  });
});

describe('every endpoint that reads something', () => {
  const nonsense: readonly [string, unknown][] = [
    ['nothing', undefined],
    ['no JSON', '{"half'],
    ['a text', '"text"'],
    ['null', 'null'],
    ['a list', []],
    ['an empty object', {}],
    ['wrong kinds', { requestId: 1, text: {}, number: [], reason: null, messageId: true, id: {}, platform: 'myspace' }],
  ];

  test.each(having('body'))('%s: a body that does not read right is 400, and says where', async (name) => {
    const headers = credentialFor(endpointOf(name));
    for (const [what, body] of nonsense) {
      const problem = await problemIn(await send(name, { body, headers }), 400);
      expect([what, problem.code]).toEqual([what, 'bad-input']);
    }
    const { issues } = await problemIn(await send(name, { body: {}, headers }), 400);
    expect(issues?.length).toBeGreaterThan(0);
    for (const issue of issues ?? []) expect(issue.path).toMatch(/^body\./);
  });

  test.each(having('body'))('%s: a body beyond its size is refused', async (name) => {
    const endpoint = endpointOf(name);
    const body = JSON.stringify({ text: 'x'.repeat(endpoint.bodyBytesMax ?? 33_000) });
    await problemIn(await send(name, { body, headers: credentialFor(endpoint) }), 400);
  });

  test.each(having('params'))(
    '%s: a name beyond any length, unknown or strange is refused and is no fault of ours',
    async (name) => {
      const headers = credentialFor(endpointOf(name));
      // A channel may exist at Twitch and still be nobody's here.
      const expected = endpointOf(name).path.includes(':twitchId') ? [400, 409] : [400, 404];
      for (const value of [
        'x'.repeat(200),
        '../../etc/passwd',
        "' OR 1=1",
        '\u0000',
        'C5-0000000',
        'drp_unknown0000',
      ]) {
        const params = new Proxy({}, { get: () => value });
        const answer = await send(name, { params, body: validBodies()[name], headers });
        expect(expected).toContain(answer.status);
        await problemIn(answer, answer.status);
      }
    },
  );
});

/** A body that reads right, for endpoints that have one; what it names need not exist. */
function validBodies(): Partial<Record<Name, unknown>> {
  return {
    declareShipment: { number: makeTrackingNumber() },
    refundOrder: { reason: 'sorry' },
    answerDispute: { requestId: 'request-dispute', text: 'It left here.' },
    tickStep: { done: true },
    addNote: { text: 'lubed', requestId: 'request-note' },
    addPhoto: { base64: png.toString('base64') },
    setDropStatus: { status: 'paused' },
    switchChatAnswers: { answers: true },
    ...networkBodies,
  };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** One call to each endpoint that must be granted. */
const granted: { readonly [N in Name]: () => Promise<Sent> } = {
  ...communityCalls(() => world),
  ...builderCalls(() => world),
  ...houseCalls(() => world),
  ...peopleCalls(() => world),
  ...caseCalls(() => world),
  ...activityCalls,
  listDrops: async () => ({}),
  getDrop: async () => ({ params: { dropId: (await listDrop(world, { price: '60' })).id } }),
  getChannel: async () => ({}),
  createDrop: async () => ({
    body: {
      requestId: 'request-of-doors',
      guild: 'modder',
      kind: 'stock',
      units: 2,
      proofDays: 7,
      title: 'Tuned board',
      priceTyped: '60',
      specs: 'lubed',
      pictures: [],
      vodUrl: 'https://www.twitch.tv/videos/1',
    },
  }),
  keepPicture: async () => ({ body: { base64: png.toString('base64') } }),
  claimUnit: async () => ({ params: { dropId: (await listDrop(world, { price: '60' })).id } }),
  joinWaitlist: async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    await claim(world, 'mori', drop);
    return { params: { dropId: drop.id } };
  },
  getWaitlistPlace: async () => ({ params: { dropId: (await listDrop(world, { price: '60' })).id } }),
  ...raffleCalls(() => world),
  ...disputeCalls(() => world),
  leaveWaitlist: async () => ({ params: { dropId: (await listDrop(world, { price: '60' })).id } }),
  getMe: async () => ({}),
  getStatement: async () => ({ params: { month: new Date(world.clock.now()).toISOString().slice(0, 7) } }),
  listMyOrders: async () => ({}),
  listMyQueue: async () => ({}),
  getOrder: async () => ({ params: { tag: await paidTag() } }),
  cancelClaim: async () => ({
    params: { tag: (await claim(world, 'nova', await listDrop(world, { price: '60' }))).tag },
  }),
  declareShipment: async () => ({ params: { tag: await paidTag() }, body: { number: makeTrackingNumber() } }),
  async confirmDelivery() {
    const tag = await paidTag();
    await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
    return { params: { tag } };
  },
  askCancellation: async () => ({ params: { tag: await paidTag() } }),
  async refundUnproven() {
    const { tag } = await buy(world, 'nova', await listDrop(world, { price: '60', proofDays: 1 }));
    await world.pass(24 * 60 * minute + minute);
    return { params: { tag } };
  },
  grantDays: async () => ({ params: { tag: await paidTag() } }),
  refundOrder: async () => ({ params: { tag: await paidTag() }, body: { reason: 'out of parts' } }),
  declareLive: async () => ({ body: { text: await paidTag(), requestId: 'request-live' } }),
  getConnection: async () => ({}),
  // The others of this file keep the channel that they sit at.
  endConnection: async () => ({ headers: bearer(viewerToken(world.twitch, 'tide', 'tide', true)) }),
  getDesk: async () => ({}),
  arrangeQueue: async () => ({ body: { tags: [await paidTag(), 'C5-0000000'] } }),
  putOnBench: async () => ({ body: { tag: await paidTag(), requestId: 'request-bench' } }),
  takeOffBench: async () => ({ params: { tag: await paidTag() } }),
  tickStep: async () => ({ params: { tag: await paidTag(), step: 'plate' }, body: { done: true } }),
  addNote: async () => ({
    params: { tag: await paidTag() },
    body: { text: 'Lubed and filmed', requestId: 'request-note' },
  }),
  addPhoto: async () => ({ params: { tag: await paidTag() }, body: { base64: png.toString('base64') } }),
  finishBuild: async () => ({ params: { tag: await paidTag() } }),
  setDropStatus: async () => ({
    params: { dropId: (await listDrop(world, { price: '60' })).id },
    body: { status: 'paused' },
  }),
  setChatAnswers: async () => ({ body: { answers: false } }),
  listChannels: async () => ({}),
  getChatChannel: async () => ({ params: { twitchId: twitchIdOf('kumo') } }),
  switchChatAnswers: async () => ({ params: { twitchId: twitchIdOf('kumo') }, body: { answers: true } }),
  recordChatLine: async () => ({
    body: { messageId: 'm1', channelId: '10001', chatterId: '10001', sourceChannelId: null, text: await paidTag() },
  }),
  async pullNotices() {
    await paidTag();
    return { body: { platform: 'discord', waitMs: 0 } };
  },
  takeLease: async () => ({ body: { name: 'twitch-chat', holder: 'a-process', lengthMs: 1_000 } }),
  releaseLease: async () => ({ body: { name: 'twitch-chat', holder: 'a-process' } }),
  async settleNotice() {
    const { notices } = await world.bot.pullNotices({ body: { platform: 'discord', waitMs: 0 } });
    const id = notices[0]?.id ?? (await noticeId());
    return { body: { id, outcome: 'undeliverable', reason: 'the door is shut' } };
  },
  getMoneyHealth: async () => ({}),
  getSolvency: async () => ({}),
  listOrders: async () => ({}),
  getOrderMoney: async () => ({ params: { tag: await paidTag() } }),
  listSightings: async () => ({}),
};

async function paidTag(): Promise<string> {
  return (await buy(world, 'nova', await listDrop(world, { price: '60' }))).tag;
}

async function noticeId(): Promise<string> {
  await paidTag();
  const { notices } = await world.bot.pullNotices({ body: { platform: 'discord', waitMs: 0 } });
  return notices[0]?.id ?? '';
}

describe('every endpoint, asked rightly', () => {
  test.each(names.filter((name) => ![...ofActivities, 'startActivity'].includes(name)))(
    '%s answers what the contract says, no more and no less',
    async (name) => {
      const endpoint = endpointOf(name);
      const answer = await send(name, { headers: credentialFor(endpoint), ...(await granted[name]()) });
      const body: unknown = await answer.json();
      expect([answer.status, body]).toEqual([200, expect.anything()]);
      expect(endpoint.response.parse(body)).toEqual(body);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );
});
