import { second } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Core } from '../work/core.ts';
import type { KeptViews } from '../work/kept-views.ts';

/** Another process may have told something else meanwhile: only so long is nothing repeated. */
const sameForMs = 15 * second;

/**
 * Makes what tells a builder's open panels which revision their channel shows now. Much of what happens to an order cannot be seen
 * there: what was told a moment ago is told again only where that is asked for, and once. A panel that shows it lets it pass; one that
 * was answered by a process which had not heard of the change yet, or that missed the message, asks now.
 */
export function channelAnnouncer(
  core: Core,
  views: KeptViews,
): (builderId: CitizenId, isAgain: boolean) => Promise<void> {
  const told = new Map<string, { readonly revision: string; readonly at: Instant; readonly isRepeated: boolean }>();
  return async (builderId, isAgain) => {
    const channel = await core.store.channelOfBuilder(builderId);
    if (!channel) return;
    const { revision, now } = await views.channel(channel.id, core.settings.twitchCheckout);
    const last = told.get(channel.id);
    const isSame = last?.revision === revision && now - last.at < sameForMs;
    if (isSame && (last.isRepeated || !isAgain)) return;
    told.set(channel.id, { revision, at: isSame ? last.at : now, isRepeated: isSame });
    core.streams.announce(channel.id, revision);
  };
}
