import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod/mini';
import { makeEasyPostClient } from './client.ts';

/** What an event of EasyPost's says to us: only where to look. `ignored` for kinds that nobody needs. */
export type ParcelNews = { readonly type: 'parcel-changed'; readonly trackerId: string } | { readonly type: 'ignored' };

/** A verified event: EasyPost's id and kind, and what it says in our words. */
export type EasyPostMessage = { readonly id: string; readonly kind: string; readonly news: ParcelNews };

const Event = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  description: z.string().check(z.maxLength(100)),
  result: z.optional(z.unknown()),
});
const About = z.object({ object: z.literal('Tracker'), id: z.string().check(z.regex(/^trk_[0-9a-zA-Z]{1,64}$/)) });

/** Verifying a message asks EasyPost nothing, so the client's key is none. */
const verifier = makeEasyPostClient('nobody').Utils;

/**
 * Verifies a webhook on its raw bytes and puts it into our words. Undefined for anything that was not signed with our secret.
 *
 * @see https://docs.easypost.com/guides/webhooks-guide#authenticating-webhook-events
 */
export function readEasyPostWebhook(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  secret: string,
): EasyPostMessage | undefined {
  const event = Event.safeParse(verified(raw, headers, secret));
  if (!event.success) return undefined;
  const { id, description, result } = event.data;
  const about = About.safeParse(result);
  const isNews = about.success && description.startsWith('tracker.');
  return {
    id,
    kind: description,
    news: isNews ? { type: 'parcel-changed', trackerId: about.data.id } : { type: 'ignored' },
  };
}

function verified(raw: Buffer, headers: IncomingHttpHeaders, secret: string): unknown {
  try {
    return verifier.validateWebhook(raw, headers, secret);
  } catch (error) {
    // It throws one error of its own, for a wrong signature, for none and for a signed text that is no JSON.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
