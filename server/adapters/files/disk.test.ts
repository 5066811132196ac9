import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import { diskFiles } from './disk.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'c500-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const files = () => diskFiles(join(folder, 'files'));
const bytes = Buffer.from('<script>whatever somebody sent</script>');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('files on disk', () => {
  test('are kept whatever they are, once, under the hash of their content, for every process that shares the folder', async () => {
    expect(await Promise.all([files().keep(bytes), files().keep(bytes), files().keep(bytes)])).toEqual([
      sha256,
      sha256,
      sha256,
    ]);
    expect(await readdir(join(folder, 'files'))).toEqual([sha256]);
    expect(await files().read(sha256)).toEqual(bytes);
    expect(await files().sizeOf(sha256)).toBe(bytes.length);
  });

  test('are refused when they are empty or larger than the house allows', async () => {
    expect(await files().keep(Buffer.alloc(0))).toBeUndefined();
    expect(await files().keep(Buffer.alloc(houseRules.roomFileBytesMax + 1))).toBeUndefined();
    expect(await files().keep(Buffer.alloc(houseRules.roomFileBytesMax))).toHaveLength(64);
  });

  test('are given out by no other name', async () => {
    await files().keep(bytes);
    await writeFile(join(folder, 'secret'), 'beside the files');
    for (const name of ['../secret', `../files/${sha256}`, `${sha256}/`, sha256.toUpperCase(), 'f'.repeat(64), '']) {
      expect(await files().read(name)).toBeUndefined();
      expect(await files().sizeOf(name)).toBeUndefined();
    }
  });
});
