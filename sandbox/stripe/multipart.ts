import type { Upload } from './files.ts';

/** What a multipart request carries: its fields as a form-encoded text, and its file. */
export type Multipart = { readonly form: string; readonly upload: Upload | null };

/** Reads a multipart request of one file at most. Null where it cannot be read. */
export async function readMultipart(body: Buffer, contentType: string): Promise<Multipart | null> {
  const form = new URLSearchParams();
  let upload: Upload | null = null;
  try {
    const bytes = new Uint8Array(body);
    const data = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    for (const [name, value] of data) {
      if (typeof value === 'string') form.append(name, value);
      else if (name === 'file')
        upload = { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
    }
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
  return { form: form.toString(), upload };
}
