import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Answers } from './probe.ts';

/**
 * What Google's emulator answered when the answers were last recorded, so that the stand-in is held to it on machines
 * without Java too. `probe-table.ts --record` writes it.
 */
const file = join(import.meta.dirname, 'recorded-answers.json');

const Recorded = z.record(z.string(), z.json());

export function readRecorded(): Answers {
  return new Map(Object.entries(Recorded.parse(JSON.parse(readFileSync(file, 'utf8')))));
}

export function writeRecorded(answers: Answers): void {
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(answers), null, 2)}\n`);
}
