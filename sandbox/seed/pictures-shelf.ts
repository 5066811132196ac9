import { Worker } from 'node:worker_threads';
import type { PictureName } from './pictures.ts';

/** Pictures by name, each drawn once. */
export type PictureShelf = {
  /** A picture as a PNG file. Draws on another thread, so that nothing else has to wait. */
  fetch(name: PictureName): Promise<Uint8Array>;
  close(): Promise<void>;
};

type Drawn = { readonly name: string; readonly bytes: Uint8Array };

/** Opens a shelf. Its thread starts with the first picture and does not keep the process alive. */
export function openPictureShelf(): PictureShelf {
  const waiting = new Map<string, (bytes: Uint8Array) => void>();
  const pictures = new Map<PictureName, Promise<Uint8Array>>();
  let worker: Worker | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./pictures-worker.ts', import.meta.url));
    started.unref();
    started.on('message', ({ name, bytes }: Drawn) => waiting.get(name)?.(bytes));
    return started;
  }
  return {
    fetch(name) {
      const earlier = pictures.get(name);
      if (earlier) return earlier;
      worker ??= start();
      const picture = new Promise<Uint8Array>((resolve) => waiting.set(name, resolve));
      pictures.set(name, picture);
      worker.postMessage(name);
      return picture;
    },
    close: async () => void (await worker?.terminate()),
  };
}
