import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { ImpossibleActionError } from './refusal.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';
import {
  appId,
  botToken,
  builder,
  buyer,
  community,
  general,
  staffRoom,
  stranger,
  toRecord,
  world,
} from './test-world.ts';

let discord: DiscordStandIn;
let time: number;

const ephemeral = 64;
const here = { communityId: community, channelId: general, userId: buyer };
const noOptions = { values: {} };

beforeEach(async () => {
  time = Date.parse('2026-11-21T12:00:00Z');
  discord = await startDiscord({ ...world(), now: () => time, answerMs: 500, finishMs: 1_500 });
  const commands = [
    { name: 'bench', description: 'Who is being built for' },
    { name: 'case', description: 'For staff', default_member_permissions: '4' },
    {
      name: 'ship',
      description: 'A parcel',
      options: [{ name: 'number', description: 'x', type: 3, required: true, max_length: 5 }],
    },
  ];
  await call('PUT', `/applications/${appId}/commands`, commands);
});

afterEach(() => discord.close());

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${discord.origin}/api/v10${path}`, {
    method,
    headers: { authorization: `Bot ${botToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? toRecord(JSON.parse(text)) : {} };
}

/** A bot that only listens, and remembers the interactions it was sent. */
async function listenAsBot() {
  const socket = new WebSocket(`${discord.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`);
  const arrived: unknown[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    const { op, t, d } = toRecord(JSON.parse(String(data)));
    if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token: botToken, intents: 1, properties: {} } }));
    if (t === 'INTERACTION_CREATE') arrived.push(d);
    for (const wake of waiting.splice(0)) wake();
  });
  await discord.botReady();
  const sent = async (count: number): Promise<unknown> => {
    while (arrived.length < count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    }
    return arrived[count - 1];
  };
  return { socket, sent };
}

/** The bot's side by hand: the newest interaction, and calls in its name. */
function newest() {
  const interaction = [...discord.model.interactions.values()].at(-1);
  if (!interaction) throw new Error('nobody did anything');
  const webhook = `/webhooks/${appId}/${interaction.token}`;
  return {
    interaction,
    answer: (type: number, data?: object) =>
      call('POST', `/interactions/${interaction.id}/${interaction.token}/callback`, { type, data }),
    edit: (body: object) => call('PATCH', `${webhook}/messages/%40original`, body),
    followUp: (body: object) => call('POST', `${webhook}?wait=true`, body),
    get: () => call('GET', `${webhook}/messages/@original`),
    remove: () => call('DELETE', `${webhook}/messages/%40original`),
  };
}

const run = (name = 'bench', options: { values: Record<string, string> } = noOptions) =>
  discord.runCommand({ ...here, name, options });

async function card() {
  const seen = run();
  const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'Buy', custom_id: 'claim' }] }];
  await newest().answer(4, { content: 'A drop', components });
  const shown = await seen;
  if (shown.kind !== 'message') throw new Error('no card');
  return shown.message;
}

describe('an answer', () => {
  test('that does not come in time leaves the person with "did not respond", and is then unknown', async () => {
    const seen = run();
    const bot = newest();
    expect(await seen).toMatchObject({ kind: 'failed', reason: 'did not respond' });
    expect(await bot.answer(4, { content: 'late' })).toMatchObject({ status: 404, body: { code: 10062 } });
  });

  test('is taken once', async () => {
    const seen = run();
    const bot = newest();
    expect((await bot.answer(4, { content: 'hello' })).status).toBe(204);
    expect(await bot.answer(4, { content: 'again' })).toMatchObject({ status: 400, body: { code: 40060 } });
    expect(await seen).toMatchObject({ kind: 'message', message: { content: 'hello' }, ephemeral: false });
  });

  test('to an unknown token is refused', async () => {
    void run();
    const path = `/interactions/${newest().interaction.id}/wrong/callback`;
    expect(await call('POST', path, { type: 5 })).toMatchObject({ status: 404, body: { code: 10062 } });
    await newest().answer(4, { content: 'x' });
  });

  test('that is refused for its form may be given again', async () => {
    const seen = run();
    const bot = newest();
    const refused = await bot.answer(4, { content: 'x'.repeat(2001) });
    expect(refused).toMatchObject({ status: 400, body: { code: 50035, errors: { data: { content: {} } } } });
    await bot.answer(4, { content: 'short' });
    expect(await seen).toMatchObject({ message: { content: 'short' } });
  });

  test('tells what became of it where the app asks', async () => {
    void run();
    const { id, token } = newest().interaction;
    const path = `/interactions/${id}/${token}/callback?with_response=true`;
    expect((await call('POST', path, { type: 5, data: { flags: ephemeral } })).body).toMatchObject({
      interaction: { id, type: 2, response_message_loading: true, response_message_ephemeral: true },
    });
    await newest().edit({ content: 'done' });
  });

  test.each([
    ['an update to a command', 7],
    ['suggestions to a command', 8],
  ])('of the wrong kind is refused: %s', async (_name, type) => {
    void run();
    const bot = newest();
    const refused = await bot.answer(type, { content: 'x' });
    expect(refused).toMatchObject({ status: 400, body: { code: 50035, errors: { type: {} } } });
    await bot.answer(4, { content: 'x' });
  });
});

