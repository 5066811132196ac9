import * as z from 'zod/mini';
import { GatheringView } from './gathering.ts';

/** Where the activity's socket is. What it says is also to be had by asking: it only saves the wait. */
export const activityLivePath = '/v1/activity/live';

/** A socket without a word for this long is dead to the page; the core says `still` at least every third of it. */
export const activityQuietMs = 45_000;

/** Why the core closes the socket, where the page can do something about it. */
export const activityCloseCodes = {
  /** The token is no good (any more): renew it, or sign in again. */
  tokenRefused: 4401,
  /** The first message was none of ours, or came too late. */
  badHello: 4400,
  /** Something was missed, or the page read too slowly: come back and look at everything anew. */
  comeBack: 4409,
} as const;

/**
 * The one thing that a page says on the socket, and the first: who it is, and the last revision of the gathering that it saw; null
 * before the first.
 */
export const ActivityHello = z.object({
  kind: z.literal('hello'),
  token: z.string().check(z.maxLength(4_000)),
  revision: z.nullable(z.int()),
});
export type ActivityHello = z.infer<typeof ActivityHello>;

/**
 * What the core says on the socket. `welcome` answers the hello; `now` is the core's clock. A `gathering` follows it unless the page
 * has the newest already, and each time one changes. `changed` says what to look up anew, never how it is: a drop by its id, who is
 * `live` (the id is a builder's), or the caller's own `orders` (the id is a tag).
 */
export const ActivityNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('welcome'), now: z.number() }),
  z.object({ kind: z.literal('gathering'), gathering: GatheringView }),
  z.object({ kind: z.literal('changed'), topic: z.enum(['drops', 'live', 'orders']), id: z.string() }),
  z.object({ kind: z.literal('still') }),
]);
export type ActivityNews = z.infer<typeof ActivityNews>;
