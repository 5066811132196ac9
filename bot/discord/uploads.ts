import type { Attachment, ModalSubmitInteraction } from 'discord.js';
import type { Client } from '#shared/api/client.ts';
import { ApiProblem, type Problem } from '#shared/api/problem.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { isLoopback } from '../config.ts';
import { download, DownloadError } from '../download.ts';
import { sayProblem, type Said } from '../sentences.ts';
import { plain } from './words.ts';

/** A picture of a form that cannot be used; `cause` says why. */
class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly picture: string;
  constructor(picture: string, options: ErrorOptions) {
    super('a picture of the form could not be used', options);
    this.picture = picture;
  }
}

/** A picture that the core keeps under its name; `url` is Discord's own copy, which is there for some hours. */
export type KeptPicture = { readonly name: string; readonly url: string };

/**
 * Hands the pictures of a form over to the core.
 *
 * @throws PictureError when one cannot be used
 */
export async function keepPictures(
  core: Client,
  { fields }: ModalSubmitInteraction,
  cdnHosts: readonly string[],
): Promise<readonly KeptPicture[]> {
  const uploads = [...(fields.getUploadedFiles('pictures')?.values() ?? [])];
  const kept: KeptPicture[] = [];
  for (const upload of uploads.slice(0, houseRules.picturesPerDropMax)) {
    try {
      const bytes = await downloadUpload(upload, cdnHosts);
      const { name } = await core.keepPicture({ body: { base64: Buffer.from(bytes).toString('base64') } });
      kept.push({ name, url: upload.url });
    } catch (cause) {
      throw new PictureError(upload.name, { cause });
    }
  }
  return kept;
}

/** An attachment's address comes from Discord, but it is followed only to where Discord keeps files. */
async function downloadUpload(upload: Attachment, cdnHosts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(upload.url);
  const isTrustedWay = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!isTrustedWay || !cdnHosts.includes(url.host))
    throw new DownloadError(`${url.host} is not where Discord keeps files`);
  if (upload.size > houseRules.pictureBytesMax) throw new DownloadError('the file is too large');
  return download(upload.url, houseRules.pictureBytesMax);
}

/** The core's problem behind an error of a form, with or without pictures. */
export function problemIn(error: unknown): Problem | undefined {
  const inner = error instanceof PictureError ? error.cause : error;
  return inner instanceof ApiProblem ? inner.problem : undefined;
}

/** What went wrong with a form, naming the picture that it was about. */
export function sayFormFailure(texts: TranslatedTexts, error: unknown): Said {
  const problem = problemIn(error);
  const isBadFile = error instanceof PictureError && error.cause instanceof DownloadError;
  const { apology, again } = texts.bot.discord;
  const said = problem ? sayProblem(problem, texts) : isBadFile ? texts.refusals['bad-picture'] : apology;
  if (!(error instanceof PictureError)) return said;
  return {
    sentence: fill(again.picture, { name: plain(error.picture), sentence: said.sentence }),
    remedy: said.remedy,
  };
}
