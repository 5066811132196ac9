import type { Collection, Documents } from './documents.ts';
import { documentsOf } from './documents.ts';
import { parsePath, pickFields } from './field-path.ts';
import { parseParent } from './names.ts';
import { comparePaths, compareText } from './values.ts';
import { formatFields, formatMicros } from './wire-values.ts';
import type { ListCollectionIdsRequest, ListDocumentsRequest, WireDocument } from './wire.ts';

const pageSizeDefault = 300;

/** A page of a collection. With `showMissing`, documents that only have something below them are named without times. */
export function listDocuments(
  documents: Documents,
  request: ListDocumentsRequest,
  at: number | undefined,
): { readonly documents: readonly WireDocument[]; readonly nextPageToken: string } {
  const { parent } = parseParent(request.parent);
  const path = `${parent}/${request.collectionId ?? ''}`;
  const collection = documents.collection(path);
  const found = new Map([...(collection ? documentsOf(collection, at) : [])].map((each) => [each.name, each]));
  const names = new Set(found.keys());
  if (request.showMissing)
    for (const below of documents.collectionsBelow(path, undefined))
      if (hasDocuments(below, at)) names.add(`${path}/${below.path.slice(path.length + 1).split('/')[0] ?? ''}`);
  const sorted = [...names]
    .sort(comparePaths)
    .filter((name) => !request.pageToken || comparePaths(name, request.pageToken) > 0);
  const page = sorted.slice(0, request.pageSize || pageSizeDefault);
  const mask = request.mask && (request.mask.fieldPaths ?? []).map(parsePath);
  return {
    documents: page.map((name) => {
      const document = found.get(name);
      if (!document) return { name };
      return {
        name,
        fields: formatFields(mask ? pickFields(document.fields, mask) : document.fields),
        createTime: formatMicros(document.createTime),
        updateTime: formatMicros(document.updateTime),
      };
    }),
    nextPageToken: page.length < sorted.length ? (page.at(-1) ?? '') : '',
  };
}

/** The collections right below a document or the root that have anything in them, however deep. */
export function listCollectionIds(documents: Documents, request: ListCollectionIdsRequest): object {
  const { parent } = parseParent(request.parent);
  const ids = new Set(
    documents
      .collectionsBelow(parent, undefined)
      .filter((collection) => hasDocuments(collection, undefined))
      .map(({ path }) => path.slice(parent.length + 1).split('/')[0] ?? ''),
  );
  const sorted = [...ids]
    .sort(compareText)
    .filter((id) => !request.pageToken || compareText(id, request.pageToken) > 0);
  const page = sorted.slice(0, request.pageSize || pageSizeDefault);
  return { collectionIds: page, nextPageToken: page.length < sorted.length ? (page.at(-1) ?? '') : '' };
}

function hasDocuments(collection: Collection, at: number | undefined): boolean {
  for (const _ of documentsOf(collection, at)) return true;
  return false;
}
