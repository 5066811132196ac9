import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DiscordAPIError, REST, Routes } from 'discord.js';
import { discordLimits } from './limits.ts';
import { messagesIn } from './model.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';
import {
  appId,
  badge,
  botToken,
  builder,
  buyer,
  chiefRole,
  community,
  general,
  staff,
  staffRoom,
  stranger,
  textAt,
  toRecord,
  world,
} from './test-world.ts';

let discord: DiscordStandIn;
let rest: REST;

beforeEach(async () => {
  discord = await startDiscord(world());
  rest = new REST({ api: `${discord.origin}/api`, retries: 0 }).setToken(botToken);
});

afterEach(() => discord.close());

async function refusal(call: Promise<unknown>): Promise<DiscordAPIError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DiscordAPIError) return error;
    throw error;
  }
  throw new Error('the call was not refused');
}

function toList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('expected a list');
  return value;
}

const send = (body: unknown, channelId = general) => rest.post(Routes.channelMessages(channelId), { body });
const v2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string, more: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id, ...more });
const row = (...components: object[]) => ({ type: 1, components });
const menu = (count: number, more: object = {}) => ({
  ...{ type: 3, custom_id: 'm' },
  options: Array.from({ length: count }, (_, index) => ({ label: `${index}`, value: `${index}` })),
  ...more,
});
const picture = { type: 11, media: { url: 'https://example.test/a.png' } };

describe('a message is refused for', () => {
  test.each([
    ['2001 characters', { content: 'x'.repeat(2001) }, 'content[BASE_TYPE_MAX_LENGTH]'],
    ['11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds[BASE_TYPE_MAX_LENGTH]'],
    [
      'embeds of more than 6000 characters',
      { embeds: [0, 1].map(() => ({ description: 'x'.repeat(3001) })) },
      'embeds[MAX_EMBED_SIZE_EXCEEDED]',
    ],
    [
      'an embed field without a value',
      { embeds: [{ fields: [{ name: 'a' }] }] },
      'embeds[0].fields[0].value[BASE_TYPE_REQUIRED]',
    ],
    [
      'a sixth button in a row',
      { content: 'x', components: [row(...[1, 2, 3, 4, 5, 6].map((each) => button(`b${each}`)))] },
      'components[0].components[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'a label of 81 characters',
      { content: 'x', components: [row(button('b', { label: 'x'.repeat(81) }))] },
      'components[0].components[0].label[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      'a custom id of 101 characters',
      { content: 'x', components: [row(button('x'.repeat(101)))] },
      'components[0].components[0].custom_id[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'a custom id used twice',
      { content: 'x', components: [row(button('b'), button('b'))] },
      'components[0].components[1].custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]',
    ],
    ['26 options', { components: [row(menu(26))] }, 'components[0].components[0].options[BASE_TYPE_BAD_LENGTH]'],
    [
      'more to choose than there is',
      { components: [row(menu(2, { max_values: 3 }))] },
      'components[0].components[0].options[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'a link that is no web address',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'x', url: 'javascript:alert(1)' })] },
      'components[0].components[0].url[URL_TYPE_INVALID_SCHEME]',
    ],
    [
      'new components without their flag',
      { content: 'x', components: [text('hello')] },
      'components[0][UNION_TYPE_CHOICES]',
    ],
    [
      'content beside new components',
      { flags: v2, content: 'x', components: [text('hello')] },
      'content[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
    ],
    [
      'embeds beside new components',
      { flags: v2, embeds: [{ title: 'x' }], components: [text('hello')] },
      'embeds[MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2]',
    ],
    [
      '41 components',
      { flags: v2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text('x')) }] },
      'components[COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED]',
    ],
    [
      '4001 characters of text',
      { flags: v2, components: [text('x'.repeat(4000)), text('x')] },
      'components[COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED]',
    ],
    [
      'a section without an accessory',
      { flags: v2, components: [{ type: 9, components: [text('x')] }] },
      'components[0].accessory[BASE_TYPE_REQUIRED]',
    ],
    [
      'a section with four texts',
      { flags: v2, components: [{ type: 9, components: [1, 2, 3, 4].map(() => text('x')), accessory: picture }] },
      'components[0].components[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'an empty gallery',
      { flags: v2, components: [{ type: 12, items: [] }] },
      'components[0].items[BASE_TYPE_BAD_LENGTH]',
    ],
    [
      'a picture that was not uploaded',
      { flags: v2, components: [{ type: 12, items: [{ media: { url: 'attachment://a.png' } }] }] },
      'components[0].items[0].media.url[UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND]',
    ],
    [
      'a container in a container',
      { flags: v2, components: [{ type: 17, components: [{ type: 17, components: [text('x')] }] }] },
      'components[0].components[0][UNION_TYPE_CHOICES]',
    ],
    [
      'an attachment without its file',
      { content: 'x', attachments: [{ id: 0, filename: 'a.png' }] },
      'attachments[0][ATTACHMENT_NOT_FOUND]',
    ],
  ])('%s', async (_name, body, where) => {
    const error = await refusal(send(body));
    expect(error).toMatchObject({ code: 50035, status: 400 });
    expect(error.message).toContain(where);
    expect(messagesIn(discord.model, general)).toEqual([]);
  });

  test.each([
    ['nothing in it', general, {}, 50006, 400],
    ['no components where only components count', general, { flags: v2, components: [] }, 50006, 400],
    ['a channel that does not exist', '1', { content: 'x' }, 10003, 404],
  ])('%s', async (_name, channelId, body, code, status) => {
    expect(await refusal(send(body, channelId))).toMatchObject({ code, status });
  });
});

