// Moves what one core kept on its disk into Firestore, where many share it. Run while no core uses either of them.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { formatMoney } from '#shared/money.ts';
import { copyStore } from './adapters/store/copy-store.ts';
import type { CopyOptions, Copied, Progress } from './adapters/store/copy-store.ts';
import { environmentSchema } from './config.ts';

const usage = `Usage: npm run store:copy -- [--from <file>] [--to <project>[/<database>]] [--rate <documents a second>]
  --from  the file of the core that is to be moved; c500.sqlite in DATA_DIR unless given
  --to    the Firestore database, which must be empty; that of FIRESTORE_PROJECT and FIRESTORE_DATABASE unless given
  --rate  how fast it is written at first; 500 unless given, as Google advises, and half as much more every five minutes
`;

/** Google's advice for collections that are new. What runs on this machine needs none. */
const advisedRate = 500;
/** How often a line is written where it cannot be written over. */
const lineEveryMs = 10_000;
/** npm hands Ctrl-C on to who has heard it already; who presses it again later means it. */
const secondPressMs = 1_000;

const Settings = z.pick(environmentSchema, {
  DATA_DIR: true,
  FIRESTORE_PROJECT: true,
  FIRESTORE_DATABASE: true,
  FIRESTORE_EMULATOR_HOST: true,
});

type Asked = Pick<CopyOptions, 'from' | 'to' | 'perSecond'>;

/** What is to be copied where, by the arguments and else by the settings of the core; or what is wrong with them. */
function readAsked(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Asked | string {
  let given;
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' }, rate: { type: 'string' } } as const;
    given = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`;
  }
  const [project, database, ...more] = given.to?.split('/') ?? [];
  const target = project === undefined ? {} : { FIRESTORE_PROJECT: project, FIRESTORE_DATABASE: database };
  const set = Object.entries({ ...environment, ...target }).filter(([, value]) => value !== undefined && value !== '');
  const read = Settings.safeParse(Object.fromEntries(set));
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}\n`).join('');
  const { DATA_DIR, FIRESTORE_PROJECT, FIRESTORE_DATABASE, FIRESTORE_EMULATOR_HOST } = read.data;
  if (FIRESTORE_PROJECT === undefined || more.length > 0)
    return `It is not said where to: set FIRESTORE_PROJECT, or give --to <project>[/<database>].\n${usage}`;
  const rate = Number(given.rate ?? (FIRESTORE_EMULATOR_HOST ? Number.MAX_SAFE_INTEGER : advisedRate));
  if (!(rate >= 1)) return `--rate must be a number of documents a second.\n${usage}`;
  return {
    from: given.from ?? join(DATA_DIR, 'c500.sqlite'),
    to: {
      projectId: FIRESTORE_PROJECT,
      databaseId: FIRESTORE_DATABASE,
      ...(FIRESTORE_EMULATOR_HOST ? { emulatorHost: FIRESTORE_EMULATOR_HOST } : {}),
    },
    perSecond: rate,
  };
}

const count = (number: number) => number.toLocaleString('en-US');

/** Shows how far the copy is: in one line that changes on a terminal, in a line now and then elsewhere. */
function showProgress(out: NodeJS.WriteStream) {
  let last = { text: '', at: 0 };
  const textOf = (progress: Progress) => {
    const so = `${count(progress.done)} of ${count(progress.total)}`;
    if (progress.doing !== 'writing')
      return progress.doing === 'reading' ? `Reading the source: ${so}` : `Checking the ledger: ${so} entries`;
    const { table, tableDone, tableTotal } = progress;
    return `Writing ${nameOf[table]}: ${count(tableDone)} of ${count(tableTotal)}, in all ${so}`;
  };
  return {
    show(progress: Progress): void {
      const text = textOf(progress);
      const ends = progress.doing === 'writing' && progress.tableDone === progress.tableTotal;
      if (out.isTTY) out.write(`\r\u001B[K${text}`);
      else if (ends || Date.now() - last.at > lineEveryMs) out.write(`${text}\n`);
      else return;
      last = { text, at: Date.now() };
    },
    /** Leaves the line that changes. */
    end(): void {
      if (out.isTTY && last.text !== '') out.write('\n');
    },
  };
}

