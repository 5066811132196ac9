import { type APIEmbed, type APIMessageTopLevelComponent, MessageFlags } from 'discord-api-types/v10';
import { readComponents } from './components.ts';
import { readEmbeds } from './embeds.ts';
import {
  at,
  type Field,
  isGiven,
  readFlag,
  readList,
  readOptionalNumber,
  readOptionalText,
  readText,
  refuse,
} from './form.ts';
import { type MediaContext, toFileName } from './media.ts';
import type { Attachment, Message, StoredFile, World } from './model.ts';
import type { UploadedFile } from './multipart.ts';
import { DiscordRefusalError } from './refusal.ts';

/** Files up to this many bytes together; the limit of accounts and communities without a subscription. */
export const uploadBytesMax = 10 * 1024 * 1024;

/** A message as an app describes it; undefined parts are left as they are by an edit. */
export type MessageForm = {
  readonly content: string | undefined;
  readonly embeds: readonly APIEmbed[] | undefined;
  readonly components: readonly APIMessageTopLevelComponent[] | undefined;
  readonly attachments: readonly Attachment[];
  readonly files: readonly StoredFile[];
  readonly flags: number;
  readonly nonce: string | null;
  readonly enforceNonce: boolean;
  readonly replyToId: string | null;
  /** Which kinds of mention may notify; null: all. */
  readonly allowedMentions: { readonly kinds: readonly string[]; readonly ids: readonly string[] } | null;
};

/** What the form is read for. */
export type MessagePlace = {
  readonly world: World;
  readonly channelId: string;
  readonly ephemeral: boolean;
  /** The message that is edited; null for a new one. */
  readonly current: Message | null;
};

/** Puts a file on the CDN under a new id. The bytes are kept only when the caller stores `file`. */
export function makeAttachment(
  place: { readonly world: World; readonly channelId: string; readonly ephemeral: boolean },
  upload: Pick<UploadedFile, 'name' | 'contentType' | 'bytes'>,
  description: string | null = null,
): { attachment: Attachment; file: StoredFile } {
  const { world, channelId, ephemeral } = place;
  const id = world.sources.newId();
  const name = toFileName(upload.name);
  const path = `/cdn/${ephemeral ? 'ephemeral-attachments' : 'attachments'}/${channelId}/${id}/${name}`;
  const { contentType, bytes } = upload;
  return {
    attachment: { id, name, contentType, description, ephemeral, size: bytes.length, url: world.origin + path },
    file: { path, contentType, bytes },
  };
}

type Files = { readonly attachments: readonly Attachment[]; readonly files: readonly StoredFile[] };

function readAttachments(field: Field, uploads: readonly UploadedFile[], place: MessagePlace): Files {
  if (uploads.reduce((sum, each) => sum + each.bytes.length, 0) > uploadBytesMax) throw new DiscordRefusalError(40005);
  const kept = place.current?.attachments ?? [];
  const attachments: Attachment[] = isGiven(field) ? [] : [...kept];
  const files: StoredFile[] = [];
  const add = (upload: UploadedFile, name: string, description: string | null) => {
    const made = makeAttachment(place, { ...upload, name }, description);
    attachments.push(made.attachment);
    files.push(made.file);
  };
  const listed = readList(field, { max: 10 }).map((each) => ({ each, id: readText(at(each, 'id'), { min: 1 }) }));
  for (const { each, id } of listed) {
    const description = readOptionalText(at(each, 'description'), { max: 1024 });
    const upload = uploads.find((one) => one.key === id);
    const old = kept.find((one) => one.id === id);
    if (upload) add(upload, readOptionalText(at(each, 'filename'), { max: 1024 }) ?? upload.name, description ?? null);
    else if (old) attachments.push({ ...old, description: description ?? old.description });
    else refuse(each, 'ATTACHMENT_NOT_FOUND', 'Attachment data not found');
  }
  for (const upload of uploads) if (!listed.some(({ id }) => id === upload.key)) add(upload, upload.name, null);
  return { attachments, files };
}

