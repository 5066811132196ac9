import { disputeLook, disputeLookSubject, isSettled } from '../../domain/dispute.ts';
import type { Core } from '../work/core.ts';
import { followDispute } from './disputes.ts';

/**
 * Asks the bank about a dispute whether or not it sent a message, and again every few days until the dispute is decided and its money is
 * settled. Messages get lost, and nothing else would ever find out that an order need not be frozen any more.
 */
export async function lookAtBank(core: Core, disputeId: string): Promise<void> {
  await followDispute(core, disputeId, {});
  const dispute = await core.store.get('dispute', disputeId);
  if (!dispute) throw new Error(`there is no dispute ${disputeId}`);
  const order = await core.store.get('order', dispute.orderId);
  const known = order?.disputes?.find(({ id }) => id === disputeId);
  const isOver = dispute.closedAt !== null && known !== undefined && isSettled(known);
  await core.store.commit({
    // A message that reopens it at this moment sets the next look itself; the deadline then stands.
    expect: [{ kind: 'dispute', id: dispute.id, version: dispute.version }],
    deadlines: [{ subject: disputeLookSubject(disputeId), due: isOver ? [] : [disputeLook(core.clock.now())] }],
  });
}
