import type { CitizenId } from '#shared/ids.ts';
import { appealUntil } from '../../domain/case.ts';
import type { Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Notice } from '../../ports/store.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { addressed } from '../work/tell.ts';

/** Tells both sides what was decided: for whom, how much goes back, why, and until when one may appeal. */
export async function decisionNotices(core: Core, order: Order, record: Case): Promise<readonly Notice[]> {
  const decision = record.final ?? record.decision;
  if (!decision) return [];
  const winner = decision.infavourOf === 'buyer' ? order.buyerId : order.builderId;
  const params = {
    infavourOf: await nicknameOf(core, winner),
    reason: decision.reason,
    amountMinor: decision.refundMinor ?? 0,
    currency: order.terms.price.currency,
    postage: decision.postage ?? 'none',
    ...(record.final ? {} : { untilAt: appealUntil(record) ?? 0 }),
  };
  const sides = [
    { to: order.buyerId, kind: record.final ? 'case-final' : 'case-decided-buyer' },
    { to: order.builderId, kind: record.final ? 'case-final' : 'case-decided-builder' },
  ] as const;
  const notices = sides.map(({ to, kind }) =>
    addressed(core, order, { to, kind, params, link: 'order' }, `${record.id}:${kind}`, decision.at),
  );
  return (await Promise.all(notices)).flatMap((notice) => (notice ? [notice] : []));
}

/** Tells one side of a step of the other's. `step` tells steps of one case apart. */
export async function toldOfStep(
  core: Core,
  order: Order,
  record: Case,
  {
    to,
    kind,
    step,
  }: { readonly to: CitizenId; readonly kind: 'case-answered' | 'case-appealed'; readonly step: string },
): Promise<readonly Notice[]> {
  const telling = { to, kind, params: {}, link: 'order' } as const;
  const told = await addressed(core, order, telling, `${record.id}:${step}`, core.clock.now());
  return told ? [told] : [];
}
