import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environmentOf } from './test/environment.ts';
import { startBotWorld } from './test/world.ts';

const main = join(import.meta.dirname, 'main.ts');

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
