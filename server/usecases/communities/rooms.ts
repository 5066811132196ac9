import { createHash } from 'node:crypto';
import { houseRules } from '#shared/house-rules.ts';
import type { Instant, OrderId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { RoomFile, RoomMessageView, RoomView } from '#shared/schemas/community.ts';
import type { Room, RoomMessage } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { placeRoom } from '../../domain/room.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { discordIdsOf, personOf, speakerOf } from './room-people.ts';

type Refused = { readonly ok: false; readonly refusal: Refusal };
export type RoomFound = { readonly ok: true; readonly order: Order; readonly room: Room } | Refused;
export type MessageKept = { readonly ok: true; readonly message: RoomMessage } | Refused;
export type FileKept = { readonly ok: true; readonly file: RoomFile } | Refused;

/** What somebody said in a room, as the bot hands it on. `at` is when Discord got it. */
export type Said = {
  readonly messageId: string;
  readonly byDiscordId: string;
  readonly text: string;
  readonly at: Instant;
  readonly files: readonly RoomFile[];
};

/** Rooms of one person that are passed on by DM. */
const relaysMax = 25;
/** Orders of a builder that are looked through for them. */
const ordersMax = 1_000;

/** The room of an order's tag. */
export async function findRoom(core: Core, typed: string): Promise<RoomFound> {
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  const room = order && (await core.store.get('room', order.id));
  return room ? { ok: true, order, room } : refuse('not-found');
}

/** The open room that is a thread. */
export async function roomOfThread(core: Core, threadId: string): Promise<RoomFound> {
  const [room] = await core.store.list('room', threadId, 1);
  // A list's word is ours: a thread has a number, and what is passed on by DM has another word.
  const order = room?.threadId === threadId ? await core.store.get('order', room.id) : undefined;
  return room && order ? { ok: true, order, room } : refuse('not-found');
}

/** The open rooms of a person whose messages are passed on by DM, the newest first. */
export async function relaysOf(
  core: Core,
  discordId: string,
): Promise<{ readonly rooms: readonly { readonly order: Order; readonly room: Room }[]; readonly locale: string }> {
  const citizen = await core.store.citizenByAccount('discord', discordId);
  if (!citizen) return { rooms: [], locale: 'en' };
  const [bought, building] = await Promise.all([
    core.store.list('room', `relay:${citizen.id}`, relaysMax),
    core.store.ordersInStates(citizen.id, ['paid', 'building', 'shipped', 'delivered'], ordersMax),
  ]);
  const built = await Promise.all(building.map(({ id }) => core.store.get('room', id)));
  const rooms = [...bought, ...built.flatMap((room) => room ?? [])]
    .filter(({ way, closedAt }) => way === 'relay' && closedAt === null)
    .sort((a, b) => b.openedAt - a.openedAt)
    .slice(0, relaysMax);
  const orders = await Promise.all(rooms.map(({ id }) => core.store.get('order', id)));
  const found = rooms.flatMap((room, index) => {
    const order = orders[index];
    return order ? [{ order, room }] : [];
  });
  return { rooms: found, locale: citizen.locale ?? 'en' };
}

/** Says where a room is, or that its thread is gone. The first answer stands, and whoever comes second is told of it. */
export async function settleRoom(
  core: Core,
  tag: string,
  place: Pick<Room, 'way' | 'communityId' | 'threadId'>,
): Promise<RoomFound> {
  if (place.way === 'thread' && (!place.threadId || !place.communityId)) return refuse('bad-input');
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findRoom(core, tag);
    if (!found.ok) return found;
    const room = placeRoom(found.room, place);
    if (room === found.room) return found;
    const { result } = await core.store.commit({ put: [{ kind: 'room', record: room }] });
    if (result === 'committed') return { ...found, room };
  }
  return refuse('conflict-try-again');
}

/** Keeps a file that was said in a room. */
export async function keepRoomFile(core: Core, tag: string, name: string, bytes: Uint8Array): Promise<FileKept> {
  if (bytes.length > houseRules.roomFileBytesMax)
    return refuse('file-too-large', { most: `${houseRules.roomFileBytesMax / 1_048_576} MB` });
  const refusal = await makeRoomFor(core, tag, bytes);
  if (refusal) return refusal;
  const sha256 = await core.files.keep(bytes);
  return sha256 ? { ok: true, file: { name: fileName(name), sha256, bytes: bytes.length } } : refuse('bad-input');
}

