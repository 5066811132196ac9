/** A file as it arrived: `key` is the n of its form field `files[n]`. */
export type UploadedFile = {
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

/** What a request brought: the JSON (from the body or from `payload_json`) as text, and files. */
export type Upload = { readonly json: string | null; readonly files: readonly UploadedFile[] };

/**
 * Takes a `multipart/form-data` body apart as Discord expects it: JSON in `payload_json`, files in `files[n]`.
 *
 * @param contentType the whole header, with its boundary
 * @throws TypeError when the body does not match its header
 */
export async function readMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Upload> {
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  const files: UploadedFile[] = [];
  for (const [field, value] of form) {
    const key = /^files\[(\d+)\]$/.exec(field)?.[1] ?? (field === 'file' ? '0' : undefined);
    if (key === undefined || typeof value === 'string') continue;
    files.push({
      key,
      name: value.name,
      contentType: value.type || 'application/octet-stream',
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  const json = form.get('payload_json');
  return { json: typeof json === 'string' ? json : null, files };
}
