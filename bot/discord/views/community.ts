import {
  ActionRowBuilder,
  ButtonStyle,
  ChannelSelectMenuBuilder,
  ChannelType,
  type ContainerBuilder,
  RoleSelectMenuBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import type { CommunitySettings, CommunityView, MarkedBuilder } from '#shared/schemas/community.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { shorten } from '../../sentences.ts';
import { encodeCustomId } from '../custom-id.ts';
import { actionButton, row, sayBlock, show, text, type Shown } from '../messages.ts';
import { plain } from '../words.ts';

/** The pages of the panel: Discord's 40 components hold no more than one of them. */
export const sections = ['home', 'channels', 'shows', 'roles', 'badges'] as const;
export type Section = (typeof sections)[number];

/** The settings that are a channel or a role, by the name that a menu's custom id gives them. */
export type Slot = {
  readonly section: Exclude<Section, 'home' | 'shows'>;
  readonly kind: 'text' | 'any-channel' | 'room' | 'role';
  readonly read: (settings: CommunitySettings) => string | null;
  readonly change: (settings: CommunitySettings, id: string | null) => Partial<CommunitySettings>;
};

const plainSlot = (
  section: Slot['section'],
  kind: Slot['kind'],
  key:
    | 'dropsChannelId'
    | 'announcementsChannelId'
    | 'roomsChannelId'
    | 'liveCountChannelId'
    | 'liveRoleId'
    | 'alertRoleId',
): Slot => ({ section, kind, read: (settings) => settings[key], change: (_settings, id) => ({ [key]: id }) });

const tierSlot = (tier: 'member' | 'vip'): Slot => ({
  section: 'roles',
  kind: 'role',
  read: ({ tierRoleIds }) => tierRoleIds[tier],
  change: ({ tierRoleIds }, id) => ({ tierRoleIds: { ...tierRoleIds, [tier]: id } }),
});

const badgeSlot = (guild: Guild): Slot => ({
  section: 'badges',
  kind: 'role',
  read: ({ guildRoleIds }) => guildRoleIds[guild],
  change: ({ guildRoleIds }, id) => ({ guildRoleIds: { ...guildRoleIds, [guild]: id } }),
});

export const slots = {
  dropsChannelId: plainSlot('channels', 'text', 'dropsChannelId'),
  announcementsChannelId: plainSlot('channels', 'text', 'announcementsChannelId'),
  roomsChannelId: plainSlot('channels', 'room', 'roomsChannelId'),
  liveCountChannelId: plainSlot('channels', 'any-channel', 'liveCountChannelId'),
  liveRoleId: plainSlot('roles', 'role', 'liveRoleId'),
  alertRoleId: plainSlot('roles', 'role', 'alertRoleId'),
  member: tierSlot('member'),
  vip: tierSlot('vip'),
  builder: badgeSlot('builder'),
  artisan: badgeSlot('artisan'),
  modder: badgeSlot('modder'),
  vintage: badgeSlot('vintage'),
} as const satisfies Record<string, Slot>;
export type SlotName = keyof typeof slots;

const channelTypes = {
  text: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
  // Private threads can be opened in channels of this type only.
  room: [ChannelType.GuildText],
  'any-channel': [ChannelType.GuildText, ChannelType.GuildVoice],
} as const;

/** Options that a menu holds. */
export const buildersPerPage = 25;

/** One page of the panel. `builders` are those that can be chosen, and `page` is which 25 of them are shown. */
export function showPanel(
  texts: TranslatedTexts,
  community: CommunityView,
  at: { readonly section: Section; readonly builders: readonly MarkedBuilder[]; readonly page: number },
): Shown {
  const words = texts.bot.discord.community;
  const problems = community.problems.slice(0, 8).map(({ key, subject }) => {
    const isId = /^\d{5,25}$/.test(subject);
    const mention = key === 'may-not-roles' ? `<@&${subject}>` : `<#${subject}>`;
    return `- ${fill(words.problem[key], { subject: isId ? mention : plain(subject) })}`;
  });
  const block = sayBlock(
    problems.length > 0 ? 'vanilla' : 'sky',
    fill(words.title, { name: plain(community.name) }),
    words.sentence,
    ...(problems.length > 0 ? [`**${words.problems}**`, ...problems] : []),
  );
  addSection(texts, block, community.settings, at);
  const tabs = sections.map((section) => {
    const style = section === at.section ? ButtonStyle.Primary : ButtonStyle.Secondary;
    return actionButton('section', section, words.sections[section], style).setDisabled(section === at.section);
  });
  return show(block.addActionRowComponents(row(...tabs)));
}

function addSection(
  texts: TranslatedTexts,
  block: ContainerBuilder,
  settings: CommunitySettings,
  at: Parameters<typeof showPanel>[2],
): void {
  switch (at.section) {
    case 'home':
      return addOverview(texts, block, settings);
    case 'shows':
      return addShown(texts, block, settings, at);
    case 'channels':
    case 'roles':
    case 'badges':
      return addSlots(texts, block, settings, at.section);
    default:
      at.section satisfies never;
  }
}

function namesOfSlots(section: Section): readonly SlotName[] {
  return slotNames.filter((name) => slots[name].section === section);
}

// Object.keys forgets that the names are the record's own.
const slotNames = Object.keys(slots) as SlotName[];

/** Whether a custom id names a slot. */
export function isSlotName(name: string): name is SlotName {
  return Object.hasOwn(slots, name);
}

function wordsOfSlot(texts: TranslatedTexts, name: SlotName): { readonly label: string; readonly about: string } {
  const { community, guilds } = texts.bot.discord;
  const guild = Guild.safeParse(name);
  if (!guild.success) return community.settings[name as Exclude<SlotName, Guild>];
  const { emoji, name: craft } = guilds[guild.data];
  const { label, about } = community.settings.badge;
  return { label: fill(label, { guild: `${emoji} ${craft}` }), about };
}

function addOverview(texts: TranslatedTexts, block: ContainerBuilder, settings: CommunitySettings): void {
  const words = texts.bot.discord.community;
  const lines = slotNames.map((name) => {
    const slot = slots[name];
    const id = slot.read(settings);
    const value = id === null ? words.none : slot.kind === 'role' ? `<@&${id}>` : `<#${id}>`;
    return `${wordsOfSlot(texts, name).label}: ${value}`;
  });
  const crafts = settings.guilds.map((guild) => texts.bot.discord.guilds[guild].name).join(', ');
  const count = settings.builderIds.length;
  lines.push(
    `${words.guilds.label}: ${crafts === '' ? words.guilds.all : crafts}`,
    `${words.builders.label}: ${count === 0 ? words.builders.all : fill(words.builders.some, { count })}`,
  );
  const { on, off, turnOn, turnOff } = words.bans;
  const toggle = settings.networkBans
    ? actionButton('bans', 'off', turnOff)
    : actionButton('bans', 'on', turnOn, ButtonStyle.Success);
  block
    .addTextDisplayComponents(text(lines.join('\n')), text(settings.networkBans ? on : off))
    .addActionRowComponents(row(toggle));
}

function addSlots(
  texts: TranslatedTexts,
  block: ContainerBuilder,
  settings: CommunitySettings,
  section: Section,
): void {
  for (const name of namesOfSlots(section)) {
    const { label, about } = wordsOfSlot(texts, name);
    const slot = slots[name];
    const chosen = slot.read(settings);
    const customId = encodeCustomId('place', name);
    const placeholder = texts.bot.discord.community.none;
    block.addTextDisplayComponents(text(`**${label}**\n-# ${about}`));
    if (slot.kind === 'role') {
      const menu = new RoleSelectMenuBuilder().setCustomId(customId).setMinValues(0).setPlaceholder(placeholder);
      if (chosen !== null) menu.setDefaultRoles(chosen);
      block.addActionRowComponents(new ActionRowBuilder<RoleSelectMenuBuilder>().addComponents(menu));
    } else {
      const menu = new ChannelSelectMenuBuilder()
        .setCustomId(customId)
        .setMinValues(0)
        .setPlaceholder(placeholder)
        .setChannelTypes(...channelTypes[slot.kind]);
      if (chosen !== null) menu.setDefaultChannels(chosen);
      block.addActionRowComponents(new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(menu));
    }
  }
}

function addShown(
  texts: TranslatedTexts,
  block: ContainerBuilder,
  settings: CommunitySettings,
  { builders, page }: { readonly builders: readonly MarkedBuilder[]; readonly page: number },
): void {
  const { community: words, guilds } = texts.bot.discord;
  const option = (value: string, label: string, isChosen: boolean) =>
    new StringSelectMenuOptionBuilder().setValue(value).setLabel(shorten(label, 100)).setDefault(isChosen);
  const crafts = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId('guilds', 'shown'))
    .setMinValues(0)
    .setMaxValues(Guild.options.length)
    .setPlaceholder(words.guilds.all)
    .addOptions(
      Guild.options.map((guild) =>
        option(guild, guilds[guild].name, settings.guilds.includes(guild)).setEmoji({ name: guilds[guild].emoji }),
      ),
    );
  block
    .addTextDisplayComponents(text(`**${words.guilds.label}**\n-# ${words.guilds.about}`))
    .addActionRowComponents(new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(crafts));
  const shown = builders.slice(page * buildersPerPage, (page + 1) * buildersPerPage);
  const from = page * buildersPerPage;
  const span = fill(words.builders.page, { from: from + 1, to: from + shown.length });
  const about = shown.length === 0 ? words.builders.nobody : words.builders.about;
  const isPaged = builders.length > buildersPerPage && shown.length > 0;
  block.addTextDisplayComponents(
    text([`**${words.builders.label}**`, `-# ${about}`, ...(isPaged ? [`-# ${span}`] : [])].join('\n')),
  );
  if (shown.length === 0) return;
  const menu = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId('builders', String(page)))
    .setMinValues(0)
    .setMaxValues(shown.length)
    .setPlaceholder(words.builders.all)
    .addOptions(shown.map(({ id, nickname }) => option(id, nickname, settings.builderIds.includes(id))));
  block.addActionRowComponents(new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu));
  const pages = Math.ceil(builders.length / buildersPerPage);
  const next = actionButton('section', `shows.${(page + 1) % pages}`, words.builders.next);
  const everyone = actionButton('everyone', 'shown', words.builders.everyone).setDisabled(
    settings.builderIds.length === 0,
  );
  block.addActionRowComponents(row(...(pages > 1 ? [next] : []), everyone));
}
