import { createHash } from 'node:crypto';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { day } from '#shared/house-rules.ts';
import { personCalled } from '../../../sandbox/people.ts';
import { seedId } from '../../../sandbox/product/seed.ts';
import type { Order } from '../../domain/order.ts';
import { twitchIdOf } from '../stories.ts';
import { viewerToken } from '../world.ts';
import { monthsOf } from './life-checks.ts';
import { builders, buyers, keyOf, privacyOf, staff, type Life, type Where } from './life.ts';

/** Who looks: somebody by their key; `nobody`, whoever comes by; `bot`, which speaks for everybody on Discord; `operator`, the house itself. */
type Viewer = string;
type Headers = Readonly<Record<string, string>>;
/** One thing that somebody looks at. `isOnStream`: a stream may show it, and with it to everybody. */
type Look = {
  readonly viewer: Viewer;
  readonly what: string;
  readonly isOnStream: boolean;
  read(): Promise<string>;
};
/** What must not be read by others: whose it is, and of which order where it is of one. */
type Secret = {
  readonly text: string;
  readonly of: string;
  readonly kind: 'address' | 'email' | 'id' | Where;
  readonly tag: string | null;
};

/** What people are shown who may not see it, one sentence each; and whom what was shown that they may see, so that one knows that there was something. */
export type Found = { readonly leaks: readonly string[]; readonly shown: ReadonlySet<string> };

/** Everybody looks at everything, wherever they get in. */
export async function leaksOf(life: Life): Promise<Found> {
  const orders = await life.orders();
  return search(life, await looksOf(life, orders), orders);
}

/** What was told without anybody asking: notices, what is sent to panels, and the log, which is for nobody. */
export async function leaksTold(life: Life): Promise<Found> {
  const heard = life.heard.map(({ where, text }): Look => {
    return { viewer: 'nobody', what: where, isOnStream: where === 'broadcast', read: () => Promise.resolve(text) };
  });
  return search(life, [...noticeLooks(life), ...heard], await life.orders());
}

async function search(life: Life, looks: readonly Look[], all: readonly Order[]): Promise<Found> {
  const secrets = secretsOf(life);
  const orders = new Map(all.map((order) => [String(order.tag), order]));
  const [leaks, shown] = [new Set<string>(), new Set<string>()];
  for (const look of looks) {
    const text = await look.read();
    for (const secret of secrets) {
      if (!text.includes(secret.text)) continue;
      if (may(look, secret, orders)) shown.add(`${look.viewer}: ${secret.kind}`);
      else leaks.add(`${look.viewer} is shown "${secret.text}" of ${secret.of} (${secret.tag ?? ''}) by ${look.what}`);
    }
  }
  return { leaks: [...leaks], shown };
}

function secretsOf({ said }: Life): readonly Secret[] {
  const ofBuyers = buyers.flatMap((of): Secret[] => {
    const { name, line1, city, email, ids } = privacyOf(of);
    const secret = (kind: Secret['kind']) => (text: string) => ({ text, of, kind, tag: null });
    return [...[name, line1, city].map(secret('address')), secret('email')(email), ...ids.map(secret('id'))];
  });
  return [...ofBuyers, ...said.map(({ words, by, tag, where }) => ({ text: words, of: by, kind: where, tag }))];
}

/** The law of who may read what. */
function may({ viewer, isOnStream }: Look, { of, kind, tag }: Secret, orders: ReadonlyMap<string, Order>): boolean {
  // What is on a stream is shown to everybody, whoever sits before it.
  if (isOnStream) return false;
  if (viewer === of) return true;
  const order = orders.get(tag ?? '');
  const sides: readonly string[] = order ? [keyOf(order.buyerId), keyOf(order.builderId)] : [];
  const isHouse = viewer === 'operator' || (staff as readonly string[]).includes(viewer);
  switch (kind) {
    // An address is on the packing page alone, which is not among what is looked at here.
    case 'address':
    case 'email':
      return false;
    case 'id':
      return isHouse || viewer === 'bot';
    case 'room':
      return isHouse || viewer === 'bot' || sides.includes(viewer);
    case 'case':
      return isHouse || sides.includes(viewer);
    case 'bank':
      return isHouse || viewer === keyOf(order?.builderId ?? seedId('none'));
    default:
      return kind satisfies never;
  }
}

