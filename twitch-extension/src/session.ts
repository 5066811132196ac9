import { createClient, type Client } from '#shared/api/client.ts';
import type { TwitchHost } from './twitch.ts';

/** The core, with whatever token and address Twitch gave last. To be asked only once Twitch has given both. */
export type Session = { readonly client: () => Client };

/** Opens a session. The token is read at every call, because Twitch renews it all the time. */
export function openSession(twitch: TwitchHost): Session {
  let made: { readonly coreUrl: string | null; readonly client: Client } | undefined;
  return {
    client() {
      const { coreUrl } = twitch.get();
      if (made?.coreUrl !== coreUrl)
        made = {
          coreUrl,
          client: createClient({
            baseUrl: coreUrl ?? '',
            headers: (): Record<string, string> => {
              const { viewer } = twitch.get();
              return viewer ? { authorization: `Bearer ${viewer.token}` } : {};
            },
            timeoutMs: 15_000,
          }),
        };
      return made.client;
    },
  };
}