function readAllowedMentions(field: Field): MessageForm['allowedMentions'] {
  if (!isGiven(field)) return null;
  const texts = (key: string) => readList(at(field, key), { max: 100 }).map((each) => readText(each, {}));
  return { kinds: texts('parse'), ids: [...texts('users'), ...texts('roles')] };
}

/** An app sets these on a new message; on an edit only the second and third. */
const settable =
  MessageFlags.Ephemeral |
  MessageFlags.SuppressEmbeds |
  MessageFlags.IsComponentsV2 |
  MessageFlags.SuppressNotifications;
const settableLater = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;

function readFlags(field: Field, place: MessagePlace): number {
  const given = readOptionalNumber(field, { min: 0 });
  if (!place.current) return (given ?? 0) & settable;
  const keptBits = MessageFlags.Ephemeral | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;
  const current = place.current.flags & (given === undefined ? ~0 : keptBits);
  return current | ((given ?? 0) & settableLater);
}

/** With Components V2 all content is components; what a message had before must be emptied by the same edit. */
function refuseLegacyFields(
  field: Field,
  form: Pick<MessageForm, 'content' | 'embeds'>,
  current: Message | null,
): void {
  const used = {
    content: (form.content ?? current?.content ?? '') !== '',
    embeds: (form.embeds ?? current?.embeds ?? []).length > 0,
    poll: isGiven(at(field, 'poll')),
    sticker_ids: readList(at(field, 'sticker_ids'), {}).length > 0,
  };
  for (const [key, isUsed] of Object.entries(used)) {
    if (!isUsed) continue;
    const message = `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    refuse(at(field, key), 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
  }
}

function isEmpty(form: MessageForm, current: Message | null): boolean {
  const has = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0;
  if ((form.flags & MessageFlags.IsComponentsV2) !== 0) return !has(form.components ?? current?.components);
  const content = form.content ?? current?.content ?? '';
  return content === '' && !has(form.embeds ?? current?.embeds) && !has(form.attachments);
}

/** An edit sets a part to nothing by null, and leaves it by not naming it. */
function cleared<T>(field: Field, read: (from: Field) => T, nothing: T): T | undefined {
  if (field.value === undefined) return undefined;
  return field.value === null ? nothing : read(field);
}

/**
 * Reads the body of a new or edited message. Problems are noted in the form; the caller closes it.
 *
 * @throws DiscordRefusalError 40005 when the files are too large
 */
export function readMessageForm(field: Field, uploads: readonly UploadedFile[], place: MessagePlace): MessageForm {
  const { attachments, files } = readAttachments(at(field, 'attachments'), uploads, place);
  const media: MediaContext = { attachments, newId: place.world.sources.newId };
  const flags = readFlags(at(field, 'flags'), place);
  const v2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const reference = at(at(field, 'message_reference'), 'message_id');
  const form: MessageForm = {
    content: cleared(at(field, 'content'), (from) => readText(from, { max: 2000 }), ''),
    embeds: cleared(at(field, 'embeds'), (from) => readEmbeds(from, media), []),
    components: cleared(at(field, 'components'), (from) => readComponents(from, media, v2), []),
    attachments,
    files,
    flags,
    nonce: readOptionalText(at(field, 'nonce'), { max: 25 }) ?? null,
    enforceNonce: readFlag(at(field, 'enforce_nonce')) ?? false,
    replyToId: isGiven(reference) ? String(readText(reference, { min: 1 })) : null,
    allowedMentions: readAllowedMentions(at(field, 'allowed_mentions')),
  };
  if (v2) refuseLegacyFields(field, form, place.current);
  return form;
}

/**
 * Makes sure that something is left to show; asked after the form was closed without problems.
 *
 * @throws DiscordRefusalError 50006
 */
export function refuseEmpty(form: MessageForm, current: Message | null): void {
  if (isEmpty(form, current)) throw new DiscordRefusalError(50006);
}
