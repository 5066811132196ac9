import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { RoomView } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Backoff } from '../backoff.ts';
import { createChore, type Chore } from './chore.ts';
import { nonceOf, recordMessage, type RecordParts } from './room-record.ts';
import { isRefused, writtenTypes, type SeenMessage } from './rest.ts';

/** Order rooms that are threads: what is said in them is kept with the order. */
export type RoomThreads = {
  /** Something was said in a thread, or may have been: whatever is not kept yet is. */
  hear(threadId: string): void;
  /** Waits for what is under way. */
  rested(): Promise<void>;
};

type ThreadsOptions = RecordParts & {
  /** Whether Discord lets the bot read; where it does not, everything that is said looks empty. */
  readonly mayRead: () => boolean;
  readonly onUnreadable: (room: RoomView) => Promise<void>;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly backoff: Backoff;
};

const pageSize = 100;
/** As many as a room keeps. */
const pagesMax = 10;

/**
 * Makes what keeps the words of threads. It reads a thread's history from the last message that the core has kept: so nothing is lost
 * while the bot is away, nothing is kept twice, and all is kept in order.
 */
export function createRoomThreads(options: ThreadsOptions): RoomThreads {
  const { core, rest, log, signal, backoff, mayRead, onUnreadable } = options;
  const chores = new Map<string, Chore>();
  /** How far a thread was read, messages included that are not kept. */
  const readTo = new Map<string, string>();

  async function roomOf(threadId: string): Promise<RoomView | undefined> {
    try {
      return await core.own.getRoomOfThread({ params: { threadId } }, signal);
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'not-found') return undefined;
      throw error;
    }
  }

  async function keep(room: RoomView, message: SeenMessage): Promise<void> {
    const isPersons = message.author.bot !== true && writtenTypes.includes(message.type ?? 0);
    if (!isPersons) return;
    const recorded = await recordMessage(options, room.tag, message, 'en');
    if (recorded.ok) return;
    log.info({ tag: room.tag, code: recorded.code }, 'a message of a room was not kept');
    if (recorded.code !== 'too-many-messages') return;
    const content = textsFor('en').federation.room.full;
    await rest.post(message.channel_id, { content, nonce: nonceOf('full', room.tag) });
  }

  async function catchUp(threadId: string): Promise<void> {
    const room = await roomOf(threadId);
    if (!room || room.isClosed) {
      readTo.delete(threadId);
      return;
    }
    if (!mayRead()) return onUnreadable(room);
    // A thread has the number of the moment in which it was opened.
    let after = latest(room.lastMessageId ?? threadId, readTo.get(threadId) ?? threadId);
    for (let page = 0; page < pagesMax && !signal.aborted; page += 1) {
      const messages = await rest.listMessages(threadId, { limit: pageSize, after });
      for (const message of messages) {
        await keep(room, message);
        after = message.id;
        readTo.set(threadId, after);
      }
      if (messages.length < pageSize) return;
    }
  }

  function choreOf(threadId: string): Chore {
    const known = chores.get(threadId);
    if (known) return known;
    const act = async () => {
      try {
        await catchUp(threadId);
      } catch (error) {
        // A thread that the bot may not read will not be readable a moment later.
        if (!isRefused(error)) throw error;
        log.warn({ err: error, threadId }, 'a room could not be read');
      }
    };
    const made = createChore({ act, signal, log, backoff });
    chores.set(threadId, made);
    return made;
  }

  return {
    hear(threadId) {
      const chore = choreOf(threadId);
      chore.ask();
      // Threads come and go for months.
      void chore.rested().then(() => chores.get(threadId) === chore && chores.delete(threadId));
    },
    async rested() {
      await Promise.all([...chores.values()].map((each) => each.rested()));
    },
  };
}

function latest(one: string, other: string): string {
  return BigInt(one) > BigInt(other) ? one : other;
}
