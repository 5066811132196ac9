import { connectTo, type Answer, type Bench, type Check } from './checks/check.ts';
import { documentChecks } from './checks/documents.ts';
import { listenerChecks } from './checks/listeners.ts';
import { orderChecks } from './checks/order.ts';
import { queryChecks } from './checks/queries.ts';
import { refusalChecks } from './checks/refusals.ts';
import { transactionChecks } from './checks/transactions.ts';
import { writeChecks } from './checks/writes.ts';

/** Everything that is looked at. */
export const checks: readonly Check[] = [
  ...documentChecks,
  ...writeChecks,
  ...queryChecks,
  ...orderChecks,
  ...refusalChecks,
  ...transactionChecks,
  ...listenerChecks,
];

/** What a server answered to each check, by its name. */
export type Answers = ReadonlyMap<string, Answer>;

/** So many checks are under way at once. Some wait for the client library to try again, and need nobody meanwhile. */
const together = 6;
const checkWithinMs = 60_000;

let runs = 0;

/**
 * Puts every check to a server through the real client library.
 *
 * @param host `127.0.0.1:port` of a stand-in or of an emulator
 */
export async function probe(host: string, only: readonly Check[] = checks): Promise<Answers> {
  runs += 1;
  const project = `demo-probe-${process.pid}-${runs}`;
  const db = connectTo(host, project);
  const elsewhere = connectTo(host, `${project}-other`);
  const answers = new Map<string, Answer>();
  const left = only.entries();
  const work = async (): Promise<void> => {
    for (const [at, check] of left) answers.set(check.name, await see(check, makeBench(db, elsewhere, at)));
  };
  await Promise.all(Array.from({ length: together }, work));
  await Promise.all([db.terminate(), elsewhere.terminate()]);
  return new Map(only.map(({ name }) => [name, answers.get(name) ?? null]));
}

function makeBench(db: Bench['db'], elsewhere: Bench['db'], at: number): Bench {
  const collection = (id: string) => db.collection(`checks/${at}/${id}`);
  return { db, elsewhere, rows: collection('rows'), collection };
}

async function see(check: Check, bench: Bench): Promise<Answer> {
  const late = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => late.resolve('no answer in time'), checkWithinMs);
  try {
    return await Promise.race([check.see(bench), late.promise]);
  } catch (error) {
    return `failed: ${String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
