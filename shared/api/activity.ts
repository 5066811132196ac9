import * as z from 'zod/mini';
import { Passport } from '../schemas/citizen.ts';
import { GatheringView, LiveBuilder } from '../schemas/gathering.ts';
import { endpoint } from './endpoint.ts';
import { platformText } from './text-shapes.ts';

const instanceId = z.string().check(z.minLength(3), z.maxLength(120), z.regex(/^[\w-]+$/));

/** The activity inside Discord. Its session is ours, short, and bound to one instance that Discord knows. */
export const activityEndpoints = {
  /**
   * Turns Discord's authorisation into a session. The code is good once and only with its PKCE verifier; the instance must exist at
   * Discord with the person in it. `accessToken` is Discord's, for `authenticate` in the client alone.
   */
  startActivity: endpoint({
    method: 'POST',
    path: '/v1/activity/sessions',
    auth: 'proxied',
    body: z.object({
      code: z.string().check(z.minLength(5), z.maxLength(200)),
      codeVerifier: z.string().check(z.minLength(43), z.maxLength(128), z.regex(/^[\w.~-]+$/)),
      instanceId,
    }),
    response: z.object({
      accessToken: z.string(),
      token: z.string(),
      endsAt: z.number(),
      passport: Passport,
      /** For whoever is shown where they are; null in a DM. */
      communityId: z.nullable(z.string()),
    }),
    refusals: ['sign-in-failed', 'activity-unknown', 'proxy-unproved', 'too-many-requests'],
  }),
  /** A new session for the one that ends soon. The instance is asked for again. */
  renewActivity: endpoint({
    method: 'POST',
    path: '/v1/activity/sessions/renew',
    auth: 'activity',
    response: z.object({ token: z.string(), endsAt: z.number() }),
    refusals: ['activity-unknown', 'proxy-unproved'],
  }),
  /** Who is here, and what they show each other: the poll beside the socket, and the first look. */
  getGathering: endpoint({
    method: 'GET',
    path: '/v1/activity/gathering',
    auth: 'activity',
    response: GatheringView,
    refusals: ['proxy-unproved'],
  }),
  /** Says that the caller is here and what they look at; whoever says nothing for a while is gone. */
  beHere: endpoint({
    method: 'PUT',
    path: '/v1/activity/gathering/me',
    auth: 'activity',
    body: z.object({ lookingAt: z.nullable(platformText) }),
    response: GatheringView,
    refusals: ['conflict-try-again', 'proxy-unproved'],
  }),
  /** Shows a drop to everyone here, or stops showing it. */
  point: endpoint({
    method: 'PUT',
    path: '/v1/activity/gathering/point',
    auth: 'activity',
    body: z.object({ dropId: z.nullable(platformText) }),
    response: GatheringView,
    refusals: ['not-found', 'too-many-requests', 'conflict-try-again', 'proxy-unproved'],
  }),
  /** Builders who are live now, with their bench. */
  listLive: endpoint({
    method: 'GET',
    path: '/v1/live-builders',
    auth: 'public',
    response: z.object({ builders: z.array(LiveBuilder) }),
    refusals: [],
  }),
};
