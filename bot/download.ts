const timeoutMs = 15_000;

/** A file that was not fetched, for a reason that a person may be told. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/**
 * Fetches a file into memory.
 *
 * @throws DownloadError when it is not there, redirects, takes too long or has more than `bytesMax`
 */
export async function download(url: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new DownloadError(`the file's host answered ${response.status}`);
    }
    return await readBounded(response.body, bytesMax);
  } catch (cause) {
    throw cause instanceof DownloadError ? cause : new DownloadError('the file could not be fetched', { cause });
  }
}

async function readBounded(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The length that a host announces is not believed: what counts is what comes. Leaving the loop cancels the rest.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > bytesMax) throw new DownloadError('the file is too large');
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
