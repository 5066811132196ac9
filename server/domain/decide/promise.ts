import { houseRules } from '#shared/house-rules.ts';
import { refuse } from '#shared/refusals.ts';
import type { Instant } from '#shared/ids.ts';
import { allow, type Ruling } from './ruling.ts';
import type { Facts, Order } from '../order.ts';
import type { Command } from '../order-commands.ts';
import { grantedDays, promised, remindersOf, unaskedAfterMs, type Promised } from '../promise-clocks.ts';
import { giveBack } from './refund.ts';

type PromiseCommand = Extract<Command, { type: 'break-promise' | 'refund-unproven' | 'remind' | 'grant-days' }>;

/** The rules of the two promises: days to the first proof, and from a stream proof to the carrier's scan. */
export function decidePromise(order: Order, command: PromiseCommand, facts: Facts, now: Instant): Ruling {
  const promise = promised(order);
  if (!promise) return refuse('not-allowed-now', { state: order.fulfilment });
  switch (command.type) {
    case 'break-promise':
      if (promise.clock !== command.clock || promise.brokenAt !== null || now < promise.dueAt)
        return refuse('not-allowed-now', { state: order.fulfilment });
      return allow({
        order: promise.clock === 'proof' ? { promiseBrokenAt: now } : { scanPromiseBrokenAt: now },
        events: [{ type: 'promise-broken', clock: promise.clock }],
      });
    case 'refund-unproven':
      return refundUnproven(order, promise, facts, now);
    case 'remind':
      return remind(order, promise, command, now);
    case 'grant-days':
      return grantDays(order, promise, now);
    default:
      return command satisfies never;
  }
}

/** A buyer may take the money back as soon as a promise is broken, also what was released; C500 gives it back unasked some days later. */
function refundUnproven(order: Order, { clock, dueAt }: Promised, facts: Facts, now: Instant): Ruling {
  const from = dueAt + (facts.role === 'system' ? unaskedAfterMs(clock) : 0);
  if (now < from) return refuse('not-broken-yet', { when: from });
  return giveBack(order, { why: 'unproven', reason: clock === 'proof' ? 'unproven' : 'unsent' }, facts, now);
}

function remind(order: Order, promise: Promised, command: Extract<Command, { type: 'remind' }>, now: Instant): Ruling {
  const reminded = order.reminded ?? [];
  const due = remindersOf(promise).find(({ when }) => when === command.when);
  if (
    promise.clock !== command.clock ||
    !due ||
    promise.brokenAt !== null ||
    now < due.at ||
    reminded.includes(due.key)
  )
    return refuse('not-allowed-now', { state: order.fulfilment });
  return allow({
    order: { reminded: [...reminded, due.key] },
    events: [{ type: 'reminded', clock: promise.clock, when: command.when }],
  });
}

/** More days for the promise that runs. One that was broken is whole again; both together never come to more than a drop may promise. */
function grantDays(order: Order, { clock, from, dueAt, brokenAt }: Promised, now: Instant): Ruling {
  const days = houseRules.grantedDaysStep;
  const granted = { proof: grantedDays(order, 'proof'), scan: grantedDays(order, 'scan') };
  const all = order.terms.proofDays + order.terms.scanDays + granted.proof + granted.scan + days;
  if (all > houseRules.promisedDaysMax) return refuse('days-spent');
  const grantedNow = { ...granted, [clock]: granted[clock] + days };
  const longer = promised({ ...order, grantedDays: grantedNow }) ?? { clock, from, dueAt, brokenAt };
  // What should have been said before today is not said now.
  const past = remindersOf(longer).filter(({ at }) => at <= now);
  return allow({
    order: {
      grantedDays: grantedNow,
      reminded: [
        ...(order.reminded ?? []).filter((key) => !key.startsWith(`${clock}:`)),
        ...past.map(({ key }) => key),
      ],
      ...(clock === 'proof' ? { promiseBrokenAt: null } : { scanPromiseBrokenAt: null }),
    },
    events: [{ type: 'days-granted', clock, days, wasBroken: brokenAt !== null }],
  });
}
