import type { Client } from '#shared/api/client.ts';
import type { CommunitySettings } from '#shared/schemas/community.ts';
import { badges, communitySeeds, community } from './community.ts';

const nothing: CommunitySettings = {
  dropsChannelId: null,
  announcementsChannelId: null,
  roomsChannelId: null,
  liveCountChannelId: null,
  guilds: [],
  builderIds: [],
  liveRoleId: null,
  alertRoleId: null,
  guildRoleIds: { builder: null, artisan: null, modder: null, vintage: null },
  tierRoleIds: { member: null, vip: null },
  networkBans: true,
};

const { places } = community;
const chosen: Readonly<Record<string, CommunitySettings>> = {
  [places.communityId]: {
    ...nothing,
    dropsChannelId: places.buildsChannelId,
    announcementsChannelId: places.announcementsChannelId,
    roomsChannelId: places.roomsChannelId,
    liveCountChannelId: places.liveCountChannelId,
    liveRoleId: badges.live,
    alertRoleId: badges.alerts,
    guildRoleIds: {
      builder: badges.builder,
      artisan: badges.artisan,
      modder: badges.modder,
      vintage: badges.vintage,
    },
    tierRoleIds: { member: badges.member, vip: badges.vip },
  },
  [places.otherCommunityId]: {
    ...nothing,
    dropsChannelId: places.otherDropsChannelId,
    announcementsChannelId: places.otherDropsChannelId,
    guilds: ['artisan', 'modder'],
    liveRoleId: badges.otherLive,
    alertRoleId: badges.otherAlerts,
  },
};

/** What the admins of both communities have chosen, told to the core as the bot would tell it. */
export async function chooseForCommunities(bot: Client): Promise<void> {
  for (const { id: communityId, name, ownerId } of communitySeeds) {
    await bot.meetCommunity({ params: { communityId }, body: { name, isPresent: true } });
    await bot.changeCommunity({
      params: { communityId },
      body: { by: ownerId, settings: chosen[communityId] ?? nothing },
    });
  }
}
