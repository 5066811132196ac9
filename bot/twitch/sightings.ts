import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import { readTags } from '#shared/order-tag.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { isTransient, type Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';

/** A line of chat, with the ids that Twitch vouches for. */
export type ChatLine = {
  readonly messageId: string;
  readonly channelId: string;
  readonly chatterId: string;
  /** Where it was typed, if that was in another channel of a shared chat. */
  readonly sourceChannelId: string | null;
  readonly text: string;
};

/** Whether it was typed in this channel, and not in another one of a shared chat. */
export function isFromHere(line: ChatLine): boolean {
  return (line.sourceChannelId ?? line.channelId) === line.channelId;
}

/** Whether the channel's own broadcaster typed it there: by ids, never by names or badges. */
export function isBroadcasters(line: ChatLine): boolean {
  return line.chatterId === line.channelId && isFromHere(line);
}

/** What keeping sightings needs. */
export type SightingsOptions = {
  readonly core: Core;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** Told of what the core made of a line, once per line. */
  readonly onOutcome: (line: ChatLine, sightings: readonly SightingOutcome[]) => void;
};

/** Hands lines of chat to the core. */
export type Sightings = {
  /** Takes a line if there may be a tag in it. */
  hear(line: ChatLine): void;
  /** Waits until nothing is left to hand over, or the signal ended it. */
  settled(): Promise<void>;
};

const waitingMax = 500;
/** With the usual waits some four minutes: longer than a core needs to come back. */
const triesMax = 12;
const invisible = /[\p{Cf}\p{Cc}]/gu;

/** Whether a line is worth the core's look. A broadcaster's line is sent on the slightest suspicion, because it may be a proof. */
export function mayHoldTag(line: ChatLine): boolean {
  const { tags, nearMisses } = readTags(line.text);
  return tags.length + nearMisses.length > 0 || (isBroadcasters(line) && /c5/i.test(line.text.replace(invisible, '')));
}

/**
 * Makes the way of chat lines to the core. A line may be a proof, so it is tried again through a restart of the core; lines of
 * broadcasters go first, and each kind in the order in which they were typed. Nothing is judged here.
 */
export function createSightings(options: SightingsOptions): Sightings {
  const { log, signal } = options;
  const waiting: ChatLine[] = [];
  let work: Promise<void> | undefined;

  async function workOff(): Promise<void> {
    for (let line = waiting.shift(); line && !signal.aborted; line = waiting.shift()) await record(options, line);
    work = undefined;
  }

  return {
    hear(line) {
      if (!mayHoldTag(line)) return;
      if (waiting.length >= waitingMax && !makeRoom(waiting, line)) {
        log.error({ channelId: line.channelId, messageId: line.messageId }, 'a line of chat was dropped');
        return;
      }
      // A viewer's line proves nothing, and one who types tag after tag must not hold up those that do.
      const behind = isBroadcasters(line) ? waiting.findIndex((each) => !isBroadcasters(each)) : -1;
      waiting.splice(behind < 0 ? waiting.length : behind, 0, line);
      work ??= workOff();
    },
    settled: async () => {
      await work;
    },
  };
}

/** Viewers cannot crowd a broadcaster out: a broadcaster's line takes the place of a viewer's. */
function makeRoom(waiting: ChatLine[], line: ChatLine): boolean {
  const index = isBroadcasters(line) ? waiting.findIndex((each) => !isBroadcasters(each)) : -1;
  if (index >= 0) waiting.splice(index, 1);
  return index >= 0;
}

async function record({ core, signal, log, backoff, onOutcome }: SightingsOptions, line: ChatLine): Promise<void> {
  const about = { channelId: line.channelId, messageId: line.messageId };
  const body = { ...line, text: line.text.slice(0, 1_000) };
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      const { sightings } = await core.own.recordChatLine({ body });
      onOutcome(line, sightings);
      return;
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'no-tag') return;
      if (!isTransient(error) || tries >= triesMax) {
        log.error({ ...about, err: error, tries }, 'a line of chat could not be handed to the core');
        return;
      }
      log.warn({ ...about, err: error, tries }, 'a line of chat waits for the core');
      await pause(backoffMs(backoff, tries - 1), signal);
    }
  }
}
