import type { CommunitySettings } from '#shared/schemas/community.ts';

/** What a community shows and does until an admin chooses: nothing is posted anywhere, no role is given, no ban is carried. */
export const defaultSettings: CommunitySettings = {
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
  networkBans: false,
};
