import { type BaseInteraction, GuildMember } from 'discord.js';
import type { Logger } from 'pino';
import type { Tier } from '#shared/schemas/citizen.ts';
import type { CommunityView, GivenRole } from '#shared/schemas/community.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Core } from '../api.ts';
import { listAllCommunities } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError, type DiscordRest } from './rest.ts';
import { findRoom } from './room-open.ts';

/** Roles for buyers by their tier, in communities that chose some. */
export type TierRoles = {
  /** Somebody has used the bot in a community: the payload tells which roles they have. Never throws. */
  afterInteraction(interaction: BaseInteraction): Promise<void>;
  /** An order of somebody is done. Never throws. */
  afterOrder(notice: NoticeView): Promise<void>;
};

type Parts = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly problems: Problems;
  readonly log: Logger;
};

/** Whoever was looked at in a community is not looked at again for so long. */
const restsMs = 10 * 60_000;
const rememberedMax = 10_000;
const { audit } = textsFor('en').federation;

/** The roles for tiers that somebody should get, and those to be taken back of what the bot has given them. */
export function tierChanges(
  { settings, rolesGiven }: Pick<CommunityView, 'settings' | 'rolesGiven'>,
  userId: string,
  memberRoleIds: readonly string[],
  tier: Tier,
): { readonly give: GivenRole[]; readonly take: GivenRole[] } {
  const { member, vip } = settings.tierRoleIds;
  const wanted = tier === 'guest' ? null : tier === 'vip' ? vip : member;
  const take = rolesGiven.filter(
    (each) => each.userId === userId && each.roleId !== wanted && (each.roleId === member || each.roleId === vip),
  );
  const isMissing = wanted !== null && !memberRoleIds.includes(wanted);
  return { give: isMissing ? [{ userId, roleId: wanted }] : [], take };
}

/** Makes what minds tiers. As with builders' roles, one is noted at the core before it is given. */
export function createTierRoles({ core, rest, problems, log }: Parts): TierRoles {
  const seenUntil = new Map<string, number>();

  function isDue(communityId: string, userId: string): boolean {
    const key = `${communityId}:${userId}`;
    if ((seenUntil.get(key) ?? 0) > Date.now()) return false;
    seenUntil.delete(key);
    seenUntil.set(key, Date.now() + restsMs);
    for (const other of seenUntil.keys()) if (seenUntil.size > rememberedMax) seenUntil.delete(other);
    return true;
  }

  async function reconcile(community: CommunityView, userId: string, roleIds: readonly string[], tier: Tier) {
    const { give, take } = tierChanges(community, userId, roleIds, tier);
    const params = { communityId: community.id };
    for (const role of take) {
      const became = await inPeace(community.id, role, () =>
        rest.takeRole(community.id, userId, role.roleId, audit.taken),
      );
      if (became !== 'refused') await core.own.noteRoles({ params, body: { given: [], taken: [role] } });
    }
    for (const role of give) {
      await core.own.noteRoles({ params, body: { given: [role], taken: [] } });
      const became = await inPeace(community.id, role, () =>
        rest.giveRole(community.id, userId, role.roleId, audit.tier),
      );
      if (became !== 'done') await core.own.noteRoles({ params, body: { given: [], taken: [role] } });
      else await problems.solve(community, { key: 'may-not-roles', subject: role.roleId });
    }
  }

  /** @returns `gone` for whoever is no member any more, or a role that is gone; `refused` where Discord does not let us */
  async function inPeace(
    communityId: string,
    { roleId }: GivenRole,
    act: () => Promise<void>,
  ): Promise<'done' | 'gone' | 'refused'> {
    try {
      await act();
      return 'done';
    } catch (error) {
      if (isDiscordError(error, codes.unknownMember, codes.unknownUser, codes.unknownRole)) return 'gone';
      if (!isDiscordError(error, codes.missingPermissions, codes.missingAccess)) throw error;
      await problems.note(communityId, { key: 'may-not-roles', subject: roleId });
      return 'refused';
    }
  }

  async function tierOf(discordId: string): Promise<Tier> {
    return (await core.own.getPassport({ params: { discordId } })).tier;
  }

  return {
    async afterInteraction({ guildId, user, member, id }) {
      if (guildId === null || !member || !isDue(guildId, user.id)) return;
      try {
        const community = await core.own.getCommunity({ params: { communityId: guildId } });
        if (!wantsTiers(community)) return;
        const roleIds = member instanceof GuildMember ? [...member.roles.cache.keys()] : member.roles;
        await reconcile(community, user.id, roleIds, await tierOf(user.id));
      } catch (error) {
        log.warn({ err: error, interactionId: id }, 'the tier of a buyer could not be shown');
      }
    },
    async afterOrder({ accountId, tag, id }) {
      try {
        const claimedIn = tag === null ? null : ((await findRoom(core, tag))?.claimedIn ?? null);
        const concerned = (await listAllCommunities(core)).filter(
          (each) =>
            wantsTiers(each) && (each.id === claimedIn || each.rolesGiven.some(({ userId }) => userId === accountId)),
        );
        if (concerned.length === 0) return;
        const tier = await tierOf(accountId);
        for (const community of concerned) {
          const member = await rest.findMember(community.id, accountId);
          if (member) await reconcile(community, accountId, member.roles, tier);
        }
      } catch (error) {
        log.warn({ err: error, noticeId: id }, 'the tier of a buyer could not be shown');
      }
    },
  };
}

function wantsTiers({ isPresent, settings }: CommunityView): boolean {
  return isPresent && (settings.tierRoleIds.member !== null || settings.tierRoleIds.vip !== null);
}