describe('a form is refused for', () => {
  const input = (more: object = {}) => ({
    type: 18,
    label: 'Why',
    component: { type: 4, custom_id: 'a', style: 1, ...more },
  });
  const upload = (more: object) => ({ type: 18, label: 'Pictures', component: { type: 19, custom_id: 'a', ...more } });
  test.each([
    ['a title of 46 characters', { custom_id: 'm', title: 'x'.repeat(46), components: [input()] }, 'title'],
    ['no parts', { custom_id: 'm', title: 'x', components: [] }, 'components'],
    [
      'six parts',
      { custom_id: 'm', title: 'x', components: [1, 2, 3, 4, 5, 6].map((each) => input({ custom_id: `c${each}` })) },
      'components',
    ],
    [
      'a label of 46 characters',
      { custom_id: 'm', title: 'x', components: [{ ...input(), label: 'x'.repeat(46) }] },
      'label',
    ],
    [
      'a description of 101 characters',
      { custom_id: 'm', title: 'x', components: [{ ...input(), description: 'x'.repeat(101) }] },
      'description',
    ],
    [
      'a text of more than 4000 characters',
      { custom_id: 'm', title: 'x', components: [input({ max_length: 4001 })] },
      'max_length',
    ],
    ['eleven files', { custom_id: 'm', title: 'x', components: [upload({ max_values: 11 })] }, 'max_values'],
    [
      'a required upload of nothing',
      { custom_id: 'm', title: 'x', components: [upload({ min_values: 0 })] },
      'min_values',
    ],
  ])('%s', async (_name, data, where) => {
    const seen = run();
    const refused = await newest().answer(9, data);
    expect(refused).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(JSON.stringify(refused.body['errors'])).toContain(`"${where}":{"_errors"`);
    expect((await seen).kind).toBe('failed');
  });
});

describe('a deferred reply', () => {
  test('is seen once it has content', async () => {
    const seen = run();
    const bot = newest();
    await bot.answer(5, { flags: ephemeral });
    expect(discord.messagesSeenBy(buyer, general)).toMatchObject([{ flags: 64 | 128, visibleTo: buyer }]);
    await bot.edit({ content: 'Ready' });
    expect(await seen).toMatchObject({
      kind: 'message',
      ephemeral: true,
      message: { content: 'Ready', editedAt: null, flags: 64 },
    });
  });

  test('is filled in by the first follow-up, and the second is a message of its own', async () => {
    const seen = run();
    const bot = newest();
    await bot.answer(5);
    const first = await bot.followUp({ content: 'one', flags: ephemeral });
    const second = await bot.followUp({ content: 'two', flags: ephemeral });
    expect(await seen).toMatchObject({
      kind: 'message',
      ephemeral: false,
      message: { id: first.body['id'], content: 'one' },
    });
    expect(second.body['id']).not.toBe(first.body['id']);
    expect(discord.model.interactions.get(bot.interaction.id)?.followUpIds).toEqual([second.body['id']]);
  });

  test('that never ends is given up', async () => {
    const seen = run();
    await newest().answer(5);
    expect(await seen).toMatchObject({ kind: 'failed', reason: 'did not finish' });
  });

  test('may be edited for fifteen minutes', async () => {
    const seen = run();
    const bot = newest();
    await bot.answer(4, { content: 'now' });
    await seen;
    time += 14 * 60_000;
    expect((await bot.edit({ content: 'later' })).status).toBe(200);
    time += 2 * 60_000;
    expect(await bot.edit({ content: 'too late' })).toMatchObject({ status: 401, body: { code: 50027 } });
  });

  test('cannot be reached before the first answer', async () => {
    void run();
    expect(await newest().edit({ content: 'x' })).toMatchObject({ status: 404, body: { code: 10015 } });
    await newest().answer(4, { content: 'x' });
  });

  test('that is taken back is gone', async () => {
    const seen = run();
    const bot = newest();
    await bot.answer(5);
    expect((await bot.remove()).status).toBe(204);
    expect(await seen).toMatchObject({ kind: 'failed', reason: 'withdrawn' });
    expect(await bot.get()).toMatchObject({ status: 404, body: { code: 10008 } });
  });
});

describe('a button', () => {
  test('can update its own message, at once or after a pause', async () => {
    const message = await card();
    const press = () => discord.pressButton({ userId: buyer, messageId: message.id, customId: 'claim' });
    const first = press();
    await newest().answer(7, { content: 'Reserved' });
    expect(await first).toMatchObject({ kind: 'updated', message: { id: message.id, content: 'Reserved' } });
    const second = press();
    await newest().answer(6);
    await newest().edit({ content: 'Paid', components: [] });
    expect(await second).toMatchObject({
      kind: 'updated',
      message: { id: message.id, content: 'Paid', components: [] },
    });
    await expect(press()).rejects.toThrow(ImpossibleActionError);
  });

  test('names the message it stands on', async () => {
    const message = await card();
    void discord.pressButton({ userId: buyer, messageId: message.id, customId: 'claim' });
    const bot = newest();
    expect(bot.interaction).toMatchObject({ type: 3, customId: 'claim', sourceMessageId: message.id });
    await bot.answer(4, { content: 'Yours', flags: ephemeral });
    expect((await bot.get()).body).toMatchObject({
      interaction_metadata: { type: 3, interacted_message_id: message.id },
    });
  });
});

