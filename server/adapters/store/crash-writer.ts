// A process to be killed: it claims as fast as it can and prints the number of every claim once that was answered.
// Arguments: the store's path, the number of the first claim. The tests of the store start it.
import { writeSync } from 'node:fs';
import { claimOf, keepDrop, sampleEffect, sampleEntry, sampleNotice, sampleOrder } from './contract-samples.ts';
import { sqliteStore } from './sqlite.ts';

const [path = '', first = '1'] = process.argv.slice(2);
const unitsMax = 100_000;
const store = sqliteStore({ path });
if (first === '1') await keepDrop(store, unitsMax);

let next = Number(first);
async function claim(): Promise<void> {
  while (next < unitsMax) {
    const number = next++;
    const order = sampleOrder(number);
    const { result } = await store.commit(
      claimOf(order, {
        entries: [sampleEntry(order.id)],
        effects: [sampleEffect(order.id)],
        notices: [sampleNotice(`${number}`)],
      }),
    );
    if (result === 'committed') writeSync(1, `${number}\n`);
  }
}
await Promise.all(Array.from({ length: 64 }, claim));
