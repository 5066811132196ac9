import type { Logger } from 'pino';
import type { Held } from '#shared/holding.ts';
import type { Core } from '../api.ts';
import type { Backoff } from '../backoff.ts';
import { followChanges, type Change } from '../live.ts';
import { createBanCarrier } from './bans.ts';
import { createCardPost } from './card-post.ts';
import { Cards } from './cards.ts';
import { createChore } from './chore.ts';
import { createCommunities } from './communities.ts';
import { createLiveCount } from './live-count.ts';
import { createNetwork } from './network.ts';
import { createProblems } from './problems.ts';
import type { DiscordRest } from './rest.ts';
import { createRoles } from './roles.ts';

/** What keeping communities true needs. */
export type FederationOptions = {
  readonly core: Core;
  /** Discord, at the pace of the federation. */
  readonly rest: DiscordRest;
  /** The bot's own account. */
  readonly botId: string;
  readonly log: Logger;
  readonly backoff: Backoff;
  readonly timings: FederationTimings;
};

/** How the federation waits. */
export type FederationTimings = {
  /** Requests of the federation a second, of the 50 that Discord allows the whole bot. */
  readonly federationPerSecond: number;
  /** A card is edited for changes at most once in this long, a channel is asked for something at most once in that. */
  readonly cardEditGapMs: number;
  readonly channelGapMs: number;
  /** Changes that come closer together are looked up once. */
  readonly dropGapMs: number;
  /** How long a channel or role that Discord refuses is left alone. */
  readonly blockedMs: number;
  /** In this long a channel gets two names at most; Discord allows it in ten minutes. */
  readonly renameWindowMs: number;
  /** Between two roles of one community: Discord allows ten in ten seconds. */
  readonly roleGapMs: number;
  /** Everything is compared with the core and with Discord also when nothing was heard for so long. */
  readonly compareEveryMs: number;
  readonly streamQuietMs: number;
};

/**
 * Keeps communities true to the core while this process holds the lease for it: cards, roles, the count of who is live, and bans. All
 * of it begins with comparing what there is with what should be, so that nothing that happened before is missed.
 */
export async function keepFederation(held: Held, options: FederationOptions): Promise<void> {
  const { core, rest, log, backoff, timings, botId } = options;
  const { signal } = held;
  const network = createNetwork(core);
  const problems = createProblems({ core, rest, log });
  const communities = createCommunities({ core, rest, log });
  const shared = { core, rest, network, problems, held, log, backoff, ...timings };
  const cards = new Cards({ ...shared, cards: createCardPost(rest, botId, log), isGone: communities.isGone });
  const roles = createRoles(shared);
  const liveCount = createLiveCount(shared);
  const bans = createBanCarrier({ ...shared, botId });
  const changedDrops = new Set<string>();
  let mustLoad = false;
  const chore = (act: (signal: AbortSignal) => Promise<void>, more: { gapMs?: number; everyMs?: number } = {}) =>
    createChore({ act, signal, log, backoff, ...more });
  const everyMs = timings.compareEveryMs;
  const rests = { gapMs: timings.dropGapMs };

  const chores = {
    communities: chore(async () => {
      await network.loadCommunities(signal);
      problems.refresh(network.communities());
      cards.lookAgain();
      for (const each of ['roles', 'liveCount', 'bans'] as const) chores[each].ask();
    }, rests),
    builders: chore(async () => {
      await network.loadBuilders(signal);
      const live = new Set(network.builders().flatMap((each) => (each.isLive ? [each.id] : [])));
      for (const dropId of cards.dropsOf((builder) => builder.isLive !== live.has(builder.id)))
        changedDrops.add(dropId);
      chores.drops.ask();
      chores.roles.ask();
      chores.liveCount.ask();
    }, rests),
    // One after another, so that no answer overtakes a newer one.
    drops: chore(async () => {
      if (mustLoad) {
        await Promise.all([network.loadCommunities(signal), network.loadBuilders(signal)]);
        await cards.load(signal);
        mustLoad = false;
        for (const each of ['presence', 'roles', 'liveCount', 'bans'] as const) chores[each].ask();
      }
      for (const dropId of [...changedDrops]) {
        changedDrops.delete(dropId);
        await cards.refresh(dropId, signal).catch((error: unknown) => {
          changedDrops.add(dropId);
          throw error;
        });
      }
    }, rests),
    presence: chore(communities.compareAll, { everyMs }),
    roles: chore(roles.compareAll, { everyMs }),
    liveCount: chore(liveCount.compareAll, { everyMs }),
    bans: chore(bans.carryOut, { everyMs }),
  };

  const onChange = ({ topic, id }: Change): void => {
    if (topic === 'drops') {
      changedDrops.add(id);
      chores.drops.ask();
    } else if (topic === 'federation') {
      if (id === 'communities' || id === 'builders' || id === 'bans') chores[id].ask();
    }
  };
  const following = followChanges({
    open: core.openLive,
    onOpen: () => {
      mustLoad = true;
      chores.drops.ask();
    },
    onChange,
    signal,
    log,
    backoff,
    quietMs: timings.streamQuietMs,
  });
  await Promise.all([following, cards.keep()]);
  await Promise.all(Object.values(chores).map((each) => each.rested()));
}
