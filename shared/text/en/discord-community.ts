import type { CommunityProblem } from '../../schemas/community.ts';

const problems: Record<CommunityProblem['key'], string> = {
  'channel-lost': 'The channel {subject} is gone. Choose another.',
  'card-removed': 'Somebody deleted a card in {subject}. That drop is not shown there again.',
  'may-not-post': 'We may not write in {subject}. Give us View Channel, Send Messages and Attach Files there.',
  'may-not-thread': 'We may not open private threads in {subject}. Give us Create Private Threads there.',
  'may-not-roles': 'We may not give the role {subject}. Give us Manage Roles, and move our role above it.',
  'may-not-rename': 'We may not rename {subject}. Give us Manage Channels there.',
  'may-not-ban': 'We may not ban here. Give us Ban Members and Manage Server.',
};

/** The panel on which a community's admins set C500 up. */
export const communityTexts = {
  title: 'C500 in {name}',
  sections: { home: 'Overview', channels: 'Channels', shows: 'Shown', roles: 'Roles', badges: 'Badges' },
  sentence: 'Choose what belongs where. Every choice counts at once.',
  problems: 'What keeps us from our work',
  problem: problems,
  settings: {
    dropsChannelId: { label: 'Drops', about: 'Where cards of drops are posted' },
    announcementsChannelId: { label: 'Announcements', about: 'Where builders say that they are live' },
    roomsChannelId: { label: 'Order rooms', about: 'Under which private order rooms are opened' },
    liveCountChannelId: { label: 'Live count', about: 'A channel whose name tells how many builders are live' },
    liveRoleId: { label: 'Live now', about: 'The role of builders while they are live' },
    alertRoleId: { label: 'Drop alerts', about: 'The role that live drops mention' },
    member: { label: 'Members', about: 'The role of buyers of the Member tier' },
    vip: { label: 'VIPs', about: 'The role of buyers of the VIP tier' },
    badge: { label: '{guild} badge', about: 'The role of certified builders of this craft' },
  },
  none: 'Nothing chosen',
  guilds: { label: 'Guilds', about: 'Which crafts to show; none chosen means all of them', all: 'all guilds' },
  builders: {
    label: 'Builders',
    about: 'Whose drops to show; none chosen means everybody',
    all: 'all builders',
    some: '{count} builders',
    nobody: 'No builder is certified yet.',
    page: 'Builders {from} to {to}',
    next: 'Next builders',
    everyone: 'Show everybody',
  },
  bans: {
    on: 'Network bans are **on**: whoever the C500 network bans is banned here as well, and let back in when it is lifted.',
    off: 'Network bans are **off**: we ban nobody here.',
    turnOn: 'Turn network bans on',
    turnOff: 'Turn network bans off',
  },
  notHere: 'This works in a community only.',
  notHereRemedy: 'Open it in the community that you look after.',
  notAdmin: 'This is for those who may manage the community.',
  notAdminRemedy: 'Ask somebody who has the Manage Server permission.',
  powerful: 'That role may manage or moderate the community, so we give it to nobody.',
  powerfulRemedy: 'Choose or make a role without such permissions.',
} as const;
