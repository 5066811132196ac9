import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { oneOfEveryKind } from '../adapters/store/contract-every-kind.ts';

test('docs/privacy.md says of every kind of record what of a person is in it, and how long', () => {
  const told = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'privacy.md'), 'utf8');
  const first = told.split('\n').flatMap((line) => /^\| (`[^|]+)\|/.exec(line)?.[1] ?? []);
  const named = new Set(first.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1])));
  const kinds = oneOfEveryKind(1).map(({ kind }) => kind);
  expect(kinds.filter((kind) => !named.has(kind))).toEqual([]);
});
