import { createHash } from 'node:crypto';
import {
  type Channel,
  ChannelType,
  type Client,
  DiscordAPIError,
  type DMChannel,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { showNotice } from './messages.ts';

/** What became of a notice. */
export type Written =
  { readonly outcome: 'delivered' } | { readonly outcome: 'undeliverable'; readonly reason: string };

/** Refusals that will be the same however often it is tried: closed messages, no shared community, no such account. */
const finalCodes = new Set<number | string>([
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  RESTJSONErrorCodes.UnknownUser,
]);

/**
 * Writes a notice to the person it is for. The nonce comes from the notice, so that Discord itself drops a second copy for some
 * minutes, also after a crash of ours.
 *
 * @throws DiscordAPIError and network errors that may pass
 */
export async function writeNotice(client: Client, notice: NoticeView): Promise<Written> {
  const nonce = createHash('sha256').update(notice.id).digest('base64url').slice(0, 25);
  try {
    const channel = await openDirectMessages(client, notice.accountId);
    await channel.send({ ...showNotice(notice), nonce, enforceNonce: true });
    return { outcome: 'delivered' };
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || !finalCodes.has(error.code)) throw error;
    return { outcome: 'undeliverable', reason: error.message.slice(0, 300) };
  }
}

/** discord.js looks for an open one by comparing with the bot's own account, which it knows from a gateway only. */
async function openDirectMessages(client: Client, accountId: string): Promise<DMChannel> {
  const isTheirs = (channel: Channel): channel is DMChannel =>
    channel.type === ChannelType.DM && !channel.partial && channel.recipientIds.includes(accountId);
  return client.channels.cache.find(isTheirs) ?? client.users.createDM(accountId, { force: true });
}
