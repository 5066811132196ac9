import type { CommunityView } from '#shared/schemas/community.ts';
import type { DropView } from '#shared/schemas/drop.ts';

/**
 * Whether a community shows a drop: it is there, has a channel for drops, and chose the drop's guild and its builder. Of whichever
 * nothing was chosen, all are meant.
 */
export function wants(
  { isPresent, settings }: Pick<CommunityView, 'isPresent' | 'settings'>,
  { guild, builder }: Pick<DropView, 'guild' | 'builder'>,
): boolean {
  if (!isPresent || settings.dropsChannelId === null) return false;
  const wantsGuild = settings.guilds.length === 0 || settings.guilds.includes(guild);
  const wantsBuilder = settings.builderIds.length === 0 || settings.builderIds.includes(builder.id);
  return wantsGuild && wantsBuilder;
}
