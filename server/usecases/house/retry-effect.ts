import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fill } from '#shared/text/say.ts';
import type { ActPlan } from './act-parts.ts';
import type { Core } from '../work/core.ts';

/**
 * Has an effect tried again now, with the key that it has, and not when its pause is over. Trying is no change of its own: the commit is
 * empty but for the act, and a crash before the row is hurried leaves it to its pause.
 */
export async function planRetry(core: Core, { key }: Extract<StaffAct, { kind: 'retry-effect' }>): Promise<ActPlan> {
  const row = await core.store.effect(key);
  if (!row) return refuse('not-found');
  if (row.state !== 'pending') return refuse('effect-settled');
  const order = await core.store.get('order', row.effect.orderId);
  return {
    ok: true,
    summary: fill(houseTexts.acts.retryEffect, { kind: row.effect.kind, tag: order?.tag ?? row.effect.orderId }),
    commit: {},
    after: () => core.store.postpone({ effect: key }, core.clock.now(), row.lastError ?? ''),
  };
}
