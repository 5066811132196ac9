import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { CommunityView, RoomView } from '#shared/schemas/community.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import { shorten } from '../sentences.ts';
import type { Written } from './direct-messages.ts';
import { listAllCommunities } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError, isRefused, type DiscordRest } from './rest.ts';
import { nonceOf } from './room-record.ts';
import { plain } from './words.ts';

/** What opening and closing rooms needs. */
export type RoomParts = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly problems: Problems;
  readonly botId: string;
  readonly log: Logger;
  /** Whether the bot may read what is said in threads: where Discord does not let it, rooms are passed on by DM. */
  readonly mayReadThreads: () => Promise<boolean>;
};

/** Communities in which a place for a room is looked for; it is mostly the first. */
const placesMax = 20;
// A thread is for everybody in it.
const { room: words } = textsFor('en').federation;

/** The room of an order; undefined where there is none. */
export async function findRoom(core: Core, tag: string): Promise<RoomView | undefined> {
  try {
    return await core.own.getRoom({ params: { tag } });
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'not-found') return undefined;
    throw error;
  }
}

/** Opens an order's room, in a thread or by DM. Whatever of it was done before a crash is found and gone on with. */
export async function openRoom(parts: RoomParts, notice: NoticeView): Promise<Written> {
  const room = await findRoom(parts.core, notice.accountId);
  if (!room) return { outcome: 'undeliverable', reason: 'the order has no room' };
  if (room.isClosed) return { outcome: 'delivered' };
  const placed = room.way === 'none' ? await placeRoom(parts, room) : room;
  if (placed.way === 'thread' && placed.threadId !== null) await furnish(parts, placed, placed.threadId);
  else await tellBoth(parts, placed, 'opened');
  return { outcome: 'delivered' };
}

/** Says that a room closes, and locks it. */
export async function closeRoom(parts: RoomParts, notice: NoticeView): Promise<Written> {
  const room = await findRoom(parts.core, notice.accountId);
  if (!room || room.way === 'none') return { outcome: 'delivered' };
  if (room.way === 'relay' || room.threadId === null) {
    await tellBoth(parts, room, 'closed');
    return { outcome: 'delivered' };
  }
  const content = fill(words.closed, { tag: room.tag, title: plain(room.title) });
  try {
    await parts.rest.post(room.threadId, { content, nonce: nonceOf('close', room.tag) });
    await parts.rest.closeThread(room.threadId);
  } catch (error) {
    // It was closed before, by us or by hand, or is gone.
    if (!isRefused(error)) throw error;
    parts.log.info({ tag: room.tag, code: error.code }, 'a room could not be closed again');
  }
  return { outcome: 'delivered' };
}

/** A thread was deleted: was it a room, the bot passes on from now on what both sides write, and tells them so. Never throws. */
export async function loseThread(parts: TellParts, threadId: string): Promise<void> {
  try {
    const room = await parts.core.own.getRoomOfThread({ params: { threadId } });
    if (!room.isClosed) await moveLostRoom(parts, room);
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'not-found') return;
    parts.log.warn({ err: error, threadId }, 'a room whose thread is gone could not be moved');
  }
}

/** The thread of a room is no longer there, or cannot be read any more: the room goes on by DM. */
export async function moveLostRoom(parts: TellParts, { tag, threadId }: RoomView): Promise<void> {
  const body = { way: 'relay', communityId: null, threadId } as const;
  const placed = await parts.core.own.placeRoom({ params: { tag }, body });
  if (placed.way === 'relay') await tellBoth(parts, placed, 'opened');
  parts.log.warn({ tag }, 'the thread of a room is of no use any more, it goes on by direct message');
}

type TellParts = Pick<RoomParts, 'core' | 'rest' | 'log'>;

/** Finds a place for a room: first where the unit was claimed, else wherever both sides are and rooms are wanted. */
async function placeRoom(parts: RoomParts, room: RoomView): Promise<RoomView> {
  const { core, rest } = parts;
  const thread = (await parts.mayReadThreads()) ? await openSomewhere(parts, room) : undefined;
  const params = { tag: room.tag };
  if (!thread) return core.own.placeRoom({ params, body: { way: 'relay', communityId: null, threadId: null } });
  const placed = await core.own.placeRoom({ params, body: { way: 'thread', ...thread } });
  // Another process was first: its thread is the room.
  if (placed.threadId !== thread.threadId) await rest.closeThread(thread.threadId);
  return placed;
}

