import { Events, GatewayCloseCodes, type Client, type Interaction } from 'discord.js';
import type { Held } from '#shared/holding.ts';
import type { Ask } from '../leases.ts';
import { untilAborted } from '../leases.ts';
import { connectDiscord, type DiscordLogin, type Reading } from './connect.ts';
import { hearMessages, ownThreads } from './hear.ts';
import type { SeenMessage } from './rest.ts';

/** What serving shards needs. */
export type ShardParts = {
  readonly login: Omit<DiscordLogin, 'shard' | 'onInteraction' | 'onClient' | 'reading' | 'signal'>;
  readonly reading: Reading;
  /** Into how many shards the communities are divided, the same for every process. */
  readonly count: number;
  readonly onReady: () => void;
  /** These never throw. Each is waited for when the shard ends. */
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  readonly onDirect: (message: SeenMessage) => void;
  readonly onThread: (threadId: string) => void;
  readonly onThreadGone: (threadId: string) => Promise<void>;
  readonly onJoined: (communityId: string, name: string) => Promise<void>;
  readonly onLeft: (communityId: string) => Promise<void>;
};

/** Serves one shard of the gateway while its lease is held. @throws Error when Discord ends the session for good */
export async function serveShard(id: number, held: Held, parts: ShardParts): Promise<void> {
  const underWay = new Set<Promise<void>>();
  // Whoever serves the shard now hears of it as well.
  const during = (act: () => Promise<void>): void => {
    if (!held.isHeld()) return;
    const handled = act();
    underWay.add(handled);
    void handled.then(() => underWay.delete(handled));
  };
  const { signal } = held;
  const login: DiscordLogin = {
    ...parts.login,
    shard: { id, count: parts.count },
    reading: parts.reading,
    signal,
    onInteraction: (interaction) => during(() => parts.onInteraction(interaction)),
    onClient(client) {
      hearMessages(client, {
        onDirect: (message) => held.isHeld() && parts.onDirect(message),
        onThread: (threadId) => held.isHeld() && parts.onThread(threadId),
        onThreadGone: (threadId) => during(() => parts.onThreadGone(threadId)),
      });
      client.on(Events.GuildCreate, ({ id: joined, name }) => during(() => parts.onJoined(joined, name)));
      client.on(Events.GuildDelete, ({ id: left }) => during(() => parts.onLeft(left)));
      // What was said in rooms while nobody listened is caught up with.
      for (const stands of [Events.ShardReady, Events.ShardResume] as const)
        client.on(stands, () => {
          if (held.isHeld()) for (const threadId of ownThreads(client)) parts.onThread(threadId);
        });
    },
  };
  while (!signal.aborted) {
    const connection = await connectDiscord(login);
    if (!connection) return;
    try {
      parts.onReady();
      await lastingly(connection.client, parts.reading, signal);
    } finally {
      await connection.close();
      await Promise.all(underWay);
    }
  }
}

/**
 * Resolves when the signal ends, and when Discord no longer lets the bot read: then it connects again without.
 *
 * @throws Error when Discord ends the session for good
 */
async function lastingly(client: Client, reading: Reading, signal: AbortSignal): Promise<void> {
  const { promise: lost, resolve, reject } = Promise.withResolvers<void>();
  client.once(Events.Invalidated, () => reject(new Error('Discord ended the session for good')));
  client.on(Events.ShardDisconnect, ({ code }) => {
    if (code !== Number(GatewayCloseCodes.DisallowedIntents)) return;
    reading.isGranted = false;
    resolve();
  });
  await Promise.race([lost, untilAborted(signal)]);
}

/** Room for so many shards in this process: what it does not take is left to others. */
export function createShardRoom(most: number) {
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
