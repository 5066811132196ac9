import * as z from 'zod/mini';

/** Somebody in the same activity: their nickname and what they look at. `key` is theirs for this activity and names nobody elsewhere. */
export const Companion = z.object({
  key: z.string(),
  nickname: z.string(),
  lookingAt: z.nullable(z.string()),
  isYou: z.boolean(),
});
export type Companion = z.infer<typeof Companion>;

/**
 * The people who look at the shops together in one voice channel. `point` is the drop that somebody shows to everyone; `felt` are the
 * last claims made here, newest last. `revision` grows with every change.
 */
export const GatheringView = z.object({
  revision: z.int(),
  companions: z.array(Companion),
  point: z.nullable(z.object({ dropId: z.string(), nickname: z.string(), isYours: z.boolean(), at: z.number() })),
  felt: z.array(z.object({ id: z.string(), dropId: z.string(), nickname: z.string(), at: z.number() })),
});
export type GatheringView = z.infer<typeof GatheringView>;

/** A builder who is live, for the street: where to watch, and what is on the bench. */
export const LiveBuilder = z.object({
  id: z.string(),
  nickname: z.string(),
  channelLogin: z.string(),
  watchUrl: z.string(),
  since: z.number(),
  title: z.string(),
  bench: z.array(z.object({ tag: z.string(), title: z.string(), buyerNickname: z.string() })),
});
export type LiveBuilder = z.infer<typeof LiveBuilder>;
