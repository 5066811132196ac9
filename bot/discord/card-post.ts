import { createHash } from 'node:crypto';
import { AttachmentBuilder, type Client, DiscordAPIError, RESTJSONErrorCodes, type SendableChannels } from 'discord.js';
import type { Logger } from 'pino';
import { houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { download } from '../download.ts';
import { buildCard, type CardPicture } from './card-message.ts';
import { show } from './messages.ts';

/** A card in a channel. */
export type PostedCard = {
  readonly channelId: string;
  readonly messageId: string;
  /** The drop's revision that it shows; null where that is not known: after a restart, and when another process may have posted it first. */
  readonly revision: string | null;
  readonly pictures: readonly CardPicture[] | null;
};

/** Files of one message together; the limit where nobody pays for more. A little is left for the rest of the request. */
const uploadBytesMax = 10 * 1024 * 1024 - 64 * 1024;

/** Finds a channel to write in, by its id. Throws what Discord throws. */
export type FindChannel = (channelId: string) => Promise<SendableChannels>;

/**
 * Finds channels in communities of every shard, whichever this process serves, and remembers them: discord.js itself keeps only
 * channels of communities that its own connection told it of.
 */
export function channelFinder(client: Client): FindChannel {
  const known = new Map<string, SendableChannels>();
  return async (channelId) => {
    const found = known.get(channelId) ?? (await client.channels.fetch(channelId, { allowUnknownGuild: true }));
    if (!found?.isSendable()) throw new Error('the channel of the cards is not one to write in');
    known.set(channelId, found);
    return found;
  };
}

/** Posts a drop's card. Throws what Discord throws. */
export async function postCard(find: FindChannel, channelId: string, drop: DropView, log: Logger): Promise<PostedCard> {
  const channel = await find(channelId);
  const { pictures, files } = await loadPictures(drop, log);
  // Discord answers with the message it already has when the same nonce comes again within minutes, of whichever process it was.
  const nonce = createHash('sha256').update(`card:${drop.id}`).digest('base64url').slice(0, 25);
  const message = await channel.send({ ...show(buildCard(drop, pictures)), files, nonce, enforceNonce: true });
  return { channelId: message.channelId, messageId: message.id, revision: null, pictures };
}

/** Makes a posted card show the drop as it is now. Throws what Discord throws. */
export async function editCard(find: FindChannel, card: PostedCard, drop: DropView, log: Logger): Promise<PostedCard> {
  const channel = await find(card.channelId);
  const known = card.pictures ?? drop.pictures.map((each, index) => attachedPicture(each, index));
  try {
    await channel.messages.edit(card.messageId, show(buildCard(drop, known)));
    return { ...card, revision: drop.revision, pictures: known };
  } catch (error) {
    // The message does not have the files we took it to have: they are sent anew.
    if (!isDiscordError(error, RESTJSONErrorCodes.InvalidFormBodyOrContentType)) throw error;
    const { pictures, files } = await loadPictures(drop, log);
    await channel.messages.edit(card.messageId, { ...show(buildCard(drop, pictures)), files, attachments: [] });
    return { ...card, revision: drop.revision, pictures };
  }
}

/** Whether a card that was posted is still there. Throws what Discord throws. */
export async function cardStands(
  find: FindChannel,
  { channelId, messageId }: Pick<PostedCard, 'channelId' | 'messageId'>,
): Promise<boolean> {
  const channel = await find(channelId);
  try {
    await channel.messages.fetch({ message: messageId, force: true });
    return true;
  } catch (error) {
    if (isDiscordError(error, RESTJSONErrorCodes.UnknownMessage)) return false;
    throw error;
  }
}

/** Where a browser or Discord's own client opens a card. */
export async function cardAddress(
  find: FindChannel,
  { channelId, messageId }: Pick<PostedCard, 'channelId' | 'messageId'>,
): Promise<string> {
  const channel = await find(channelId);
  const place = 'guildId' in channel && channel.guildId ? channel.guildId : '@me';
  return `https://discord.com/channels/${place}/${channelId}/${messageId}`;
}

/** Whether Discord refused with this code. */
export function isDiscordError(error: unknown, code: number): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

/** A picture as a file of the message; its name follows from the drop, so that an edit can name it after a restart. */
function attachedPicture(picture: DropView['pictures'][number], index: number): CardPicture {
  const ending = /\.(png|jpg|webp)$/.exec(picture.url)?.[1] ?? 'png';
  return { url: `attachment://picture-${index + 1}.${ending}`, alt: picture.alt };
}

/**
 * A drop's pictures as files, so that a card depends on nobody's links. One that cannot be fetched, or for which there is no room, is
 * shown by its address where that is a public one, and else left out.
 */
async function loadPictures(
  drop: DropView,
  log: Logger,
): Promise<{ readonly pictures: readonly CardPicture[]; readonly files: AttachmentBuilder[] }> {
  const pictures: CardPicture[] = [];
  const files: AttachmentBuilder[] = [];
  let room = uploadBytesMax;
  for (const [index, picture] of drop.pictures.entries()) {
    const attached = attachedPicture(picture, index);
    try {
      const bytes = await download(picture.url, Math.min(room, houseRules.pictureBytesMax));
      room -= bytes.byteLength;
      const name = attached.url.slice('attachment://'.length);
      files.push(new AttachmentBuilder(Buffer.from(bytes), { name, description: picture.alt }));
      pictures.push(attached);
    } catch (error) {
      log.warn({ err: error, dropId: drop.id }, 'a picture could not be fetched for a card');
      if (picture.url.startsWith('https://')) pictures.push({ url: picture.url, alt: picture.alt });
    }
  }
  return { pictures, files };
}
