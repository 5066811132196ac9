import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchActivityLoad } from './activity-load.ts';
import { auditFile } from './audit.ts';
import type { Buyers } from './buyers.ts';
import { benchChat } from './chat.ts';
import { benchExtension } from './extension.ts';
import { benchFederation } from './federation.ts';
import { formatCount, formatRounds, median, type Round } from './figures.ts';
import { benchPanels } from './panels.ts';
import { benchSharedStore } from './shared-store.ts';
import { setStage, type Stage } from './stage.ts';

// How many confirmed orders a second the real core makes over HTTP, beside an Express route that checks the same and keeps nothing.
// Rounds of the two take turns, so that whatever else the machine does meets both; what counts is the ratio. Then how many claims a
// second the shared store keeps, from one process and from three. Then what the extension's panel loads and how soon it can be used,
// what the activity inside Discord loads,
// how soon the cards in two hundred communities are true while a drop sells out,
// how long a line in chat takes to the panel, and how long two thousand panels wait while a builder works.

const rounds = 5;
/** On a busy machine no further round begins after this, once there are three. */
const roundsUntilMs = 65_000;
/** Rounds that do not count: the engine goes on improving code for a while. */
const warmUps = 2;
/** A machine on which it takes longer is too busy to say anything. */
const secondsMax = 240;

const { values: options } = parseArgs({
  options: {
    /** Orders of known citizens in a round; newcomers are a quarter as many. */
    orders: { type: 'string', default: '6000' },
    /** One part alone: `orders` over HTTP, `claims` on the shared store, `extension` or `activity` as they are loaded, cards in the `federation`, or all of `twitch`. */
    only: { type: 'string' },
    /** A folder for a processor profile of the core. */
    profile: { type: 'string' },
  },
});
const perRound = Number(options.orders);
if (!Number.isInteger(perRound) || perRound < 100 || perRound > 50_000)
  throw new Error('--orders is a whole number from 100 to 50000');

const began = performance.now();
const wrong: string[] = [];
const parts: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  orders: benchOrders,
  claims: () => benchSharedStore(say),
  extension: () => benchExtension(say),
  activity: async () => benchActivityLoad(say),
  federation: () => benchFederation(say),
  twitch: async () => [...(await benchChat(say)), ...(await benchPanels(say))],
};
if (options.only !== undefined && !Object.hasOwn(parts, options.only))
  throw new Error(`--only is one of ${Object.keys(parts).join(', ')}`);
for (const [name, bench] of Object.entries(parts)) {
  if (options.only !== undefined && options.only !== name) continue;
  say('');
  wrong.push(...(await bench()));
}
for (const sentence of wrong) say(`WRONG: ${sentence}`);
if (wrong.length > 0) process.exitCode = 1;
say(`${((performance.now() - began) / 1_000).toFixed(0)} seconds in all.`);

async function benchOrders(): Promise<readonly string[]> {
  const found: string[] = [];
  const stage = await setStage(options.profile);
  const guard = setTimeout(() => {
    say(`The benchmark did not end within ${secondsMax} seconds.`);
    process.exitCode = 1;
    void stage.close();
  }, secondsMax * 1_000);
  try {
    found.push(...(await bench(stage)));
  } finally {
    clearTimeout(guard);
    await stage.close();
  }
  return found;
}

async function bench(on: Stage): Promise<readonly string[]> {
  const next = nextBuyers();
  const newcomers = Math.ceil(perRound / 4);
  const known = Array.from({ length: rounds + warmUps }, () => next(perRound));
  const everybody = { from: 1, count: perRound * (rounds + warmUps) };
  sayMachine();
  say(`Meeting ${formatCount(everybody.count)} citizens…`);
  await on.meet(everybody);
  say('Warming up…');
  for (const buyers of known.slice(0, warmUps)) {
    await on.claimRound(buyers);
    await on.plainRound(buyers, 'in');
    await on.plainRound(buyers, 'in-and-out');
  }
  await on.claimRound(next(newcomers));
  const plain: Round[] = [];
  const checked: Round[] = [];
  const claims: Round[] = [];
  const strangers: Round[] = [];
  for (const [index, buyers] of known.slice(warmUps).entries()) {
    if (index >= 3 && performance.now() - began > roundsUntilMs) break;
    plain.push(await on.plainRound(buyers, 'in'));
    checked.push(await on.plainRound(buyers, 'in-and-out'));
    claims.push(await on.claimRound(buyers));
    strangers.push(await on.claimRound(next(newcomers)));
    const [one, two, three] = [plain, claims, strangers].map((each) => formatCount(each.at(-1)?.perSecond ?? 0));
    say(`Round ${index + 1} of ${rounds}: ${one}/s without a store, ${two} orders/s, ${three} orders/s of newcomers`);
  }
  await on.endClaims(options.profile ? 'in-peace' : 'at-once');
  say('Looking at what is on disk…');
  const audit = await auditFile(on.file, on.sold);
  say('');
  say(formatRounds('Express, no store', plain));
  say(formatRounds('Express, no store, answer checked', checked));
  say(formatRounds('Confirmed orders, known citizens', claims));
  say(formatRounds('Confirmed orders, newcomers', strangers));
  say('');
  say(
    `Orders of known citizens are ${ratio(claims, plain)} of the route without a store, in the middle of ${claims.length} rounds,`,
  );
  say(
    `and ${ratio(claims, checked)} of the one that checks its answer against the contract as well, as the house does.`,
  );
  say(
    `Orders of newcomers, who are made citizens by a commit before, are ${ratio(strangers, plain)} and ${ratio(strangers, checked)}.`,
  );
  say('');
  say(
    `Flush mode of the store: ${audit.flushMode} (WAL with synchronous=FULL; an order is answered once it is on disk).`,
  );
  if (audit.wrong.length === 0) {
    const total = formatCount(on.sold.reduce((sum, each) => sum + each.confirmed, 0));
    say(`${total} orders confirmed for as many units, and the file says the same after its server was ended.`);
  }
  return audit.wrong;
}

/** Each round is compared with its neighbour, which met the machine in the same mood. */
function ratio(mine: readonly Round[], other: readonly Round[]): string {
  const ratios = mine.map((round, index) => (100 * round.perSecond) / (other[index]?.perSecond ?? Number.NaN));
  return `${median(ratios).toFixed(0)}% (${Math.min(...ratios).toFixed(0)} to ${Math.max(...ratios).toFixed(0)}%)`;
}

function nextBuyers(): (count: number) => Buyers {
  let from = 1;
  return (count) => {
    const buyers = { from, count };
    from += count;
    return buyers;
  };
}

function sayMachine(): void {
  const [processor] = cpus();
  say(
    `${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), Node ${process.version}, ${process.platform}; ` +
      'core, plain routes and buyers each in a process of their own, 64 connections.',
  );
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
