import type { Logger } from 'pino';
import type { Held } from '#shared/holding.ts';
import type { CommunityView, GivenRole, MarkedBuilder } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { pause } from '../backoff.ts';
import { isSameRole, type Network } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError, type DiscordRest } from './rest.ts';

/** What keeping roles needs. */
export type RolesOptions = {
  readonly rest: DiscordRest;
  readonly network: Pick<Network, 'communities' | 'community' | 'builders' | 'noteRoles'>;
  readonly problems: Problems;
  readonly held: Held;
  readonly log: Logger;
  readonly roleGapMs: number;
  readonly blockedMs: number;
};

/** Roles of builders: who is live, and the badges of guilds. */
export type Roles = {
  /** Compares what was given with what should be, in every community, and gives and takes what differs. */
  compareAll(signal: AbortSignal): Promise<void>;
};

const { audit } = textsFor('en').federation;
/** Whoever is no member of a community is not looked for again for so long. */
const strangerMs = 60 * 60_000;

/** The roles that builders should have in a community: LIVE first, because it is over soonest. */
export function desiredRoles({ isPresent, settings }: CommunityView, builders: readonly MarkedBuilder[]): GivenRole[] {
  if (!isPresent) return [];
  const shown = builders.filter(({ id }) => settings.builderIds.length === 0 || settings.builderIds.includes(id));
  const { liveRoleId, guildRoleIds } = settings;
  const live = shown.flatMap(({ discordId: userId, isLive }) =>
    isLive && liveRoleId !== null ? [{ userId, roleId: liveRoleId }] : [],
  );
  const badges = shown.flatMap(({ discordId: userId, guilds }) =>
    guilds.flatMap((guild) => {
      const roleId = guildRoleIds[guild];
      return roleId === null ? [] : [{ userId, roleId }];
    }),
  );
  return [...live, ...badges].filter((each, index, all) => all.findIndex((other) => isSameRole(each, other)) === index);
}

/** What of the roles that were given is no longer right. Roles for buyers' tiers are minded where buyers are met. */
export function outdatedRoles(community: CommunityView, desired: readonly GivenRole[]): GivenRole[] {
  const { member, vip } = community.settings.tierRoleIds;
  return community.rolesGiven.filter(
    (given) =>
      !desired.some((each) => isSameRole(each, given)) &&
      (!community.isPresent || (given.roleId !== member && given.roleId !== vip)),
  );
}

/** Makes what keeps builders' roles. A role is noted at the core before it is given, so that it is taken back whatever happens. */
export function createRoles(options: RolesOptions): Roles {
  const { rest, network, problems, held, log, roleGapMs, blockedMs } = options;
  /** Until when somebody is left alone in a community, or a role there. */
  const restsUntil = new Map<string, number>();
  const rests = (...parts: readonly string[]) => (restsUntil.get(parts.join(':')) ?? 0) > Date.now();
  const leaveAlone = (ms: number, ...parts: readonly string[]) => restsUntil.set(parts.join(':'), Date.now() + ms);

  /**
   * Whether a noted role was really given, as far as this process knows: Discord may not have answered, and another process may have
   * died before it asked. What a live builder is seen by is looked for once; a badge that somebody took away by hand stays away.
   */
  const isThere = new Map<string, boolean>();

  function isMissing(communityId: string, role: GivenRole): boolean {
    const isSure = isThere.get(keyOf(communityId, role)) ?? !isLiveRole(communityId, role);
    return !isNoted(communityId, role) || !isSure;
  }

  function isNoted(communityId: string, role: GivenRole): boolean {
    return network.community(communityId)?.rolesGiven.some((each) => isSameRole(each, role)) ?? false;
  }

  function isLiveRole(communityId: string, { roleId }: GivenRole): boolean {
    return network.community(communityId)?.settings.liveRoleId === roleId;
  }

  async function give(communityId: string, role: GivenRole): Promise<boolean> {
    const member = await rest.findMember(communityId, role.userId);
    const key = keyOf(communityId, role);
    if (!member || member.roles.includes(role.roleId)) {
      // Whoever has it by somebody else's hand keeps it by theirs.
      if (!isNoted(communityId, role)) leaveAlone(strangerMs, key);
      isThere.set(key, true);
      return false;
    }
    if (!held.isHeld()) return false;
    await network.noteRoles(communityId, { given: [role], taken: [] });
    isThere.set(key, false);
    const isLive = isLiveRole(communityId, role);
    try {
      await rest.giveRole(communityId, role.userId, role.roleId, isLive ? audit.live : audit.badge);
    } catch (error) {
      if (isRoleRefused(error)) await network.noteRoles(communityId, { given: [], taken: [role] });
      throw error;
    }
    isThere.set(key, true);
    await solve(communityId, role);
    return true;
  }

  async function take(communityId: string, role: GivenRole): Promise<boolean> {
    try {
      await rest.takeRole(communityId, role.userId, role.roleId, audit.taken);
    } catch (error) {
      // Nobody is left to take it from, or nothing.
      const isOver = isDiscordError(error, codes.unknownMember, codes.unknownUser, codes.unknownRole);
      if (!isOver) throw error;
    }
    await network.noteRoles(communityId, { given: [], taken: [role] });
    isThere.delete(keyOf(communityId, role));
    await solve(communityId, role);
    return true;
  }

  async function solve(communityId: string, { roleId }: GivenRole): Promise<void> {
    const community = network.community(communityId);
    restsUntil.delete(`${communityId}:${roleId}`);
    if (community) await problems.solve(community, { key: 'may-not-roles', subject: roleId });
  }

  async function change(community: CommunityView, role: GivenRole, act: typeof give, signal: AbortSignal) {
    if (rests(community.id, role.roleId) || rests(keyOf(community.id, role))) return;
    if (signal.aborted || !held.isHeld()) return;
    try {
      if (!(await act(community.id, role))) return;
    } catch (error) {
      if (!isRoleRefused(error)) throw error;
      leaveAlone(blockedMs, community.id, role.roleId);
      await problems.note(community.id, { key: 'may-not-roles', subject: role.roleId });
    }
    await pause(roleGapMs, signal);
  }

  async function compare(community: CommunityView, signal: AbortSignal): Promise<void> {
    const desired = desiredRoles(community, network.builders());
    for (const role of outdatedRoles(community, desired))
      // Of a community that the bot has left nothing can be taken.
      if (community.isPresent) await change(community, role, take, signal);
    for (const role of desired) if (isMissing(community.id, role)) await change(community, role, give, signal);
  }

  return {
    async compareAll(signal) {
      const all = [...network.communities()];
      const results = await Promise.allSettled(all.map((each) => compare(each, signal)));
      const failures = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      log.debug({ communities: all.length, failures: failures.length }, 'roles are compared');
      if (failures.length > 0) throw new AggregateError(failures, 'roles of some communities could not be compared');
    },
  };
}

function keyOf(communityId: string, { userId, roleId }: GivenRole): string {
  return [communityId, userId, roleId].join(':');
}

function isRoleRefused(error: unknown): boolean {
  return isDiscordError(error, codes.missingPermissions, codes.missingAccess, codes.unknownRole);
}
