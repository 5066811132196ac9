import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import * as z from 'zod/mini';

/** The extension as registered with Twitch. Several secrets while one is being replaced; the first signs. */
export type ExtensionSettings = {
  readonly clientId: string;
  readonly ownerId: string;
  readonly secretsBase64: readonly string[];
  readonly apiBase: string;
};

/** Who looks at the extension, by a verified token. `userId` is null until they share who they are. The channel comes from the token alone. */
export type Viewer = {
  readonly channelId: string;
  readonly opaqueId: string;
  readonly userId: string | null;
  readonly role: 'viewer' | 'moderator' | 'broadcaster';
};

const Claims = z.object({
  channel_id: z.string().check(z.regex(/^\d{1,20}$/)),
  opaque_user_id: z.string().check(z.minLength(2), z.maxLength(80)),
  user_id: z.optional(z.string().check(z.regex(/^\d{1,20}$/))),
  role: z.enum(['viewer', 'moderator', 'broadcaster']),
});

/** Twitch allows 100 messages a minute and channel; one a second leaves room. */
const announceEveryMs = 1_000;

/** Reads and writes the tokens of one extension. */
export function twitchExtension(settings: ExtensionSettings, onFailure: (error: unknown, channelId: string) => void) {
  const keys = settings.secretsBase64.map((secret) => createSecretKey(Buffer.from(secret, 'base64')));
  return {
    readViewer: (token: string) => readViewer(token, keys),
    announcer: announcer(settings, keys, onFailure),
  };
}

/** Verifies a viewer's token: HS256 and nothing else, not expired, a viewer's role. Undefined for anything else. */
function readViewer(token: string, keys: readonly KeyObject[]): Viewer | undefined {
  for (const key of keys) {
    try {
      const claims = Claims.safeParse(jwt.verify(token, key, { algorithms: ['HS256'], clockTolerance: 5 }));
      if (!claims.success) return undefined;
      const { channel_id: channelId, opaque_user_id: opaqueId, user_id: userId, role } = claims.data;
      return { channelId, opaqueId, userId: userId ?? null, role };
    } catch (error) {
      // A payload that is no JSON ends in the parser's own error.
      if (!(error instanceof jwt.JsonWebTokenError || error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/**
 * Tells open extensions of a channel that there is news: at once when the channel was quiet, at most once a second else. Only a
 * revision travels; the extension fetches what it may see. Lost messages are made good by its polling.
 */
function announcer(
  settings: ExtensionSettings,
  keys: readonly KeyObject[],
  onFailure: (error: unknown, channelId: string) => void,
) {
  const waiting = new Map<string, { revision: string; timer: NodeJS.Timeout }>();
  const send = (channelId: string, revision: string) => {
    publish(settings, keys, channelId, JSON.stringify({ revision })).catch((error: unknown) =>
      onFailure(error, channelId),
    );
  };
  const rest = (channelId: string): NodeJS.Timeout =>
    setTimeout(() => {
      const held = waiting.get(channelId);
      waiting.delete(channelId);
      if (!held?.revision) return;
      send(channelId, held.revision);
      waiting.set(channelId, { revision: '', timer: rest(channelId) });
    }, announceEveryMs).unref();
  return {
    announce(channelId: string, revision: string): void {
      const held = waiting.get(channelId);
      if (held) {
        held.revision = revision;
        return;
      }
      send(channelId, revision);
      waiting.set(channelId, { revision: '', timer: rest(channelId) });
    },
    stop(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** @see https://dev.twitch.tv/docs/api/reference/#send-extension-pubsub-message */
async function publish(
  settings: ExtensionSettings,
  keys: readonly KeyObject[],
  channelId: string,
  message: string,
): Promise<void> {
  const [key] = keys;
  if (!key) throw new Error('the extension has no secret');
  const token = jwt.sign(
    { user_id: settings.ownerId, role: 'external', channel_id: channelId, pubsub_perms: { send: ['broadcast'] } },
    key,
    { algorithm: 'HS256', expiresIn: '3m' },
  );
  const response = await fetch(`${settings.apiBase}/extensions/pubsub`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'client-id': settings.clientId, 'content-type': 'application/json' },
    body: JSON.stringify({ target: ['broadcast'], broadcaster_id: channelId, message }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`Twitch answered ${response.status} to an extension message`);
}