/** Counts a file with its room before it is kept, so that no crash lets one in uncounted. What is kept already takes no more room. */
async function makeRoomFor(core: Core, tag: string, bytes: Uint8Array): Promise<Refused | undefined> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const isKept = (await core.files.sizeOf(sha256)) !== undefined;
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findRoom(core, tag);
    if (!found.ok) return found;
    const { room } = found;
    if (room.closedAt !== null) return refuse('room-closed');
    if (isKept) return undefined;
    const fileBytes = (room.fileBytes ?? 0) + bytes.length;
    if (fileBytes > houseRules.roomBytesMax) return refuse('too-many-messages', { most: houseRules.roomMessagesMax });
    const { result } = await core.store.commit({ put: [{ kind: 'room', record: { ...room, fileBytes } }] });
    if (result === 'committed') return undefined;
  }
  return refuse('conflict-try-again');
}

/**
 * Keeps one message of a room. Who said it is judged by the account and by nothing that the message says; the same message twice is
 * one message, also after the room was closed.
 */
export async function recordRoomMessage(core: Core, tag: string, said: Said): Promise<MessageKept> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findRoom(core, tag);
    if (!found.ok) return found;
    const { order, room } = found;
    const id = `${order.id}:${said.messageId}`;
    const known = await core.store.get('roomMessage', id);
    if (known) return { ok: true, message: known };
    if (room.closedAt !== null) return refuse('room-closed');
    const speaker = await speakerOf(core, order, said.byDiscordId);
    if (!speaker) return refuse('not-yours');
    if (room.messages >= houseRules.roomMessagesMax)
      return refuse('too-many-messages', { most: houseRules.roomMessagesMax });
    const files = await keptFiles(core, said.files);
    if (!files) return refuse('bad-input');
    // Discord's clock is not ours: nothing was said before the room was opened, or is yet to be said.
    const at = Math.round(Math.min(core.clock.now(), Math.max(room.openedAt, said.at)));
    const message: RoomMessage = { id, version: 0, orderId: order.id, ...speaker, text: said.text, at, files };
    const { result } = await core.store.commit({
      put: [
        { kind: 'roomMessage', record: message },
        { kind: 'room', record: { ...room, messages: room.messages + 1, ...newestOf(room, said.messageId) } },
      ],
    });
    if (result === 'committed') return { ok: true, message };
  }
  return refuse('conflict-try-again');
}

/** Discord numbers messages by their time; what is no such number tells nothing. */
function newestOf({ lastMessageId }: Room, messageId: string): Pick<Room, 'lastMessageId'> {
  const isNewer = /^\d+$/.test(messageId) && BigInt(messageId) > BigInt(lastMessageId ?? 0);
  return isNewer ? { lastMessageId: messageId } : {};
}

/** Files as we have them ourselves; undefined when one of them was never kept here. */
async function keptFiles(core: Core, files: readonly RoomFile[]): Promise<readonly RoomFile[] | undefined> {
  const sizes = await Promise.all(files.map(({ sha256 }) => core.files.sizeOf(sha256)));
  const kept = files.flatMap(({ name, sha256 }, index) => {
    const bytes = sizes[index];
    return bytes === undefined ? [] : [{ name: fileName(name), sha256, bytes }];
  });
  return kept.length === files.length ? kept : undefined;
}

/** A file's name as it may stand in a line and in a folder. */
function fileName(given: string): string {
  const plain = given.replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, ' ').trim();
  // Half of a character, where the cut falls into one, could be written into no header.
  return plain.slice(0, 120).toWellFormed() || 'file';
}

/** Everything that was said in an order's room, oldest first; nothing where the order has none. */
export async function transcriptOf(core: Core, orderId: OrderId): Promise<readonly RoomMessage[]> {
  const messages = await core.store.list('roomMessage', orderId, houseRules.roomMessagesMax);
  return messages.toSorted((a, b) => a.at - b.at);
}

/** A room as the bot is told of it. */
export async function roomView(core: Core, order: Order, room: Room): Promise<RoomView> {
  const [buyer, builder, buyers, builders] = await Promise.all([
    personOf(core, order.buyerId),
    personOf(core, order.builderId),
    discordIdsOf(core, order.buyerId),
    discordIdsOf(core, order.builderId),
  ]);
  return {
    tag: order.tag,
    title: order.terms.title,
    way: room.way,
    communityId: room.communityId,
    threadId: room.threadId,
    isClosed: room.closedAt !== null,
    buyerDiscordId: buyers[0] ?? null,
    builderDiscordId: builders[0] ?? null,
    buyerNickname: buyer?.nickname ?? '',
    builderNickname: builder?.nickname ?? '',
    buyerLocale: buyer?.locale ?? 'en',
    builderLocale: builder?.locale ?? 'en',
    claimedIn: order.claimedIn ?? null,
    lastMessageId: room.lastMessageId ?? null,
  };
}

/** A message as it is told. */
export function messageView({ id, by, text, at, files }: RoomMessage): RoomMessageView {
  return { id, by, text, at, files: [...files] };
}
