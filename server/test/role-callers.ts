import { createHash } from 'node:crypto';
import type { Auth } from '#shared/api/endpoint.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import { day, minute } from '#shared/house-rules.ts';
import { community } from '../../sandbox/seed/community.ts';
import { personCalled } from '../../sandbox/people.ts';
import type { Citizen } from '../domain/citizen.ts';
import { planBan } from '../usecases/people/bans.ts';
import { meetCitizen } from '../usecases/people/citizens.ts';
import { viewerToken, type TestWorld } from './world.ts';

/**
 * Who may stand at a door where something of Nova's and Kumo's is, and has no business there. `viewer`: does not share who they are.
 * `unlinked`: an account of Twitch and nothing else. `marketer`: gets a share of the very order. `lapsed`: was of the staff until a
 * moment ago. `bot`: without anybody to act for. `broadcaster`: another builder at the desk of their own channel.
 */
export const callers = [
  'nobody',
  'viewer',
  'unlinked',
  'buyer',
  'builder',
  'marketer',
  'lapsed',
  'banned',
  'bot',
  'operator',
  'broadcaster',
] as const;
export type Caller = (typeof callers)[number];
export type Headers = Readonly<Record<string, string>>;

/** Those who come with a browser that is signed in to the website. */
export const visitors = { buyer: 'mori', builder: 'yuzu', marketer: 'hana', lapsed: 'sol', banned: 'ash' } as const;
export type Visitor = keyof typeof visitors;

/** The cookie of a browser that is signed in, and what its forms prove themselves by. */
export type SignedIn = { readonly cookie: string; readonly csrf: string };

/** Signs in everybody who comes with a browser, bans one of them, and takes the staff's role from another. */
export async function gather(world: TestWorld): Promise<Readonly<Record<Visitor, SignedIn>>> {
  const { core } = world.app();
  const ash = await citizenCalled(world, visitors.banned);
  const ban = await planBan(core, ash, ash.id, 'chargebacks');
  if (!ban.ok) throw new Error('nobody could be banned');
  await core.store.commit(ban.commit);
  const account = personCalled(visitors.lapsed).discord?.id ?? '';
  if (!(await core.staff.isStaff(account))) throw new Error('whoever is to lapse never was of the staff');
  world.discord?.byHand.setRole(account, community.places.staffRoleId, false);
  // Longer than Discord's last answer is remembered.
  await world.pass(minute);
  return {
    buyer: await enter(world, visitors.buyer),
    builder: await enter(world, visitors.builder),
    marketer: await enter(world, visitors.marketer),
    lapsed: await enter(world, visitors.lapsed),
    banned: await enter(world, visitors.banned),
  };
}

/** A session as the website keeps one, without the way over a platform's page. */
async function enter(world: TestWorld, key: string): Promise<SignedIn> {
  const value = `session-of-${key}`;
  const { store, clock } = world.app().core;
  const record = {
    id: createHash('sha256').update(value).digest('hex'),
    version: 0,
    citizenId: (await citizenCalled(world, key)).id,
    csrf: `csrf-of-${key}`,
    payCode: null,
    expiresAt: clock.now() + day,
  };
  await store.commit({ put: [{ kind: 'session', record }] });
  return { cookie: `c500=${value}`, csrf: record.csrf };
}

async function citizenCalled({ app }: TestWorld, key: string): Promise<Citizen> {
  const { twitch } = personCalled(key);
  const account = { platform: 'twitch', id: twitch?.id ?? '', handle: twitch?.login ?? '' } as const;
  return meetCitizen(app().core, account);
}

/** What a call of the API carries for somebody. */
export function credentialsOf(
  world: TestWorld,
  signedIn: Readonly<Record<Visitor, SignedIn>>,
): Readonly<Record<Caller, Headers>> {
  const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
  const inBrowser = ({ cookie, csrf }: SignedIn): Headers => ({ cookie, 'x-c500-csrf': csrf });
  return {
    nobody: {},
    viewer: bearer(viewerToken(world.twitch, 'pip', 'kumo', false)),
    unlinked: bearer(viewerToken(world.twitch, 'pip', 'kumo', true)),
    buyer: inBrowser(signedIn.buyer),
    builder: inBrowser(signedIn.builder),
    marketer: inBrowser(signedIn.marketer),
    lapsed: inBrowser(signedIn.lapsed),
    banned: inBrowser(signedIn.banned),
    bot: bearer(world.credentials.botServiceToken),
    operator: bearer(world.credentials.operatorToken),
    broadcaster: bearer(viewerToken(world.twitch, 'yuzu', 'yuzu', true)),
  };
}

const isService = (caller: Caller) => caller === 'nobody' || caller === 'bot' || caller === 'operator';
const sells = (caller: Caller) => caller === 'builder' || caller === 'broadcaster';
const isInPanel = (caller: Caller) => caller === 'viewer' || caller === 'unlinked' || caller === 'broadcaster';

/** What the door alone says to somebody: the code of its refusal, or `in` when they are let through to what is behind it. */
export function judgedAtDoor(auth: Auth, caller: Caller): RefusalCode | 'in' {
  const unless = (isLetIn: boolean, code: RefusalCode) => (isLetIn ? 'in' : code);
  switch (auth) {
    case 'public':
    case 'proxied':
      return 'in';
    case 'viewer':
      return unless(isInPanel(caller), 'not-signed-in');
    case 'citizen':
      if (isService(caller)) return 'not-signed-in';
      return unless(caller !== 'viewer', 'identity-not-shared');
    case 'builder':
      if (isService(caller)) return 'not-signed-in';
      if (caller === 'viewer') return 'identity-not-shared';
      return unless(sells(caller), 'not-a-builder');
    case 'broadcaster':
    case 'desk':
      if (!isInPanel(caller)) return 'not-signed-in';
      return unless(caller === 'broadcaster', 'not-the-broadcaster');
    case 'bot':
      return unless(caller === 'bot', 'not-signed-in');
    case 'staff':
      return unless(caller === 'operator', 'not-signed-in');
    case 'staff-member':
      if (caller === 'viewer') return 'identity-not-shared';
      return isService(caller) || isInPanel(caller) ? 'not-signed-in' : 'not-staff';
    case 'activity':
      return 'not-signed-in';
    default:
      return auth satisfies never;
  }
}
