import type { NoticeView } from '#shared/schemas/notice.ts';
import { writeToPerson, type Written } from './direct-messages.ts';
import { writeToCommunity, writeToHouse } from './public-notices.ts';
import { closeRoom, openRoom, type RoomParts } from './room-open.ts';
import type { TierRoles } from './tier-roles.ts';

/** What delivering notices on Discord needs. */
export type NoticeParts = RoomParts & {
  /** The channel of the house's own people; null where there is none. */
  readonly staffChannelId: string | null;
  readonly tierRoles: TierRoles;
};

/**
 * Brings a notice to whoever it is for: a person, an order's room, a community, or the house's own people.
 *
 * @throws errors of Discord and the core that may pass
 */
export async function writeNotice(parts: NoticeParts, notice: NoticeView): Promise<Written> {
  if (notice.kind === 'room-open') return openRoom(parts, notice);
  if (notice.kind === 'room-close') return closeRoom(parts, notice);
  if (notice.kind.startsWith('community-')) return writeToCommunity(parts, notice);
  if (notice.kind.startsWith('house-')) return writeToHouse(parts, parts.staffChannelId, notice);
  const written = await writeToPerson(parts, notice);
  // An order that is done may have opened the next tier.
  if (notice.kind === 'completed') await parts.tierRoles.afterOrder(notice);
  return written;
}