describe('messages', () => {
  test('are posted once for one nonce where the app asks for that', async () => {
    const body = { content: 'once', nonce: 'n-1', enforce_nonce: true };
    const first = await send(body);
    expect(await send(body)).toMatchObject({ id: textAt(first, 'id') });
    await send({ ...body, enforce_nonce: false });
    expect(messagesIn(discord.model, general)).toHaveLength(2);
  });

  test('notify only those whom the app allows', async () => {
    await send({ content: `@everyone <@${buyer}> <@${builder}>`, allowed_mentions: { parse: [], users: [buyer] } });
    expect(messagesIn(discord.model, general)[0]?.mentions).toEqual({ everyone: false, userIds: [buyer], roleIds: [] });
  });

  test('keep the files an edit names, add the new ones, and drop the rest', async () => {
    const file = (name: string) => ({ name, data: Buffer.from(name) });
    const route = Routes.channelMessages(general);
    await rest.post(route, { body: { content: 'x' }, files: [file('a.txt'), file('b.txt')] });
    const message = messagesIn(discord.model, general)[0];
    const kept = message?.attachments[1];
    await rest.patch(Routes.channelMessage(general, message?.id ?? ''), {
      body: { attachments: [{ id: kept?.id }, { id: 0, description: 'new' }] },
      files: [file('c.txt')],
    });
    const names = discord.model.messages.get(message?.id ?? '')?.attachments.map((each) => each.name);
    expect(names).toEqual(['b.txt', 'c.txt']);
    expect(await (await fetch(discord.model.sign(kept?.url ?? ''))).text()).toBe('b.txt');
  });

  test('show a file in a component, and then not among the attachments', async () => {
    const items = [{ media: { url: 'attachment://my jet.png' } }];
    const body = { flags: v2, components: [{ type: 12, items }] };
    const files = [{ name: 'my jet.png', data: Buffer.from('png'), contentType: 'image/png' }];
    const sent = await rest.post(Routes.channelMessages(general), { body, files });
    expect(sent).toMatchObject({
      attachments: [],
      components: [{ items: [{ media: { content_type: 'image/png' } }] }],
    });
  });

  test('take ten mebibytes of files and no more', async () => {
    const files = [0, 1].map((each) => ({ name: `${each}.bin`, data: Buffer.alloc(5 * 1024 * 1024 + each) }));
    const route = Routes.channelMessages(general);
    expect(await refusal(rest.post(route, { files }))).toMatchObject({ code: 40005, status: 413 });
    await rest.post(route, { files: files.slice(0, 1) });
    expect(messagesIn(discord.model, general)).toHaveLength(1);
  });

  test('of other people cannot be edited, but be removed with the permission', async () => {
    const said = discord.sayInChannel(builder, general, 'hello');
    const route = Routes.channelMessage(general, said.id);
    expect(await refusal(rest.patch(route, { body: { content: 'x' } }))).toMatchObject({ code: 50005, status: 403 });
    await rest.delete(route);
    expect(await refusal(rest.get(route))).toMatchObject({ code: 10008, status: 404 });
  });

  test('do not reach a person who shares no community with the bot', async () => {
    const channel: unknown = await rest.post(Routes.userChannels(), { body: { recipient_id: stranger } });
    expect(await refusal(send({ content: 'x' }, textAt(channel, 'id')))).toMatchObject({ code: 50007, status: 403 });
  });
});

