import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { here, startBotWorld, type BotWorld } from './test/world.ts';

const main = join(import.meta.dirname, 'main.ts');

/** The environment that leads the bot into a test's world. */
function environmentOf({ config, core, discord, twitch }: BotWorld): Record<string, string> {
  return {
    WORLD: 'sandbox',
    BOT_CORE_URL: core.url,
    BOT_SERVICE_TOKEN: core.token,
    DISCORD_BOT_TOKEN: config.discord.token.reveal(),
    DISCORD_APPLICATION_ID: config.discord.applicationId,
    DISCORD_BUILDS_CHANNEL_ID: here.builds,
    DISCORD_API_URL: `${discord.origin}/api`,
    DISCORD_CDN_HOSTS: new URL(discord.origin).host,
    TWITCH_CLIENT_ID: config.twitch.clientId,
    TWITCH_CLIENT_SECRET: config.twitch.clientSecret.reveal(),
    TWITCH_BOT_USER_ID: config.twitch.botUserId,
    TWITCH_BOT_ACCESS_TOKEN: config.twitch.accessToken.reveal(),
    TWITCH_BOT_REFRESH_TOKEN: config.twitch.refreshToken.reveal(),
    TWITCH_CHAT_URL: `ws://127.0.0.1:${twitch.port}`,
    TWURPLE_MOCK_API_PORT: String(twitch.port),
  };
}

describe('the bot as a process', () => {
  test('waits for a core, serves when it is there, and ends cleanly on SIGTERM', async () => {
    await using world = await startBotWorld({ start: false, prepare: (core) => (core.isDown = true) });
    const child = spawn(process.execPath, [main], { env: environmentOf(world), stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let output = '';
    const { promise: hasWaited, resolve: wait } = Promise.withResolvers<void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('did not answer for a lease')) wait();
    });
    await hasWaited;
    world.core.isDown = false;
    await world.discord.botReady();
    await world.core.until(() => world.core.callsOf('pullNotices').length > 0);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(output).toContain('the bot has stopped');
  }, 20_000);

  test('without its settings says all that is missing and ends with 1', async () => {
    const child = spawn(process.execPath, [main], { env: { WORLD: 'live' }, stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = once(child, 'exit');
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    expect(await exited).toEqual([1, null]);
    expect(complaint).toContain('BOT_CORE_URL: is not set');
    expect(complaint).toContain('TWITCH_BOT_REFRESH_TOKEN: is not set');
  }, 20_000);
});

describe('a bot that Discord does not know', () => {
  test('says so instead of trying for ever', async () => {
    await using world = await startBotWorld({ start: false, botToken: 'wrong-token' });
    world.bot.start();
    await expect(world.bot.ready).rejects.toThrow('An invalid token was provided.');
    await expect(world.bot.ended).rejects.toThrow('An invalid token was provided.');
  });

  test('waits for a Discord that is away', async () => {
    await using world = await startBotWorld({ start: false });
    world.discord.faults.down = true;
    world.bot.start();
    const failed = () => world.logged.some((each) => each.includes('the login to Discord failed'));
    await world.core.until(failed);
    world.discord.faults.down = false;
    await world.bot.ready;
  }, 20_000);
});
