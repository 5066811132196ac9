import { parseArgs } from 'node:util';

import { checkIndexes } from './checks/indexes.ts';
import { startEmulator } from './emulator.ts';
import { knownDifferences } from './known-differences.ts';
import { checks, probe, type Answers } from './probe.ts';
import { readRecorded, writeRecorded } from './recorded.ts';
import { startFirestore } from './server.ts';

/**
 * Prints what Google's emulator and the stand-in answer to each check, as a table in Markdown. Without an emulator on this
 * machine, its column is what was last recorded.
 *
 *     node sandbox/firestore/probe-table.ts [--record]
 */
const answerMax = 60;

function cell(answers: Answers, name: string): string {
  const text = JSON.stringify(answers.get(name) ?? null);
  const short = text.length > answerMax ? `${text.slice(0, answerMax)}…` : text;
  return `\`${short.replaceAll('|', '\\|').replaceAll('`', '')}\``;
}

function verdict(name: string, emulator: Answers, standIn: Answers): string {
  if (JSON.stringify(emulator.get(name)) === JSON.stringify(standIn.get(name))) return 'yes';
  return knownDifferences[name] ? `no. ${knownDifferences[name]}` : '**no**';
}

async function askEmulator(): Promise<Answers | undefined> {
  const emulator = await startEmulator();
  if (!emulator) return undefined;
  try {
    return await probe(emulator.host);
  } finally {
    await emulator.stop();
  }
}

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const asked = await askEmulator();
if (values.record && !asked) throw new Error('There is no emulator on this machine whose answers could be recorded.');
if (values.record && asked) writeRecorded(asked);
const theirs = asked ?? readRecorded();
const standIn = await startFirestore({ indexes: checkIndexes });
const ours = await probe(standIn.host);
await standIn.stop();

const rows = checks.map(
  ({ name }) => `| ${name} | ${cell(theirs, name)} | ${cell(ours, name)} | ${verdict(name, theirs, ours)} |`,
);
process.stdout.write(['| check | emulator | stand-in | alike |', '|---|---|---|---|', ...rows, ''].join('\n'));