describe('commands', () => {
  const put = (...body: object[]) => rest.put(Routes.applicationCommands(appId), { body });
  const option = (more: object) => ({
    name: 'c500',
    description: 'x',
    options: [{ name: 'a', description: 'x', type: 3, ...more }],
  });

  test.each([
    ['a capital in the name', [{ name: 'C500', description: 'x' }], '0.name[APPLICATION_COMMAND_INVALID_NAME]'],
    ['a space in the name', [{ name: 'c 500', description: 'x' }], '0.name[APPLICATION_COMMAND_INVALID_NAME]'],
    ['no description', [{ name: 'c500' }], '0.description[BASE_TYPE_REQUIRED]'],
    [
      'a description of 101 characters',
      [{ name: 'c500', description: 'x'.repeat(101) }],
      '0.description[BASE_TYPE_BAD_LENGTH]',
    ],
    ['a name used twice', [option({}), option({})], '1.name[APPLICATION_COMMANDS_DUPLICATE_NAME]'],
    [
      'a locale that does not exist',
      [{ name: 'c500', description: 'x', name_localizations: { tlh: 'x' } }],
      '0.name_localizations[ENUM_TYPE_COERCE]',
    ],
    [
      '26 choices',
      [option({ choices: Array.from({ length: 26 }, (_, each) => ({ name: `n${each}`, value: `${each}` })) })],
      '0.options[0].choices[BASE_TYPE_MAX_LENGTH]',
    ],
    [
      'choices beside autocomplete',
      [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })],
      '0.options[0].autocomplete[',
    ],
    [
      'a required option after an optional one',
      [
        {
          name: 'c500',
          description: 'x',
          options: [
            { name: 'a', description: 'x', type: 3 },
            { name: 'b', description: 'x', type: 3, required: true },
          ],
        },
      ],
      '0.options[1][APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID]',
    ],
  ])('are refused for %s', async (_name, commands, where) => {
    const error = await refusal(put(...commands));
    expect(error).toMatchObject({ code: 50035, status: 400 });
    expect(JSON.stringify(error.rawError)).toContain('Invalid Form Body');
    expect(error.message).toContain(where);
    expect(discord.model.commands.size).toBe(0);
  });

  test('keep their id when the list is published again, and go when they are left out', async () => {
    await put(option({}), { name: 'other', description: 'x' });
    const before = [...discord.model.commands.values()].find((each) => each.name === 'c500');
    await put(option({ required: true }));
    expect([...discord.model.commands.values()]).toMatchObject([
      { id: before?.id, name: 'c500', options: [{ required: true }] },
    ]);
  });
});

