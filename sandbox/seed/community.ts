import { people, personCalled, type Person } from '../people.ts';
import type { CommunitySeed } from '../discord/seed.ts';
import type { DiscordUser } from '../discord/model.ts';

/** Where things are in the sandbox's communities, by their Discord ids. */
export type CommunityPlaces = {
  readonly communityId: string;
  readonly buildsChannelId: string;
  readonly announcementsChannelId: string;
  readonly loungeChannelId: string;
  readonly roomsChannelId: string;
  readonly staffChannelId: string;
  readonly liveCountChannelId: string;
  readonly voiceChannelId: string;
  readonly staffRoleId: string;
  /** The second community, of people who know some of the same builders. */
  readonly otherCommunityId: string;
  readonly otherDropsChannelId: string;
};

const places: CommunityPlaces = {
  communityId: '400000000000000001',
  buildsChannelId: '400000000000000011',
  loungeChannelId: '400000000000000012',
  announcementsChannelId: '400000000000000013',
  roomsChannelId: '400000000000000014',
  staffChannelId: '400000000000000015',
  liveCountChannelId: '400000000000000016',
  voiceChannelId: '400000000000000017',
  staffRoleId: '400000000000000021',
  otherCommunityId: '500000000000000001',
  otherDropsChannelId: '500000000000000011',
};

/** Roles that communities hand out through the bot, which are all below its own. */
export const badges = {
  alerts: '400000000000000022',
  member: '400000000000000023',
  vip: '400000000000000024',
  vintage: '400000000000000025',
  modder: '400000000000000026',
  artisan: '400000000000000027',
  builder: '400000000000000028',
  live: '400000000000000029',
  otherAlerts: '500000000000000022',
  otherLive: '500000000000000023',
} as const;

const home: CommunitySeed = {
  id: places.communityId,
  name: 'The Cloud',
  ownerId: idOf('sol'),
  channels: [
    {
      id: places.buildsChannelId,
      name: 'available-builds',
      topic: 'Drops that are open right now. Press Buy and a unit waits for you.',
    },
    {
      id: places.announcementsChannelId,
      name: 'bench-news',
      topic: 'Who is at the bench, and what drops live.',
      shape: 'announcement',
    },
    { id: places.loungeChannelId, name: 'lounge', topic: 'Desks, keycaps and calm.' },
    { id: places.roomsChannelId, name: 'order-rooms', topic: 'A private room for each order opens here.' },
    {
      id: places.staffChannelId,
      name: 'c500-desk',
      topic: 'For those who work for C500.',
      visibleToRoleIds: [places.staffRoleId],
    },
    { id: places.liveCountChannelId, name: 'no builder live', shape: 'voice', locked: true },
    { id: places.voiceChannelId, name: 'The shop street', shape: 'voice' },
  ],
  roles: [
    { id: badges.alerts, name: 'Drop alerts', mentionable: true },
    { id: badges.member, name: 'Member', color: 0x9db4c0 },
    { id: badges.vip, name: 'VIP', color: 0xc9a227 },
    { id: badges.vintage, name: 'Vintage Guild', color: 0xb08968 },
    { id: badges.modder, name: 'Modder Guild', color: 0x7fb7a3 },
    { id: badges.artisan, name: 'Artisan Guild', color: 0xb497d6 },
    { id: badges.builder, name: 'Builder Guild', color: 0xe58fa7 },
    { id: badges.live, name: 'LIVE NOW', color: 0xe0393e },
    { id: places.staffRoleId, name: 'C500 staff', color: 0x5865f2, aboveBot: true },
  ],
  members: members(() => true),
};

/** A community that lists two guilds only: the same cards hang in it, and somebody who shops here is not known there. */
const other: CommunitySeed = {
  id: places.otherCommunityId,
  name: 'Tactile Tuesday',
  ownerId: idOf('hana'),
  locale: 'de',
  channels: [
    { id: places.otherDropsChannelId, name: 'drops', topic: 'Keycaps and tuning from the Collective.' },
    { id: '500000000000000012', name: 'plauderecke', topic: 'Alles über Tasten.' },
    { id: '500000000000000013', name: 'Werkbank', shape: 'voice' },
  ],
  roles: [
    { id: badges.otherAlerts, name: 'Drop-Alarm', mentionable: true },
    { id: badges.otherLive, name: 'LIVE', color: 0xe0393e },
  ],
  members: members(({ key }) => ['hana', 'yuzu', 'tide', 'mori', 'nova', 'ash'].includes(key)),
};

/** The communities in which the sandbox's bot is installed. */
export const community = { seed: home, places } as const;

/** All of them, the one where C500's staff is first. */
export const communitySeeds: readonly CommunitySeed[] = [home, other];

function idOf(key: string): string {
  return personCalled(key).discord?.id ?? '';
}

function members(isIn: (person: Person) => boolean): CommunitySeed['members'] {
  return people
    .filter(isIn)
    .flatMap(({ discord, name, part }) =>
      discord ? [{ userId: discord.id, nickname: name, roleIds: part === 'staff' ? [places.staffRoleId] : [] }] : [],
    );
}

/** Everybody's account on Discord. */
export function discordUsers(): DiscordUser[] {
  return people.flatMap(({ discord, name }) =>
    discord ? [{ id: discord.id, username: discord.username, displayName: name }] : [],
  );
}
