import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Change, type Ruling } from './ruling.ts';
import type { Facts, Order, Proof } from '../order.ts';
import { coolOffMs, waitsFor } from '../release.ts';

/** Adds a proof that was not there before, with what else happens at that moment. */
export function addProof(order: Order, proof: Proof, facts: Facts, now: Instant, also: Change): Ruling {
  if (order.proofs.some((each) => each.kind === proof.kind)) return refuse('already-proved');
  const { order: changed, events = [] } = withProofs(order, [proof], facts, now);
  return allow({ order: { ...also.order, ...changed }, events: [...(also.events ?? []), ...events] });
}

/** A proof that completes the policy makes release due, at once or after the cool-off. It never moves a date that is set. */
export function withProofs(order: Order, added: readonly Proof[], facts: Facts, now: Instant): Change {
  const proofs = [...order.proofs, ...added];
  const met = waitsFor(order.terms.policy, proofs) === 'nothing';
  const releaseAt = order.releaseAt ?? (met ? now + coolOffMs(order, facts.builder) : null);
  return {
    order: { proofs, releaseAt },
    events: added.map((proof) => ({ type: 'proof-counted', proof, releaseAt })),
  };
}
