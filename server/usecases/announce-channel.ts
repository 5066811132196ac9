import { second } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Core } from './core.ts';
import type { KeptViews } from './kept-views.ts';

/** Another process may have told something else meanwhile, or a message may have been lost: only so long is nothing repeated. */
const sameForMs = 15 * second;

/**
 * Makes what tells a builder's open panels which revision their channel shows now. Much of what happens to an order cannot be seen
 * there: what was told a moment ago is not told again, so that a thousand panels do not ask for what they have.
 */
export function channelAnnouncer(core: Core, views: KeptViews): (builderId: CitizenId) => Promise<void> {
  const told = new Map<string, { readonly revision: string; readonly at: Instant }>();
  return async (builderId) => {
    const channel = await core.store.channelOfBuilder(builderId);
    if (!channel) return;
    const { revision, now } = await views.channel(channel.id, core.settings.twitchCheckout);
    const last = told.get(channel.id);
    if (last?.revision === revision && now - last.at < sameForMs) return;
    told.set(channel.id, { revision, at: now });
    core.streams.announce(channel.id, revision);
  };
}
