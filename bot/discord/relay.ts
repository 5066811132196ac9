import { ActionRowBuilder, type MessageComponentInteraction, StringSelectMenuBuilder } from 'discord.js';
import type { Logger } from 'pino';
import type { RoomView } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import { shorten } from '../sentences.ts';
import { encodeCustomId } from './custom-id.ts';
import { openContainer, show, text as textBlock } from './messages.ts';
import { nonceOf, recordMessage, type Recorded } from './room-record.ts';
import { codes, isDiscordError, isRefused, type DiscordRest, type SeenMessage } from './rest.ts';
import { plain } from './words.ts';

/** Order rooms whose people share no community: what one writes to the bot is passed on to the other, and kept. */
export type Relay = {
  /** Somebody wrote to the bot. Never throws. */
  hear(message: SeenMessage): Promise<void>;
  /** Somebody said which order their message was about. @returns what they are told */
  choose(interaction: MessageComponentInteraction, messageId: string, tag: string): Promise<string>;
};

type RelayParts = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly cdnHosts: readonly string[];
  readonly log: Logger;
};

const words = textsFor('en').federation.relay;
const contentMax = 2_000;
const choicesMax = 25;

/** Makes the relay. */
export function createRelay(parts: RelayParts): Relay {
  const { core, rest, log } = parts;

  async function roomsOf(discordId: string): Promise<RoomView[]> {
    const { rooms } = await core.own.listRelays({ params: { discordId } });
    return rooms.filter(({ isClosed, way }) => !isClosed && way === 'relay');
  }

  /** Keeps a message with its order, then passes it on. @returns what its sender is told */
  async function pass(room: RoomView, message: SeenMessage): Promise<string> {
    const recorded = await recordMessage(parts, room.tag, message);
    if (!recorded.ok) return fill(words.notPassed, { reason: recorded.detail });
    const isBuyer = message.author.id === room.buyerDiscordId;
    const [to, name, from] = isBuyer
      ? [room.builderDiscordId, room.builderNickname, room.buyerNickname]
      : [room.buyerDiscordId, room.buyerNickname, room.builderNickname];
    const isPassed = to !== null && (await write(to, room, from, message, recorded));
    return isPassed ? words.passed : fill(words.closedDirect, { name: plain(name) });
  }

  async function write(
    to: string,
    room: RoomView,
    from: string,
    { id }: SeenMessage,
    { text, files }: Extract<Recorded, { ok: true }>,
  ): Promise<boolean> {
    const head = fill(words.from, { name: plain(from), tag: room.tag });
    const quoted = plain(text)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const content = shorten(text === '' ? head : `${head}\n${quoted}`, contentMax);
    try {
      await rest.post(await rest.openDirect(to), { content, nonce: nonceOf('relay', id, to), files: files.sent });
      return true;
    } catch (error) {
      if (!isDiscordError(error, codes.closedDirect, codes.noMutualCommunity, codes.unknownUser)) throw error;
      return false;
    }
  }

  async function ask(rooms: readonly RoomView[], message: SeenMessage): Promise<void> {
    const menu = new StringSelectMenuBuilder()
      .setCustomId(encodeCustomId('relay', message.id))
      .setPlaceholder(words.choose)
      .addOptions(
        rooms.slice(0, choicesMax).map(({ tag, title }) => ({ value: tag, label: shorten(`${tag} ${title}`, 100) })),
      );
    const row = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
    const shown = show(
      openContainer('sky').addTextDisplayComponents(textBlock(words.which)).addActionRowComponents(row),
    );
    await rest.post(message.channel_id, { shown, nonce: nonceOf('which', message.id) });
  }

  return {
    async hear(message) {
      try {
        const rooms = await roomsOf(message.author.id);
        const [room, ...others] = rooms;
        if (others.length > 0) return await ask(rooms, message);
        const content = room ? await pass(room, message) : words.nobody;
        await rest.post(message.channel_id, { content, nonce: nonceOf('answer', message.id) });
      } catch (error) {
        log.error({ err: error, messageId: message.id }, 'a direct message could not be passed on');
        const content = textsFor('en').bot.discord.apology.sentence;
        await rest
          .post(message.channel_id, { content, nonce: nonceOf('sorry', message.id) })
          .catch((cause: unknown) => {
            log.warn({ err: cause }, 'a person could not be told that their message was not passed on');
          });
      }
      return undefined;
    },
    async choose({ user, channelId }, messageId, tag) {
      const room = (await roomsOf(user.id)).find((each) => each.tag === tag);
      const message = await findMessage(rest, channelId, messageId);
      if (!message || message.author.id !== user.id) return words.gone;
      return room ? pass(room, message) : words.nobody;
    },
  };
}

async function findMessage(rest: DiscordRest, channelId: string, messageId: string): Promise<SeenMessage | undefined> {
  try {
    return await rest.getMessage(channelId, messageId);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}
