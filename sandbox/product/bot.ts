import { createBot } from '../../bot/app.ts';
import { readConfig } from '../../bot/config.ts';
import { publishCommands } from '../../bot/discord/publish.ts';
import type { FromProduct } from './orders.ts';

const stopWithinMs = 5_000;

/** The bot as a process of the sandbox: as in production, with its commands published first. It ends when the sandbox does. */
async function main(): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  await publishCommands(read.config.discord);
  const bot = createBot(read.config);
  const stop = () => {
    void bot.stop().then(() => process.exit(0));
    // When the sandbox is killed, those whom a clean stop would say goodbye to are gone as well.
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  };
  process.on('disconnect', stop);
  process.on('SIGTERM', stop);
  // It may have ended before anybody listened.
  if (!process.connected) stop();
  bot.start();
  await bot.ready;
  const ready: FromProduct = { type: 'ready' };
  process.send?.(ready);
  await bot.ended;
}

await main();
