import { createClientOf, type ClientOf, type Endpoints } from '#shared/api/client-of.ts';
import type { TwitchHost } from './twitch.ts';

/** The core, with whatever token and address Twitch gave last. To be asked only once Twitch has given both. */
export type Session<Client = unknown> = { readonly client: () => Client };

/** Opens a session for as much of the core as a page uses. The token is read at every call, because Twitch renews it all the time. */
export function openSession<const E extends Endpoints>(twitch: TwitchHost, endpoints: E): Session<ClientOf<E>> {
  let made: { readonly coreUrl: string | null; readonly client: ClientOf<E> } | undefined;
  return {
    client() {
      const { coreUrl } = twitch.get();
      if (made?.coreUrl !== coreUrl)
        made = {
          coreUrl,
          client: createClientOf(endpoints, {
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
