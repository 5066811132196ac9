import jwt from 'jsonwebtoken';
import { pushBounded, type ConfigurationSegment } from './records.ts';

const contentBytesMax = 5 * 1024;
const pubSubPointsMax = 100;
const configurationPointsMax = 20;
const messagesKept = 200;
const viewerTokenLifeSeconds = 60 * 60;

/** The extension as registered in Twitch's console. `secretBase64` is shown there in base64; the key is its decoded bytes. */
export type ExtensionRegistration = {
  readonly clientId: string;
  readonly ownerId: string;
  readonly secretBase64: string;
};

/** A message that the extension's server sent to its front ends. `channelId` is `all` for the global topic. */
export type PubSubMessage = {
  readonly channelId: string;
  readonly target: string;
  readonly message: string;
  /** Wall-clock milliseconds. */
  readonly at: number;
};

/** Who looks at the extension, as the token says it. */
export type ViewerTokenInput = {
  readonly channelId: string;
  readonly userId: string | null;
  readonly opaqueId: string;
  /** Whether the person has shared their identity with the extension. */
  readonly shared: boolean;
  readonly role: 'viewer' | 'moderator' | 'broadcaster';
};

/** A refusal in Helix's words. */
export type HelixRefusal = { readonly ok: false; readonly status: 400 | 401 | 422 | 429; readonly message: string };

/** What a server says of itself in the token that it signs. */
export type ServerClaims = {
  readonly userId: string;
  readonly role: string;
  readonly channelId: string;
  readonly mayInform: readonly string[];
};

/** The rules of Twitch's extension services: tokens, PubSub and configuration. */
export type ExtensionRules = {
  readonly registration: ExtensionRegistration;
  readonly signViewer: (input: ViewerTokenInput) => string;
  /** Reads a token signed by the extension's own server; null when Twitch would not accept it. */
  readonly readServerToken: (token: string) => ServerClaims | null;
  publish(
    claims: ServerClaims,
    request: {
      readonly targets: readonly string[];
      readonly broadcasterId: string;
      readonly isGlobal: boolean;
      readonly message: string;
    },
  ): { readonly ok: true; readonly remaining: number } | HelixRefusal;
  readonly messages: () => readonly PubSubMessage[];
  configuration(
    segment: ConfigurationSegment['segment'],
    broadcasterId: string | null,
  ): ConfigurationSegment | undefined;
  readonly configurationOf: (channelId: string) => readonly ConfigurationSegment[];
  readonly allConfiguration: () => readonly ConfigurationSegment[];
  /** Stores a segment. The server's calls are counted against 20 a minute; a broadcaster's own form is not. */
  configure(
    segment: ConfigurationSegment,
    options: { readonly counted: boolean },
  ): { readonly ok: true } | HelixRefusal;
};

/** Points that come back steadily, all of them within a minute. */
function createBucket(points: number, wallNow: () => number): (key: string) => number | null {
  const buckets = new Map<string, { points: number; at: number }>();
  return (key) => {
    const now = wallNow();
    const before = buckets.get(key) ?? { points, at: now };
    const refilled = Math.min(points, before.points + ((now - before.at) / 60_000) * points);
    if (refilled < 1) return null;
    buckets.set(key, { points: refilled - 1, at: now });
    return Math.floor(refilled - 1);
  };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function readClaims(payload: jwt.JwtPayload): ServerClaims | null {
  const userId: unknown = payload['user_id'];
  const role: unknown = payload['role'];
  const channelId: unknown = payload['channel_id'];
  const perms: unknown = payload['pubsub_perms'];
  // Twitch refuses a number here: `user_id` must be text.
  if (typeof userId !== 'string' || typeof role !== 'string' || payload.exp === undefined) return null;
  const send = typeof perms === 'object' && perms !== null && 'send' in perms ? perms.send : [];
  return { userId, role, channelId: typeof channelId === 'string' ? channelId : '', mayInform: strings(send) };
}

function verifyServerToken(token: string, key: Buffer, ownerId: string, wallNow: number): ServerClaims | null {
  try {
    const clockTimestamp = Math.floor(wallNow / 1000);
    const payload = jwt.verify(token, key, { algorithms: ['HS256'], clockTimestamp });
    if (typeof payload === 'string') return null;
    const claims = readClaims(payload);
    return claims?.role === 'external' && claims.userId === ownerId ? claims : null;
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError) return null;
    throw error;
  }
}

