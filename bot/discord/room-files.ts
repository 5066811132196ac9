import { ApiProblem } from '#shared/api/problem.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { Core } from '../api.ts';
import { isLoopback } from '../config.ts';
import { download, DownloadError } from '../download.ts';
import type { SeenMessage, SentFile } from './rest.ts';

/** Files of one message of a room: as the core keeps them, their bytes, and the names of those that could not be kept. */
export type KeptFiles = {
  readonly kept: readonly RoomFile[];
  readonly sent: readonly SentFile[];
  readonly tooLarge: readonly string[];
  readonly lost: readonly string[];
};

/** More than Discord allows in one message. */
const filesMax = 10;

/**
 * Copies the files of a message to the core, at once: Discord's links die. They are followed only to where Discord keeps files.
 *
 * @throws ApiProblem when the core keeps nothing more of this room, or did not answer
 */
export async function keepFiles(
  core: Core,
  cdnHosts: readonly string[],
  tag: string,
  { attachments }: Pick<SeenMessage, 'attachments'>,
): Promise<KeptFiles> {
  const [kept, sent, tooLarge, lost]: [RoomFile[], SentFile[], string[], string[]] = [[], [], [], []];
  for (const { url, filename: name, size } of attachments.slice(0, filesMax)) {
    if (size > houseRules.roomFileBytesMax) {
      tooLarge.push(name);
      continue;
    }
    try {
      const bytes = await downloadFrom(url, cdnHosts);
      const body = { name: name.slice(0, 200), base64: Buffer.from(bytes).toString('base64') };
      kept.push(await core.own.keepRoomFile({ params: { tag }, body }));
      sent.push({ name, bytes });
    } catch (error) {
      if (!(error instanceof DownloadError || isRefusedFile(error))) throw error;
      lost.push(name);
    }
  }
  return { kept, sent, tooLarge, lost };
}

/** What the core says no to is one file: the words beside it, and the other files, are kept all the same. */
function isRefusedFile(error: unknown): boolean {
  const codes: readonly string[] = ['bad-input', 'file-too-large', 'too-many-messages'];
  return error instanceof ApiProblem && codes.includes(error.problem.code);
}

async function downloadFrom(address: string, cdnHosts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(address);
  const isTrustedWay = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isTrustedWay || !cdnHosts.includes(url.host))
    throw new DownloadError(`${url.host} is not where Discord keeps files`);
  return download(address, houseRules.roomFileBytesMax);
}
