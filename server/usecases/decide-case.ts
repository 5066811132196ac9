import type { CitizenId } from '#shared/ids.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fill } from '#shared/text/say.ts';
import type { Case } from '../domain/network-records.ts';
import type { Order } from '../domain/order.ts';
import type { Command } from '../domain/order-commands.ts';
import { endStates } from '../domain/transitions.ts';
import type { Commit, Notice } from '../ports/store.ts';
import { orderWords, type ActPlan } from './act-parts.ts';
import { planCommand } from './apply-command.ts';
import { reportedReason } from './cases.ts';
import { nicknameOf } from './citizens.ts';
import type { Core } from './core.ts';
import { lookAtBench } from './follow-channels.ts';
import { addressed } from './tell.ts';

type Decision = Extract<StaffAct, { kind: 'decide-case' }>;
const { acts: sentences } = houseTexts;

/**
 * Decides a case. For the buyer: all that the Vault holds goes back. For the builder: what the report froze is thawed, and the order
 * goes on. Where the order has come to its end meanwhile, or the money was released, the case alone is decided.
 */
export async function planDecision(core: Core, act: Decision, by: CitizenId): Promise<ActPlan> {
  const record = await core.store.get('case', act.caseId);
  if (!record) return refuse('not-found');
  if (record.decision) return refuse('case-decided');
  const { infavourOf, reason } = act;
  const decided: Case = { ...record, decision: { infavourOf, reason, by, at: core.clock.now() } };
  const order = record.orderId ? await core.store.get('order', record.orderId) : undefined;
  const names = { about: await nicknameOf(core, record.aboutId), by: await nicknameOf(core, record.byId) };
  const command = order && commandFor(record, order, act);
  const plan = order && command ? await planCommand(core, order, command, 'staff') : undefined;
  if (plan && !plan.ok) return plan;
  const commit: Commit = plan?.commit ?? {};
  const moves = plan !== undefined && command?.type === 'refund-order';
  const forBuyer = moves ? sentences.decideForBuyer : sentences.closeForBuyer;
  const forBuilder = plan ? sentences.decideForBuilder : sentences.closeForBuilder;
  return {
    ok: true,
    summary: fill(infavourOf === 'buyer' ? forBuyer : forBuilder, {
      ...names,
      ...(order ? await orderWords(core, order) : {}),
    }),
    commit: {
      ...commit,
      put: [...(commit.put ?? []), { kind: 'case', record: decided }],
      notices: [...(commit.notices ?? []), ...(order ? await decisionNotices(core, order, decided) : [])],
    },
    ...(order ? { after: () => lookAtBench(core, order.builderId) } : {}),
  };
}

function commandFor(record: Case, order: Order, { infavourOf, reason }: Decision): Command | undefined {
  if (endStates.includes(order.fulfilment)) return undefined;
  // What was released cannot be taken back here. What the two agree on beside us is decided all the same.
  if (infavourOf === 'buyer' && order.releasedAt !== null) return undefined;
  if (infavourOf === 'buyer') return { type: 'refund-order', reason };
  // Somebody of the staff may have thawed it, or frozen it for a reason of their own, in the meantime.
  return record.froze && order.freeze?.reason === reportedReason ? { type: 'thaw' } : undefined;
}

async function decisionNotices(core: Core, order: Order, { id, decision }: Case): Promise<readonly Notice[]> {
  if (!decision) return [];
  const winner = decision.infavourOf === 'buyer' ? order.buyerId : order.builderId;
  const params = { infavourOf: await nicknameOf(core, winner), reason: decision.reason };
  const sides = [
    { to: order.buyerId, kind: 'case-decided-buyer' },
    { to: order.builderId, kind: 'case-decided-builder' },
  ] as const;
  const notices = sides.map(({ to, kind }) =>
    addressed(core, order, { to, kind, params, link: 'order' }, `${id}:${kind}`, decision.at),
  );
  return (await Promise.all(notices)).flatMap((notice) => (notice ? [notice] : []));
}