describe('a community', () => {
  test('has roles that the bot may give and take, below its own', async () => {
    await rest.put(Routes.guildMemberRole(community, buyer, badge));
    expect(await rest.get(Routes.guildMember(community, buyer))).toMatchObject({ roles: [badge] });
    await rest.delete(Routes.guildMemberRole(community, buyer, badge));
    expect(await rest.get(Routes.guildMember(community, buyer))).toMatchObject({ roles: [] });
    expect(await refusal(rest.put(Routes.guildMemberRole(community, buyer, chiefRole)))).toMatchObject({ code: 50013 });
    expect(await refusal(rest.put(Routes.guildMemberRole(community, stranger, badge)))).toMatchObject({ code: 10007 });
  });

  test('bans in bulk whom the bot outranks, and says whom not', async () => {
    const body = { user_ids: [buyer, stranger, staff] };
    const done = await rest.post(Routes.guildBulkBan(community), { body, reason: 'network ban: fraud' });
    expect(done).toEqual({ banned_users: [buyer, stranger], failed_users: [staff] });
    expect(await rest.get(Routes.guildBan(community, buyer))).toMatchObject({ reason: 'network ban: fraud' });
    expect(await refusal(rest.get(Routes.guildMember(community, buyer)))).toMatchObject({ code: 10007 });
  });

  test('has private rooms that only those added see', async () => {
    const body = { name: 'C5-7K3QF2M', type: 12, invitable: false };
    const room = await rest.post(Routes.threads(general), { body });
    const roomId = textAt(room, 'id');
    expect(room).toMatchObject({
      type: 12,
      parent_id: general,
      thread_metadata: { invitable: false, archived: false },
    });
    expect(() => discord.sayInChannel(buyer, roomId, 'hello?')).toThrow('does not see');
    await rest.put(Routes.threadMembers(roomId, buyer));
    discord.sayInChannel(buyer, roomId, 'hello');
    await rest.patch(Routes.channel(roomId), { body: { archived: true, locked: true } });
    expect(await refusal(send({ content: 'late' }, roomId))).toMatchObject({ code: 50083 });
  });
});

describe('rights in a channel', () => {
  test('are taken from the bot there and nowhere else', async () => {
    discord.byHand.denyBot(general, ['SendMessages']);
    expect(await refusal(send({ content: 'x' }))).toMatchObject({ status: 403, code: 50013 });
    discord.byHand.denyBot(general, ['ViewChannel']);
    expect(await refusal(rest.get(Routes.channel(general)))).toMatchObject({ code: 50001 });
    await send({ content: 'still here' }, staffRoom);
    discord.byHand.denyBot(general, []);
    await send({ content: 'back' });
  });

  test('end with the bot, and with its channel', async () => {
    discord.byHand.deleteChannel(staffRoom);
    expect(await refusal(send({ content: 'x' }, staffRoom))).toMatchObject({ code: 10003 });
    discord.byHand.removeBot(community);
    expect(await refusal(send({ content: 'x' }))).toMatchObject({ code: 50001 });
    expect(await refusal(rest.get(Routes.guild(community)))).toMatchObject({ code: 10004 });
    discord.byHand.returnBot(community);
    await send({ content: 'home again' });
  });
});

describe('a budget', () => {
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${discord.origin}/api/v10${path}`, {
      method,
      headers: { authorization: `Bot ${botToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test('of messages is five in five seconds for each channel, with the headers that say so', async () => {
    const say = (channelId: string) => ask('POST', `/channels/${channelId}/messages`, { content: 'x' });
    for (const left of ['4', '3', '2', '1', '0']) {
      const { headers } = await say(general);
      expect(headers.get('x-ratelimit-limit')).toBe('5');
      expect(headers.get('x-ratelimit-remaining')).toBe(left);
    }
    const over = await say(general);
    expect(over.status).toBe(429);
    expect(over.headers.get('x-ratelimit-scope')).toBe('user');
    expect(over.headers.get('retry-after')).toMatch(/^[45]$/);
    expect(await over.json()).toEqual({
      message: 'You are being rate limited.',
      retry_after: expect.any(Number),
      global: false,
    });
    expect((await say(staffRoom)).status).toBe(200);
    expect(discord.model.traffic).toMatchObject({ requests: 7, limited: 1, invalid: 1 });
    expect(discord.model.traffic.routes.get('POST /channels/:channelId/messages')).toEqual({ requests: 7, limited: 1 });
  });

  test('of names is two in ten minutes, whatever else of the channel may change', async () => {
    const change = (body: unknown) => ask('PATCH', `/channels/${general}`, body);
    expect((await change({ name: '1 live' })).status).toBe(200);
    expect((await change({ name: '2 live' })).status).toBe(200);
    const third = await change({ name: '3 live' });
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await change({ topic: 'as often as you like' })).status).toBe(200);
  });

  test('of everything is fifty in a second, without what interactions are answered', async () => {
    expect(discordLimits.global).toEqual({ requests: 50, seconds: 1 });
    await discord.close();
    discord = await startDiscord({ ...world(), limits: { ...discordLimits, global: { requests: 5, seconds: 600 } } });
    const asked = await Promise.all(Array.from({ length: 8 }, (_, at) => ask('GET', `/users/${at}`)));
    const over = asked.filter(({ status }) => status === 429);
    expect(over).toHaveLength(3);
    expect(over[0]?.headers.get('x-ratelimit-global')).toBe('true');
    expect((await ask('POST', '/interactions/1/unknown/callback', { type: 4 })).status).toBe(404);
  });
});

