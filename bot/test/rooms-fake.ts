import { createHash } from 'node:crypto';
import type { RoomFile, RoomView } from '#shared/schemas/community.ts';
import { CoreRefusalError, type CoreFake } from './core-fake.ts';
import { here } from './world.ts';

/** What was said in a room, as the core keeps it. */
export type KeptMessage = {
  readonly tag: string;
  readonly messageId: string;
  readonly byDiscordId: string;
  readonly text: string;
  readonly files: readonly RoomFile[];
};

/** Rooms of orders at a core. */
export type RoomsFake = {
  readonly rooms: Map<string, RoomView>;
  readonly messages: KeptMessage[];
  readonly files: Map<string, Uint8Array>;
  /** What people read, by their accounts. */
  readonly locales: Map<string, string>;
};

/** The room of an order between the buyer and the builder of the tests' world, which is nowhere yet. */
export function makeRoom(changes: Partial<RoomView> = {}): RoomView {
  return {
    tag: 'C5-7K3QF2M',
    title: 'Cloud *65*',
    way: 'none',
    communityId: null,
    threadId: null,
    isClosed: false,
    buyerDiscordId: here.buyer,
    builderDiscordId: here.builder,
    buyerNickname: 'Mori',
    builderNickname: 'Rika',
    buyerLocale: 'en',
    builderLocale: 'en',
    claimedIn: here.community,
    lastMessageId: null,
    ...changes,
  };
}

/** A core that keeps rooms. */
export function withRooms(core: CoreFake, ...rooms: readonly RoomView[]): RoomsFake {
  const fake: RoomsFake = {
    rooms: new Map(rooms.map((each) => [each.tag, each])),
    messages: [],
    files: new Map(),
    locales: new Map(),
  };
  const of = (isIt: (room: RoomView) => boolean): RoomView => {
    const found = [...fake.rooms.values()].find(isIt);
    if (!found) throw new CoreRefusalError('not-found');
    return found;
  };
  const named = (tag: string) => of((room) => room.tag === tag);
  Object.assign(core.answers, {
    getRoom: ({ params }) => named(params.tag),
    getRoomOfThread: ({ params }) => of((room) => room.threadId === params.threadId && !room.isClosed),
    listRelays: ({ params: { discordId } }) => ({
      rooms: [...fake.rooms.values()].filter(
        (room) => room.way === 'relay' && [room.buyerDiscordId, room.builderDiscordId].includes(discordId),
      ),
      locale: fake.locales.get(discordId) ?? 'en',
    }),
    placeRoom({ params, body }) {
      const room = named(params.tag);
      const isLost = room.threadId !== null && body.way === 'relay' && body.threadId === room.threadId;
      if (room.way === 'none') fake.rooms.set(params.tag, { ...room, ...body });
      if (isLost) fake.rooms.set(params.tag, { ...room, way: 'relay', communityId: null, threadId: null });
      return named(params.tag);
    },
    keepRoomFile({ body }) {
      const bytes = Buffer.from(body.base64, 'base64');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      fake.files.set(sha256, bytes);
      return { name: body.name, sha256, bytes: bytes.length };
    },
    recordRoomMessage({ params: { tag }, body }) {
      const room = named(tag);
      const isKnown = fake.messages.some(({ messageId }) => messageId === body.messageId);
      const isSide = [room.buyerDiscordId, room.builderDiscordId].includes(body.byDiscordId);
      if (!isSide) throw new CoreRefusalError('not-yours');
      if (!isKnown) fake.messages.push({ tag, ...body });
      fake.rooms.set(tag, { ...room, lastMessageId: body.messageId });
      const by = body.byDiscordId === room.buyerDiscordId ? 'buyer' : 'builder';
      return { id: body.messageId, by, text: body.text, at: body.at, files: body.files };
    },
  } satisfies CoreFake['answers']);
  return fake;
}
