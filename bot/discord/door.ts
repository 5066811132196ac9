import type { BaseInteraction } from 'discord.js';
import type { Held } from '#shared/holding.ts';
import type { Core } from '../api.ts';
import type { Timings } from '../app.ts';
import { pause } from '../backoff.ts';
import type { Config } from '../config.ts';
import { deliverNotices } from '../deliver.ts';
import type { Leases } from '../leases.ts';
import type { Log } from '../log.ts';
import { createCardFinder } from './card-finder.ts';
import { createCommunities } from './communities.ts';
import type { Reading } from './connect.ts';
import { createDrafts } from './drafts.ts';
import { keepFederation } from './federation.ts';
import { createIdentifyTurns } from './identify.ts';
import { writeNotice, type NoticeParts } from './notices.ts';
import { createPace } from './pace.ts';
import { createProblems } from './problems.ts';
import { createRelay } from './relay.ts';
import { createDiscordRest } from './rest.ts';
import { loseThread, moveLostRoom } from './room-open.ts';
import { createRoomThreads } from './room-threads.ts';
import { createRouter } from './router.ts';
import { createShardRoom, serveShard, type ShardParts } from './shards.ts';
import { createTierRoles } from './tier-roles.ts';

/** What the bot needs on Discord. */
export type DoorParts = {
  readonly config: Config;
  readonly core: Core;
  readonly leases: Leases;
  readonly log: Log;
  readonly timings: Timings;
};

/** The bot on Discord. */
export type DiscordDoor = {
  /** Stands by for shards and for communities, and begins to deliver notices. */
  start(): void;
  /** Resolves once this process serves a shard. */
  readonly ready: Promise<void>;
  /** Finishes what is under way, after the leases have ended. */
  stop(): Promise<void>;
};

const draftsMax = 500;
/** A process that has not connected for so long stands by for others. */
const standsByMs = 5_000;

/** How many processes deliver notices: those that serve the shards, and one that stands by. */
export function sharersOf({
  shards,
  shardsPerProcess,
}: Pick<Config['discord'], 'shards' | 'shardsPerProcess'>): number {
  return Math.ceil(shards / shardsPerProcess) + 1;
}

/**
 * Discord: interactions, communities, order rooms and direct messages. Each shard of the gateway is served by the process that holds its
 * lease, and so are communities kept true; notices are leased one by one, so that every process delivers them.
 */
export function createDiscordDoor(parts: DoorParts): DiscordDoor {
  const { config, core, leases, timings } = parts;
  const log = parts.log.discord;
  const { token, apiUrl, cdnHosts, shards: count, shardsPerProcess, applicationId: botId } = config.discord;
  const { backoff, noticeWaitMs: waitMs } = timings;
  const address = { token: token.reveal(), apiUrl };
  const end = new AbortController();
  const rest = createDiscordRest(address, createPace(timings.directPerSecond / sharersOf(config.discord)));
  const reading: Reading = { isGranted: true };
  const problems = createProblems({ core, rest, log });
  const communities = createCommunities({ core, rest, log });
  const threads = createRoomThreads({
    ...{ core, rest, cdnHosts, log, backoff, signal: end.signal },
    mayRead: () => reading.isGranted,
    onUnreadable: (unread) => moveLostRoom({ core, rest, log }, unread),
  });
  const tierRoles = createTierRoles({ core, rest, problems, log });
  const relay = createRelay({ core, rest, cdnHosts, log, backoff, signal: end.signal });
  const route = createRouter({
    core,
    cards: createCardFinder(core, timings.cardEditGapMs / 4, end.signal),
    relay,
    drafts: createDrafts({ max: draftsMax, lifeMs: timings.draftLifeMs, now: Date.now }),
    cdnHosts,
    log,
  });
  const room = createShardRoom(shardsPerProcess);
  const ready = Promise.withResolvers<void>();
  let delivering: Promise<void> = Promise.resolve();

  const inPeace = (act: Promise<void>) =>
    act.catch((error: unknown) => log.warn({ err: error }, 'the core was not told of a community, it will be later'));
  const shard: ShardParts = {
    login: {
      ...address,
      awaitTurn: createIdentifyTurns({ core, log, gapMs: timings.identifyGapMs }),
      log,
      backoff,
    },
    reading,
    count,
    onReady: ready.resolve,
    async onInteraction(interaction) {
      await route(interaction);
      await tierRoles.afterInteraction(interaction satisfies BaseInteraction);
    },
    onDirect: relay.hear,
    onThread: threads.hear,
    onThreadGone: (threadId) => loseThread({ core, rest, log }, threadId),
    onJoined: (communityId, name) => inPeace(communities.meet(communityId, name)),
    onLeft: (communityId) => inPeace(communities.leave(communityId)),
  };

  function keepCommunities(held: Held): Promise<void> {
    const federated = createDiscordRest(address, createPace(timings.federationPerSecond), held.signal);
    return keepFederation(held, { core, rest: federated, botId, log, backoff, timings });
  }

  return {
    ready: ready.promise,
    start() {
      for (let id = 0; id < count; id += 1)
        leases.hold(
          `discord-shard-${id}`,
          (held) => serveShard(id, held, shard).finally(() => room.leave(id)),
          (ask) => room.enter(id, ask),
        );
      leases.hold('discord-federation', keepCommunities);
      const { staffChannelId } = config.discord;
      const mayReadThreads = async () => {
        // Whoever connects first learns whether Discord grants it; a process that only stands by takes it for granted.
        await Promise.race([ready.promise, pause(standsByMs, end.signal)]);
        return reading.isGranted;
      };
      const notices: NoticeParts = { core, rest, problems, botId, log, mayReadThreads, staffChannelId, tierRoles };
      const write = (notice: Parameters<typeof writeNotice>[1]) => writeNotice(notices, notice);
      delivering = deliverNotices({ core, write, signal: end.signal, log, backoff, waitMs });
    },
    async stop() {
      end.abort();
      await delivering;
      await Promise.all([threads.rested(), relay.rested()]);
    },
  };
}
