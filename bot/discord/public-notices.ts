import { ButtonStyle } from 'discord.js';
import { minute } from '#shared/house-rules.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Written } from './direct-messages.ts';
import { actionButton, linkButton, row, showNotice } from './messages.ts';
import type { RoomParts } from './room-open.ts';
import { nonceOf } from './room-record.ts';
import { codes, isDiscordError, isRefused } from './rest.ts';
import { sayNotice } from './words.ts';

const english = textsFor('en');
const { noPlace, tooLate } = english.federation.notices;
/** That somebody is live is no news after this long, and nobody is to be called for it. */
const newsForMs = 15 * minute;

/** Says in a community that a builder is at work or live with a drop; only the latter notifies, and only whoever chose the role for it. */
export async function writeToCommunity(parts: RoomParts, notice: NoticeView): Promise<Written> {
  const { core, rest, problems } = parts;
  if (notice.ageMs > newsForMs) return { outcome: 'undeliverable', reason: tooLate };
  const community = await core.own.getCommunity({ params: { communityId: notice.accountId } });
  const { announcementsChannelId: channelId, alertRoleId } = community.settings;
  if (!community.isPresent || channelId === null) return { outcome: 'undeliverable', reason: noPlace };
  const roles = notice.kind === 'community-live-drop' && alertRoleId !== null ? [alertRoleId] : [];
  const { title, sentence, link } = sayNotice(english, notice);
  const { dropId } = notice.params;
  const buttons = [
    ...(notice.link === null ? [] : [linkButton(link, notice.link)]),
    ...(typeof dropId === 'string'
      ? [actionButton('claim', dropId, english.bot.discord.card.buy, ButtonStyle.Success)]
      : []),
  ];
  const content = [...roles.map((id) => `<@&${id}>`), `**${title}** · ${sentence}`].join(' ').slice(0, 2_000);
  const rows = buttons.length > 0 ? { rows: [row(...buttons)] } : {};
  try {
    await rest.post(channelId, { content, ...rows, notifies: { roles }, nonce: nonceOf('notice', notice.id) });
    await problems.solve(community, { key: 'may-not-post', subject: channelId });
    return { outcome: 'delivered' };
  } catch (error) {
    if (!isRefused(error)) throw error;
    const isLost = isDiscordError(error, codes.unknownChannel);
    if (isLost || isDiscordError(error, codes.missingAccess, codes.missingPermissions))
      await problems.note(community.id, { key: isLost ? 'channel-lost' : 'may-not-post', subject: channelId });
    return { outcome: 'undeliverable', reason: error.message.slice(0, 300) };
  }
}

/** Says something to the house's own people, in their channel. */
export async function writeToHouse(
  { rest }: RoomParts,
  staffChannelId: string | null,
  notice: NoticeView,
): Promise<Written> {
  if (staffChannelId === null) return { outcome: 'undeliverable', reason: noPlace };
  try {
    await rest.post(staffChannelId, { shown: showNotice(notice), nonce: nonceOf('notice', notice.id) });
    return { outcome: 'delivered' };
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { outcome: 'undeliverable', reason: error.message.slice(0, 300) };
  }
}
