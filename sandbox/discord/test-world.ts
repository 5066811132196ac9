import { isRecord } from './form.ts';
import type { DiscordOptions } from './server.ts';

/** Ids and secrets of the small world that the tests share. */
export const appId = '900000000000000001';
export const botToken = 'tests.only.bot-token';
export const clientSecret = 'client-secret-of-the-tests';
export const redirectUri = 'http://127.0.0.1:1/oauth/discord';
export const builder = '100000000000000001';
export const buyer = '100000000000000002';
export const staff = '100000000000000003';
export const stranger = '100000000000000004';
export const community = '200000000000000001';
export const general = '300000000000000001';
export const staffRoom = '300000000000000002';
export const badge = '400000000000000001';
export const staffRole = '400000000000000002';
export const chiefRole = '400000000000000003';

/** Two members, a member of staff, a stranger, and one community with an open and a closed channel. */
export function world(): DiscordOptions {
  return {
    botToken,
    applicationId: appId,
    clientSecret,
    redirectUris: [redirectUri],
    users: [
      { id: builder, username: 'ada', displayName: 'Ada', twitch: { id: '7001', login: 'ada_builds' } },
      { id: buyer, username: 'bea', displayName: 'Bea', email: 'bea@example.test', locale: 'de' },
      { id: staff, username: 'cyd', displayName: 'Cyd' },
      { id: stranger, username: 'dot', displayName: 'Dot' },
    ],
    communities: [
      {
        id: community,
        name: 'Keyboard Club',
        ownerId: staff,
        roles: [
          { id: badge, name: 'Builder' },
          { id: staffRole, name: 'Staff', permissions: String(1n << 2n) },
          { id: chiefRole, name: 'Chief', aboveBot: true },
        ],
        channels: [
          { id: general, name: 'general' },
          { id: staffRoom, name: 'staff', visibleToRoleIds: [staffRole] },
        ],
        members: [{ userId: builder }, { userId: buyer }, { userId: staff, roleIds: [staffRole] }],
      },
    ],
  };
}

/** The JSON object that an answer must be. */
export function toRecord(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw new Error(`expected an object, got ${JSON.stringify(value)}`);
  return value;
}

/** A text that an answer must hold. */
export function textAt(value: unknown, key: string): string {
  const text = toRecord(value)[key];
  if (typeof text !== 'string') throw new Error(`expected a text at ${key} of ${JSON.stringify(value)}`);
  return text;
}
