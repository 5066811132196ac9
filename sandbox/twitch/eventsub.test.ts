import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiClient } from '@twurple/api';
import { AppTokenAuthProvider } from '@twurple/auth';
import { EventSubMiddleware } from '@twurple/eventsub-http';
import express, { type Express } from 'express';
import { people, standInDefaults, startStandIn } from './stand-in-fixture.ts';
import type { TwitchStandIn } from './server.ts';

const publicHost = 'core.c500.test';
const secret = 'eventsub-secret-0123456789';

let twitch: TwitchStandIn;
let server: Server;
let app: Express;
/** Requests that reached the receiver: message id and retry count. */
let arrived: (readonly [id: string, retry: string])[];
/** How many of the next requests the receiver answers with 500. */
let failing = 0;

beforeEach(async () => {
  // Twurple forgets each message id by a timer of ten minutes, which would keep the test run alive as long. These timers run as fast
  // as real ones and are dropped with the test.
  jest.useFakeTimers({
    advanceTimers: 1,
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'],
  });
  twitch = await startStandIn();
  process.env['TWURPLE_MOCK_API_PORT'] = String(twitch.port);
  arrived = [];
  failing = 0;
  app = express();
  app.use((request, response, next) => {
    arrived.push([request.get('twitch-eventsub-message-id') ?? '', request.get('twitch-eventsub-message-retry') ?? '']);
    failing -= 1;
    if (failing >= 0) response.status(500).end();
    else next();
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  twitch.mapHost(publicHost, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await twitch.close();
  jest.useRealTimers();
});

function asApp(): ApiClient {
  const { clientId, clientSecret } = standInDefaults;
  return new ApiClient({
    authProvider: new AppTokenAuthProvider(clientId, clientSecret),
    logger: { minLevel: 'critical' },
  });
}

async function subscribe(
  handlers: (middleware: EventSubMiddleware) => void,
  count: number,
): Promise<EventSubMiddleware> {
  const middleware = new EventSubMiddleware({
    apiClient: asApp(),
    hostName: publicHost,
    pathPrefix: '/twitch/eventsub',
    secret,
    logger: { minLevel: 'critical' },
  });
  middleware.apply(app);
  await middleware.markAsReady();
  const verified = new Promise<void>((resolve) => {
    let waiting = count;
    middleware.onVerify(() => {
      waiting -= 1;
      if (waiting === 0) resolve();
    });
  });
  handlers(middleware);
  await verified;
  await twitch.settled();
  arrived = [];
  return middleware;
}

function onlySubscription(): string {
  return twitch.model.subscriptions.list()[0]?.id ?? '';
}

describe('a subscription made by Twurple', () => {
  test('is enabled once its callback has answered the challenge', async () => {
    await subscribe((middleware) => middleware.onStreamOnline(people.rika.id, () => undefined), 1);
    const [subscription] = await asApp()
      .eventSub.getSubscriptions()
      .then((page) => page.data);
    expect([subscription?.type, subscription?.status]).toEqual(['stream.online', 'enabled']);
    expect(JSON.stringify(await twitchList())).not.toContain(secret);
  });

  test('hears of a broadcast beginning, of a new title and of the end', async () => {
    const heard: unknown[] = [];
    await subscribe((middleware) => {
      middleware.onStreamOnline(people.rika.id, (event) => void heard.push([event.type, event.id]));
      middleware.onChannelUpdate(people.rika.id, (event) => void heard.push(event.streamTitle));
      middleware.onStreamOffline(people.rika.id, (event) => void heard.push(event.broadcasterId));
    }, 3);
    twitch.goLive(people.rika.id);
    await twitch.settled();
    const streamId = twitch.model.channels.find(people.rika.id)?.live?.streamId;
    twitch.setTitle(people.rika.id, 'C5-7K3QF2M on the bench');
    await twitch.settled();
    twitch.goOffline(people.rika.id);
    await twitch.settled();
    expect(heard).toEqual([['live', streamId], 'C5-7K3QF2M on the bench', people.rika.id]);
  });

  test('hears who connects the client and who disconnects it again', async () => {
    const heard: unknown[] = [];
    await subscribe((middleware) => {
      middleware.onUserAuthorizationGrant(({ userId }) => void heard.push(['grant', userId]));
      middleware.onUserAuthorizationRevoke(({ userId }) => void heard.push(['end', userId]));
    }, 2);
    twitch.model.tokens.issueUser(standInDefaults.clientId, people.tomo.id, []);
    twitch.model.announceGrant(people.tomo.id);
    await twitch.settled();
    twitch.model.disconnect(people.tomo.id);
    twitch.model.disconnect(people.mori.id);
    await twitch.settled();
    expect(heard).toEqual([
      ['grant', people.tomo.id],
      ['end', people.tomo.id],
    ]);
  });

  test('to the chat of a channel ends when its broadcaster withdraws, and others stay', async () => {
    const { tokens, subscriptions } = twitch.model;
    tokens.issueUser(standInDefaults.clientId, people.bot.id, ['user:read:chat', 'user:bot']);
    for (const { id } of [people.rika, people.tomo]) tokens.issueUser(standInDefaults.clientId, id, ['channel:bot']);
    const transport = { method: 'webhook', callback: `https://${publicHost}/hook`, secret };
    for (const id of [people.rika.id, people.tomo.id]) {
      const condition = { broadcaster_user_id: id, user_id: people.bot.id };
      const made = subscriptions.create({ type: 'channel.chat.message', version: '1', condition, transport });
      subscriptions.setStatus(made.ok ? made.subscription.id : '', 'enabled');
    }
    // The bot moderates Rika's channel, so it may read there without her.
    for (const { id } of [people.rika, people.tomo]) twitch.model.disconnect(id);
    expect(subscriptions.list().map(({ status }) => status)).toEqual(['enabled', 'authorization_revoked']);
  });

  test('hears nothing of other channels, nor of a title that did not change', async () => {
    const heard: string[] = [];
    await subscribe(
      (middleware) => middleware.onChannelUpdate(people.rika.id, (event) => void heard.push(event.streamTitle)),
      1,
    );
    twitch.setTitle(people.tomo.id, 'Elsewhere');
    twitch.setTitle(people.rika.id, 'Here');
    twitch.setTitle(people.rika.id, 'Here');
    await twitch.settled();
    expect(heard).toEqual(['Here']);
  });

  test('is ended when Twitch revokes it, and its owner is told', async () => {
    const revoked: string[] = [];
    const middleware = await subscribe((to) => to.onStreamOnline(people.rika.id, () => undefined), 1);
    middleware.onRevoke((_, status) => void revoked.push(status));
    twitch.revokeSubscription(onlySubscription(), 'authorization_revoked');
    await twitch.settled();
    expect(revoked).toEqual(['authorization_revoked']);
    expect((await asApp().eventSub.getSubscriptions()).data.map((entry) => entry.status)).toEqual([
      'authorization_revoked',
    ]);
  });

  test('hears chat, with the channel in which a shared line was typed', async () => {
    const { accessToken } = twitch.botToken();
    expect(accessToken).not.toBe('');
    const heard: unknown[] = [];
    await subscribe((middleware) => {
      middleware.onChannelChatMessage(people.rika.id, people.bot.id, (event) => {
        heard.push([event.chatterId, event.messageText, event.sourceBroadcasterId, Object.keys(event.badges)]);
      });
    }, 1);
    twitch.say(people.rika.id, people.rika.id, 'C5-7K3QF2M');
    await twitch.settled();
    twitch.say(people.rika.id, people.rika.id, 'C5-7K3QF2M', { sourceChannelId: people.tomo.id });
    await twitch.settled();
    expect(heard).toEqual([
      [people.rika.id, 'C5-7K3QF2M', null, ['broadcaster']],
      [people.rika.id, 'C5-7K3QF2M', people.tomo.id, ['broadcaster']],
    ]);
  });

  test('hears of people who disconnect the app, and loses the chats that were read as them', async () => {
    twitch.botToken();
    const left: string[] = [];
    const revoked: string[] = [];
    const middleware = await subscribe((to) => {
      to.onUserAuthorizationRevoke((event) => void left.push(event.userId));
      to.onChannelChatMessage(people.rika.id, people.bot.id, () => undefined);
    }, 2);
    middleware.onRevoke((subscription) => void revoked.push(subscription.id));
    twitch.model.disconnect(people.bot.id);
    await twitch.settled();
    expect(left).toEqual([people.bot.id]);
    expect(revoked).toEqual([`channel.chat.message.${people.rika.id}.${people.bot.id}`]);
  });

  test('can be deleted', async () => {
    await subscribe((middleware) => middleware.onStreamOnline(people.rika.id, () => undefined), 1);
    await asApp().eventSub.deleteSubscription(onlySubscription());
    expect(twitch.model.subscriptions.list()).toEqual([]);
  });

  test('survives a restart of Twitch', async () => {
    await subscribe((middleware) => middleware.onStreamOnline(people.rika.id, () => undefined), 1);
    const kept: unknown = JSON.parse(JSON.stringify(twitch.snapshot()));
    await twitch.close();
    twitch = await startStandIn({ snapshot: kept });
    expect(twitch.model.subscriptions.list().map((entry) => entry.status)).toEqual(['enabled']);
  });
});

async function twitchList(): Promise<unknown> {
  const token = twitch.model.tokens.issueApp(standInDefaults.clientId).token;
  const headers = { authorization: `Bearer ${token}`, 'client-id': standInDefaults.clientId };
  return (await fetch(`${twitch.origin}/eventsub/subscriptions`, { headers })).json();
}

describe('deliveries', () => {
  let heard: string[];
  beforeEach(async () => {
    heard = [];
    await subscribe(
      (middleware) => middleware.onChannelUpdate(people.rika.id, (event) => void heard.push(event.streamTitle)),
      1,
    );
  });

  test('a failing receiver is tried again under the same message id', async () => {
    failing = 2;
    twitch.setTitle(people.rika.id, 'Third time lucky');
    await twitch.settled();
    expect(heard).toEqual(['Third time lucky']);
    expect(arrived.map(([, retry]) => retry)).toEqual(['0', '1', '2']);
    expect(new Set(arrived.map(([id]) => id)).size).toBe(1);
  });

  test('a message that nobody takes is given up and shown as such', async () => {
    failing = 100;
    twitch.setTitle(people.rika.id, 'Into the void');
    await twitch.settled();
    const last = twitch.model.subscriptions.deliveries().at(-1);
    expect([last?.state, last?.attempts, last?.httpStatus]).toEqual(['given-up', 4, 500]);
  });

  test('too many messages given up end the subscription', async () => {
    failing = 1000;
    for (let count = 0; count < 10; count += 1) twitch.setTitle(people.rika.id, `Nobody hears ${count}`);
    await twitch.settled();
    expect(twitch.model.subscriptions.list()[0]?.status).toBe('notification_failures_exceeded');
  });

  test('held messages arrive when they are let go', async () => {
    twitch.faults.eventsubHeld = true;
    twitch.setTitle(people.rika.id, 'Late');
    for (const messageId of ['overtakes', 'overtakes too'])
      await twitch.deliverRaw({ subscriptionId: onlySubscription(), messageId, signature: 'none' });
    expect(arrived.map(([id]) => id)).toEqual(['overtakes', 'overtakes too']);
    twitch.faults.eventsubHeld = false;
    await twitch.settled();
    expect(heard).toEqual(['Late']);
  });

  test('lost messages never arrive, and Twitch does not end the subscription for it', async () => {
    twitch.faults.eventsubLost = true;
    for (let count = 0; count < 11; count += 1) twitch.setTitle(people.rika.id, `Lost ${count}`);
    await twitch.settled();
    twitch.faults.eventsubLost = false;
    twitch.setTitle(people.rika.id, 'Heard again');
    await twitch.settled();
    expect(heard).toEqual(['Heard again']);
    expect(twitch.model.subscriptions.list()[0]?.status).toBe('enabled');
  });

  test('copies under one id are heard once, copies under ids of their own each time', async () => {
    twitch.faults.eventsubCopies = 3;
    twitch.setTitle(people.rika.id, 'Repeated');
    await twitch.settled();
    expect([arrived.length, heard.length]).toEqual([3, 1]);
    twitch.faults.eventsubCopyIds = 'fresh';
    twitch.setTitle(people.rika.id, 'Doubled');
    await twitch.settled();
    expect(heard).toEqual(['Repeated', 'Doubled', 'Doubled', 'Doubled']);
  });

  test.each([
    ['a forged signature', { signature: 'forged' as const }, 410],
    ['no signature', { signature: 'none' as const }, 410],
    ['a stale time', { timestamp: new Date(Date.now() - 11 * 60_000).toISOString() }, 202],
  ])('a message with %s is heard by nobody', async (_, forged, status) => {
    const answer = await twitch.deliverRaw({ subscriptionId: onlySubscription(), ...forged });
    expect([answer.status, heard]).toEqual([status, []]);
  });

  test('nothing is sent to a host that was not mapped', async () => {
    const message = { subscriptionId: onlySubscription(), callback: 'https://elsewhere.test/hook' };
    await expect(twitch.deliverRaw(message)).rejects.toThrow('No local origin is mapped to elsewhere.test');
    for (const origin of ['http://192.0.2.1', 'https://localhost:8443', 'http://localhost.evil.test'])
      expect(() => twitch.mapHost('elsewhere.test', origin)).toThrow('only go to this machine');
  });
});

describe('a subscription is refused', () => {
  const good = { type: 'stream.online', version: '1', condition: { broadcaster_user_id: people.rika.id } };
  const transport = { method: 'webhook', callback: `https://${publicHost}/hook`, secret };

  async function ask(body: unknown, userToken = false): Promise<readonly [number, string]> {
    const token = userToken
      ? twitch.botToken().accessToken
      : twitch.model.tokens.issueApp(standInDefaults.clientId).token;
    const answer = await fetch(`${twitch.origin}/helix/eventsub/subscriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'client-id': standInDefaults.clientId },
      body: JSON.stringify(body),
    });
    const said: unknown = await answer.json();
    return [answer.status, typeof said === 'object' && said !== null && 'message' in said ? String(said.message) : ''];
  }

  test.each([
    ['without https', { ...good, transport: { ...transport, callback: 'http://x.test/hook' } }, 400],
    ['on another port', { ...good, transport: { ...transport, callback: 'https://x.test:8443/hook' } }, 400],
    ['with a short secret', { ...good, transport: { ...transport, secret: 'short' } }, 400],
    ['of an unknown type', { ...good, type: 'stream.exploded', transport }, 400],
    ['of another version', { ...good, version: '2', transport }, 400],
    ['about nobody', { ...good, condition: { broadcaster_user_id: '77' }, transport }, 400],
    [
      'to chat without the scopes',
      {
        type: 'channel.chat.message',
        version: '1',
        condition: { broadcaster_user_id: '1001', user_id: '9001' },
        transport,
      },
      403,
    ],
  ])('%s', async (_, body, status) => {
    expect((await ask(body))[0]).toBe(status);
  });

  test('with a person’s token, because webhooks belong to the app', async () => {
    expect((await ask({ ...good, transport }, true))[0]).toBe(400);
  });

  test('when it exists already', async () => {
    expect((await ask({ ...good, transport }))[0]).toBe(202);
    expect((await ask({ ...good, transport }))[0]).toBe(409);
  });

  test('by never being enabled, when the callback does not answer the challenge', async () => {
    await ask({ ...good, transport });
    await new Promise(setImmediate);
    await twitch.settled();
    expect(twitch.model.subscriptions.list()[0]?.status).toBe('webhook_callback_verification_failed');
  });
});
