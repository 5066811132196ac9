import type { Order } from '../../domain/order.ts';
import type { FraudWarning } from '../../ports/disputes.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit } from '../../ports/store.ts';
import { applyCommand } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { flagPuts, type FlagWish } from '../house/flags.ts';

/** The reason of a freeze that a bank's warning brought, as a code. */
export const fraudWarningReason = 'fraud-warning';

/**
 * Follows a bank's warning that a payment was not the cardholder's. While something can be prevented the order is frozen, so that
 * nothing is built or sent for it, and the staff is told: they give the money back, or let the order go on and settle the flag. What was
 * released already cannot be held, and is for the staff alone: what of it was not transferred yet waits for the flag.
 */
export async function followFraudWarning(
  core: Core,
  warningId: string,
  settling: Pick<Commit, 'settleInbox'>,
): Promise<void> {
  const warning = await core.disputes.fetchFraudWarning(warningId);
  const order = warning.orderId ? await core.store.get('order', warning.orderId) : undefined;
  if (warning.isActionable && order && isAwaited(order))
    throw new UpstreamError('stripe', 'a bank warns of a payment that has not reached us yet', { retryable: true });
  if (!warning.isActionable || !order || order.payment?.chargeId !== warning.chargeId)
    return void (await core.store.commit(settling));
  const flag = await flagPuts(core, flagOf(warning, order.tag, order.buyerId));
  const freeze = { type: 'freeze', reason: fraudWarningReason } as const;
  if (order.releasedAt === null && order.freeze?.reason !== fraudWarningReason) {
    const applied = await applyCommand(core, order.id, freeze, 'system', settling, () => Promise.resolve(flag));
    if (applied.ok) return;
    if (applied.refusal.code === 'conflict-try-again') throw new Error(`order ${order.id} kept changing`);
  }
  await core.store.commit({ ...flag, ...settling });
}

/** The flag that a warning raises. */
export function fraudFlagId(warningId: string): string {
  return `flag:fraud-warning:${warningId}`;
}

/** An order that nobody has paid for as far as we know, and somebody may have. */
function isAwaited({ payment, fulfilment, refunds }: Order): boolean {
  return payment === null && refunds.length === 0 && (fulfilment === 'reserved' || fulfilment === 'lapsing');
}

function flagOf({ id, orderId }: FraudWarning, about: string, citizenId: FlagWish['citizenId']): FlagWish {
  return { id: fraudFlagId(id), kind: 'fraud-warning', citizenId, orderId, about };
}
