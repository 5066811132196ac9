import { createApp, systemClock } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { Order, type FromProduct } from './orders.ts';
import { connectBuilders, seedCore } from './seed.ts';

const stopWithinMs = 5_000;
/** When the sandbox is killed, those whom a clean stop would say goodbye to are gone as well. */
const stopAloneWithinMs = 500;

/**
 * The core as a process of the sandbox: the same application as in production, with a clock that the sandbox moves and with the
 * sandbox's people kept before it listens. It ends when the sandbox does, however that ends.
 */
async function main(): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  let offsetMs = Number(process.env['SANDBOX_CLOCK_OFFSET_MS'] ?? 0);
  const app = await createApp(read.config, { clock: { ...systemClock, now: () => Date.now() + offsetMs } });
  await seedCore(app.core, JSON.parse(process.env['SANDBOX_ACCOUNTS'] ?? '{}'));
  await connectBuilders(app.core);
  await app.start();
  const stop = (withinMs: number) => {
    void app.stop().then(() => process.exit(0));
    setTimeout(() => process.exit(1), withinMs).unref();
  };
  process.on('message', (message: unknown) => {
    const order = Order.parse(message);
    offsetMs = order.offsetMs;
    app.worker.wake();
    app.lookAtChannels().catch((error: unknown) => app.core.report(error, { duty: 'twitch-watch' }));
    tell({ type: 'clock-moved', offsetMs });
  });
  process.on('disconnect', () => stop(stopAloneWithinMs));
  process.on('SIGTERM', () => stop(stopWithinMs));
  // It may have ended before anybody listened.
  if (!process.connected) stop(stopAloneWithinMs);
  tell({ type: 'ready' });
}

function tell(message: FromProduct): void {
  process.send?.(message);
}

await main();
