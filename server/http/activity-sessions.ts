import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** Who is in which activity, until when. Everything in it comes from Discord, and nothing from the page. */
const ActivitySession = z.object({
  /** The account at Discord; which citizen it is of is looked up each time, since accounts may be linked meanwhile. */
  accountId: z.string(),
  instanceId: z.string(),
  channelId: z.string(),
  communityId: z.nullable(z.string()),
  endsAt: z.number(),
});
export type ActivitySession = z.infer<typeof ActivitySession>;

/** Our own sessions inside Discord: signed and short, kept nowhere. A frame's cookies are not to be relied upon. */
export type ActivitySessions = {
  sign(session: ActivitySession): string;
  /** The session of a token of ours; undefined when it is none, or has ended. */
  read(token: string): ActivitySession | undefined;
};

const prefix = 'act1';
const tokenMax = 2_000;

/**
 * Makes the desk.
 *
 * @param secret the one of website sessions; the key is its own, so that nothing signed for another purpose is a session
 */
export function activitySessions(secret: string, now: () => number): ActivitySessions {
  const key = createHmac('sha256', secret).update('activity sessions').digest();
  const signatureOf = (encoded: string) => createHmac('sha256', key).update(encoded).digest();
  return {
    sign(session) {
      const encoded = Buffer.from(JSON.stringify(session)).toString('base64url');
      return `${prefix}.${encoded}.${signatureOf(encoded).toString('base64url')}`;
    },
    read(token) {
      const [head, encoded = '', signature = '', ...rest] = token.length <= tokenMax ? token.split('.') : [];
      if (head !== prefix || rest.length > 0) return undefined;
      const [given, right] = [Buffer.from(signature, 'base64url'), signatureOf(encoded)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const session = ActivitySession.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
      return session.endsAt > now() ? session : undefined;
    },
  };
}
