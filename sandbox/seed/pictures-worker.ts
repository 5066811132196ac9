import { parentPort } from 'node:worker_threads';
import { drawPicture, pictures } from './pictures.ts';

// Draws on a thread of its own: painting takes a second, and the thread that asked has promises to keep meanwhile.
parentPort?.on('message', (asked: unknown) => {
  const found = pictures.find(({ name }) => name === asked);
  if (found) parentPort?.postMessage({ name: found.name, bytes: drawPicture(found.name) });
});
