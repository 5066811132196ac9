import type { World } from './model.ts';
import { addCommunity, type CommunitySeed } from './seed.ts';

/** A community of a crowd: what a test needs to know of it. */
export type CrowdCommunity = { readonly id: string; readonly dropsChannelId: string; readonly newsChannelId: string };

const firstId = 700_000_000_000_000_000n;
/** Far enough apart that sharding, which looks at the upper bits, spreads them. */
const stride = 1n << 22n;

/**
 * Makes many communities with the bot in them, each with the same owner, channels for drops and announcements, and two roles.
 * They are the same ones each time: the first is always the same.
 */
export function createManyCommunities(world: World, count: number, ownerId: string): readonly CrowdCommunity[] {
  return Array.from({ length: count }, (_, index) => {
    const base = firstId + BigInt(index) * stride;
    const id = String(base);
    const [dropsChannelId, newsChannelId] = [String(base + 1n), String(base + 2n)];
    const seed: CommunitySeed = {
      id,
      name: `Community ${index + 1}`,
      ownerId,
      channels: [
        { id: dropsChannelId, name: 'drops' },
        { id: newsChannelId, name: 'news' },
      ],
      roles: [
        { id: String(base + 3n), name: 'LIVE NOW' },
        { id: String(base + 4n), name: 'Drop alerts', mentionable: true },
      ],
      members: [{ userId: ownerId }],
    };
    if (!world.communities.has(id)) addCommunity(world, seed);
    return { id, dropsChannelId, newsChannelId };
  });
}
