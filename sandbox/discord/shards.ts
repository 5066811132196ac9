import { GatewayDispatchEvents as Event } from 'discord-api-types/v10';
import type { Dispatched } from './gateway-events.ts';

/** The part of a bot's communities that one connection serves, and of how many parts. */
export type Shard = { readonly id: number; readonly count: number };

/** Reads `shard` of an identification: all communities when it is left out, undefined when it is none. */
export function readShard(value: unknown): Shard | undefined {
  if (value === undefined) return { id: 0, count: 1 };
  if (!Array.isArray(value)) return undefined;
  const [id, count]: unknown[] = value;
  const isShard = Number.isInteger(id) && Number.isInteger(count) && Number(id) >= 0 && Number(id) < Number(count);
  return isShard ? { id: Number(id), count: Number(count) } : undefined;
}

/**
 * Whether a shard is told of a community.
 *
 * @see https://docs.discord.com/developers/events/gateway#sharding
 */
export function servesCommunity({ id, count }: Shard, communityId: string): boolean {
  return Number((BigInt(communityId) >> 22n) % BigInt(count)) === id;
}

/** Whether a shard is told of an event. What belongs to no community, direct messages above all, comes to the first. */
export function hearsOf(shard: Shard, { t, d }: Dispatched): boolean {
  const isCommunity = t === Event.GuildCreate || t === Event.GuildDelete;
  const place = isCommunity && 'id' in d ? d.id : 'guild_id' in d ? d.guild_id : undefined;
  return typeof place === 'string' ? servesCommunity(shard, place) : shard.id === 0;
}
