import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { makeId, type CitizenId } from '#shared/ids.ts';
import type { Citizen } from '../../domain/citizen.ts';

/** The channel in whose panel everybody claims. */
export const channelId = '100000001';

/** The builder whose drops are claimed. */
export const builderId: CitizenId = makeId('citizen', 'benchbuilder');

/** Buyers by number: `from` and the `count - 1` after it. */
export type Buyers = { readonly from: number; readonly count: number };

/** What a buyer is called on Twitch. Everybody is somebody else. */
export function twitchIdOf(buyer: number): string {
  return String(200_000_000 + buyer);
}

/** A buyer who was met before: somebody with one account, and so a guest. */
export function citizenOf(citizenId: CitizenId, buyer: number, joinedAt: number): Citizen {
  const id = twitchIdOf(buyer);
  return {
    id: citizenId,
    version: 0,
    nickname: `viewer${buyer}`,
    accounts: [{ platform: 'twitch', id, handle: `viewer${buyer}` }],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt,
  };
}

/** A prime larger than most crowds: stepping by it visits everybody once, never in the order in which they joined. */
const stride = 7_919;

/**
 * Each buyer's own token of the extension, as Twitch signs it for a viewer who shares who they are. Their order is not that in which
 * they joined, which would spare the store's pages; it is the same in every run.
 */
export function tokensOf({ from, count }: Buyers, secretBase64: string): readonly string[] {
  const key = createSecretKey(Buffer.from(secretBase64, 'base64'));
  const step = count % stride === 0 ? 1 : stride;
  return Array.from({ length: count }, (_, turn) => {
    const userId = twitchIdOf(from + ((turn * step) % count));
    return jwt.sign(
      {
        channel_id: channelId,
        opaque_user_id: `U${userId}`,
        user_id: userId,
        role: 'viewer',
        pubsub_perms: { listen: ['broadcast', 'global'] },
      },
      key,
      { algorithm: 'HS256', expiresIn: '1h' },
    );
  });
}
