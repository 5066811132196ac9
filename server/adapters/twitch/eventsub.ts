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
  | { readonly type: 'ignored' };

/** A verified notification. `fresh` is false for one that is older than Twitch ever delivers: a replay. */
export type TwitchMessage = {
  readonly id: string;
  readonly kind: string;
  readonly news: News;
  readonly fresh: boolean;
};

const broadcaster = { broadcaster_user_id: z.string() };
const Online = z.object({ ...broadcaster, id: z.string(), type: z.string() });
const Offline = z.object(broadcaster);
const Updated = z.object({ ...broadcaster, title: z.string() });
const Notification = z.object({ subscription: z.object({ type: z.string() }), event: z.unknown() });

/** Twitch tells receivers to refuse what is older than ten minutes. */
const ageMaxMs = 10 * 60_000;

/**
 * Verifies a notification on its raw bytes and puts it into our words.
 *
 * @param now wall clock: signatures are not moved by anybody's sense of time
 * @returns undefined for anything that Twitch did not sign with our secret
 * @see https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message
 */
export function readEventSubNotification(
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
  const sentAt = Date.parse(timestamp);
  const { subscription, event } = Notification.parse(JSON.parse(raw.toString('utf8')));
  return {
    id,
    kind: subscription.type,
    news: newsOf(subscription.type, event, id, Math.max(0, now - sentAt)),
    fresh: Math.abs(now - sentAt) <= ageMaxMs,
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
    default:
      return { type: 'ignored' };
  }
}

/**
 * Twurple's middleware, which makes, resumes and answers for our subscriptions. Notifications never reach its handlers: a route
 * of ours stands before it, because Twurple acknowledges before it handles and forgets at a restart.
 *
 * @param publicHost the host of the public address, with its port if it has one
 */
export function eventSubSubscriptions(
  apiClient: ApiClient,
  publicHost: string,
  secret: string,
  complain: (level: number, message: string) => void,
) {
  const middleware = new EventSubMiddleware({
    apiClient,
    hostName: publicHost,
    pathPrefix: eventSubPath,
    secret,
    // The host is checked by whoever stands before us; loopback and proxies would fail Twurple's own check.
    strictHostCheck: false,
    helperRoutes: false,
    logger: { minLevel: 'error', custom: complain },
  });
  const followed = new Set<string>();
  return {
    middleware,
    /** Subscribes to a channel's going live, going offline and changing its title; once per channel. */
    follow(channelId: string): void {
      if (followed.has(channelId)) return;
      followed.add(channelId);
      const nothing = () => {};
      middleware.onStreamOnline(channelId, nothing);
      middleware.onStreamOffline(channelId, nothing);
      middleware.onChannelUpdate(channelId, nothing);
    },
  };
}
