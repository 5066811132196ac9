import type { Channel } from '../../domain/citizen.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { linkedChannels } from '../people/citizens.ts';
import { endConsent } from './connect-channel.ts';
import type { Core } from '../work/core.ts';
import { compareChannel } from './follow-channels.ts';
import { UpstreamError } from '../../ports/payments.ts';

/** Twitch's notices made good by asking: for the time when they do not arrive, and for those that were lost. */
export type ChannelWatch = {
  /** Compares the channels on which something may count with what Twitch lists. */
  look(): Promise<void>;
  stop(): void;
};

const channelsMax = 2_000;
const ordersMax = 200;
const atOnce = 20;

/**
 * Makes the watch. Asked about are channels of builders who have orders that wait for a proof, and channels that are live as far as we
 * know. Who has such orders is remembered, and looked up anew for those whose orders changed.
 */
export function watchChannels(core: Core): ChannelWatch {
  const awaiting = new Map<CitizenId, boolean>();
  const missed = new Map<string, Instant>();
  const stop = core.store.onNews((all) => {
    for (const news of all) {
      if (news.about === 'anything') awaiting.clear();
      if (news.about === 'order') awaiting.delete(news.builderId);
    }
  });

  const isWorthAsking = async ({ live, builderId }: Channel): Promise<boolean> => {
    if (live) return true;
    const known = awaiting.get(builderId) ?? (await hasOpenOrders(core, builderId));
    awaiting.set(builderId, known);
    return known;
  };

  return {
    stop,
    async look() {
      const channels: Channel[] = [];
      const linked = await linkedChannels(core, channelsMax);
      for (let from = 0; from < linked.length; from += atOnce) {
        const some = linked.slice(from, from + atOnce);
        const worth = await Promise.all(some.map(isWorthAsking));
        channels.push(...some.filter((_, index) => worth[index]));
      }
      const streams = await core.streams.fetchStreams(channels.map(({ id }) => id));
      const titles = await core.streams.fetchTitles([...streams.keys()]);
      for (const { id } of channels) {
        const channel = await core.store.get('channel', id);
        if (!channel) continue;
        const stream = streams.get(id);
        const since = channel.live && !stream ? (missed.get(id) ?? core.clock.now()) : null;
        if (since === null) missed.delete(id);
        else missed.set(id, since);
        try {
          await compareChannel(core, channel, stream, titles.get(id), since);
        } catch (error) {
          // One channel that cannot be compared now must not keep the others from being; a store that is away is away for all.
          if (error instanceof UpstreamError && error.party === 'store') throw error;
          core.report(error, { channel: id });
        }
      }
    },
  };
}

/** Compares one channel, at once. @throws UpstreamError when Twitch does not answer */
export async function lookAtChannel(core: Core, channelId: string): Promise<void> {
  const stream = await core.streams.fetchStream(channelId);
  const channel = await core.store.get('channel', channelId);
  if (channel && stream) await compareChannel(core, channel, stream, undefined, null);
}

async function hasOpenOrders(core: Core, builderId: CitizenId): Promise<boolean> {
  const orders = await core.store.ordersInStates(builderId, ['paid', 'building', 'shipped'], ordersMax);
  return orders.some((order) => !order.proofs.some((proof) => proof.kind === 'stream'));
}

/**
 * Asks Twitch of every consent whether it still honours it, as it wants to be asked every hour. That also renews tokens that are about
 * to end, and closes them with the newest key.
 */
export async function verifyConsents(core: Core): Promise<void> {
  for (const grant of await core.store.grants(channelsMax)) {
    if (grant.ended) continue;
    try {
      if ((await core.access.verify(grant.id)) === 'refused') await endConsent(core, grant.id, 'refused');
    } catch (error) {
      // One that could not be asked about is asked about in an hour; a store that is away is away for all.
      if (error instanceof UpstreamError && error.party === 'store') throw error;
      core.report(error, { channel: grant.id });
    }
  }
}
