import { createClient, type Client } from '#shared/api/client.ts';
import { ApiProblem } from '#shared/api/problem.ts';

/** Somebody on Discord, as Discord itself names them in an interaction. */
export type Actor = {
  readonly id: string;
  readonly username: string;
  /** What their client is set to, as a BCP 47 tag; null where Discord did not say. */
  readonly locale: string | null;
  /** The community in which they act; null in direct messages. */
  readonly communityId: string | null;
};

/** The core, as the bot reaches it. */
export type Core = {
  /** Calls of the bot for itself: cards, notices, chat lines, and what everybody may see. */
  readonly own: Client;
  /** Calls for somebody. The core makes them a citizen when it meets them first, and judges what they may do. */
  readonly as: (actor: Actor) => Client;
  /** Opens the stream of what has changed; the body stays open until either side ends it. */
  readonly openLive: (signal: AbortSignal) => Promise<Response>;
};

/** Makes the bot's way to the core, with the service credential. */
export function createCore(options: { readonly baseUrl: string; readonly token: string }): Core {
  const { baseUrl } = options;
  const own = { authorization: `Bearer ${options.token}` };
  return {
    own: createClient({ baseUrl, headers: () => own }),
    as: ({ id, username, locale, communityId }) =>
      createClient({
        baseUrl,
        headers: () => ({
          ...own,
          'x-c500-acting': `discord:${id}`,
          // Headers carry Latin-1 only, and names are written in every script.
          'x-c500-handle': encodeURIComponent(username),
          ...(locale === null ? {} : { 'x-c500-locale': locale }),
          ...(communityId === null ? {} : { 'x-c500-community': communityId }),
        }),
      }),
    openLive: (signal) =>
      fetch(`${baseUrl}/v1/live?topics=drops,federation`, { headers: { ...own, accept: 'text/event-stream' }, signal }),
  };
}

/** Whether asking again may help: nothing answered, the fault was the core's, or it asked for patience. */
export function isTransient(error: unknown): boolean {
  return error instanceof ApiProblem && (error.problem.status >= 500 || error.problem.status === 429);
}
