import { DiscordAPIError } from 'discord.js';
import type { Logger } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { isTransient, type Core } from './api.ts';
import { backoffMs, pause, type Backoff } from './backoff.ts';
import type { Written } from './discord/direct-messages.ts';

/** What delivering notices needs. */
export type Delivery = {
  readonly core: Core;
  /** Writes to the person; throws when it may work later. */
  readonly write: (notice: NoticeView) => Promise<Written>;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** How long one question for notices waits at the core; 25 s at most. */
  readonly waitMs: number;
};

/** More is not remembered than could be leased again before Discord forgets a nonce. */
const rememberedMax = 5_000;

/**
 * Delivers notices until the signal ends it; a notice under way is finished. The core leases a notice and hears what became of it.
 * One that could not be delivered, or whose settling failed, is leased again later: what was written is remembered, so that it is
 * then only settled. Never throws.
 */
export async function deliverNotices(delivery: Delivery): Promise<void> {
  const { core, signal, log, waitMs } = delivery;
  const written = new Map<string, Written>();
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { notices } = await core.own.pullNotices({ body: { platform: 'discord', waitMs } }, signal);
      const isAllDone = await deliverAll(delivery, notices, written);
      failures = isAllDone ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'notices could not be pulled');
      failures += 1;
    }
    if (failures > 0) await pause(backoffMs(delivery.backoff, failures - 1), signal);
  }
}

async function deliverAll(
  delivery: Delivery,
  notices: readonly NoticeView[],
  written: Map<string, Written>,
): Promise<boolean> {
  let hasFailed = false;
  for (const notice of notices) {
    if (delivery.signal.aborted) return true;
    try {
      await deliverOne(delivery, notice, written);
      hasFailed = false;
    } catch (error) {
      delivery.log.warn({ err: error, noticeId: notice.id }, 'a notice could not be delivered');
      const isItsOwn = error instanceof DiscordAPIError && error.status < 500;
      // What two in a row have met would happen to the rest as well: their leases run out. One alone must not hold up the others.
      if (hasFailed && !isItsOwn) return false;
      hasFailed = !isItsOwn;
    }
  }
  return !hasFailed;
}

/** What the core refuses it refuses again: the order, room or community of the notice is not there. @throws whatever may pass */
function refusalOf(error: unknown): Written {
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  if (!problem || isTransient(error) || problem.code === 'unreachable' || problem.code === 'conflict-try-again')
    throw error;
  return { outcome: 'undeliverable', reason: problem.detail.slice(0, 300) };
}

async function deliverOne({ core, write, log }: Delivery, notice: NoticeView, written: Map<string, Written>) {
  const result = written.get(notice.id) ?? (await write(notice).catch(refusalOf));
  written.set(notice.id, result);
  for (const id of written.keys()) {
    if (written.size <= rememberedMax) break;
    written.delete(id);
  }
  const reason = result.reason ?? null;
  try {
    await core.own.settleNotice({ body: { id: notice.id, outcome: result.outcome, reason } });
  } catch (error) {
    // Settled by another lease already: nothing is left to do.
    if (!(error instanceof ApiProblem && error.problem.code === 'not-found')) throw error;
  }
  log.info({ noticeId: notice.id, kind: notice.kind, outcome: result.outcome }, 'notice settled');
}
