import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import { forkFirestore } from '../../sandbox/firestore/child.ts';
import { startEmulator } from '../../sandbox/firestore/emulator.ts';

/** A server for tests on which every project is a database of its own. */
export type FirestoreForTests = {
  readonly name: 'Google’s emulator' | 'the stand-in';
  readonly host: string;
  stop(): Promise<void>;
};

/** The indexes that the product is deployed with. */
export const indexFile = join(import.meta.dirname, '..', 'adapters', 'store', 'firestore', 'firestore.indexes.json');

/** Where worlds of tests keep what they know, unless one says otherwise; the core's own file where this is not set. */
const hostName = 'TEST_FIRESTORE_HOST';

let count = 0;

/** Google's emulator where there is one, the stand-in in a process of its own elsewhere. */
export async function startFirestoreForTests(): Promise<FirestoreForTests> {
  const emulator = await startEmulator();
  if (emulator) return { name: 'Google’s emulator', ...emulator };
  const { host, stop } = await forkFirestore({ indexes: indexFile });
  return { name: 'the stand-in', host, stop };
}

/** The settings that lead a core to a database that nobody has used yet. */
export function newDatabase(host = process.env[hostName]): Readonly<Record<string, string>> {
  if (!host) return {};
  const project = `demo-${process.pid}-${Date.now().toString(36)}-${count++}`;
  return { STORE: 'firestore', FIRESTORE_PROJECT: project, FIRESTORE_EMULATOR_HOST: host };
}

/** Whether worlds of tests are kept on Firestore. */
export function isOnFirestore(): boolean {
  return process.env[hostName] !== undefined;
}

/** Keeps the worlds that are started from now on at this Firestore. */
export function onFirestoreAt(host: string): void {
  process.env[hostName] = host;
}

const cutOffWithinMs = 500;

/** Tells a suite of stories once more, with Firestore below them: each question crosses a network there. */
export async function tellOnFirestore(load: () => Promise<unknown>): Promise<void> {
  jest.setTimeout(240_000);
  const server = await startFirestoreForTests();
  onFirestoreAt(server.host);
  await load();
  afterAll(async () => {
    await server.stop();
    // Calls that its end cuts off hear of it from the network a moment later, and the client then loads what reads its errors: the
    // runner takes modules away from a suite that is over.
    await new Promise((resolve) => setTimeout(resolve, cutOffWithinMs));
  });
}
