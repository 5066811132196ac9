import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { faultsOf } from './rules.ts';
import { readZip, writeZip } from './zip-file.ts';

test('the extension as it was built breaks no rule of Twitch or of ours', () => {
  const dist = join(import.meta.dirname, '..', 'dist');
  const files = readdirSync(dist, { withFileTypes: true }).map((entry): [string, Uint8Array] => [
    entry.isDirectory() ? `${entry.name}/` : entry.name,
    entry.isDirectory() ? new Uint8Array() : readFileSync(join(dist, entry.name)),
  ]);
  expect(faultsOf(readZip(writeZip(new Map(files))))).toEqual([]);
});
