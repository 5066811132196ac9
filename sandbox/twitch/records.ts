import * as z from 'zod';

/** An account of the simulated Twitch. Ids are decimal strings, as on Twitch; `login` is lower case. */
export const TwitchUser = z
  .object({
    id: z.string().regex(/^\d{1,20}$/),
    login: z.string().regex(/^[a-z0-9_]{1,25}$/),
    displayName: z.string().min(1),
    broadcasterType: z.enum(['', 'affiliate', 'partner']).optional(),
    description: z.string().optional(),
    email: z.string().optional(),
    color: z
      .string()
      .regex(/^#[0-9A-F]{6}$/)
      .optional(),
    createdAt: z.string().optional(),
  })
  .readonly();
export type TwitchUser = z.infer<typeof TwitchUser>;

/** What Twitch calls the type of a broadcast; only `live` is a person streaming now. */
export const StreamKind = z.enum(['live', 'playlist', 'watch_party', 'premiere', 'rerun']);
export type StreamKind = z.infer<typeof StreamKind>;

/** A user's channel. `live` is null while offline; `startedAt` is RFC 3339. */
export const TwitchChannel = z
  .object({
    userId: z.string(),
    title: z.string(),
    category: z.object({ id: z.string(), name: z.string() }).readonly(),
    language: z.string(),
    live: z.object({ streamId: z.string(), startedAt: z.string(), kind: StreamKind }).readonly().nullable(),
    moderatorIds: z.array(z.string()).readonly(),
    /** Whether broadcasts leave a video behind (a broadcaster's own setting). */
    keepsVideos: z.boolean(),
  })
  .readonly();
export type TwitchChannel = z.infer<typeof TwitchChannel>;

/** One line as one channel's viewers see it. In shared chat the same words are a line of their own in each channel. */
export const ChatLine = z
  .object({
    id: z.string(),
    channelId: z.string(),
    userId: z.string(),
    text: z.string(),
    /** As in IRC tags: `broadcaster/1`. */
    badges: z.array(z.string()).readonly(),
    /** Milliseconds since 1970. */
    at: z.number(),
    isAction: z.boolean(),
    source: z
      .object({ channelId: z.string(), lineId: z.string(), badges: z.array(z.string()).readonly() })
      .readonly()
      .nullable(),
    replyTo: z.object({ lineId: z.string(), userId: z.string(), text: z.string() }).readonly().nullable(),
  })
  .readonly();
export type ChatLine = z.infer<typeof ChatLine>;

/** A recording of one broadcast. `endedAt` is null while it still grows. */
export const TwitchVideo = z
  .object({
    id: z.string(),
    streamId: z.string(),
    userId: z.string(),
    title: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .readonly();
export type TwitchVideo = z.infer<typeof TwitchVideo>;

/** Thirty seconds of a broadcast that somebody kept. */
export const TwitchClip = z
  .object({
    id: z.string(),
    broadcasterId: z.string(),
    creatorId: z.string(),
    videoId: z.string(),
    title: z.string(),
    createdAt: z.string(),
    /** Wall-clock milliseconds from which Get Clips finds it; absent in snapshots of old. Null: never. */
    foundFrom: z.number().nullable().optional(),
    durationSeconds: z.number(),
    vodOffsetSeconds: z.number().nullable(),
  })
  .readonly();
export type TwitchClip = z.infer<typeof TwitchClip>;

/** A bookmark in a broadcast, counted from its start. */
export const StreamMarker = z
  .object({
    id: z.string(),
    userId: z.string(),
    videoId: z.string(),
    createdAt: z.string(),
    description: z.string(),
    positionSeconds: z.number(),
  })
  .readonly();
export type StreamMarker = z.infer<typeof StreamMarker>;

/** A token that the simulated id.twitch.tv has given out. `userId` is null for an app token; times are wall-clock milliseconds. */
export const AccessToken = z
  .object({
    token: z.string(),
    clientId: z.string(),
    userId: z.string().nullable(),
    scopes: z.array(z.string()).readonly(),
    issuedAt: z.number(),
    expiresAt: z.number(),
  })
  .readonly();
export type AccessToken = z.infer<typeof AccessToken>;

/** What a refresh token stands for. It outlives its access tokens until the person disconnects the app. */
export const RefreshGrant = z
  .object({
    refreshToken: z.string(),
    clientId: z.string(),
    userId: z.string(),
    scopes: z.array(z.string()).readonly(),
  })
  .readonly();
export type RefreshGrant = z.infer<typeof RefreshGrant>;

/** Where an EventSub subscription stands, in Twitch's words. */
export const SubscriptionStatus = z.enum([
  'enabled',
  'webhook_callback_verification_pending',
  'webhook_callback_verification_failed',
  'notification_failures_exceeded',
  'authorization_revoked',
  'user_removed',
  'version_removed',
]);
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>;

/** A webhook subscription with its secret, which never leaves the model. */
export const EventSubSubscription = z
  .object({
    id: z.string(),
    status: SubscriptionStatus,
    type: z.string(),
    version: z.string(),
    condition: z.record(z.string(), z.string()).readonly(),
    callback: z.string(),
    secret: z.string(),
    cost: z.number(),
    createdAt: z.string(),
    /** Notifications in a row that were given up. */
    failures: z.number(),
  })
  .readonly();
export type EventSubSubscription = z.infer<typeof EventSubSubscription>;

/** A segment of an extension's configuration service; `broadcasterId` is null for the global one. */
export const ConfigurationSegment = z
  .object({
    segment: z.enum(['broadcaster', 'developer', 'global']),
    broadcasterId: z.string().nullable(),
    version: z.string(),
    content: z.string(),
  })
  .readonly();
export type ConfigurationSegment = z.infer<typeof ConfigurationSegment>;

/** Everything that survives a restart of the sandbox. Deliveries in flight do not, as on a real network. */
export const TwitchSnapshot = z
  .object({
    version: z.literal(1),
    /** The last number given to a stream, video, clip or marker. */
    lastNumber: z.number(),
    channels: z.array(TwitchChannel).readonly(),
    lines: z.array(ChatLine).readonly(),
    videos: z.array(TwitchVideo).readonly(),
    clips: z.array(TwitchClip).readonly(),
    markers: z.array(StreamMarker).readonly(),
    accessTokens: z.array(AccessToken).readonly(),
    refreshGrants: z.array(RefreshGrant).readonly(),
    subscriptions: z.array(EventSubSubscription).readonly(),
    configuration: z.array(ConfigurationSegment).readonly(),
  })
  .readonly();
export type TwitchSnapshot = z.infer<typeof TwitchSnapshot>;

/** Oldest entries go first once a list holds `limit`, so that a long session cannot eat the machine's memory. */
export function pushBounded<T>(list: T[], entry: T, limit: number): void {
  list.push(entry);
  if (list.length > limit) list.splice(0, list.length - limit);
}