test('ten thousand wrong requests in ten minutes shut the door', async () => {
  const limits = { ...discordLimits, invalid: { requests: 3, seconds: 600 } };
  await discord.close();
  discord = await startDiscord({ ...world(), limits });
  const wrong = () => fetch(`${discord.origin}/api/v10/users/@me`);
  for (const _time of [1, 2, 3]) expect((await wrong()).status).toBe(401);
  const shut = await wrong();
  expect(shut.status).toBe(429);
  expect(await shut.text()).toBe('error code: 1015');
});

test('links to files die, and fresh ones are given out', async () => {
  await rest.post(Routes.channelMessages(general), { files: [{ name: 'a.txt', data: Buffer.from('words') }] });
  const fetchLink = async () => {
    const [message] = toList(await rest.get(Routes.channelMessages(general)));
    const [file] = toList(toRecord(message)['attachments']);
    return textAt(file, 'url');
  };
  const link = await fetchLink();
  expect((await fetch(link)).status).toBe(200);
  expect((await fetch(link.replace(/\?.*/, ''))).status).toBe(404);
  discord.expireLinks();
  expect((await fetch(link)).status).toBe(404);
  expect((await fetch(await fetchLink())).status).toBe(200);
});

describe('trouble', () => {
  test('of one route comes as often as it was ordered; an answer may be lost after the work was done', async () => {
    const route = '^POST /channels/:channelId/messages$';
    discord.faults.failNext = [{ route, status: 500, times: 1 }];
    await expect(send({ content: 'x' })).rejects.toMatchObject({ status: 500 });
    discord.faults.failNext = [{ route, status: 502, times: 1, late: true }];
    const once = { content: 'one of me', nonce: '77', enforce_nonce: true };
    await expect(send(once)).rejects.toMatchObject({ status: 502 });
    await send(once);
    expect(messagesIn(discord.model, general).map(({ content }) => content)).toEqual(['one of me']);
  });

  test('a wrong token is refused with 401', async () => {
    rest.setToken('wrong');
    expect(await refusal(rest.get(Routes.user()))).toMatchObject({ status: 401, code: 0 });
  });

  test('a rate limit is waited out by the client', async () => {
    discord.faults.rateLimitNext = 1;
    const limited: unknown[] = [];
    rest.on('response', (_request, response) => limited.push(response.status));
    await send({ content: 'patience' });
    expect(limited).toEqual([429, 200]);
  });

  test('while it is down nothing is answered, and afterwards everything', async () => {
    discord.faults.down = true;
    await expect(send({ content: 'x' })).rejects.toMatchObject({ status: 503 });
    discord.faults.down = false;
    await send({ content: 'back' });
    expect(messagesIn(discord.model, general)).toHaveLength(1);
  });

  test('an unknown address is "404: Not Found"', async () => {
    expect(await refusal(rest.get('/nothing'))).toMatchObject({ status: 404, code: 0 });
  });
});
