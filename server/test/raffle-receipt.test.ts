import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hour } from '#shared/house-rules.ts';
import type { RaffleReceipt } from '#shared/schemas/raffle-receipt.ts';
import { enterRaffle, newRaffle, raffleReceipt, seeRaffle } from '../usecases/drops/raffles.ts';
import { idOf, startLine } from './line-world.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'raffles.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'c500-raffle-'));
const script = join(folder, 'draw-again.mjs');
let receipt: RaffleReceipt;
let published = '';

beforeAll(async () => {
  writeFileSync(script, /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const names = Array.from({ length: 12 }, (_, index) => `person${index}`);
  const now = Date.UTC(2026, 4, 1, 18);
  const world = await startLine(names, { drop: { raffle: { opensAt: now, closesAt: now + hour, drawn: null } } });
  const drop = await world.core.store.get('drop', world.dropId);
  if (drop) await world.core.store.commit(newRaffle(world.core, drop));
  const seen = await seeRaffle(world.core, world.dropId, null);
  published = seen.ok ? seen.raffle.seedHash : '';
  for (const name of names) await enterRaffle(world.core, world.dropId, idOf(name));
  await world.pass(hour);
  const found = await raffleReceipt(world.core, world.dropId);
  if (!found.ok) throw new Error('it was drawn');
  receipt = found.receipt;
  await world.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script of the page, as somebody who has nothing of ours but a receipt. */
function drawAgain(
  given: unknown,
  ...noted: readonly string[]
): { readonly status: number | null; readonly said: string } {
  const file = join(folder, 'receipt.json');
  writeFileSync(file, JSON.stringify(given));
  const { status, stdout } = spawnSync(process.execPath, [script, file, ...noted], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, said: stdout.split(' ')[0] ?? '' };
}

describe('the script of docs/raffles.md', () => {
  test('draws a real receipt again, with the fingerprint that was shown before', () => {
    expect(drawAgain(receipt, published)).toEqual({ status: 0, said: 'right' });
  });

  test('finds an entry that was added, a seed that was changed, and places that were exchanged', () => {
    const { entries, drawn, seed } = receipt;
    const [first = '', second = '', ...others] = drawn;
    const other = `${seed.startsWith('0') ? '1' : '0'}${seed.slice(1)}`;
    for (const changed of [
      { ...receipt, entries: [...entries, 'f'.repeat(24)].toSorted(), drawn: [...drawn, 'f'.repeat(24)] },
      { ...receipt, seed: other },
      { ...receipt, drawn: [second, first, ...others] },
    ])
      expect(drawAgain(changed)).toEqual({ status: 1, said: 'WRONG' });
    expect(drawAgain(receipt, '0'.repeat(64)).status).toBe(1);
  });
});
