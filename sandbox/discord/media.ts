import type { APIUnfurledMediaItem } from 'discord-api-types/v10';
import { at, type Field, readUrl, refuse, requireField } from './form.ts';
import type { Attachment } from './model.ts';

/** What reading the media of one message needs to know. */
export type MediaContext = {
  /** The files that `attachment://name` may name: new ones and those that an edit keeps. */
  readonly attachments: readonly Attachment[];
  readonly newId: () => string;
};

const scheme = 'attachment://';

/** The file that an address names by `attachment://`, undefined for other addresses and (with a problem noted) for unknown files. */
export function findReferenced(field: Field, context: MediaContext): Attachment | undefined {
  if (typeof field.value !== 'string' || !field.value.startsWith(scheme)) return undefined;
  const name = toFileName(field.value.slice(scheme.length));
  const found = context.attachments.find((each) => each.name === name);
  if (!found) {
    refuse(
      field,
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      `The referenced attachment "${name}" was not found`,
    );
  }
  return found;
}

/** The name a file is kept under: spaces become underscores, and whatever an address or a header could trip over goes. */
export function toFileName(given: string): string {
  const cleaned = given.replaceAll(' ', '_').replaceAll(/[^\w.()-]/g, '');
  return cleaned.replace(/^\.+/, '') || 'unknown';
}

function withoutSignature(url: string): string {
  return url.replace(/\?ex=.*$/, '');
}

/** An image address inside an embed, with `attachment://` resolved. */
export function readImageUrl(field: Field, context: MediaContext): string {
  const url = readUrl(field, ['http', 'https', 'attachment']);
  return findReferenced(field, context)?.url ?? url;
}

/** A media item of a component, with `attachment://` resolved; `onlyFiles` refuses other addresses. */
export function readMedia(field: Field, context: MediaContext, onlyFiles = false): APIUnfurledMediaItem {
  const address = at(field, 'url');
  if (!requireField(field)) return { url: '' };
  const url = readUrl(address, ['http', 'https', 'attachment']);
  if (onlyFiles && !url.startsWith(scheme) && url !== '') {
    const kept = context.attachments.some((each) => each.url === withoutSignature(url));
    if (!kept)
      refuse(address, 'UNFURLED_MEDIA_ITEM_ATTACHMENT_REQUIRED', 'Only attachment:// references are supported');
  }
  const file =
    findReferenced(address, context) ?? context.attachments.find((each) => each.url === withoutSignature(url));
  const item = { id: context.newId(), width: null, height: null };
  if (!file) return { ...item, url, proxy_url: url, content_type: null };
  return { ...item, url: file.url, proxy_url: file.url, content_type: file.contentType, attachment_id: file.id };
}
