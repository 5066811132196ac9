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
export function citizenOf(buyer: number, joinedAt: number): Citizen {
  const id = twitchIdOf(buyer);
  return {
    id: makeId('citizen', `bench${id}`),
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

/** Each buyer's own token of the extension, as Twitch signs it for a viewer who shares who they are. */
export function tokensOf({ from, count }: Buyers, secretBase64: string): readonly string[] {
  const key = createSecretKey(Buffer.from(secretBase64, 'base64'));
  return Array.from({ length: count }, (_, index) =>
    jwt.sign(
      {
        channel_id: channelId,
        opaque_user_id: `U${twitchIdOf(from + index)}`,
        user_id: twitchIdOf(from + index),
        role: 'viewer',
        pubsub_perms: { listen: ['broadcast', 'global'] },
      },
      key,
      { algorithm: 'HS256', expiresIn: '1h' },
    ),
  );
}
