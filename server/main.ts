import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const read = readConfig(process.env);
if (!read.ok) {
  process.stderr.write(
    `C500 cannot start. Set these variables right (see .env.example):\n${read.problems.map((problem) => `  ${problem}`).join('\n')}\n`,
  );
  process.exit(1);
}

const app = createApp(read.config);
const port = await app.start();
app.log.main.info({ port, world: read.config.world }, 'listening');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    app.log.main.info({ signal }, 'stopping');
    void app.stop().then(() => process.exit(0));
  });
}
