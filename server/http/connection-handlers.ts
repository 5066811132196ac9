import { endConsent } from '../usecases/streams/connect-channel.ts';
import { connectionView } from '../usecases/streams/connection-view.ts';
import type { Core } from '../usecases/work/core.ts';
import type { ConnectTickets } from './connect.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { Refused } from './problems.ts';

/** How a broadcaster's channel stands with us, and the end of that. The channel is the one that Twitch's own token names. */
export function connectionHandlers(
  core: Core,
  connectUrlFor: ConnectTickets,
): Pick<Handlers, 'getConnection' | 'endConnection'> {
  const view = async (channelId: string) => connectionView(core, channelId, await connectUrlFor(channelId));
  return {
    getConnection: (_, caller) => view(channelOf(caller)),
    async endConnection(_, caller) {
      const channelId = channelOf(caller);
      if ((await endConsent(core, channelId, 'unlinked')) === 'known')
        throw new Refused({ code: 'no-builder-channel' });
      return view(channelId);
    },
  };
}

function channelOf({ viewer }: Caller): string {
  if (!viewer) throw new Refused({ code: 'not-signed-in' });
  return viewer.channelId;
}
