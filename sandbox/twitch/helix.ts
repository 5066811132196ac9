import { readJsonObject, replyEmpty, replyError, replyJson, type Reply, type TwitchRequest } from './exchange.ts';
import { viewChannel, viewClip, viewMarker, viewStream, viewUser, viewVideo } from './helix-views.ts';
import { isExtensionRoute, answerExtensionRoute } from './helix-extension.ts';
import { welcomesBot, type TwitchModel } from './model.ts';
import type { AccessToken, TwitchUser } from './records.ts';

const idsMax = 100;

/** What Helix knows while it answers one request. */
type HelixCall = {
  readonly request: TwitchRequest;
  readonly model: TwitchModel;
  readonly access: AccessToken;
  readonly origin: string;
  readonly now: () => number;
};
type HelixRoute = {
  readonly token: 'any' | 'user';
  /** The token must hold one of these, where any are named. */
  readonly scopes: readonly string[];
  readonly answer: (call: HelixCall) => Reply;
};

/**
 * The application's budget, which every answer of api.twitch.tv carries, refusals too. Twurple's queue stands still after an answer
 * without it.
 */
export function withLimits(reply: Reply, wallNow: number): Reply {
  const limits = {
    'ratelimit-limit': '800',
    'ratelimit-remaining': '799',
    'ratelimit-reset': String(Math.floor(wallNow / 1000) + 60),
  };
  return { ...reply, headers: { ...limits, ...reply.headers } };
}

/** The bearer of a Helix call, or Helix's refusal of it. */
export function readCaller(request: TwitchRequest, model: TwitchModel): AccessToken | Reply {
  const match = /^(?:Bearer|Extension) (\S+)$/.exec(request.headers.authorization ?? '');
  if (match === null) return replyError(401, 'OAuth token is missing');
  const clientId = request.headers['client-id'];
  if (clientId === undefined) return replyError(401, 'Client ID is missing');
  const access = model.tokens.find(match[1] ?? '');
  if (access === undefined) return replyError(401, 'Invalid OAuth token');
  if (access.clientId !== clientId) return replyError(401, 'Client ID and OAuth token do not match');
  return access;
}

/** Whether `readCaller` refused. */
export function isReply(value: AccessToken | Reply): value is Reply {
  return 'status' in value;
}

/** One page of a list in Helix's envelope. Cursors are opaque to clients; ours hold the offset. */
export function replyPage(
  items: readonly unknown[],
  query: URLSearchParams,
  extra: Readonly<Record<string, unknown>> = {},
): Reply {
  const first = Number(query.get('first') ?? '20');
  if (!Number.isInteger(first) || first < 1 || first > 100)
    return replyError(400, 'The parameter "first" was malformed: the value must be between 1 and 100');
  const after = query.get('after');
  const offset = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString());
  if (!Number.isInteger(offset) || offset < 0) return replyError(400, 'The parameter "after" was malformed');
  const end = offset + first;
  const pagination = end < items.length ? { cursor: Buffer.from(String(end)).toString('base64url') } : {};
  return replyJson(200, { data: items.slice(offset, end), ...extra, pagination });
}

function present<T>(values: readonly (T | null | undefined)[]): readonly T[] {
  return values.filter((value) => value !== null && value !== undefined);
}

function getUsers({ request, model, access, origin }: HelixCall): Reply {
  const ids = request.query.getAll('id');
  const logins = request.query.getAll('login');
  if (ids.length + logins.length > idsMax) return replyError(400, 'The number of id and login parameters exceeds 100');
  const mail = access.scopes.includes('user:read:email');
  if (ids.length + logins.length === 0) {
    const self = access.userId === null ? undefined : model.user(access.userId);
    if (self === undefined) return replyError(400, 'Must provide an ID, Login or OAuth Token');
    return replyJson(200, { data: [viewUser(self, origin, mail)] });
  }
  const found = new Set(
    present([...ids.map((id) => model.user(id)), ...logins.map((login) => model.userByLogin(login.toLowerCase()))]),
  );
  return replyJson(200, { data: [...found].map((user) => viewUser(user, origin, mail && user.id === access.userId)) });
}

