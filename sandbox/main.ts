import { join } from 'node:path';
import { startSandbox } from './start.ts';

const studioPort = 3333;
const dataDir = join(import.meta.dirname, '..', '.c500');
const fresh = process.argv.includes('--fresh');
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

process.chdir(join(import.meta.dirname, '..'));
try {
  const sandbox = await startSandbox({ dataDir, fresh, studioPort, say });
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
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  say(
    taken
      ? `Port ${studioPort} is taken. Is the Studio open already? End what uses it and run this again.`
      : `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
