import * as z from 'zod/mini';
import { PictureView } from './drop.ts';

/** A step of a build. `key` is one of `build-steps.ts`, whose words are in `text/`; `doneAt` is null until it was ticked off. */
export const BuildStep = z.object({ key: z.string(), doneAt: z.nullable(z.number()) });
export type BuildStep = z.infer<typeof BuildStep>;

/** How far the making of an order is, as anybody may see it. Notes and photos are the builder's own, newest last. */
export const BuildView = z.object({
  steps: z.array(BuildStep),
  notes: z.array(z.object({ text: z.string(), at: z.number() })),
  photos: z.array(z.object({ picture: PictureView, at: z.number() })),
  finishedAt: z.nullable(z.number()),
});
export type BuildView = z.infer<typeof BuildView>;