function getStreams({ request, model, origin }: HelixCall): Reply {
  const ids = request.query.getAll('user_id');
  const logins = request.query.getAll('user_login').map((login) => login.toLowerCase());
  const categories = request.query.getAll('game_id');
  const asked = model.users().filter((user) => {
    const category = model.channels.find(user.id)?.category.id ?? '';
    const isNamed = ids.length + logins.length === 0 || ids.includes(user.id) || logins.includes(user.login);
    return isNamed && (categories.length === 0 || categories.includes(category));
  });
  const streams = asked.map((user) => {
    const channel = model.channels.find(user.id);
    return channel === undefined ? null : viewStream(user, channel, origin);
  });
  return replyPage(present(streams), request.query);
}

function getChannels({ request, model }: HelixCall): Reply {
  const ids = request.query.getAll('broadcaster_id');
  if (ids.length === 0) return replyError(400, 'Missing required parameter "broadcaster_id"');
  if (ids.length > idsMax) return replyError(400, 'The number of broadcaster_id parameters exceeds 100');
  const views = ids.map((id) => {
    const user = model.user(id);
    const channel = model.channels.find(id);
    return user === undefined || channel === undefined ? null : viewChannel(user, channel);
  });
  return replyJson(200, { data: present(views) });
}

function getVideos({ request, model, now }: HelixCall): Reply {
  const ids = request.query.getAll('id');
  const userId = request.query.get('user_id');
  if (ids.length > 0 === (userId !== null))
    return replyError(400, 'Must provide exactly one of id, user_id or game_id');
  const type = request.query.get('type') ?? 'all';
  if (!['all', 'archive', 'highlight', 'upload'].includes(type))
    return replyError(400, 'The parameter "type" was malformed');
  const videos = model.recordings
    .videos()
    .filter((video) => (userId === null ? ids.includes(video.id) : video.userId === userId))
    .filter(() => type === 'all' || type === 'archive')
    .toReversed();
  if (ids.length > 0 && videos.length === 0) return replyError(404, 'video not found');
  const views = videos.map((video) => {
    const user = model.user(video.userId);
    return user === undefined ? null : viewVideo(video, user, now());
  });
  return replyPage(present(views), request.query);
}

function postMarker({ request, model, access }: HelixCall): Reply {
  const body = readJsonObject(request.body);
  const userId = body?.['user_id'];
  const description = body?.['description'] ?? '';
  if (typeof userId !== 'string' || typeof description !== 'string')
    return replyError(400, 'Missing required parameter "user_id"');
  if (userId !== access.userId) return replyError(403, 'The user is not an editor of the channel');
  const marker = model.recordings.addMarker(model.channels.find(userId), description);
  if (marker === null) return replyError(404, 'The channel is not live or keeps no videos');
  return marker === 'too-long'
    ? replyError(400, 'The parameter "description" was malformed: at most 140 characters')
    : replyJson(200, { data: [viewMarker(marker)] });
}

function postClip({ request, model, access }: HelixCall): Reply {
  const broadcasterId = request.query.get('broadcaster_id');
  if (broadcasterId === null || model.user(broadcasterId) === undefined)
    return replyError(400, 'The broadcaster was not found');
  const durationSeconds = Number(request.query.get('duration') ?? '30');
  if (!(durationSeconds >= 5 && durationSeconds <= 60))
    return replyError(400, 'The parameter "duration" was malformed');
  const title = request.query.get('title') ?? '';
  const clip = model.recordings.addClip(model.channels.find(broadcasterId), {
    creatorId: access.userId ?? '',
    title,
    durationSeconds,
  });
  if (clip === null) return replyError(404, 'Clipping is not possible for an offline channel.');
  return replyJson(202, { data: [{ id: clip.id, edit_url: `https://clips.twitch.tv/${clip.id}/edit` }] });
}

function getClips({ request, model, origin }: HelixCall): Reply {
  const ids = request.query.getAll('id');
  const broadcasterId = request.query.get('broadcaster_id');
  if (ids.length > 0 === (broadcasterId !== null))
    return replyError(400, 'Must provide exactly one of id, broadcaster_id or game_id');
  const clips = model.recordings
    .clips()
    .filter((clip) => (broadcasterId === null ? ids.includes(clip.id) : clip.broadcasterId === broadcasterId));
  const views = clips.map((clip) => {
    const broadcaster = model.user(clip.broadcasterId);
    const creator = model.user(clip.creatorId);
    const channel = model.channels.find(clip.broadcasterId);
    if (broadcaster === undefined || creator === undefined || channel === undefined) return null;
    return viewClip(clip, broadcaster, creator, channel, origin);
  });
  return replyPage(present(views), request.query);
}