describe('a menu', () => {
  const menus = [
    {
      type: 3,
      custom_id: 'country',
      max_values: 2,
      options: ['de', 'fr', 'us'].map((value) => ({ label: value, value })),
    },
    { type: 5, custom_id: 'who' },
  ];

  test('sends what was chosen, people in full', async () => {
    const { socket, sent } = await listenAsBot();
    const seen = run();
    await newest().answer(4, { content: 'Where?', components: menus.map((each) => ({ type: 1, components: [each] })) });
    const shown = await seen;
    const messageId = shown.kind === 'message' ? shown.message.id : '';
    const choose = (customId: string, values: string[]) =>
      discord.chooseOptions({ userId: buyer, messageId, customId, values });
    await expect(choose('country', ['gb'])).rejects.toThrow('not offered');
    await expect(choose('country', ['de', 'fr', 'us'])).rejects.toThrow('1 to 2');
    void choose('country', ['de', 'us']);
    void choose('who', [builder]);
    expect(await sent(2)).toMatchObject({
      data: { custom_id: 'country', component_type: 3, values: ['de', 'us'] },
      message: { id: messageId },
    });
    expect(await sent(3)).toMatchObject({
      data: {
        values: [builder],
        resolved: { users: { [builder]: { username: 'ada' } }, members: { [builder]: { roles: [] } } },
      },
    });
    socket.close();
  });
});

describe('an interaction', () => {
  test('in a community carries the member, their rights and language; in direct messages the user', async () => {
    const { socket, sent } = await listenAsBot();
    void run();
    expect(await sent(1)).toMatchObject({
      type: 2,
      application_id: appId,
      guild_id: community,
      guild: { id: community, locale: 'en-US' },
      channel: { id: general, type: 0, name: 'general' },
      member: { user: { id: buyer }, permissions: expect.stringMatching(/^\d+$/) },
      locale: 'de',
      guild_locale: 'en-US',
      context: 0,
      entitlements: [],
      authorizing_integration_owners: { 0: community },
      attachment_size_limit: 10_485_760,
    });
    const dm = await call('POST', '/users/@me/channels', { recipient_id: buyer });
    void discord.runCommand({
      userId: buyer,
      communityId: null,
      channelId: String(dm.body['id']),
      name: 'bench',
      options: noOptions,
    });
    const direct = await sent(2);
    expect(direct).toMatchObject({
      user: { id: buyer },
      channel: { type: 1 },
      context: 1,
      authorizing_integration_owners: { 0: '0' },
    });
    expect(direct).not.toHaveProperty('member');
    socket.close();
  });

  test('may open the activity, which the app can then look up until the last one leaves', async () => {
    const seen = run();
    await newest().answer(12);
    const shown = await seen;
    const instanceId = shown.kind === 'activity' ? shown.instanceId : '';
    const found = await call('GET', `/applications/${appId}/activity-instances/${instanceId}`);
    expect(found.body).toMatchObject({
      location: { kind: 'gc', channel_id: general, guild_id: community },
      users: [buyer],
    });
    discord.leaveActivity(buyer, instanceId);
    expect((await call('GET', `/applications/${appId}/activity-instances/${instanceId}`)).status).toBe(404);
  });
});

describe('a person cannot', () => {
  test.each([
    ['use a command that does not exist', { ...here, name: 'nothing' }],
    ['use a command without the permission it needs', { ...here, name: 'case' }],
    ['act where they are no member', { ...here, userId: stranger, name: 'bench' }],
    ['act in a room they do not see', { ...here, channelId: staffRoom, name: 'bench' }],
    ['leave out a required option', { ...here, name: 'ship' }],
    ['give an option that does not exist', { ...here, name: 'bench', options: { values: { what: 1 } } }],
    ['write more than an option takes', { ...here, name: 'ship', options: { values: { number: '123456' } } }],
  ])('%s', async (_name, input) => {
    await expect(discord.runCommand({ options: noOptions, ...input })).rejects.toThrow(ImpossibleActionError);
    expect(discord.model.interactions.size).toBe(0);
  });

  test('press a button on a message that only somebody else sees', async () => {
    const seen = run();
    const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'Buy', custom_id: 'claim' }] }];
    await newest().answer(4, { content: 'private', flags: ephemeral, components });
    const shown = await seen;
    const messageId = shown.kind === 'message' ? shown.message.id : '';
    await expect(discord.pressButton({ userId: '100000000000000001', messageId, customId: 'claim' })).rejects.toThrow(
      'sees no message',
    );
  });
});

test('a body that is no JSON is refused', async () => {
  const response = await fetch(`${discord.origin}/api/v10/channels/${general}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${botToken}`, 'content-type': 'application/json' },
    body: '{',
  });
  expect(await response.json()).toMatchObject({ code: 50109 });
});
