import { refuse, type Refusal } from '#shared/refusals.ts';
import type { RoomFile } from '#shared/schemas/community.ts';
import type { OrderDisputeView } from '#shared/schemas/trust.ts';
import { canAnswer } from '../../domain/dispute.ts';
import type { Order } from '../../domain/order.ts';
import type { Dispute } from '../../domain/trust-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { disputesOf } from './disputes.ts';
import { planFiling } from './file-dispute.ts';
import { orderLine } from '../orders/order-line.ts';

/** What a builder may add to one dispute, all of it together. */
export const answerLimits = { textMax: 10_000, filesMax: 6 } as const;

/** A dispute as it is after an answer, or why nothing was added. */
export type Answered =
  { readonly ok: true; readonly dispute: Dispute } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Adds what a builder has to the dispute of an order, while there is time. More may be added later; the same again is added once. Files
 * were kept before, by their content.
 *
 * @returns `dispute-filed` when the answer is on its way, `not-allowed-now` where nothing is disputed, `bad-input` for more than a bank reads
 */
export async function answerDispute(
  core: Core,
  orderId: Order['id'],
  answer: { readonly text: string; readonly files: readonly RoomFile[] },
): Promise<Answered> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await answerable(core, orderId);
    if (!found.ok) return found;
    const { order, dispute } = found;
    const said = added(dispute, answer, core.clock.now());
    if (said === dispute.said) return { ok: true, dispute };
    if (!said || said.text.length > answerLimits.textMax || said.files.length > answerLimits.filesMax)
      return refuse('bad-input');
    const record: Dispute = { ...dispute, said };
    const line = orderLine(core, order, 'dispute-evidence', 'builder');
    const { result } = await core.store.commit({
      put: [{ kind: 'dispute', record }, ...line.put],
      history: line.history,
    });
    if (result === 'committed') return { ok: true, dispute: record };
  }
  return refuse('conflict-try-again');
}

/** Sends what there is to the bank now, because the builder has nothing more to add. */
export async function fileNow(core: Core, orderId: Order['id']): Promise<Answered> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await answerable(core, orderId);
    if (!found.ok) return found;
    const plan = planFiling(core, found.dispute);
    if (!plan.ok) return plan;
    const { result } = await core.store.commit(plan.commit);
    if (result === 'committed') return { ok: true, dispute: found.dispute };
  }
  return refuse('conflict-try-again');
}

type Answerable =
  | { readonly ok: true; readonly order: Order; readonly dispute: Dispute }
  | { readonly ok: false; readonly refusal: Refusal };

async function answerable(core: Core, orderId: Order['id']): Promise<Answerable> {
  const order = await core.store.get('order', orderId);
  if (!order) return refuse('not-found');
  const disputes = await disputesOf(core, order);
  const dispute = disputes.find((each) => canAnswer(each, core.clock.now()));
  if (dispute) return { ok: true, order, dispute };
  const isUnderWay = disputes.some(({ state }) => state === 'needs-response' || state === 'filed');
  return isUnderWay ? refuse('dispute-filed') : refuse('not-allowed-now', { state: order.fulfilment });
}

/** What was said with an addition; what was said already where the addition says nothing new; null where it says nothing at all. */
function added(
  { said }: Dispute,
  { text, files }: { readonly text: string; readonly files: readonly RoomFile[] },
  at: number,
): Dispute['said'] {
  const more = text.trim();
  const parts = said?.text.split('\n\n') ?? [];
  const isKnown = more === '' || said?.text === more || said?.text.endsWith(`\n\n${more}`) || parts.includes(more);
  const fresh = files.filter(({ sha256 }) => !said?.files.some((file) => file.sha256 === sha256));
  if (isKnown && fresh.length === 0) return said;
  const words = isKnown ? (said?.text ?? '') : [said?.text, more].filter((part) => part).join('\n\n');
  return { text: words, files: [...(said?.files ?? []), ...fresh], at };
}

/** A dispute as the builder of its order sees it. */
export function disputeView(core: Core, dispute: Dispute): OrderDisputeView {
  const { id, reason, amountMinor, currency, isInquiry, state, openedAt, dueBy, answerUntil, said, filed } = dispute;
  return {
    id,
    reason,
    amount: { amountMinor, currency },
    isInquiry,
    state,
    openedAt,
    dueBy,
    answerUntil: canAnswer(dispute, core.clock.now()) ? answerUntil : null,
    said: said && { text: said.text, at: said.at },
    filedAt: filed?.at ?? null,
  };
}