/** How people call what a store keeps. */
const nameOf = {
  citizen: 'citizens',
  builder: 'builders',
  payee: 'payees',
  exposure: 'exposures',
  channel: 'channels',
  bench: 'benches',
  drop: 'drops',
  order: 'orders',
  sighting: 'sightings',
  tracking: 'tracking numbers',
  session: 'sessions',
  paycode: 'pay codes entered',
  grant: 'Twitch consents',
  moment: 'moments of streams',
  build: 'builds',
  desk: 'desks',
  waitlist: 'waitlists',
  community: 'communities',
  card: 'cards',
  ban: 'bans',
  carriedBans: 'bans carried out',
  room: 'order rooms',
  roomMessage: 'messages in rooms',
  application: 'applications',
  partnership: 'partnerships',
  award: 'awards',
  case: 'cases',
  act: 'acts of staff',
  gathering: 'gatherings',
  dispute: 'disputes',
  debt: 'debts',
  fund: 'the fund',
  strike: 'strikes',
  flag: 'flags for the staff',
  cardUse: 'cards seen',
  address: 'addresses',
  addressLook: 'looks at addresses',
  parcel: 'parcels',
  raffle: 'raffles',
  raffleEntry: 'raffle entries',
  reckoning: 'reckonings',
  account: 'accounts',
  ordertag: 'order tags',
  ordercode: 'pay codes',
  stock: 'stocks',
  unit: 'units gone',
  entry: 'ledger entries',
  balance: 'balances',
  inbox: 'messages',
  effect: 'effects',
  deadline: 'deadlines',
  notice: 'notices',
  lease: 'leases',
} as const;

function tableOf({ counted, sums }: Extract<Copied, { readonly result: 'copied' | 'differs' }>): string {
  const rows = [
    ['', 'source', 'target'],
    ...counted.map(({ table, source, target }) => [nameOf[table], count(source), count(target)]),
    ...sums.map(({ account, currency, source, target }) => [
      `ledger: ${account}`,
      formatMoney({ amountMinor: source, currency }),
      formatMoney({ amountMinor: target, currency }),
    ]),
  ];
  return rows
    .map(([name = '', source = '', target = '']) => `${name.padEnd(24)}${source.padStart(20)}${target.padStart(20)}\n`)
    .join('');
}

/** Says what became of the copy. The answer is the exit code. */
function report(copied: Copied, { from, to }: Asked): number {
  const where = `Firestore (project ${to.projectId}, database ${to.databaseId ?? ''})`;
  switch (copied.result) {
    case 'copied':
      process.stdout.write(
        `${tableOf(copied)}Everything agrees. ${where} has all of ${from}: set STORE=firestore, and start no core on the file again.\n`,
      );
      return 0;
    case 'finished-before':
      process.stdout.write(
        `${where} has all of ${from} since ${new Date(copied.finishedAt).toISOString()}: nothing was to be done.\n`,
      );
      return 0;
    case 'stopped':
      process.stdout.write(
        `Stopped with ${count(copied.done)} of ${count(copied.total)} documents written. The same command goes on from there.\n`,
      );
      return 130;
    case 'differs':
      process.stdout.write(tableOf(copied));
      process.stderr.write(
        `${copied.problems.map((problem) => `${problem}\n`).join('')}The copy is not whole, and no core starts on it. The same command writes everything again; if it says this once more, begin anew with an empty database.\n`,
      );
      return 1;
    default:
      return copied satisfies never;
  }
}

async function run(asked: Asked): Promise<number> {
  const stopping = new AbortController();
  let stoppedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stoppedAt > 0 && Date.now() - stoppedAt > secondPressMs) process.exit(130);
      stoppedAt ||= Date.now();
      stopping.abort();
    });
  const progress = showProgress(process.stdout);
  try {
    const copied = await copyStore({ ...asked, signal: stopping.signal, onProgress: progress.show });
    progress.end();
    return report(copied, asked);
  } catch (error) {
    progress.end();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

// Google's client rejects twice when it finds no credentials: to whoever asked, which is told, and to nobody.
process.on('unhandledRejection', (error) => {
  if (!/credentials/i.test(String(error))) throw error;
});
const asked = readAsked(process.argv.slice(2), process.env);
if (typeof asked === 'string') process.stderr.write(asked);
process.exit(typeof asked === 'string' ? 2 : await run(asked));
