import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiClient } from '@twurple/api';
import { EventSubMiddleware } from '@twurple/eventsub-http';
import * as z from 'zod/mini';

/** The path under which Twitch calls us, without slashes around it. */
export const eventSubPath = 'webhooks/twitch';

/** `ageMs` is measured where the message arrives, by the clock that its sender goes by. */
type News =
  | {
      readonly type: 'online';
      readonly channelId: string;
      readonly streamId: string;
      readonly streamType: string;
      readonly messageId: string;
      readonly ageMs: number;
    }
  | { readonly type: 'offline'; readonly channelId: string; readonly messageId: string; readonly ageMs: number }
  | {
      readonly type: 'updated';
      readonly channelId: string;
      readonly title: string;
      readonly messageId: string;
      readonly ageMs: number;
    }
  | {
      readonly type: 'consent-revoked';
      readonly channelId: string;
      readonly messageId: string;
      readonly ageMs: number;
    }
  | { readonly type: 'ignored' };

/**
 * A verified message. `fresh` is false when it is older than Twitch ever delivers: a replay. A challenge asks whoever has the secret
 * to say it back. A revocation ends a subscription: of its news, what is more than that, such as that the broadcaster took back
 * their consent.
 */
export type TwitchMessage =
  | {
      readonly type: 'notification';
      readonly id: string;
      readonly kind: string;
      readonly news: News;
      readonly fresh: boolean;
    }
  | { readonly type: 'challenge'; readonly challenge: string }
  | {
      readonly type: 'revocation';
      readonly id: string;
      readonly kind: string;
      readonly reason: string;
      readonly news: News;
      readonly fresh: boolean;
    };

const broadcaster = { broadcaster_user_id: z.string() };
const Online = z.object({ ...broadcaster, id: z.string(), type: z.string() });
const Offline = z.object(broadcaster);
const Updated = z.object({ ...broadcaster, title: z.string() });
const Notification = z.object({ subscription: z.object({ type: z.string() }), event: z.unknown() });
const Challenge = z.object({ challenge: z.string().check(z.maxLength(1_000)) });
const ConsentRevoked = z.object({ user_id: z.string() });
const Revocation = z.object({
  subscription: z.object({
    type: z.string(),
    status: z.string(),
    condition: z.object({ broadcaster_user_id: z.optional(z.string()) }),
  }),
});

/** Why Twitch ends a subscription when it is the broadcaster who is gone, and not our receiver. */
const consentIsOver: readonly string[] = ['authorization_revoked', 'user_removed'];

/** Twitch tells receivers to refuse what is older than ten minutes. */
const ageMaxMs = 10 * 60_000;

/**
 * Verifies a message on its raw bytes and puts it into our words. The secret is all it takes: whichever process made the
 * subscription, any of them can answer.
 *
 * @param now wall clock: signatures are not moved by anybody's sense of time
 * @returns undefined for anything that Twitch did not sign with our secret, and for types that it did not have when this was written
 * @see https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message
 */
