import { formatMoney } from '#shared/money.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fill } from '#shared/text/say.ts';
import type { ActPlan } from '../house/act-parts.ts';
import type { Core } from '../work/core.ts';
import { planFiling } from './file-dispute.ts';

/** Has the evidence of a dispute filed now, and not at the end of the builder's time. */
export async function planFileDispute(
  core: Core,
  { disputeId }: Extract<StaffAct, { kind: 'file-dispute' }>,
): Promise<ActPlan> {
  const dispute = await core.store.get('dispute', disputeId);
  const order = dispute && (await core.store.get('order', dispute.orderId));
  if (!dispute || !order) return refuse('not-found');
  const plan = planFiling(core, dispute);
  if (!plan.ok) return plan;
  const { tag, terms } = order;
  const words = { tag, title: terms.title, amount: formatMoney(dispute) };
  return { ok: true, summary: fill(houseTexts.acts.fileDispute, words), commit: plan.commit };
}
