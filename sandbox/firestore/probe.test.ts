import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { checkIndexes } from './checks/indexes.ts';
import { startEmulator } from './emulator.ts';
import { knownDifferences } from './known-differences.ts';
import { checks, probe, type Answers } from './probe.ts';
import { readRecorded } from './recorded.ts';
import { startFirestore } from './server.ts';

const recorded = readRecorded();
let standIn: Answers;
let emulator: Answers | undefined;

async function probeEmulator(): Promise<Answers | undefined> {
  const running = await startEmulator();
  if (!running) return undefined;
  try {
    return await probe(running.host);
  } finally {
    await running.stop();
  }
}

async function probeStandIn(): Promise<Answers> {
  const running = await startFirestore({ indexes: checkIndexes });
  try {
    return await probe(running.host);
  } finally {
    await running.stop();
  }
}

beforeAll(async () => {
  // One after the other: an emulator that shares its two cores answers slowly enough to look different.
  standIn = await probeStandIn();
  emulator = await probeEmulator();
}, 180_000);

afterAll(() => {
  if (!emulator) process.stdout.write('No Firestore emulator here: the stand-in was held to recorded answers.\n');
});

describe('the stand-in answers as Google’s emulator does', () => {
  const alike = checks.filter(({ name }) => !(name in knownDifferences));

  test.each(alike)('$name', ({ name }) => {
    expect(standIn.get(name)).toEqual(recorded.get(name));
  });

  test.each(Object.entries(knownDifferences))('but for this: %s (%s)', (name) => {
    expect(recorded.has(name)).toBe(true);
    expect(standIn.get(name)).not.toEqual(recorded.get(name));
  });

  test('no check is called like another, and no answer is recorded of a check that is gone', () => {
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    expect([...recorded.keys()].sort()).toEqual(checks.map(({ name }) => name).sort());
  });

  test('where the emulator is on this machine, it answers as was recorded', () => {
    const now = emulator ?? recorded;
    const changed = checks.filter(({ name }) => JSON.stringify(now.get(name)) !== JSON.stringify(recorded.get(name)));
    expect(changed.map(({ name }) => [name, now.get(name)])).toEqual([]);
  });
});
