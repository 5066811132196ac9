import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { forkFirestore, type FirestoreChild } from './firestore/child.ts';
import { startSandbox } from './start.ts';

const indexes = join(import.meta.dirname, '..', 'server', 'adapters', 'store', 'firestore', 'firestore.indexes.json');

const { values: wishes } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '3333' },
    data: { type: 'string', default: join(import.meta.dirname, '..', '.c500') },
    /** Where the core keeps everything: `sqlite`, its own file, or `firestore`, a simulated one. */
    store: { type: 'string', default: 'sqlite' },
  },
});
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

/** The simulated Firestore keeps nothing on disk, so a world on it begins afresh each time, beside the other. */
async function wishedStore() {
  if (wishes.store === 'sqlite') return { dataDir: resolve(wishes.data), fresh: wishes.fresh };
  if (wishes.store !== 'firestore') throw new Error(`--store is sqlite or firestore, not "${wishes.store}".`);
  say('Starting a simulated Firestore. What happens in it is gone when it stops.');
  const firestore = await forkFirestore({ indexes });
  const coreSettings = {
    STORE: 'firestore',
    FIRESTORE_PROJECT: 'demo-c500',
    FIRESTORE_EMULATOR_HOST: firestore.host,
    LEASE_SECONDS: '5',
  };
  return { dataDir: join(resolve(wishes.data), 'on-firestore'), fresh: true, coreSettings, firestore };
}

process.chdir(join(import.meta.dirname, '..'));
let firestore: FirestoreChild | undefined;
try {
  const store = await wishedStore();
  firestore = store.firestore;
  const sandbox = await startSandbox({ ...store, studioPort: Number(wishes.port), say });
  const next = firestore ? 'it begins afresh next time' : 'it goes on from there next time (-- --fresh starts over)';
  say(
    `\nThe Studio is open at ${sandbox.studio.origin}\nEverything in it is simulated; nothing leaves this machine. Ctrl-C stops it, and ${next}.`,
  );
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('\nStopping…');
      void sandbox
        .close()
        .then(() => firestore?.stop())
        .then(() => process.exit(0));
    });
  }
} catch (error) {
  say(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`);
  await firestore?.stop();
  process.exit(1);
}
