import { createHash } from 'node:crypto';
import { ApiProblem } from '#shared/api/problem.ts';
import { houseRules } from '#shared/house-rules.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import { keepFiles, type KeptFiles } from './room-files.ts';
import type { DiscordRest, SeenMessage } from './rest.ts';
import { plain } from './words.ts';

/** What became of a message of a room: kept, or refused for a reason of the core's. */
export type Recorded =
  | { readonly ok: true; readonly text: string; readonly files: KeptFiles }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** What keeping what is said needs. */
export type RecordParts = { readonly core: Core; readonly rest: DiscordRest; readonly cdnHosts: readonly string[] };

const textMax = 4_000;

/**
 * Keeps one message of an order's room, with its files, and says there what could not be kept. The same message again is kept once.
 *
 * @param locale of whoever reads along, as a BCP 47 tag
 * @throws ApiProblem and errors of Discord's that may pass: then it is to be kept later
 */
export async function recordMessage(
  { core, rest, cdnHosts }: RecordParts,
  tag: string,
  message: SeenMessage,
  locale: string,
): Promise<Recorded> {
  const text = readable(message.content).slice(0, textMax);
  try {
    const files = await keepFiles(core, cdnHosts, tag, message);
    await core.own.recordRoomMessage({
      params: { tag },
      body: {
        messageId: message.id,
        byDiscordId: message.author.id,
        text,
        at: Date.parse(message.timestamp),
        files: [...files.kept],
      },
    });
    await complain(rest, message, files, locale);
    return { ok: true, text, files };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.status >= 500 || isForLater(error.problem.code)) throw error;
    return { ok: false, code: error.problem.code, detail: error.problem.detail };
  }
}

/** What somebody typed without the characters that would write over what stands around them. */
function readable(text: string): string {
  return text.replaceAll(/(?![\t\r\n])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

function isForLater(code: string): boolean {
  return code === 'unreachable' || code === 'conflict-try-again';
}

async function complain(
  rest: DiscordRest,
  { id, channel_id: channelId }: SeenMessage,
  files: KeptFiles,
  locale: string,
): Promise<void> {
  const { tooLarge, notKept } = textsFor(locale).federation.room;
  const limit = `${houseRules.roomFileBytesMax / 1024 / 1024} MB`;
  const lines = [
    ...files.tooLarge.map((name) => fill(tooLarge, { name: plain(name), limit })),
    ...files.lost.map((name) => fill(notKept, { name: plain(name) })),
  ];
  if (lines.length > 0)
    await rest.post(channelId, { content: lines.join('\n').slice(0, 2_000), nonce: nonceOf('files', id) });
}

/** A nonce that the same occasion always has, of whichever process. */
export function nonceOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join(':')).digest('base64url').slice(0, 25);
}
