import { pushBounded, type ChatLine, type TwitchChannel, type TwitchUser } from './records.ts';

const linesKept = 200;
const charactersMax = 500;

/** Why chat did not take a line. */
export type ChatRefusal = {
  readonly ok: false;
  readonly reason: 'unknown-channel' | 'unknown-chatter' | 'empty' | 'too-long';
};

/** What somebody types into a channel's chat. */
export type ChatInput = {
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  /** The channel in which it is typed, when the two share one chat. */
  readonly sourceChannelId?: string | undefined;
  readonly replyToLineId?: string | undefined;
  readonly isAction?: boolean | undefined;
};

/** Lines of chat, per channel, the newest 200. */
export type ChatRooms = {
  /** Takes a line, or says why not. Shared chat makes two lines: one where it was typed, one here; the answer is the one here. */
  readonly say: (input: ChatInput, session?: object) => { readonly ok: true; readonly line: ChatLine } | ChatRefusal;
  readonly lines: (channelId: string) => readonly ChatLine[];
  readonly allLines: () => readonly ChatLine[];
};

/**
 * What Twitch shows of typed text: control characters become spaces, so that no line can carry a second protocol line,
 * and the ends are trimmed.
 */
export function cleanText(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').trim();
}

/** Badges from what a person is in a channel. */
export function badgesOf(channel: TwitchChannel, userId: string): readonly string[] {
  if (channel.userId === userId) return ['broadcaster/1'];
  return channel.moderatorIds.includes(userId) ? ['moderator/1'] : [];
}

/** Builds the rooms over earlier lines. `heard` is told of each new line and of the session that it came from. */
export function createChatRooms(options: {
  readonly now: () => number;
  readonly newId: () => string;
  readonly channel: (userId: string) => TwitchChannel | undefined;
  readonly user: (userId: string) => TwitchUser | undefined;
  readonly lines: readonly ChatLine[];
  readonly heard: (line: ChatLine, session: object | undefined) => void;
}): ChatRooms {
  const { now, newId, channel, user, heard } = options;
  const rooms = new Map<string, ChatLine[]>();
  for (const line of options.lines) roomOf(line.channelId).push(line);

  function roomOf(channelId: string): ChatLine[] {
    const room = rooms.get(channelId) ?? [];
    rooms.set(channelId, room);
    return room;
  }
  function post(room: TwitchChannel, input: ChatInput, text: string, source: ChatLine['source'], id: string): ChatLine {
    const parent = roomOf(room.userId).find((line) => line.id === input.replyToLineId);
    return {
      id,
      channelId: room.userId,
      userId: input.userId,
      text,
      badges: badgesOf(room, input.userId),
      at: now(),
      isAction: input.isAction ?? false,
      source,
      replyTo: parent === undefined ? null : { lineId: parent.id, userId: parent.userId, text: parent.text },
    };
  }
  function publish(line: ChatLine, session: object | undefined): void {
    pushBounded(roomOf(line.channelId), line, linesKept);
    heard(line, session);
  }

  return {
    say(input, session) {
      const room = channel(input.channelId);
      const sourceRoom = channel(input.sourceChannelId ?? input.channelId);
      if (room === undefined || sourceRoom === undefined) return { ok: false, reason: 'unknown-channel' };
      if (user(input.userId) === undefined) return { ok: false, reason: 'unknown-chatter' };
      const text = cleanText(input.text);
      if (text === '') return { ok: false, reason: 'empty' };
      if (Array.from(text).length > charactersMax) return { ok: false, reason: 'too-long' };
      const lineId = newId();
      if (input.sourceChannelId === undefined) {
        const line = post(room, input, text, null, lineId);
        publish(line, session);
        return { ok: true, line };
      }
      const source = { channelId: sourceRoom.userId, lineId, badges: badgesOf(sourceRoom, input.userId) };
      const original = post(sourceRoom, input, text, source, lineId);
      publish(original, session);
      if (room.userId === sourceRoom.userId) return { ok: true, line: original };
      const mirrored = post(room, input, text, source, newId());
      publish(mirrored, session);
      return { ok: true, line: mirrored };
    },
    lines: (channelId) => rooms.get(channelId) ?? [],
    allLines: () => [...rooms.values()].flat(),
  };
}
