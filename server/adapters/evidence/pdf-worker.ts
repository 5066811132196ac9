import { parentPort, workerData } from 'node:worker_threads';
import type { Dossier } from '../../ports/evidence.ts';
import { typeset } from './typeset.ts';

// The thread is begun by `pdf.ts` with a dossier and nothing else.
parentPort?.postMessage(await typeset(workerData as Dossier));
