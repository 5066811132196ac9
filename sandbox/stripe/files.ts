import type Stripe from 'stripe';

import type { World } from './model.ts';
import { nowSeconds } from './model.ts';
import type { Params } from './params.ts';
import { readChoice, refuseUnknown, refuseUnsupported } from './params.ts';
import { refuseMissing, refuseParameter } from './refusal.ts';

/** A file of a multipart request. */
export type Upload = { readonly name: string; readonly type: string; readonly bytes: Buffer };

/** A file as it is kept: Stripe's object, and the content, which only its owner's key may read. */
export type StoredFile = { readonly file: Stripe.File; readonly base64: string };

const bytesMax = 5_000_000;
const kinds: readonly { readonly type: string; readonly mark: Buffer }[] = [
  { type: 'pdf', mark: Buffer.from('%PDF-') },
  { type: 'png', mark: Buffer.from('89504e470d0a1a0a', 'hex') },
  { type: 'jpg', mark: Buffer.from('ffd8ff', 'hex') },
];

/** POST /v1/files: keeps evidence. Only PDF, PNG and JPEG are taken, judged by what is in them, up to 5 MB. */
export function createFile(world: World, params: Params, upload: Upload | null): Stripe.File {
  refuseUnknown(params, ['expand', 'file_link_data', 'purpose']);
  refuseUnsupported(params, ['file_link_data']);
  const purpose = readChoice(params, 'purpose', ['dispute_evidence']);
  if (purpose === undefined) throw refuseParameter('Missing required param: purpose.', { param: 'purpose' });
  if (upload === null) throw refuseParameter('Missing required param: file.', { param: 'file' });
  const kind = kinds.find(({ mark }) => upload.bytes.subarray(0, mark.length).equals(mark));
  if (kind === undefined)
    throw refuseParameter('Unsupported file type. Please upload a file with one of: pdf, jpg, png.', { param: 'file' });
  if (upload.bytes.length > bytesMax) throw refuseParameter('The file is larger than 5 MB.', { param: 'file' });
  const id = world.newId('file');
  const file: Stripe.File = {
    id,
    object: 'file',
    created: nowSeconds(world),
    expires_at: null,
    filename: upload.name,
    links: { object: 'list', data: [], has_more: false, url: `/v1/file_links?file=${id}` },
    purpose,
    size: upload.bytes.length,
    title: null,
    type: kind.type,
    url: `${world.origin()}/v1/files/${id}/contents`,
  };
  world.state.files.set(id, { file, base64: upload.bytes.toString('base64') });
  return file;
}

/** The file's object; 404 if there is none. */
export function findFile(world: World, id: string, param = 'id'): StoredFile {
  const stored = world.state.files.get(id);
  if (stored === undefined) throw refuseMissing('file', id, param);
  return stored;
}

/** How many pages a PDF has, counted by its page objects; 1 for a picture. */
export function countPages({ file, base64 }: StoredFile): number {
  if (file.type !== 'pdf') return 1;
  const text = Buffer.from(base64, 'base64').toString('latin1');
  return [...text.matchAll(/\/Type \/Page\b(?!s)/g)].length;
}
