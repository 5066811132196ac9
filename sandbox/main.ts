import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './start.ts';

const { values: wishes } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '3333' },
    data: { type: 'string', default: join(import.meta.dirname, '..', '.c500') },
  },
});
const dataDir = resolve(wishes.data);
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

process.chdir(join(import.meta.dirname, '..'));
try {
  const sandbox = await startSandbox({ dataDir, fresh: wishes.fresh, studioPort: Number(wishes.port), say });
  say(
    `\nThe Studio is open at ${sandbox.studio.origin}\nEverything in it is simulated; nothing leaves this machine. Ctrl-C stops it, and it goes on from there next time (-- --fresh starts over).`,
  );
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('\nStopping…');
      void sandbox.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  say(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
