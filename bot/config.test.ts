import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { isLoopback, readConfig } from './config.ts';

const live = {
  WORLD: 'live',
  BOT_CORE_URL: 'https://core.c500.example',
  BOT_SERVICE_TOKEN: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  DISCORD_BOT_TOKEN: 'discord-token',
  DISCORD_APPLICATION_ID: '900000000000000001',
  TWITCH_CLIENT_ID: 'client',
  TWITCH_CLIENT_SECRET: 'client-secret',
  TWITCH_BOT_USER_ID: '9001',
  TWITCH_BOT_ACCESS_TOKEN: 'access-token',
  TWITCH_BOT_REFRESH_TOKEN: 'refresh-token',
};

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems;
}

describe('the configuration', () => {
  test('of a live bot needs nothing about where the platforms are', () => {
    const read = readConfig(live);
    expect(read).toMatchObject({ ok: true, config: { discord: { apiUrl: null }, twitch: { chatUrl: null } } });
  });

  test('tells all its problems at once', () => {
    const problems = problemsOf({ ...live, WORLD: '', DISCORD_BOT_TOKEN: '', TWITCH_BOT_USER_ID: 'rika' });
    expect(problems).toEqual([
      'WORLD: is not set',
      'DISCORD_BOT_TOKEN: is not set',
      'TWITCH_BOT_USER_ID: must be a Twitch user id',
    ]);
  });

  test.each([
    ['DISCORD_API_URL', 'https://elsewhere.example/api'],
    ['TWITCH_CHAT_URL', 'ws://chat.example'],
    ['TWURPLE_MOCK_API_PORT', '4020'],
    ['BOT_CORE_URL', 'http://127.0.0.1:8080'],
    ['BOT_CORE_URL', 'http://[::1]:8080'],
    ['BOT_CORE_URL', 'http://2130706433'],
    ['DISCORD_CDN_HOSTS', 'cdn.discordapp.com,localhost:4010'],
    ['BOT_SERVICE_TOKEN', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ])('refuses %s=%s in a live world, and takes it in the sandbox', (name, value) => {
    expect(problemsOf({ ...live, [name]: value })).toHaveLength(1);
    expect(problemsOf({ ...live, [name]: value })[0]).toContain(name);
    expect(problemsOf({ ...live, WORLD: 'sandbox', [name]: value })).toEqual([]);
  });

  test('serves all of one shard unless said, and as many of several as one process may', () => {
    const shardsOf = (change: Readonly<Record<string, string>>) => {
      const read = readConfig({ ...live, ...change });
      return read.ok ? [read.config.discord.shards, read.config.discord.shardsPerProcess, read.config.leaseMs] : [];
    };
    expect(shardsOf({})).toEqual([1, 1, 15_000]);
    expect(shardsOf({ DISCORD_SHARDS: '4', LEASE_SECONDS: '30' })).toEqual([4, 4, 30_000]);
    expect(shardsOf({ DISCORD_SHARDS: '4', DISCORD_SHARDS_PER_PROCESS: '2' })).toEqual([4, 2, 15_000]);
    for (const wrong of [{ DISCORD_SHARDS: '0' }, { DISCORD_SHARDS_PER_PROCESS: '1.5' }, { LEASE_SECONDS: '121' }])
      expect(problemsOf({ ...live, ...wrong })).toHaveLength(1);
  });

  test('prints no secret', () => {
    const read = readConfig(live);
    const printed = `${inspect(read, { depth: 10 })}${JSON.stringify(read)}${String(read.ok && read.config.core.token)}`;
    expect(printed).toContain('[secret]');
    for (const name of [
      'BOT_SERVICE_TOKEN',
      'DISCORD_BOT_TOKEN',
      'TWITCH_CLIENT_SECRET',
      'TWITCH_BOT_REFRESH_TOKEN',
    ] as const)
      expect(printed).not.toContain(live[name]);
  });

  test.each(['http://127.0.0.1:4010/api', 'http://127.0.0.1:4010/api/', 'http://127.0.0.1:4010/api/v10'])(
    'takes %s for the address of Discord with or without its version',
    (address) => {
      const read = readConfig({ ...live, WORLD: 'sandbox', DISCORD_API_URL: address });
      expect(read.ok && read.config.discord.apiUrl).toBe('http://127.0.0.1:4010/api');
    },
  );
});

test.each([
  ['localhost', true],
  ['core.localhost', true],
  ['127.1.2.3', true],
  ['0.0.0.0', true],
  ['[::1]', true],
  ['[::ffff:7f00:1]', true],
  ['cdn.discordapp.com', false],
  ['10.0.0.1', false],
  ['[2001:db8::1]', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
