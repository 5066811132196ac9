import type { ButtonInteraction, MessageComponentInteraction, ModalBuilder, ModalSubmitInteraction } from 'discord.js';
import type { Input } from '#shared/api/endpoint.ts';
import type { contract } from '#shared/api/contract.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { isTransient } from '../api.ts';
import { isOurFault, type Said } from '../sentences.ts';
import { actorOf, type Context } from './context.ts';
import type { DropDraft } from './drafts.ts';
import { buildDropForm, decodeOptions, readDropFields } from './drop-form.ts';
import type { Shown } from './messages.ts';
import { RefusedError } from './refused.ts';
import { keepPictures, problemIn, sayFormFailure } from './uploads.ts';
import { showDiscarded, showKeptDraft, showOpenedDrop, showPreview } from './views/drops.ts';

/**
 * Shows what the drop of a submitted form will look like. Where something is refused or breaks, everything that was typed comes
 * back with a way to try again; all attempts carry the same request id, so that they open one drop at most.
 */
export async function previewDrop(interaction: ModalSubmitInteraction, ref: string, context: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const decoded = decodeOptions(ref);
  if (!decoded) throw new RefusedError(texts.bot.discord.unknownButton);
  const before = decoded.draftId === null ? undefined : context.drafts.find(decoded.draftId, interaction.user.id);
  const draft: DropDraft = {
    userId: interaction.user.id,
    requestId: before?.requestId ?? interaction.id,
    options: decoded.options,
    fields: readDropFields(interaction),
    pictures: before?.pictures ?? [],
  };
  return keepingDraft(texts, draft, context, async (keep) => {
    const core = context.core.as(actorOf(interaction));
    const uploaded = await keepPictures(core, interaction, context.cdnHosts);
    const whole = uploaded.length > 0 ? { ...draft, pictures: uploaded } : draft;
    keep(whole);
    const drop = await core.previewDrop({ body: bodyOf(whole) });
    const pictures = whole.pictures.map(({ url }, index) => ({ url, alt: drop.pictures[index]?.alt ?? drop.title }));
    return showPreview(texts, drop, { draft: whole, draftId: context.drafts.keep(whole), pictures });
  });
}

/** Opens the drop of a draft that was looked at. */
export async function postDrop(
  interaction: MessageComponentInteraction,
  draftId: string,
  context: Context,
): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const draft = context.drafts.find(draftId, interaction.user.id);
  if (!draft) throw new RefusedError(sayExpired(texts));
  return keepingDraft(texts, draft, context, async () => {
    const core = context.core.as(actorOf(interaction));
    const drop = await core.createDrop({ body: bodyOf(draft) });
    const { url, communities } = await context.cards.find(drop.id, interaction.guildId);
    return showOpenedDrop(texts, drop, { url, communities });
  });
}

/** Throws a draft away. */
export async function discardDrop(
  interaction: MessageComponentInteraction,
  draftId: string,
  context: Context,
): Promise<Shown> {
  context.drafts.forget(draftId, interaction.user.id);
  return showDiscarded(textsFor(interaction.locale));
}

/** The form of a draft, with everything that was typed. */
export function openAgain(
  interaction: Pick<ButtonInteraction, 'locale' | 'user'>,
  draftId: string,
  { drafts }: Context,
): ModalBuilder {
  const texts = textsFor(interaction.locale);
  const draft = drafts.find(draftId, interaction.user.id);
  if (!draft) throw new RefusedError(sayExpired(texts));
  const { options, fields, pictures } = draft;
  return buildDropForm(texts, options, { draftId, fields, pictures: pictures.length });
}

function sayExpired(texts: TranslatedTexts): Said {
  const { expired, expiredRemedy } = texts.bot.discord.again;
  return { sentence: expired, remedy: expiredRemedy };
}

/** Does something with a draft; whatever goes wrong, the draft as it was kept last comes back to the person. */
async function keepingDraft(
  texts: TranslatedTexts,
  first: DropDraft,
  context: Context,
  work: (keep: (draft: DropDraft) => void) => Promise<Shown>,
): Promise<Shown> {
  let draft = first;
  try {
    return await work((kept) => {
      draft = kept;
    });
  } catch (error) {
    const problem = problemIn(error);
    if (!problem || isOurFault(problem)) context.log.error({ err: error }, 'a drop could not be opened');
    const said = sayFormFailure(texts, error);
    return showKeptDraft(texts, said, { draft, draftId: context.drafts.keep(draft), isUncertain: isTransient(error) });
  }
}

function bodyOf({ requestId, options, fields, pictures }: DropDraft): Input<(typeof contract)['createDrop']>['body'] {
  const { raffleMinutes, ...others } = options;
  return {
    requestId,
    ...others,
    raffle: raffleMinutes === 0 ? null : { windowMinutes: raffleMinutes },
    title: fields.title,
    priceTyped: fields.price,
    specs: fields.specs,
    pictures: pictures.map(({ name }) => name),
    vodUrl: fields.vodUrl === '' ? null : fields.vodUrl,
  };
}
