import { createApp, StoreUnavailableError } from './app.ts';
import { readConfig } from './config.ts';

const read = readConfig(process.env);
if (!read.ok) {
  process.stderr.write(
    `C500 cannot start. Set these variables right (see .env.example):\n${read.problems.map((problem) => `  ${problem}`).join('\n')}\n`,
  );
  process.exit(1);
}

// Google's client rejects twice when it finds no credentials: to whoever asked, which is told below, and to nobody.
const leaveToOpening = () => undefined;
process.on('unhandledRejection', leaveToOpening);
const app = await createApp(read.config).catch((error: unknown) => {
  if (!(error instanceof StoreUnavailableError)) throw error;
  process.stderr.write(`C500 cannot start: ${error.message}\n`);
  process.exit(1);
});
process.off('unhandledRejection', leaveToOpening);
const port = await app.start();
app.log.main.info({ port, world: read.config.world }, 'listening');

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // A supervisor may signal the whole group and npm hands the signal on as well: the second one must not cut the first short.
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    app.log.main.info({ signal }, 'stopping');
    void app.stop().then(() => process.exit(0));
  });
}
