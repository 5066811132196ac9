import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { houseRules } from '#shared/house-rules.ts';
import type { Files } from '../../ports/files.ts';

const namePattern = /^[a-f0-9]{64}$/;

/**
 * `Files` in one folder, which many processes may share, each named by its content and by nothing that its sender said. A name is
 * given once and its content never changes, so that whoever writes it last writes what is there already.
 */
export function diskFiles(folder: string): Files {
  const sizeOf = async (sha256: string) =>
    namePattern.test(sha256) ? (await stat(join(folder, sha256)).catch(() => undefined))?.size : undefined;
  return {
    sizeOf,
    async keep(bytes) {
      if (bytes.length === 0 || bytes.length > houseRules.roomFileBytesMax) return undefined;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if ((await sizeOf(sha256)) === bytes.length) return sha256;
      await mkdir(folder, { recursive: true });
      // Written aside first: a half-written file must never carry the name of the whole one.
      const aside = join(folder, `${sha256}.${randomUUID()}.part`);
      try {
        await writeFile(aside, bytes);
        await rename(aside, join(folder, sha256));
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
      return sha256;
    },
    async read(sha256) {
      return namePattern.test(sha256) ? readFile(join(folder, sha256)).catch(() => undefined) : undefined;
    },
  };
}
