import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import { houseRules, second } from '#shared/house-rules.ts';
import { activityCloseCodes, activityLivePath, ActivityNews } from '#shared/schemas/activity-live.ts';
import { signRequest } from '../../sandbox/discord/activity-host/signing.ts';
import { readProxySignature } from '../adapters/discord/proxy-signature.ts';
import { tell } from '../http/activity-guests.ts';
import { activitySessions } from '../http/activity-sessions.ts';
import { serveActivitySocket, type ActivitySockets } from '../http/activity-socket.ts';
import type { Store } from '../ports/store.ts';
import { discordIdOf, startActivityWorld, type ActivityWorld, type Visit } from './activity-world.ts';
import { listDrop, twitchIdOf } from './stories.ts';

let world: ActivityWorld;
let server: Server;
let sockets: ActivitySockets;
let origin: string;
let loseNews: () => void;
const open: Line[] = [];

/** A page's socket, with all that it was told. */
type Line = {
  readonly socket: WebSocket;
  readonly told: ActivityNews[];
  /** The first thing told, from now or before, that is as wanted. */
  until<T>(wanted: (news: ActivityNews) => T | undefined | false): Promise<T>;
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
};

beforeAll(async () => {
  world = await startActivityWorld({ proxySigns: true });
  origin = `https://${world.credentials.discordApplicationId}.discordsays.com`;
}, 60_000);
afterAll(() => world.close());

/** The sockets of one more process, which looks at them all the time. */
beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { core } = world.app();
  const sessions = activitySessions(world.credentials.sessionSecret, core.clock.now);
  const publicKey = world.keys.publicKeyHex;
  const readProxyProof = readProxySignature({ publicKey, applicationId: world.credentials.discordApplicationId });
  const most = { open: 8, unknown: 4, perCitizen: 2 };
  const store: Store = {
    ...core.store,
    onNews: (listener) => {
      loseNews = () => listener([{ about: 'anything' }]);
      return core.store.onNews(listener);
    },
  };
  sockets = serveActivitySocket(server, {
    core: { ...core, store },
    sessions,
    readProxyProof,
    origin,
    everyMs: 100,
    most,
  });
});
afterEach(async () => {
  sockets.close();
  for (const { socket } of open.splice(0)) socket.terminate();
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  for (const { instanceId, userIds } of world.discord.model.activities.values())
    for (const userId of userIds) world.discord.leaveActivity(userId, instanceId);
});

function dial(
  key: string,
  options: { readonly path?: string; readonly origin?: string; readonly signedFor?: string | null } = {},
): Line {
  const { path = activityLivePath, signedFor = key } = options;
  const applicationId = world.credentials.discordApplicationId;
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    origin: options.origin ?? origin,
    headers: signedFor === null ? {} : signRequest(world.keys, { applicationId, userId: discordIdOf(signedFor) }),
  });
  const told: ActivityNews[] = [];
  const looks = new Set<() => void>();
  socket.on('message', (data) => {
    told.push(ActivityNews.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '')));
    for (const look of looks) look();
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  const line: Line = {
    socket,
    told,
    closed,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          for (const news of told) {
            const found = wanted(news);
            if (found === undefined || found === false) continue;
            looks.delete(look);
            return resolve(found);
          }
        };
        looks.add(look);
        look();
      }),
  };
  open.push(line);
  return line;
}

/** Says who it is as soon as it is open. */
function hello(line: Line, token: string, revision: number | null = null): Line {
  line.socket.on('open', () => line.socket.send(JSON.stringify({ kind: 'hello', token, revision })));
  return line;
}

async function come(key: string): Promise<{ readonly visit: Visit; readonly line: Line }> {
  const visit = await world.visit(key);
  const line = hello(dial(key), visit.token);
  await line.until((news) => news.kind === 'welcome');
  return { visit, line };
}

const gathering = (news: ActivityNews) => (news.kind === 'gathering' ? news.gathering : undefined);
const changed = (topic: string, id: string) => (news: ActivityNews) =>
  news.kind === 'changed' && news.topic === topic && news.id === id;

