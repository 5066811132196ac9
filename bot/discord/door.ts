import { Events, type Client, type Interaction } from 'discord.js';
import type { Held } from '#shared/holding.ts';
import type { Core } from '../api.ts';
import type { Timings } from '../app.ts';
import type { Config } from '../config.ts';
import { deliverNotices } from '../deliver.ts';
import { untilAborted, type Ask, type Leases } from '../leases.ts';
import type { Log } from '../log.ts';
import { createCardFinder } from './card-finder.ts';
import { connectDiscord, createRestClient } from './connect.ts';
import { writeNotice } from './direct-messages.ts';
import { createDrafts } from './drafts.ts';
import { keepFederation } from './federation.ts';
import { createIdentifyTurns } from './identify.ts';
import { createPace } from './pace.ts';
import { createDiscordRest } from './rest.ts';
import { createRouter } from './router.ts';

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

/**
 * Discord: interactions, communities and direct messages. Each shard of the gateway is served by the process that holds its lease, and
 * so are communities kept true; notices are leased one by one, so that every process delivers them.
 */
export function createDiscordDoor({ config, core, leases, log, timings }: DoorParts): DiscordDoor {
  const { token, apiUrl, cdnHosts, shards, shardsPerProcess, applicationId: botId } = config.discord;
  const { backoff, noticeWaitMs: waitMs } = timings;
  const address = { token: token.reveal(), apiUrl };
  const rest = createRestClient(address);
  const end = new AbortController();
  const cards = createCardFinder(core, timings.cardEditGapMs / 4, end.signal);
  const drafts = createDrafts({ max: draftsMax, lifeMs: timings.draftLifeMs, now: Date.now });
  const route = createRouter({ core, cards, drafts, cdnHosts, log: log.discord });
  const awaitTurn = createIdentifyTurns({ core, log: log.discord, gapMs: timings.identifyGapMs });
  const room = createRoom(shardsPerProcess);
  const ready = Promise.withResolvers<void>();
  let delivering: Promise<void> = Promise.resolve();

  async function serveShard(id: number, held: Held): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const onInteraction = (interaction: Interaction) => {
      // Whoever serves the shard now hears of it as well.
      if (!held.isHeld()) return;
      const handled = route(interaction);
      underWay.add(handled);
      void handled.then(() => underWay.delete(handled));
    };
    const shard = { id, count: shards };
    const { signal } = held;
    try {
      const login = { ...address, shard, awaitTurn, onInteraction, signal, log: log.discord, backoff };
      const connection = await connectDiscord(login);
      if (!connection) return;
      try {
        ready.resolve();
        await lastingly(connection.client, signal);
      } finally {
        await connection.close();
        await Promise.all(underWay);
      }
    } finally {
      room.leave(id);
    }
  }

  function keepCommunities(held: Held): Promise<void> {
    const pace = createPace(timings.federationPerSecond);
    const federated = createDiscordRest(address, () => pace.turn(held.signal));
    return keepFederation(held, { core, rest: federated, botId, log: log.discord, backoff, timings });
  }

  return {
    ready: ready.promise,
    start() {
      for (let id = 0; id < shards; id += 1)
        leases.hold(
          `discord-shard-${id}`,
          (held) => serveShard(id, held),
          (ask) => room.enter(id, ask),
        );
      leases.hold('discord-federation', keepCommunities);
      const write = (notice: Parameters<typeof writeNotice>[1]) => writeNotice(rest, notice);
      delivering = deliverNotices({ core, write, signal: end.signal, log: log.discord, backoff, waitMs });
    },
    async stop() {
      end.abort();
      await delivering;
      await rest.destroy();
    },
  };
}

/** Resolves when the signal ends. @throws Error when Discord ends the session for good */
async function lastingly(client: Client, signal: AbortSignal): Promise<void> {
  const { promise: lost, reject } = Promise.withResolvers<never>();
  client.once(Events.Invalidated, () => reject(new Error('Discord ended the session for good')));
  await Promise.race([lost, untilAborted(signal)]);
}

/** Room for so many shards in this process: what it does not take is left to others. */
function createRoom(most: number) {
  const inside = new Set<number>();
  return {
    /** Asks for a shard's lease if there is room for it. */
    async enter(id: number, ask: Ask): Promise<boolean> {
      const wasInside = inside.has(id);
      if (!wasInside && inside.size >= most) return false;
      inside.add(id);
      try {
        const isOurs = await ask();
        if (!isOurs) inside.delete(id);
        return isOurs;
      } catch (error) {
        if (!wasInside) inside.delete(id);
        throw error;
      }
    },
    leave(id: number): void {
      inside.delete(id);
    },
  };
}
