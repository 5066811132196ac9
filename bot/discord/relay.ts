import { ActionRowBuilder, type MessageComponentInteraction, StringSelectMenuBuilder } from 'discord.js';
import type { Logger } from 'pino';
import { minute } from '#shared/house-rules.ts';
import type { RoomView } from '#shared/schemas/community.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import type { Backoff } from '../backoff.ts';
import { sayCode, shorten } from '../sentences.ts';
import { createChore, type Chore } from './chore.ts';
import { encodeCustomId } from './custom-id.ts';
import { openContainer, show, text as textBlock } from './messages.ts';
import { nonceOf, recordMessage } from './room-record.ts';
import { isRefused, type DiscordRest, type SeenMessage, type SentFile, uploadBytesMax, writtenTypes } from './rest.ts';
import { plain } from './words.ts';

/** Order rooms whose people share no community: what one writes to the bot is passed on to the other, and kept. */
export type Relay = {
  /** Somebody wrote to the bot. */
  hear(message: SeenMessage): void;
  /** Waits for what is under way. */
  rested(): Promise<void>;
  /** Somebody said which order their message was about. @returns what they are told */
  choose(interaction: MessageComponentInteraction, messageId: string, tag: string): Promise<string>;
};

type RelayParts = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly cdnHosts: readonly string[];
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly backoff: Backoff;
};

/** What fits into a message of 2,000 signs, and how many signs, escaped ones counted once, surely do. */
const pieceMax = 1_750;
const signsMax = 850;
const choicesMax = 25;
/** Somebody without a room is told so once in this long, and of so many people it is remembered. */
const toldForMs = 10 * minute;
const toldMax = 10_000;
/** How far back is looked for what nobody has answered, and until when it is answered. */
const historyMax = 50;
const answeredWithinMs = 24 * 60 * 60_000;

/**
 * What somebody wrote of late that the bot has not answered, the oldest first. Each answer names its message, so that nothing is
 * answered twice, and what was written while the bot was away is answered with what is written next.
 *
 * @param messages of a channel, the oldest first
 */
export function unansweredIn(messages: readonly SeenMessage[], userId: string, now: number): SeenMessage[] {
  const answered = new Set(
    messages.flatMap(({ author, message_reference: to }) => (author.id === userId ? [] : [to?.message_id])),
  );
  return messages.filter(
    ({ id, author, type, timestamp }) =>
      author.id === userId &&
      writtenTypes.includes(type ?? 0) &&
      !answered.has(id) &&
      now - Date.parse(timestamp) < answeredWithinMs,
  );
}