export function readEventSubMessage(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  secret: string,
  now: number,
): TwitchMessage | undefined {
  const id = headers['twitch-eventsub-message-id'];
  const timestamp = headers['twitch-eventsub-message-timestamp'];
  const signature = headers['twitch-eventsub-message-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return undefined;
  const expected = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(id).update(timestamp).update(raw).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const body: unknown = JSON.parse(raw.toString('utf8'));
  switch (headers['twitch-eventsub-message-type']) {
    case 'notification':
      return readNotification(body, id, Date.parse(timestamp), now);
    case 'webhook_callback_verification':
      return { type: 'challenge', challenge: Challenge.parse(body).challenge };
    case 'revocation':
      return readRevocation(body, id, Date.parse(timestamp), now);
    default:
      return undefined;
  }
}

function readRevocation(body: unknown, id: string, sentAt: number, now: number): TwitchMessage {
  const { type: kind, status: reason, condition } = Revocation.parse(body).subscription;
  const channelId = consentIsOver.includes(reason) ? condition.broadcaster_user_id : undefined;
  const ageMs = Math.max(0, now - sentAt);
  const news: News =
    channelId === undefined ? { type: 'ignored' } : { type: 'consent-revoked', channelId, messageId: id, ageMs };
  return { type: 'revocation', id, kind, reason, news, fresh: isFresh(sentAt, now) };
}

function isFresh(sentAt: number, now: number): boolean {
  return Math.abs(now - sentAt) <= ageMaxMs;
}

function readNotification(body: unknown, id: string, sentAt: number, now: number): TwitchMessage {
  const { subscription, event } = Notification.parse(body);
  return {
    type: 'notification',
    id,
    kind: subscription.type,
    news: newsOf(subscription.type, event, id, Math.max(0, now - sentAt)),
    fresh: isFresh(sentAt, now),
  };
}

function newsOf(type: string, event: unknown, messageId: string, ageMs: number): News {
  switch (type) {
    case 'stream.online': {
      const { broadcaster_user_id: channelId, id: streamId, type: streamType } = Online.parse(event);
      return { type: 'online', channelId, streamId, streamType, messageId, ageMs };
    }
    case 'stream.offline':
      return { type: 'offline', channelId: Offline.parse(event).broadcaster_user_id, messageId, ageMs };
    case 'channel.update': {
      const { broadcaster_user_id: channelId, title } = Updated.parse(event);
      return { type: 'updated', channelId, title, messageId, ageMs };
    }
    case 'user.authorization.revoke':
      return { type: 'consent-revoked', channelId: ConsentRevoked.parse(event).user_id, messageId, ageMs };
    default:
      return { type: 'ignored' };
  }
}

/** What it takes to subscribe. `publicHost` is the host of the public address, with its port if it has one. */
export type EventSubSettings = {
  readonly apiClient: ApiClient;
  readonly publicHost: string;
  readonly secret: string;
  readonly complain: (level: number, message: string) => void;
};

/**
 * Compares the subscriptions that Twitch has under our address with those that we need, and makes what is missing: of each channel its
 * going live, going offline and changing its title, and once that somebody took back their consent. What ended or could not be
 * verified is made anew; what is of a channel that is linked no more is ended. Twurple's middleware does the making, whichever
 * process did so before. It hears nothing of Twitch's messages: a route of ours takes them, because Twurple acknowledges before it
 * handles, forgets at a restart, and knows nothing of subscriptions that another process made.
 *
 * @returns follows one more channel
 * @throws when Twitch does not say which subscriptions there are
 */
export async function followChannels(
  settings: EventSubSettings,
  channelIds: readonly string[],
): Promise<(channelId: string) => void> {
  const { apiClient, publicHost, secret, complain } = settings;
  await endSubscriptions(settings, new Set(channelIds));
  const middleware = new EventSubMiddleware({
    apiClient,
    hostName: publicHost,
    pathPrefix: eventSubPath,
    secret,
    logger: { minLevel: 'error', custom: complain },
  });
  const followed = new Set<string>();
  const nothing = () => {};
  const follow = (channelId: string) => {
    if (followed.has(channelId)) return;
    followed.add(channelId);
    middleware.onStreamOnline(channelId, nothing);
    middleware.onStreamOffline(channelId, nothing);
    middleware.onChannelUpdate(channelId, nothing);
  };
  middleware.onUserAuthorizationRevoke(nothing);
  for (const channelId of channelIds) follow(channelId);
  await middleware.markAsReady();
  return follow;
}

/**
 * Ends those that Twitch has revoked or could not verify, which are in the way of new ones of the same kind, and those of channels that
 * nobody follows any more. What works for another program of the same application is left alone.
 */
async function endSubscriptions(
  { apiClient, publicHost }: EventSubSettings,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const ours = `https://${publicHost}/${eventSubPath}/`;
  for (const subscription of await apiClient.eventSub.getSubscriptionsPaginated().getAll()) {
    const { id, status, condition, _transport: transport } = subscription;
    const isBroken = status !== 'enabled' && status !== 'webhook_callback_verification_pending';
    const isOurs = transport.method === 'webhook' && transport.callback.startsWith(ours);
    const channelId = condition['broadcaster_user_id'];
    const isUnwanted = isOurs && typeof channelId === 'string' && !wanted.has(channelId);
    if (isUnwanted || isBroken) await apiClient.eventSub.deleteSubscription(id);
  }
}