describe('the activity’s socket', () => {
  test('tells everyone of each other as it happens, and each only their own orders', async () => {
    const [mori, nova] = [await come('mori'), await come('nova')];
    const drop = await listDrop(world, { price: '$60' });
    await nova.line.until(changed('drops', drop.id));
    await mori.visit.core.beHere({ body: { lookingAt: drop.id } });
    await mori.visit.core.point({ body: { dropId: drop.id } });
    const seen = await nova.line.until((news) => (gathering(news)?.point ? gathering(news) : undefined));
    expect(seen.companions).toMatchObject([{ nickname: 'Mori', lookingAt: drop.id, isYou: false }]);

    const order = await mori.visit.core.claimUnit({ params: { dropId: drop.id } });
    const felt = await nova.line.until((news) => gathering(news)?.felt.at(-1));
    expect(felt).toMatchObject({ dropId: drop.id, nickname: 'Mori' });
    await mori.line.until(changed('orders', order.tag));
    world.twitch.goLive(twitchIdOf('kumo'));
    await nova.line.until(changed('live', drop.builder.id));
    expect(JSON.stringify(nova.line.told)).not.toContain(order.tag);
  });

  test('tells whoever comes back what they missed, and nothing where they missed nothing', async () => {
    const mori = await come('mori');
    const { revision } = await mori.visit.core.beHere({ body: { lookingAt: null } });
    mori.line.socket.terminate();
    const drop = await listDrop(world);
    await mori.visit.core.beHere({ body: { lookingAt: drop.id } });
    const behind = hello(dial('mori'), mori.visit.token, revision);
    const now = await behind.until(gathering);
    expect(now).toMatchObject({ companions: [{ lookingAt: drop.id }] });
    const upToDate = hello(dial('mori'), mori.visit.token, now.revision);
    await upToDate.until((news) => news.kind === 'still');
    expect(upToDate.told.map(({ kind }) => kind)).not.toContain('gathering');
  });

  test('says now and then that it is there, and tells of those who fell quiet', async () => {
    const [mori, nova] = [await come('mori'), await come('nova')];
    await mori.visit.core.beHere({ body: { lookingAt: null } });
    await nova.line.until((news) => gathering(news)?.companions.length === 1);
    await nova.line.until((news) => news.kind === 'still');
    world.clock.advance(houseRules.gatheringQuietMs + second);
    await nova.line.until((news) => nova.line.told.indexOf(news) > 1 && gathering(news)?.companions.length === 0);
  });

  test('ends with the session, and lets whoever answers no more go', async () => {
    const [mori, nova] = [await come('mori'), await come('nova')];
    // It hears and is silent, as a phone that lost its network.
    nova.line.socket.pong = () => undefined;
    expect(await nova.line.closed).toBe(1006);
    world.clock.advance(houseRules.activitySessionMs);
    expect(await mori.line.closed).toBe(activityCloseCodes.tokenRefused);
  });

  test('lets nobody in who is not in an activity, and takes nothing but a hello', async () => {
    const { token } = await world.visit('mori');
    const [head, body] = token.split('.');
    expect(await hello(dial('mori'), `${head}.${body}.forged`).closed).toBe(activityCloseCodes.tokenRefused);
    expect(await hello(dial('nova'), token).closed).toBe(activityCloseCodes.tokenRefused);
    const rude = dial('mori');
    rude.socket.on('open', () => rude.socket.send('{"kind":"hello"}'));
    expect(await rude.closed).toBe(activityCloseCodes.badHello);
    const loud = dial('mori');
    loud.socket.on('open', () => loud.socket.send('x'.repeat(64 * 1024)));
    expect(await loud.closed).toBe(1009);
    const talkative = hello(dial('mori'), token);
    await talkative.until((news) => news.kind === 'welcome');
    talkative.socket.send('{}');
    expect(await talkative.closed).toBe(activityCloseCodes.badHello);
  });

  test('is opened by our page alone, on its own path, through Discord’s proxy', async () => {
    expect(await dial('mori', { origin: 'https://elsewhere.example' }).closed).toBe(403);
    expect(await dial('mori', { path: '/v1/elsewhere' }).closed).toBe(404);
    expect(await dial('mori', { signedFor: null }).closed).toBe(401);
  });

  test('has room for so many, of one person and before they say who they are', async () => {
    const silent = [dial('nova'), dial('nova'), dial('nova'), dial('nova')];
    await Promise.all(silent.map(({ socket }) => new Promise((resolve) => socket.on('open', resolve))));
    expect(await dial('nova').closed).toBe(503);
    silent[0]?.socket.close();
    await silent[0]?.closed;
    const mori = await come('mori');
    await hello(dial('mori'), mori.visit.token).until((news) => news.kind === 'welcome');
    expect(await hello(dial('mori'), mori.visit.token).closed).toBe(1013);
  });

  test('lets go of whoever does not read what they are told', () => {
    const done: string[] = [];
    const note = (what: string) => () => void done.push(what);
    const socket = {
      readyState: 1,
      OPEN: 1,
      send: note('send'),
      close: note('close'),
      terminate: note('terminate'),
    } as const;
    tell({ socket: { ...socket, bufferedAmount: 1_000 } }, { kind: 'still' });
    tell({ socket: { ...socket, bufferedAmount: 10_000_000 } }, { kind: 'still' });
    expect(done).toEqual(['send', 'close', 'terminate']);
  });

  test('sends everybody to look anew where news may have been missed, or where the process ends', async () => {
    const [mori, nova] = [await come('mori'), await come('nova')];
    loseNews();
    expect(await mori.line.closed).toBe(activityCloseCodes.comeBack);
    expect(await nova.line.closed).toBe(activityCloseCodes.comeBack);
    const back = hello(dial('mori'), mori.visit.token);
    await back.until((news) => news.kind === 'welcome');
    const stuck = hello(dial('nova'), nova.visit.token);
    await stuck.until((news) => news.kind === 'welcome');
    stuck.socket.pause();
    sockets.close();
    expect(await back.closed).toBe(1001);
    // Whoever does not answer the goodbye is not waited for.
    await new Promise((resolve) => server.close(resolve));
  });
});