/** Makes the relay. */
export function createRelay(parts: RelayParts): Relay {
  const { core, rest, log, signal, backoff } = parts;

  async function relaysOf(discordId: string): Promise<{ rooms: RoomView[]; texts: TranslatedTexts }> {
    const { rooms, locale } = await core.own.listRelays({ params: { discordId } });
    return { rooms: rooms.filter(({ isClosed, way }) => !isClosed && way === 'relay'), texts: textsFor(locale) };
  }

  /** Keeps a message with its order, then passes it on. @returns what its sender is told */
  async function pass(room: RoomView, message: SeenMessage, texts: TranslatedTexts): Promise<string> {
    const words = texts.federation.relay;
    const isBuyer = message.author.id === room.buyerDiscordId;
    const own = isBuyer ? room.buyerLocale : room.builderLocale;
    const recorded = await recordMessage(parts, room.tag, message, own);
    if (!recorded.ok) return fill(words.notPassed, { reason: sayCode(recorded, texts) });
    const [to, name, from, locale] = isBuyer
      ? [room.builderDiscordId, room.builderNickname, room.buyerNickname, room.builderLocale]
      : [room.buyerDiscordId, room.buyerNickname, room.builderNickname, room.buyerLocale];
    const their = textsFor(locale).federation.relay;
    const { fitting, others } = fittingFiles(recorded.files.sent);
    const head = [
      fill(their.from, { name: plain(from), tag: room.tag }),
      ...others.map((each) => fill(their.fileKept, { name: plain(shorten(each.name, 60)) })),
    ].join('\n');
    const isPassed = to !== null && (await write(to, inPieces(head, recorded.text), fitting, message.id));
    return isPassed ? words.passed : fill(words.closedDirect, { name: plain(name) });
  }

  async function write(
    to: string,
    pieces: readonly string[],
    files: readonly SentFile[],
    messageId: string,
  ): Promise<boolean> {
    try {
      const channelId = await rest.openDirect(to);
      for (const [index, content] of pieces.entries())
        await rest.post(channelId, {
          content,
          nonce: nonceOf('relay', messageId, to, pieces[0] ?? '', String(index)),
          ...(index === 0 ? { files } : {}),
        });
      return true;
    } catch (error) {
      // Closed messages mostly. Whatever it is, it must not keep back what is written next: the order has it all.
      if (!isRefused(error)) throw error;
      log.info({ messageId, code: error.code }, 'a message of a room could not be passed on');
      return false;
    }
  }

  async function ask(rooms: readonly RoomView[], message: SeenMessage, texts: TranslatedTexts): Promise<void> {
    const words = texts.federation.relay;
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
    await rest.post(message.channel_id, { shown, answers: message.id, nonce: nonceOf('which', message.id) });
  }

  /** Answers whatever somebody wrote that was not answered yet: all of it where it is to be passed on. */
  async function answer(channelId: string, userId: string): Promise<void> {
    const { rooms, texts } = await relaysOf(userId);
    const [room, ...others] = rooms;
    if (!room && wasTold(userId)) return;
    const open = unansweredIn(await rest.listMessages(channelId, { limit: historyMax }), userId, Date.now());
    for (const message of room ? open : open.slice(-1)) {
      if (others.length > 0) await ask(rooms, message, texts);
      else {
        const content = room ? await pass(room, message, texts) : texts.federation.relay.nobody;
        await rest.post(channelId, { content, answers: message.id, nonce: nonceOf('answer', message.id) });
      }
    }
  }

  const chores = new Map<string, Chore>();
  /** Until when somebody without a room knows that. Else whoever writes without end would take Discord's patience from notices. */
  const toldUntil = new Map<string, number>();

  function wasTold(userId: string): boolean {
    if ((toldUntil.get(userId) ?? 0) > Date.now()) return true;
    toldUntil.delete(userId);
    toldUntil.set(userId, Date.now() + toldForMs);
    for (const other of toldUntil.keys()) if (toldUntil.size > toldMax) toldUntil.delete(other);
    return false;
  }

  return {
    hear({ channel_id: channelId, author }) {
      const act = () =>
        answer(channelId, author.id).catch((error: unknown) => {
          // Whoever closed their messages meanwhile cannot be answered.
          if (!isRefused(error)) throw error;
          log.warn({ err: error }, 'a direct message could not be answered');
        });
      const chore = chores.get(channelId) ?? createChore({ act, signal, log, backoff });
      chores.set(channelId, chore);
      chore.ask();
      void chore.rested().then(() => chores.get(channelId) === chore && chores.delete(channelId));
    },
    async rested() {
      await Promise.all([...chores.values()].map((each) => each.rested()));
    },
    async choose({ user, channelId, locale }, messageId, tag) {
      const texts = textsFor(locale);
      const words = texts.federation.relay;
      const room = (await relaysOf(user.id)).rooms.find((each) => each.tag === tag);
      const message = await findMessage(rest, channelId, messageId);
      if (!message || message.author.id !== user.id) return words.gone;
      return room ? pass(room, message, texts) : words.nobody;
    },
  };
}

/** As many files as one message of ours may have: people may send more than the bot, which is no paying member. */
function fittingFiles(files: readonly SentFile[]): { readonly fitting: SentFile[]; readonly others: SentFile[] } {
  const [fitting, others]: [SentFile[], SentFile[]] = [[], []];
  let room = uploadBytesMax;
  for (const file of files) {
    const fits = file.bytes.byteLength <= room;
    if (fits) room -= file.bytes.byteLength;
    (fits ? fitting : others).push(file);
  }
  return { fitting, others };
}

/** Somebody's words as quotes: with every sign escaped they may be longer than one message. */
function inPieces(head: string, text: string): string[] {
  const lines = text === '' ? [] : plain(text).split('\n');
  const short = lines.flatMap((line) => line.match(new RegExp(String.raw`(?:\\.|.){1,${signsMax}}`, 'gsu')) ?? ['']);
  const pieces = [head];
  for (const line of short) {
    const last = pieces.at(-1) ?? '';
    if (last.length + line.length > pieceMax) pieces.push(`> ${line}`);
    else pieces.splice(-1, 1, `${last}\n> ${line}`);
  }
  return pieces;
}

async function findMessage(rest: DiscordRest, channelId: string, messageId: string): Promise<SeenMessage | undefined> {
  try {
    return await rest.getMessage(channelId, messageId);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}
