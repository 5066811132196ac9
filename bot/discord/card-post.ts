import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { houseRules } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { download } from '../download.ts';
import { buildCard, type CardPicture } from './card-message.ts';
import { show } from './messages.ts';
import { codes, isDiscordError, type DiscordRest, type SeenComponent, type SentFile, uploadBytesMax } from './rest.ts';

/** Where a card is. */
export type CardPlace = { readonly channelId: string; readonly messageId: string };

/** Pictures of so many drops are kept for the next community. */
const keptMax = 20;
/** As many messages as Discord tells of at once. */
const surveyedMax = 100;

type Loaded = {
  readonly pictures: readonly CardPicture[];
  readonly files: readonly SentFile[];
  readonly isWhole: boolean;
};

/** Posts and edits the cards of drops. Every function throws what Discord throws. */
export type CardPost = {
  /** Posts a drop's card in a community. The same again within some minutes answers the message that is there. */
  post(channelId: string, communityId: string, drop: DropView): Promise<CardPlace>;
  /** Makes a card show the drop as it is now. */
  edit(place: CardPlace, drop: DropView): Promise<void>;
  /** The newest card of each drop among the last messages of a channel, with the mark of what it shows. */
  survey(channelId: string): Promise<ReadonlyMap<string, { readonly messageId: string; readonly mark: number | null }>>;
};

/** Makes what posts and edits cards; `botId` tells our own messages from others'. */
export function createCardPost(rest: DiscordRest, botId: string, log: Logger): CardPost {
  const kept = new Map<string, Promise<Loaded>>();

  /** A drop's pictures, fetched once for all communities as long as all of them could be. */
  async function load(drop: DropView): Promise<Loaded> {
    const key = drop.pictures.map(({ url }) => url).join(' ');
    const loading = kept.get(key) ?? loadPictures(drop, log);
    kept.set(key, loading);
    for (const other of kept.keys()) if (kept.size > keptMax) kept.delete(other);
    const loaded = await loading;
    if (!loaded.isWhole) kept.delete(key);
    return loaded;
  }

  return {
    async post(channelId, communityId, drop) {
      const { pictures, files, isWhole } = await load(drop);
      // The same card in another channel is another message, though the first be only minutes old.
      const occasion = `card:${drop.id}:${communityId}:${channelId}`;
      const nonce = createHash('sha256').update(occasion).digest('base64url').slice(0, 25);
      const { id } = await rest.post(channelId, { shown: shownCard(drop, pictures, isWhole), files, nonce });
      return { channelId, messageId: id };
    },
    async edit({ channelId, messageId }, drop) {
      try {
        await rest.edit(channelId, messageId, { shown: shownCard(drop, attachedPictures(drop), true) });
      } catch (error) {
        // The message does not have the files we took it to have: they are sent anew.
        if (!isDiscordError(error, codes.invalidForm)) throw error;
        const { pictures, files, isWhole } = await load(drop);
        await rest.edit(channelId, messageId, {
          shown: shownCard(drop, pictures, isWhole),
          files,
          replacesFiles: true,
        });
      }
    },
    async survey(channelId) {
      const found = new Map<string, { messageId: string; mark: number | null }>();
      for (const message of await rest.listMessages(channelId, { limit: surveyedMax })) {
        // What is announced in words has a button for the drop as well.
        const isCard = message.author.id === botId && message.content === '';
        const dropId = isCard ? dropOf(message.components ?? []) : undefined;
        if (dropId !== undefined)
          found.set(dropId, { messageId: message.id, mark: message.components?.[0]?.id ?? null });
      }
      return found;
    },
  };
}

/** What a card of the drop says, as a number that Discord keeps on the message: so it can be seen later whether it still holds. */
export function markOf(drop: DropView): number {
  const said = JSON.stringify(buildCard(drop, attachedPictures(drop)).toJSON());
  return (createHash('sha256').update(said).digest().readUInt32BE() >>> 2) + 1_000;
}

/** A card without all of its pictures carries no mark, so that whoever looks later tries again. */
function shownCard(drop: DropView, pictures: readonly CardPicture[], isWhole: boolean) {
  const card = buildCard(drop, pictures);
  return show(isWhole ? card.setId(markOf(drop)) : card);
}

function dropOf(components: readonly SeenComponent[]): string | undefined {
  for (const { custom_id: customId, components: inner } of components) {
    const found = customId === undefined ? dropOf(inner ?? []) : /^[a-z-]+:(drp_\w+)$/.exec(customId)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A drop's pictures as files of the message. The names follow from what they show, so that an edit can name them after a restart. */
function attachedPictures(drop: DropView): readonly CardPicture[] {
  return drop.pictures.map(({ url, alt }) => {
    const ending = /\.(png|jpg|webp)$/.exec(url)?.[1] ?? 'png';
    const name = createHash('sha256')
      .update(url.slice(url.lastIndexOf('/') + 1))
      .digest('hex')
      .slice(0, 12);
    return { url: `attachment://${name}.${ending}`, alt };
  });
}

/**
 * A drop's pictures as files, so that a card depends on nobody's links. One that cannot be fetched, or for which there is no room, is
 * shown by its address where that is a public one, and else left out.
 */
async function loadPictures(drop: DropView, log: Logger): Promise<Loaded> {
  const pictures: CardPicture[] = [];
  const files: SentFile[] = [];
  let room = uploadBytesMax;
  for (const [index, attached] of attachedPictures(drop).entries()) {
    const { url, alt } = drop.pictures[index] ?? attached;
    try {
      const bytes = await download(url, Math.min(room, houseRules.pictureBytesMax));
      room -= bytes.byteLength;
      files.push({ name: attached.url.slice('attachment://'.length), bytes, description: alt });
      pictures.push(attached);
    } catch (error) {
      log.warn({ err: error, dropId: drop.id }, 'a picture could not be fetched for a card');
      if (url.startsWith('https://')) pictures.push({ url, alt });
    }
  }
  return { pictures, files, isWhole: files.length === drop.pictures.length };
}