async function looksOf(life: Life, orders: readonly Order[]): Promise<readonly Look[]> {
  const visitors: readonly Viewer[] = [...buyers, ...builders, 'hana', 'sol'];
  const looks: Look[] = [];
  const offline = { isOnStream: false };
  for (const viewer of ['nobody', ...visitors]) {
    const headers = viewer === 'nobody' ? {} : await enter(life, viewer);
    const paths = await pagesFor(life, viewer, orders);
    looks.push(...paths.map((path) => lookAt(life, { viewer, path, headers, ...offline })));
    if (viewer === 'nobody') continue;
    looks.push(...apiLooks(life, viewer, orders, { headers, ...offline }));
    const form = { viewer, path: '/me/export', headers, ...offline, form: { csrf: csrfOf(viewer) } };
    looks.push(lookAt(life, form));
  }
  const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
  const { twitch, credentials } = life.world;
  looks.push(...apiLooks(life, 'bot', orders, { headers: bearer(credentials.botServiceToken), ...offline }));
  looks.push(...apiLooks(life, 'operator', orders, { headers: bearer(credentials.operatorToken), ...offline }));
  for (const channel of builders) {
    const [stranger, own] = [viewerToken(twitch, 'pip', channel, false), viewerToken(twitch, channel, channel, true)];
    looks.push(...apiLooks(life, 'nobody', orders, { headers: bearer(stranger), ...offline }));
    looks.push(...apiLooks(life, channel, orders, { headers: bearer(own), isOnStream: true }, isOfDesk));
  }
  return looks;
}

/** What a live desk asks for, which is on the screen that the stream shows. */
function isOfDesk({ path, auth }: Endpoint): boolean {
  return auth === 'desk' || auth === 'broadcaster' || path === '/v1/channel';
}

/** What a builder has open on a screen while a stream shows it: own pages, and those of their orders. */
export async function leaksOnStream(life: Life, key: (typeof builders)[number]): Promise<Found> {
  const { world } = life;
  world.twitch.goLive(twitchIdOf(key), 'an evening at the bench');
  await world.settle();
  const own = (await life.orders()).filter(({ builderId }) => keyOf(builderId) === key);
  const headers = await enter(life, key);
  const ofOrders = own.flatMap(({ tag }) => [`/orders/${tag}`, `/orders/${tag}/packing`]);
  const paths = ['/workshop', '/orders', '/statements', ...ofOrders];
  const looks = paths.map((path) => lookAt(life, { viewer: key, path, headers, isOnStream: true }));
  const found = await search(life, looks, own);
  world.twitch.goOffline(twitchIdOf(key));
  await world.settle();
  return found;
}

/** How many addresses a builder reads on the packing pages of their orders: those of the orders' own buyers, and nobody else's. */
export async function addressesPacked(life: Life, key: (typeof builders)[number]): Promise<number> {
  let read = 0;
  const headers = await enter(life, key);
  for (const { tag, buyerId, builderId } of await life.orders('paid', 'building', 'shipped')) {
    const path = `/orders/${tag}/packing`;
    const text = await lookAt(life, { viewer: key, path, headers, isOnStream: false }).read();
    const named = buyers.filter((buyer) => text.includes(privacyOf(buyer).line1));
    const due = keyOf(builderId) === key ? [keyOf(buyerId)] : [];
    if (named.some((each) => !due.includes(each))) throw new Error(`${path} tells ${key} where ${named.join()} live`);
    read += named.length;
  }
  return read;
}

type Asked = {
  readonly viewer: Viewer;
  readonly path: string;
  readonly headers: Headers;
  readonly isOnStream: boolean;
  readonly form?: Readonly<Record<string, string>>;
};

