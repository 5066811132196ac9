import type { APIGatewayBotInfo, RESTGetAPIUserResult } from 'discord-api-types/v10';
import { viewActivity } from './activities.ts';
import { readCommand, readCommandList, readCommandPatch } from './command-form.ts';
import { changeCommand, commandById, commandsFor, deleteCommand, overwriteCommands, putCommand } from './commands.ts';
import { at, closeForm, readText } from './form.ts';
import { gatewayUrl } from './gateway-events.ts';
import { type Call, param, type Reply, type Route } from './http.ts';
import { openDm } from './messages.ts';
import { type DiscordModel, memberOf, type World } from './model.ts';
import { DiscordRefusalError } from './refusal.ts';
import { viewDmChannel, viewUser, viewUserById } from './views.ts';

/** The app as anyone sees it. */
export function viewPublicApplication(model: DiscordModel) {
  return {
    id: model.applicationId,
    name: 'C500',
    icon: null,
    description: '',
    type: null,
    bot: viewUserById(model, model.botUserId),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
  } as const;
}

/** The app as its own bot sees it. */
function viewApplication(model: DiscordModel) {
  return {
    ...viewPublicApplication(model),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: viewUserById(model, model.botUserId),
    approximate_guild_count: model.communities.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  } as const;
}

function commandRoutes(world: World): Route[] {
  const scope = (call: Call): string | null => {
    if (param(call, 'applicationId') !== world.applicationId) throw new DiscordRefusalError(10002);
    const communityId = call.params['communityId'] ?? null;
    if (communityId !== null && !world.communities.has(communityId)) throw new DiscordRefusalError(10004);
    return communityId;
  };
  const named = (call: Call) => commandById(world, scope(call), param(call, 'commandId'));
  const on = (root: string): Route[] => [
    { method: 'GET', pattern: root, access: 'bot', handle: (call) => ok(commandsFor(world, scope(call))) },
    {
      method: 'PUT',
      pattern: root,
      access: 'bot',
      handle: (call) => {
        const communityId = scope(call);
        const forms = readCommandList(call.body);
        closeForm(call.body);
        return ok(overwriteCommands(world, communityId, forms));
      },
    },
    {
      method: 'POST',
      pattern: root,
      access: 'bot',
      handle: (call) => {
        const communityId = scope(call);
        const form = readCommand(call.body);
        closeForm(call.body);
        const { command, isNew } = putCommand(world, communityId, form);
        return { status: isNew ? 201 : 200, body: command };
      },
    },
    { method: 'GET', pattern: `${root}/:commandId`, access: 'bot', handle: (call) => ok(named(call)) },
    {
      method: 'PATCH',
      pattern: `${root}/:commandId`,
      access: 'bot',
      handle: (call) => {
        const current = named(call);
        const form = readCommandPatch(call.body, current);
        closeForm(call.body);
        return ok(changeCommand(world, current, form));
      },
    },
    {
      method: 'DELETE',
      pattern: `${root}/:commandId`,
      access: 'bot',
      handle: (call) => {
        deleteCommand(world, named(call));
        return { status: 204 };
      },
    },
  ];
  return [
    ...on('/applications/:applicationId/commands'),
    ...on('/applications/:applicationId/guilds/:communityId/commands'),
  ];
}

/** 200 with a body. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** How many times a bot has identified today. */
export type Starts = { used: number };

const startsMax = 1000;
/** What Discord recommends, well below the 2,500 at which it refuses. */
const communitiesPerShard = 1000;

function countCommunities(world: World): number {
  return [...world.communities.values()].filter((each) => memberOf(each, world.botUserId)).length;
}

/** The gateway's address, the app itself, its commands, users, and opening direct messages. */
export function appRoutes(world: World, starts: Starts): Route[] {
  const gateway = (): APIGatewayBotInfo => ({
    url: gatewayUrl(world),
    shards: Math.max(1, Math.ceil(countCommunities(world) / communitiesPerShard)),
    session_start_limit: {
      total: startsMax,
      remaining: Math.max(0, startsMax - starts.used),
      reset_after: 14_400_000,
      max_concurrency: 1,
    },
  });
  return [
    { method: 'GET', pattern: '/gateway', access: 'open', handle: () => ok({ url: gatewayUrl(world) }) },
    { method: 'GET', pattern: '/gateway/bot', access: 'bot', handle: () => ok(gateway()) },
    { method: 'GET', pattern: '/applications/@me', access: 'bot', handle: () => ok(viewApplication(world)) },
    { method: 'GET', pattern: '/oauth2/applications/@me', access: 'bot', handle: () => ok(viewApplication(world)) },
    ...commandRoutes(world),
    {
      method: 'GET',
      pattern: '/applications/:applicationId/activity-instances/:instanceId',
      access: 'bot',
      handle: (call) => {
        const activity = viewActivity(world, param(call, 'applicationId'), param(call, 'instanceId'));
        return activity ? ok(activity) : { status: 404, body: { message: '404: Not Found', code: 0 } };
      },
    },
    {
      method: 'GET',
      pattern: '/users/:userId',
      access: 'bot',
      handle: (call) => {
        const name = param(call, 'userId');
        const user = world.users.get(name === '@me' ? world.botUserId : name);
        if (!user) throw new DiscordRefusalError(10013);
        return ok(viewUser(user) satisfies RESTGetAPIUserResult);
      },
    },
    {
      method: 'POST',
      pattern: '/users/@me/channels',
      access: 'bot',
      handle: (call) => {
        const recipientId = readText(at(call.body, 'recipient_id'), { min: 1 });
        closeForm(call.body);
        // The gateway's type has a name for it, which Discord's API does not send.
        const { name: _name, ...view } = viewDmChannel(world, openDm(world, recipientId));
        return ok(view);
      },
    },
  ];
}
