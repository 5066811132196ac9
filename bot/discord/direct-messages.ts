import type { NoticeView } from '#shared/schemas/notice.ts';
import type { RoomView } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { showNotice, text } from './messages.ts';
import { findRoom, moveLostRoom, type RoomParts } from './room-open.ts';
import { nonceOf } from './room-record.ts';
import { codes, isDiscordError, isRefused } from './rest.ts';

/** What became of a notice; `reason` says how, where it is not as the person has chosen. */
export type Written =
  | { readonly outcome: 'delivered'; readonly reason?: string }
  | { readonly outcome: 'undeliverable'; readonly reason: string };

/** What concerns one side alone: their share, their account, their case. It is said in no room where the other side reads. */
const privateKinds = /^(released-(builder|marketer)|transfer-waits|case-|banned|ban-|reconnect-|claim-|second-payment)/;
const reasonMax = 300;

/**
 * Writes a notice to the person it is for, by DM or in the order's room as they chose. Where their DMs are closed it is said in the
 * room; else they are asked, where rooms are in the community of the order, to look for themselves. The nonce comes from the notice, so
 * that Discord itself drops a second copy for some minutes, also after a crash of ours.
 *
 * @throws errors of Discord and the core that may pass
 */
export async function writeToPerson(parts: RoomParts, notice: NoticeView): Promise<Written> {
  const { closedToldInRoom, closedToldBriefly } = textsFor('en').federation.notices;
  const inRoom = notice.choice === 'room' && (await writeInRoom(parts, notice));
  if (inRoom) return { outcome: 'delivered' };
  const refused = await writeDirectly(parts, notice);
  if (refused === undefined) return { outcome: 'delivered' };
  if (await writeInRoom(parts, notice)) return { outcome: 'delivered', reason: closedToldInRoom };
  const content = fill(textsFor(notice.locale).federation.notices.seeOrders, { id: notice.accountId });
  const isAsked = await mentionWhereClaimed(parts, notice, content);
  return { outcome: 'undeliverable', reason: isAsked ? closedToldBriefly : refused.slice(0, reasonMax) };
}

/** @returns why the person cannot be written to, if so */
async function writeDirectly({ rest }: RoomParts, notice: NoticeView): Promise<string | undefined> {
  try {
    const channelId = await rest.openDirect(notice.accountId);
    await rest.post(channelId, { shown: showNotice(notice), nonce: nonceOf('notice', notice.id) });
    return undefined;
  } catch (error) {
    // However often it is tried: closed messages, no shared community, no such account.
    if (!isDiscordError(error, codes.closedDirect, codes.noMutualCommunity, codes.unknownUser)) throw error;
    return error.message;
  }
}

async function roomOf({ core }: RoomParts, { tag }: NoticeView): Promise<RoomView | undefined> {
  return tag === null ? undefined : findRoom(core, tag);
}

/** @returns whether it was said in the order's room */
async function writeInRoom(parts: RoomParts, notice: NoticeView): Promise<boolean> {
  if (privateKinds.test(notice.kind)) return false;
  const room = await roomOf(parts, notice);
  const isInside = room?.buyerDiscordId === notice.accountId || room?.builderDiscordId === notice.accountId;
  if (!room || !isInside || room.isClosed || room.way !== 'thread' || room.threadId === null) return false;
  const whole = showNotice(notice);
  const shown = { ...whole, components: [...whole.components, text(`-# <@${notice.accountId}>`)] };
  try {
    const notifies = { users: [notice.accountId] };
    await parts.rest.post(room.threadId, { shown, notifies, nonce: nonceOf('room', notice.id) });
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.info({ noticeId: notice.id, code: error.code }, 'a notice could not be said in its room');
    if (isDiscordError(error, codes.unknownChannel, codes.missingAccess)) await moveLostRoom(parts, room);
    return false;
  }
}

/** Asks somebody to look at their orders, in a channel that others read: so it names no order. */
async function mentionWhereClaimed(parts: RoomParts, notice: NoticeView, content: string): Promise<boolean> {
  const communityId = (await roomOf(parts, notice))?.claimedIn;
  if (!communityId) return false;
  try {
    const { settings, isPresent } = await parts.core.own.getCommunity({ params: { communityId } });
    if (!isPresent || settings.roomsChannelId === null) return false;
    const notifies = { users: [notice.accountId] };
    await parts.rest.post(settings.roomsChannelId, { content, notifies, nonce: nonceOf('asked', notice.id) });
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.info({ noticeId: notice.id, code: error.code }, 'a person could not be asked to look either');
    return false;
  }
}
