import type { Attachment, ModalSubmitInteraction } from 'discord.js';
import type { Client } from '#shared/api/client.ts';
import { ApiProblem } from '#shared/api/problem.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { en, fill } from '#shared/text/say.ts';
import { isTransient } from '../api.ts';
import { isLoopback } from '../config.ts';
import { download, DownloadError } from '../download.ts';
import { isOurFault, sayProblem, type Said } from '../sentences.ts';
import { actorOf, type Context } from './context.ts';
import type { DropDraft } from './drafts.ts';
import { decodeOptions, readDropFields } from './drop-form.ts';
import { showKeptDraft, showOpenedDrop, showSaid, type Shown } from './messages.ts';

/** A picture of a form that cannot be used; `cause` says why. */
class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly picture: string;
  constructor(picture: string, options: ErrorOptions) {
    super('a picture of the form could not be used', options);
    this.picture = picture;
  }
}

/**
 * Opens the drop of a submitted form and posts its card. Where something is refused or breaks, everything that was typed comes
 * back with a way to try again; all attempts carry the same request id, so that they open one drop at most.
 */
export async function openDrop(interaction: ModalSubmitInteraction, ref: string, context: Context): Promise<Shown> {
  const decoded = decodeOptions(ref);
  if (!decoded) return showSaid(en.bot.discord.unknownButton);
  const before = decoded.draftId === null ? undefined : context.drafts.find(decoded.draftId, interaction.user.id);
  let draft: DropDraft = {
    userId: interaction.user.id,
    requestId: before?.requestId ?? interaction.id,
    options: decoded.options,
    fields: readDropFields(interaction),
    pictures: before?.pictures ?? [],
  };
  const core = context.core.as(actorOf(interaction));
  let drop: DropView;
  try {
    const uploads = [...(interaction.fields.getUploadedFiles('pictures')?.values() ?? [])];
    if (uploads.length > 0) draft = { ...draft, pictures: await keepPictures(core, uploads, context) };
    drop = await createDrop(core, draft);
  } catch (error) {
    const problem = problemIn(error);
    if (!problem || isOurFault(problem)) context.log.error({ err: error }, 'a drop could not be opened');
    return showKeptDraft(sayFailure(error), draft, context.drafts.keep(draft), isTransient(error));
  }
  return showOpenedDrop(drop, { channelId: context.cards.channelId, url: await postCard(drop, context) });
}

/** Posts the card of a drop that stands without one, e.g. after Discord failed in between. */
export async function postMissingCard(dropId: string, context: Context): Promise<Shown> {
  const drop = await context.core.own.getDrop({ params: { dropId } });
  return showOpenedDrop(drop, { channelId: context.cards.channelId, url: await postCard(drop, context) });
}

/** The card's address; null when it could not be posted. The drop stands either way. */
async function postCard(drop: DropView, { cards, log }: Context): Promise<string | null> {
  try {
    return await cards.show(drop);
  } catch (error) {
    log.error({ err: error, dropId: drop.id }, 'a card could not be posted');
    return null;
  }
}

function createDrop(core: Client, { requestId, options, fields, pictures }: DropDraft): Promise<DropView> {
  return core.createDrop({
    body: {
      requestId,
      ...options,
      title: fields.title,
      priceTyped: fields.price,
      specs: fields.specs,
      pictures: [...pictures],
      vodUrl: fields.vodUrl === '' ? null : fields.vodUrl,
    },
  });
}

async function keepPictures(core: Client, uploads: readonly Attachment[], context: Context): Promise<string[]> {
  const names: string[] = [];
  for (const upload of uploads.slice(0, houseRules.picturesPerDropMax)) {
    try {
      const bytes = await downloadUpload(upload, context.cdnHosts);
      const { name } = await core.keepPicture({ body: { base64: Buffer.from(bytes).toString('base64') } });
      names.push(name);
    } catch (cause) {
      throw new PictureError(upload.name, { cause });
    }
  }
  return names;
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

function problemIn(error: unknown): ApiProblem['problem'] | undefined {
  const inner = error instanceof PictureError ? error.cause : error;
  return inner instanceof ApiProblem ? inner.problem : undefined;
}

function sayFailure(error: unknown): Said {
  const problem = problemIn(error);
  const isBadFile = error instanceof PictureError && error.cause instanceof DownloadError;
  const said = problem ? sayProblem(problem) : isBadFile ? en.refusals['bad-picture'] : en.bot.discord.apology;
  if (!(error instanceof PictureError)) return said;
  const sentence = fill(en.bot.discord.again.picture, { name: error.picture, sentence: said.sentence });
  return { sentence, remedy: said.remedy };
}
