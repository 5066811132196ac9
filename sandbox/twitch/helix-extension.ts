import { readJsonObject, replyEmpty, replyError, replyJson, type Reply, type TwitchRequest } from './exchange.ts';
import type { HelixRefusal, ServerClaims } from './extension-rules.ts';
import type { TwitchModel } from './model.ts';
import { ConfigurationSegment } from './records.ts';

const routes: readonly string[] = [
  'POST extensions/pubsub',
  'GET extensions/configurations',
  'PUT extensions/configurations',
];

/** Whether a route is one that the extension's own server calls with a token that it signed itself. */
export function isExtensionRoute(name: string): boolean {
  return routes.includes(name);
}

function refused(refusal: HelixRefusal): Reply {
  return replyError(refusal.status, refusal.message);
}

function publish(request: TwitchRequest, model: TwitchModel, claims: ServerClaims): Reply {
  const body = readJsonObject(request.body);
  const target: unknown = body?.['target'];
  const message: unknown = body?.['message'];
  const broadcasterId: unknown = body?.['broadcaster_id'] ?? '';
  if (!Array.isArray(target) || typeof message !== 'string' || typeof broadcasterId !== 'string')
    return replyError(400, 'target, broadcaster_id and message are required');
  const targets = target.filter((entry) => typeof entry === 'string');
  const isGlobal = body?.['is_global_broadcast'] === true;
  const outcome = model.extension.publish(claims, { targets, broadcasterId, isGlobal, message });
  if (!outcome.ok) return refused(outcome);
  return replyEmpty(204, {
    'ratelimit-helixsendextensionpubsubmessage-limit': '100',
    'ratelimit-helixsendextensionpubsubmessage-remaining': String(outcome.remaining),
  });
}

function readSegment(
  segment: unknown,
  broadcasterId: unknown,
): Pick<ConfigurationSegment, 'segment' | 'broadcasterId'> | Reply {
  const parsed = ConfigurationSegment.unwrap().shape.segment.safeParse(segment);
  if (!parsed.success) return replyError(400, 'The value of "segment" is not valid');
  if (parsed.data === 'global') return { segment: 'global', broadcasterId: null };
  if (typeof broadcasterId !== 'string' || broadcasterId === '')
    return replyError(400, 'broadcaster_id is required for the broadcaster and developer segments');
  return { segment: parsed.data, broadcasterId };
}

function viewSegment(entry: ConfigurationSegment): Record<string, string> {
  const owner = entry.broadcasterId === null ? {} : { broadcaster_id: entry.broadcasterId };
  return { segment: entry.segment, ...owner, content: entry.content, version: entry.version };
}

function getConfiguration(request: TwitchRequest, model: TwitchModel): Reply {
  const { query } = request;
  if (query.get('extension_id') !== model.extension.registration.clientId)
    return replyError(400, 'The extension_id is not valid');
  const found: Record<string, string>[] = [];
  for (const segment of query.getAll('segment')) {
    const name = readSegment(segment, query.get('broadcaster_id'));
    if ('status' in name) return name;
    const entry = model.extension.configuration(name.segment, name.broadcasterId);
    if (entry !== undefined) found.push(viewSegment(entry));
  }
  return replyJson(200, { data: found });
}

function putConfiguration(request: TwitchRequest, model: TwitchModel): Reply {
  const body = readJsonObject(request.body) ?? {};
  if (body['extension_id'] !== model.extension.registration.clientId)
    return replyError(400, 'The extension_id is not valid');
  const name = readSegment(body['segment'], body['broadcaster_id']);
  if ('status' in name) return name;
  const content: unknown = body['content'] ?? '';
  const version: unknown = body['version'] ?? '';
  if (typeof content !== 'string' || typeof version !== 'string')
    return replyError(400, 'content and version must be text');
  const outcome = model.extension.configure({ ...name, content, version }, { counted: true });
  return outcome.ok ? replyEmpty(204) : refused(outcome);
}

/** Answers the extension routes of Helix. The caller proves itself with a token signed by the extension's secret, role `external`. */
export function answerExtensionRoute(name: string, request: TwitchRequest, model: TwitchModel): Reply {
  if (request.headers['client-id'] !== model.extension.registration.clientId)
    return replyError(401, 'The Client-Id header must name the extension');
  const match = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '');
  const claims = match === null ? null : model.extension.readServerToken(match[1] ?? '');
  if (claims === null) return replyError(401, 'JWT could not be verified');
  switch (name) {
    case 'POST extensions/pubsub':
      return publish(request, model, claims);
    case 'GET extensions/configurations':
      return getConfiguration(request, model);
    default:
      return putConfiguration(request, model);
  }
}
