import { createBot } from './app.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';

const stopWithinMs = 10_000;

/** The bot as a process of its own: `npm run bot`. Ends with 0 after SIGTERM or SIGINT, with 1 when it cannot go on. */
async function main(): Promise<void> {
  const read = readConfig();
  if (!read.ok) {
    process.stderr.write(`The bot cannot start:\n${read.problems.map((problem) => `  ${problem}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  const log = createLog(read.config.logLevel);
  const bot = createBot(read.config, { log });
  const stop = () => {
    void bot.stop();
    // A Discord that is away at this moment must not keep the bot from ending.
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  bot.start();
  try {
    await bot.ended;
    log.main.info('the bot has stopped');
  } catch (error) {
    log.main.fatal({ err: error }, 'the bot cannot go on');
    process.exitCode = 1;
    await bot.stop();
  }
  // Twurple keeps timers for connections that it has given up on.
  process.exit();
}

await main();
