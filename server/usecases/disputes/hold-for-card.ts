import type { OrderId } from '#shared/ids.ts';
import { applyCommand } from '../orders/apply-command.ts';
import { cardSubject } from '../communities/card-subject.ts';
import type { Core } from '../work/core.ts';

/** The reason of a freeze because somebody who is banned has paid with the same card, as a code. */
export const bannedCardReason = 'banned-card';

/** Holds an order for its card until the staff has looked. Safe to repeat. */
export async function holdForCard(core: Core, orderId: OrderId): Promise<void> {
  const done = { deadlines: [{ subject: cardSubject(orderId), due: [] }] };
  const order = await core.store.get('order', orderId);
  if (order && order.freeze?.reason !== bannedCardReason) {
    const freeze = { type: 'freeze', reason: bannedCardReason } as const;
    const applied = await applyCommand(core, orderId, freeze, 'system', {}, () => Promise.resolve(done));
    if (applied.ok) return;
    if (applied.refusal.code === 'conflict-try-again') throw new Error(`order ${orderId} kept changing`);
  }
  await core.store.commit(done);
}