function refusePublish(claims: ServerClaims, request: Parameters<ExtensionRules['publish']>[1]): HelixRefusal | null {
  const { targets, broadcasterId, isGlobal, message } = request;
  if (message === '')
    return { ok: false, status: 400, message: 'The parameter "message" was malformed: the value must not be empty' };
  if (Buffer.byteLength(message) > contentBytesMax)
    return { ok: false, status: 422, message: 'The message is too large' };
  if (isGlobal && broadcasterId !== '')
    return { ok: false, status: 400, message: 'broadcaster_id may only be set if is_global_broadcast is false' };
  const allowed = isGlobal
    ? ['global']
    : ['broadcast', ...targets.filter((target) => /^whisper-[UA]\w+$/.test(target))];
  if (targets.length === 0 || targets.some((target) => !allowed.includes(target)))
    return { ok: false, status: 400, message: 'The parameter "target" was malformed' };
  if (claims.channelId !== (isGlobal ? 'all' : broadcasterId))
    return { ok: false, status: 401, message: 'JWT channel_id does not match the broadcaster_id of the request' };
  if (targets.some((target) => !claims.mayInform.includes(target) && !claims.mayInform.includes('*')))
    return { ok: false, status: 401, message: 'JWT pubsub_perms do not allow the target' };
  return null;
}

/** Builds the rules over configuration kept from an earlier run. `heard` is told of each accepted message. */
export function createExtensionRules(options: {
  readonly registration: ExtensionRegistration;
  readonly wallNow: () => number;
  readonly configuration: readonly ConfigurationSegment[];
  readonly heard: (message: PubSubMessage) => void;
  readonly changed: () => void;
}): ExtensionRules {
  const { registration, wallNow, heard, changed } = options;
  const key = Buffer.from(registration.secretBase64, 'base64');
  const takePubSub = createBucket(pubSubPointsMax, wallNow);
  const takeConfiguration = createBucket(configurationPointsMax, wallNow);
  const messages: PubSubMessage[] = [];
  const nameOf = (segment: string, broadcasterId: string | null): string => `${segment}:${broadcasterId ?? ''}`;
  const segments = new Map(options.configuration.map((entry) => [nameOf(entry.segment, entry.broadcasterId), entry]));

  return {
    registration,
    signViewer(input) {
      const informs = input.role === 'broadcaster' ? ['broadcast', 'whisper-*'] : [];
      const claims = {
        exp: Math.floor(wallNow() / 1000) + viewerTokenLifeSeconds,
        opaque_user_id: input.opaqueId,
        channel_id: input.channelId,
        role: input.role,
        is_unlinked: !input.shared,
        pubsub_perms: { listen: ['broadcast', `whisper-${input.opaqueId}`, 'global'], send: informs },
        ...(input.shared && input.userId !== null ? { user_id: input.userId } : {}),
      };
      return jwt.sign(claims, key, { algorithm: 'HS256', noTimestamp: true });
    },
    readServerToken: (token) => verifyServerToken(token, key, registration.ownerId, wallNow()),
    publish(claims, request) {
      const refusal = refusePublish(claims, request);
      if (refusal !== null) return refusal;
      const channelId = request.isGlobal ? 'all' : request.broadcasterId;
      const remaining = takePubSub(channelId);
      if (remaining === null) return { ok: false, status: 429, message: 'Too Many Requests' };
      for (const target of request.targets) {
        const message = { channelId, target, message: request.message, at: wallNow() };
        pushBounded(messages, message, messagesKept);
        heard(message);
      }
      changed();
      return { ok: true, remaining };
    },
    messages: () => messages,
    configuration: (segment, broadcasterId) => segments.get(nameOf(segment, broadcasterId)),
    configurationOf: (channelId) =>
      [...segments.values()].filter((entry) => entry.broadcasterId === null || entry.broadcasterId === channelId),
    allConfiguration: () => [...segments.values()],
    configure(segment, { counted }) {
      if (Buffer.byteLength(segment.content) > contentBytesMax)
        return { ok: false, status: 400, message: 'The configuration segment is too large' };
      const name = nameOf(segment.segment, segment.broadcasterId);
      if (counted && takeConfiguration(name) === null) return { ok: false, status: 429, message: 'Too Many Requests' };
      segments.set(name, segment);
      changed();
      return { ok: true };
    },
  };
}
