import { createBot, type Timings } from '../../bot/app.ts';
import { readConfig } from '../../bot/config.ts';
import { publishCommands } from '../../bot/discord/publish.ts';
import type { FromProduct } from './orders.ts';

const stopWithinMs = 5_000;
/** When the sandbox is killed, those whom a clean stop would say goodbye to are gone as well. */
const stopAloneWithinMs = 500;

/** Rests that are there for the platforms' budgets alone, where the platforms have none. */
const hurried: Partial<Timings> = {
  backoff: { firstMs: 100, mostMs: 1_000 },
  federationPerSecond: 500,
  directPerSecond: 500,
  cardEditGapMs: 40,
  channelGapMs: 10,
  dropGapMs: 10,
  roleGapMs: 10,
  channelsEveryMs: 500,
  announcementGapMs: 50,
  voiceLimits: { all: { times: 90, withinMs: 30_000 }, usedBefore: 0, roomGapMs: 20 },
};

/** The bot as a process of the sandbox: as in production, with its commands published first. It ends when the sandbox does. */
async function main(): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  await publishCommands(read.config.discord);
  const bot = createBot(read.config, process.env['SANDBOX_HURRIED'] ? { timings: hurried } : {});
  const stop = (withinMs: number) => {
    void bot.stop().then(() => process.exit(0));
    setTimeout(() => process.exit(1), withinMs).unref();
  };
  process.on('disconnect', () => stop(stopAloneWithinMs));
  process.on('SIGTERM', () => stop(stopWithinMs));
  // It may have ended before anybody listened.
  if (!process.connected) stop(stopAloneWithinMs);
  bot.start();
  await bot.ready;
  const ready: FromProduct = { type: 'ready' };
  process.send?.(ready);
  await bot.ended;
}

await main();
