import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { houseRules } from '#shared/house-rules.ts';
import { diskPictures } from './disk.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'c500-pictures-'));
});
afterEach(() => rm(folder, { recursive: true }));

const pictures = () => diskPictures(join(folder, 'pictures'), 'https://c500.example');
const png = Buffer.from('\x89PNG\r\n\x1a\n and what follows', 'latin1');
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('pictures on disk', () => {
  test.each([
    ['png', png, 'image/png'],
    ['jpg', Buffer.from('\xff\xd8\xff\xe0 and so on', 'latin1'), 'image/jpeg'],
    ['webp', Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1'), 'image/webp'],
  ])('keep a %s under the name of its content', async (ending, bytes, contentType) => {
    const kept = await pictures().keep(bytes);
    expect(kept).toBe(`${sha(bytes)}.${ending}`);
    expect(await pictures().read(kept ?? '')).toEqual({ bytes, contentType });
    expect(await pictures().has(kept ?? '')).toBe(true);
    expect(pictures().url(kept ?? '')).toBe(`https://c500.example/pictures/${kept}`);
  });

  test('keep the same picture once, also when it comes many times at once, and leave no half of it', async () => {
    await Promise.all(Array.from({ length: 8 }, () => pictures().keep(png)));
    expect(await readdir(join(folder, 'pictures'))).toEqual([`${sha(png)}.png`]);
  });

  test('are seen by every process that shares the folder, and kept by several at once', async () => {
    const [one, other] = [pictures(), pictures()];
    const names = await Promise.all([one.keep(png), other.keep(png)]);
    expect(new Set(names).size).toBe(1);
    expect(await other.read(names[0] ?? '')).toEqual({ bytes: png, contentType: 'image/png' });
    expect(await readdir(join(folder, 'pictures'))).toEqual([names[0]]);
  });

  test('refuse what is no picture, or larger than the house allows', async () => {
    expect(await pictures().keep(Buffer.from('<svg/>'))).toBeUndefined();
    expect(await pictures().keep(Buffer.alloc(0))).toBeUndefined();
    expect(await pictures().keep(Buffer.concat([png, Buffer.alloc(houseRules.pictureBytesMax)]))).toBeUndefined();
  });

  test('give out nothing by any other name', async () => {
    await pictures().keep(png);
    await writeFile(join(folder, 'secret.png'), 'beside the pictures');
    for (const name of [
      '../secret.png',
      '..%2fsecret.png',
      `${sha(png)}.jpg`,
      `${sha(png)}.png/`,
      `${sha(png)}.PNG`,
      '',
    ]) {
      expect(await pictures().read(name)).toBeUndefined();
      expect(await pictures().has(name)).toBe(false);
    }
  });
});
