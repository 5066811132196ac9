import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { houseRules } from '#shared/house-rules.ts';
import type { Pictures } from '../../ports/pictures.ts';

const types = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' } as const;
const namePattern = /^[a-f0-9]{64}\.(png|jpg|webp)$/;

/**
 * `Pictures` as files named by their content, in one folder, which many processes may share. Served by the core under `/pictures/`.
 * A name is given once and its content never changes, so that whoever writes it last writes what is there already.
 */
export function diskPictures(folder: string, siteUrl: string): Pictures {
  const isThere = async (name: string) => (await stat(join(folder, name)).catch(() => undefined)) !== undefined;
  return {
    async keep(bytes) {
      const ending = endingOf(bytes);
      if (!ending || bytes.length > houseRules.pictureBytesMax) return undefined;
      const name = `${createHash('sha256').update(bytes).digest('hex')}.${ending}`;
      if (await isThere(name)) return name;
      await mkdir(folder, { recursive: true });
      // Written aside first: a half-written file must never carry the name of the whole one. The same picture may come twice at once,
      // to two processes as well. A bucket mounted as a folder copies where a disk renames, whole or not at all.
      const aside = join(folder, `${name}.${randomUUID()}.part`);
      try {
        await writeFile(aside, bytes);
        await rename(aside, join(folder, name));
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
      return name;
    },
    async has(name) {
      return namePattern.test(name) && (await isThere(name));
    },
    url: (name) => `${siteUrl}/pictures/${name}`,
    async read(name) {
      const ending = namePattern.exec(name)?.[1];
      if (ending !== 'png' && ending !== 'jpg' && ending !== 'webp') return undefined;
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      return bytes ? { bytes, contentType: types[ending] } : undefined;
    },
  };
}

/** What the bytes are, judged by themselves and not by what their sender says. */
function endingOf(bytes: Uint8Array): keyof typeof types | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpg';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}