function maySendAs(model: TwitchModel, access: AccessToken, sender: TwitchUser, broadcasterId: string): Reply | null {
  if (access.userId !== null) {
    if (access.userId !== sender.id)
      return replyError(401, 'The ID in sender_id must match the user ID found in the access token');
    return access.scopes.includes('user:write:chat') ? null : replyError(401, 'Missing scope: user:write:chat');
  }
  const granted = model.tokens.scopesGranted(model.clientId, sender.id);
  const hasAgreed = granted.has('user:write:chat') && granted.has('user:bot');
  if (hasAgreed && welcomesBot(model, model.clientId, broadcasterId, sender.id)) return null;
  return replyError(
    401,
    'The sender must have authorized the app with user:write:chat and user:bot, and the channel with channel:bot',
  );
}

function postChatMessage({ request, model, access }: HelixCall): Reply {
  const body = readJsonObject(request.body);
  const text: unknown = body?.['message'];
  const replyTo: unknown = body?.['reply_parent_message_id'];
  // Twitch's reference names both ids as fields of the body and as parameters of the query, and clients differ.
  const channelId: unknown = body?.['broadcaster_id'] ?? request.query.get('broadcaster_id');
  const senderId: unknown = body?.['sender_id'] ?? request.query.get('sender_id');
  if (typeof channelId !== 'string' || typeof senderId !== 'string' || typeof text !== 'string')
    return replyError(400, 'broadcaster_id, sender_id and message are required');
  if (access.userId !== null && body?.['for_source_only'] !== undefined)
    return replyError(400, 'for_source_only cannot be set with a user access token');
  const sender = model.user(senderId);
  if (sender === undefined) return replyError(400, 'The sender was not found');
  const refusal = maySendAs(model, access, sender, channelId);
  if (refusal !== null) return refusal;
  const replyToLineId = typeof replyTo === 'string' ? replyTo : undefined;
  const said = model.chat.say({ channelId, userId: senderId, text, replyToLineId });
  if (said.ok) return replyJson(200, { data: [{ message_id: said.line.id, is_sent: true }] });
  return said.reason === 'too-long' ? replyError(422, 'The message is too large') : replyError(400, said.reason);
}

const routes = new Map<string, HelixRoute>([
  ['GET users', { token: 'any', scopes: [], answer: getUsers }],
  ['GET streams', { token: 'any', scopes: [], answer: getStreams }],
  ['GET channels', { token: 'any', scopes: [], answer: getChannels }],
  ['GET videos', { token: 'any', scopes: [], answer: getVideos }],
  ['POST streams/markers', { token: 'user', scopes: ['channel:manage:broadcast'], answer: postMarker }],
  ['POST clips', { token: 'user', scopes: ['clips:edit'], answer: postClip }],
  ['GET clips', { token: 'any', scopes: [], answer: getClips }],
  ['POST chat/messages', { token: 'any', scopes: [], answer: postChatMessage }],
]);

/** What the Helix face needs besides the model. `now` is the world's clock. */
export type HelixOptions = { readonly model: TwitchModel; readonly origin: string; readonly now: () => number };

/** Answers as api.twitch.tv/helix does, under `/helix/` and under `/mock/`, where Twurple looks for a mock. */
export function answerHelix(request: TwitchRequest, options: HelixOptions): Reply {
  // Pages of other origins (an extension's views) may call Helix with a token of their own.
  const headers = { 'access-control-allow-origin': '*' };
  if (request.method === 'OPTIONS')
    return replyEmpty(204, { ...headers, 'access-control-allow-headers': 'authorization, client-id, content-type' });
  const reply = answerRoute(request, options);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function answerRoute(request: TwitchRequest, { model, origin, now }: HelixOptions): Reply {
  const name = `${request.method} ${request.path.replace(/^\/(mock|helix)\//, '')}`;
  if (isExtensionRoute(name)) return answerExtensionRoute(name, request, model);
  const route = routes.get(name);
  if (route === undefined) return replyError(404, '');
  const access = readCaller(request, model);
  if (isReply(access)) return access;
  if (route.token === 'user' && access.userId === null) return replyError(401, 'Missing User OAUTH Token');
  if (route.scopes.length > 0 && !route.scopes.some((scope) => access.scopes.includes(scope)))
    return replyError(401, `Missing scope: ${route.scopes.join(' or ')}`);
  return route.answer({ request, model, access, origin, now });
}