function lookAt({ world }: Life, { viewer, path, headers, isOnStream, form }: Asked): Look {
  const read = async () => {
    const response = await fetch(new URL(path, world.site), {
      redirect: 'manual',
      headers: { accept: '*/*', ...headers, ...(form ? { origin: world.site } : {}) },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    if (response.status >= 500) throw new Error(`${path} broke for ${viewer}: ${response.status}`);
    return response.text();
  };
  return { viewer, what: path, isOnStream, read };
}

async function pagesFor(life: Life, viewer: Viewer, orders: readonly Order[]): Promise<readonly string[]> {
  const drops = life.drops.flatMap(({ id }) => [`/drops/${id}`, `/drops/${id}/raffle`]);
  const open = ['/', '/solvency', ...drops];
  if (viewer === 'nobody') return [...open, ...orders.slice(0, 3).map(({ tag }) => `/orders/${tag}`)];
  const month = monthsOf(life).at(-1) ?? '';
  const own = [
    '/orders',
    '/passport',
    '/workshop',
    '/me',
    '/setup',
    '/link',
    `/statements/${month}`,
    `/statements/${month}.csv`,
  ];
  const isBuilder = (builders as readonly string[]).includes(viewer);
  // Every order for whom it may be; of others', some, which nobody is shown.
  const theirs = orders.filter(
    ({ buyerId, builderId }) => viewer === 'sol' || [keyOf(buyerId), keyOf(builderId)].includes(viewer),
  );
  const others = orders.filter((order) => !theirs.includes(order)).slice(0, isBuilder ? 12 : 4);
  const strangers = others.map(({ tag }) => `/orders/${tag}/packing`);
  const pages = [
    ...open.slice(0, 4),
    ...own,
    ...[...theirs, ...others].map(({ tag }) => `/orders/${tag}`),
    ...strangers,
  ];
  return viewer === 'sol' ? [...pages, ...(await deskOf(life, orders))] : [...pages, '/house', '/house/people?q=mori'];
}

/** What the staff has on its desk. */
async function deskOf({ world }: Life, orders: readonly Order[]): Promise<readonly string[]> {
  const { store } = world.app().core;
  const cases = await store.list('case', 'settled', 8);
  const disputes = await store.list('dispute', 'closed', 8);
  const lists = [
    'people?q=o',
    'orders',
    'cases',
    'cases?state=settled',
    'disputes',
    'flags',
    'bans',
    'effects',
    'applications',
    'money',
    'money/held',
    'audit',
  ];
  return [
    '/house',
    ...lists.map((list) => `/house/${list}`),
    ...orders.slice(0, 15).map(({ tag }) => `/house/orders/${tag}`),
    ...buyers.map((key) => `/house/people/${seedId(key)}`),
    ...cases.map(({ id }) => `/house/cases/${id}`),
    ...disputes.map(({ id }) => `/house/disputes/${id}`),
  ];
}

const endpoints: readonly Endpoint[] = Object.values(contract).filter(({ method }) => method === 'GET');

/** Every endpoint that only tells, called with whatever it can be called with. */
function apiLooks(
  life: Life,
  viewer: Viewer,
  orders: readonly Order[],
  as: { readonly headers: Headers; readonly isOnStream: boolean },
  isLookedAt: (endpoint: Endpoint) => boolean = () => true,
): readonly Look[] {
  const tags = orders.filter((_, index) => index % 4 === 0).map(({ tag }) => tag);
  const values: Readonly<Record<string, readonly string[]>> = {
    tag: tags,
    dropId: life.drops.slice(0, 6).map(({ id }) => id),
    month: monthsOf(life).slice(-1),
    discordId: buyers.flatMap((key) => personCalled(key).discord?.id ?? []),
    twitchId: builders.map(twitchIdOf),
    caseId: [],
    communityId: [],
    threadId: [],
  };
  return endpoints.filter(isLookedAt).flatMap(({ path }) => {
    const name = /:(\w+)/.exec(path)?.[1];
    const paths = name ? (values[name] ?? []).map((value) => path.replace(`:${name}`, value)) : [path];
    return paths.map((filled) => lookAt(life, { viewer, path: filled, ...as }));
  });
}

/** What people were told. The staff's own channel is the house's, and a channel's chat is on a stream. */
function noticeLooks({ notices }: Life): Look[] {
  const keyOfAccount = new Map(buyers.map((key) => [personCalled(key).discord?.id, key] as const));
  return notices.map(({ kind, accountId, params, link }) => {
    const isChannel = /^(channel|community)-/.test(kind);
    const viewer = kind.startsWith('house-')
      ? 'operator'
      : (keyOfAccount.get(accountId) ?? (sellerOf(accountId) || 'nobody'));
    const read = () => Promise.resolve(JSON.stringify({ params, link }));
    return { viewer, what: `the notice ${kind}`, isOnStream: isChannel, read };
  });
}

function sellerOf(accountId: string): string {
  return [...builders, 'hana', 'sol'].find((key) => personCalled(key).discord?.id === accountId) ?? '';
}

const csrfOf = (key: string) => `csrf-of-${key}`;

/** A session as the website keeps one, without the way over a platform's page. */
async function enter({ world }: Life, key: string): Promise<Headers> {
  const { store, clock } = world.app().core;
  const value = `session-of-${key}-${clock.now()}`;
  const record = {
    id: createHash('sha256').update(value).digest('hex'),
    version: 0,
    citizenId: seedId(key),
    csrf: csrfOf(key),
    payCode: null,
    expiresAt: clock.now() + day,
  };
  await store.commit({ put: [{ kind: 'session', record }] });
  return { cookie: `c500=${value}` };
}
