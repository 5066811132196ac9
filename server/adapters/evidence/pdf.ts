import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Dossier, DossierWriter, WrittenDossier } from '../../ports/evidence.ts';

/** Far longer than the longest order takes. */
const withinMs = 120_000;

/**
 * `DossierWriter` as PDF. Each document is set on a thread of its own, since it takes seconds, and the thread that asked answers people
 * meanwhile.
 */
export function pdfDossiers(): DossierWriter {
  return { write: writeOnThread };
}

async function writeOnThread(dossier: Dossier): Promise<WrittenDossier> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { workerData: dossier });
  try {
    const signal = AbortSignal.timeout(withinMs);
    // Whatever breaks on the thread is thrown here by `once`.
    const [written] = (await once(worker, 'message', { signal })) as [WrittenDossier];
    return written;
  } finally {
    await worker.terminate();
  }
}