async function openSomewhere(
  parts: RoomParts,
  room: RoomView,
): Promise<{ readonly communityId: string; readonly threadId: string } | undefined> {
  const { buyerDiscordId: buyer, builderDiscordId: builder } = room;
  if (buyer === null || builder === null) return undefined;
  const all = (await listAllCommunities(parts.core)).filter((each) => each.isPresent && each.settings.roomsChannelId);
  const isFirst = ({ id }: CommunityView) => (id === room.claimedIn ? 0 : 1);
  const places = all.toSorted((one, other) => isFirst(one) - isFirst(other)).slice(0, placesMax);
  for (const community of places) {
    const channelId = community.settings.roomsChannelId ?? '';
    try {
      const both = [
        await parts.rest.findMember(community.id, buyer),
        await parts.rest.findMember(community.id, builder),
      ];
      if (both.includes(undefined)) continue;
      const threadId = await openThread(parts, room, community.id, channelId);
      await parts.problems.solve(community, { key: 'may-not-thread', subject: channelId });
      return { communityId: community.id, threadId };
    } catch (error) {
      if (!isRefused(error)) throw error;
      const isLost = isDiscordError(error, codes.unknownChannel);
      const problem = { key: isLost ? 'channel-lost' : 'may-not-thread', subject: channelId } as const;
      await parts.problems.note(community.id, problem);
    }
  }
  return undefined;
}

/** Opens the thread, unless a process that is gone opened it and could not say so. */
async function openThread({ rest, botId }: RoomParts, room: RoomView, communityId: string, channelId: string) {
  const name = shorten(fill(words.name, { tag: room.tag, title: room.title }), 100);
  const isOurs = (each: { name: string; owner_id?: string | undefined; parent_id?: string | null | undefined }) =>
    each.name === name && each.owner_id === botId && each.parent_id === channelId;
  const found = (await rest.listActiveThreads(communityId)).find(isOurs);
  return found?.id ?? (await rest.openThread(channelId, name)).id;
}

/** Lets both sides into the thread and says what it is for. */
async function furnish({ rest, log }: RoomParts, room: RoomView, threadId: string): Promise<void> {
  const people = [room.buyerDiscordId, room.builderDiscordId].filter((each) => each !== null);
  for (const userId of people) {
    try {
      await rest.addToThread(threadId, userId);
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.warn({ err: error, tag: room.tag }, 'somebody could not be let into a room');
    }
  }
  const content = fill(words.opened, {
    buyer: mention(room.buyerDiscordId),
    builder: mention(room.builderDiscordId),
    tag: room.tag,
    title: plain(room.title),
  });
  await rest.post(threadId, { content, nonce: nonceOf('open', room.tag), notifies: { users: people } });
}

async function tellBoth({ rest, log }: TellParts, room: RoomView, what: 'opened' | 'closed'): Promise<void> {
  const sides = [
    { id: room.buyerDiscordId, other: room.builderNickname, opened: 'openedBuyer', locale: room.buyerLocale },
    { id: room.builderDiscordId, other: room.buyerNickname, opened: 'openedBuilder', locale: room.builderLocale },
  ] as const;
  for (const { id, other, opened, locale } of sides) {
    if (id === null) continue;
    const texts = textsFor(locale).federation;
    const sentence = what === 'opened' ? texts.relay[opened] : texts.room.closed;
    const content = fill(sentence, { tag: room.tag, title: plain(room.title), other: plain(other) });
    try {
      await rest.post(await rest.openDirect(id), { content, nonce: nonceOf(what, room.tag, id) });
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.info({ tag: room.tag, code: error.code }, 'one side of a room takes no direct messages');
    }
  }
}

function mention(userId: string | null): string {
  return userId === null ? '' : `<@${userId}>`;
}
