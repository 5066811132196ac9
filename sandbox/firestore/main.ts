import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { answerOrders } from './orders.ts';
import { startFirestore } from './server.ts';

/**
 * Runs the simulated Firestore as a process of its own and prints its host when it is ready. It ends with the process that
 * started it. `child.ts` starts it so and steers it.
 *
 *     node sandbox/firestore/main.ts [--port 8080] [--indexes firestore.indexes.json]
 */
const parentEveryMs = 500;

const { values } = parseArgs({ options: { port: { type: 'string' }, indexes: { type: 'string' } } });
const parent = process.ppid;
const firestore = await startFirestore({
  port: Number(values.port ?? 0),
  ...(values.indexes !== undefined && { indexes: JSON.parse(readFileSync(values.indexes, 'utf8')) as unknown }),
});

async function end(): Promise<void> {
  await firestore.stop();
  process.exit(0);
}

process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
// Whoever started this without a channel, as a shell does, is noticed by being replaced as the parent.
setInterval(() => process.ppid !== parent && void end(), parentEveryMs);
if (process.send) answerOrders(firestore, (reply) => process.send?.(reply));
process.stdout.write(`${firestore.host}\n`);
