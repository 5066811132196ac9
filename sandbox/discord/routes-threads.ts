import { type Call, param, type Route } from './http.ts';
import type { World } from './model.ts';
import { DiscordRefusalError } from './refusal.ts';
import { ok } from './routes-app.ts';
import { addToThread, createThread, removeFromThread, threadForBot } from './threads.ts';
import { viewThread, viewThreadMember } from './views.ts';

/** Threads: opening, changing, and who is in them. */
export function threadRoutes(world: World): Route[] {
  const channel = '/channels/:channelId';
  const member = `${channel}/thread-members/:userId`;
  const thread = (call: Call) => threadForBot(world, param(call, 'channelId'));
  const userId = (call: Call) => {
    const name = param(call, 'userId');
    return name === '@me' ? world.botUserId : name;
  };
  return [
    {
      method: 'POST',
      pattern: `${channel}/threads`,
      access: 'bot',
      handle: (call) => {
        const made = createThread(world, param(call, 'channelId'), call.body);
        return { status: 201, body: viewThread(world, made) };
      },
    },
    {
      method: 'GET',
      pattern: `${channel}/thread-members`,
      access: 'bot',
      handle: (call) => ok(thread(call).memberIds.map((each) => viewThreadMember(thread(call), each))),
    },
    {
      method: 'GET',
      pattern: member,
      access: 'bot',
      handle: (call) => {
        if (!thread(call).memberIds.includes(userId(call))) throw new DiscordRefusalError(10007);
        return ok(viewThreadMember(thread(call), userId(call)));
      },
    },
    {
      method: 'PUT',
      pattern: member,
      access: 'bot',
      handle: (call) => {
        addToThread(world, thread(call), userId(call));
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      pattern: member,
      access: 'bot',
      handle: (call) => {
        removeFromThread(world, thread(call), userId(call));
        return { status: 204 };
      },
    },
  ];
}
