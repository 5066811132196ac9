import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { decide } from './decide.ts';
import { anyCommandOf, anyFactsFor, anyInstant, anyOrder } from './order-arbitraries.ts';
import type { CommandType, Role } from './order.ts';

/** The endpoints that give an order a command, and for whom. */
const doors: readonly (readonly [name: string, endpoint: Endpoint, command: CommandType, role: Role])[] = [
  ['cancelClaim', contract.cancelClaim, 'cancel-claim', 'buyer'],
  ['confirmDelivery', contract.confirmDelivery, 'confirm-delivery', 'buyer'],
  ['askCancellation', contract.askCancellation, 'ask-cancellation', 'buyer'],
  ['refundUnproven', contract.refundUnproven, 'refund-unproven', 'buyer'],
  ['refundOrder', contract.refundOrder, 'refund-order', 'builder'],
  ['declareShipment', contract.declareShipment, 'declare-shipment', 'builder'],
];

describe('an endpoint declares every refusal it can give', () => {
  test.each(doors)('%s', (_, endpoint, command, role) => {
    const asking = anyOrder.chain((order) =>
      fc.tuple(fc.constant(order), anyCommandOf(command), anyFactsFor(order, role), anyInstant),
    );
    const refusals = fc.sample(asking, { numRuns: 1_500, seed: 3 }).flatMap(([order, asked, facts, now]) => {
      const decision = decide(order, asked, facts, now);
      return decision.ok ? [] : [decision.refusal.code];
    });
    const undeclared = [...new Set(refusals)].filter((code) => !endpoint.refusals.includes(code));
    expect(undeclared).toEqual([]);
  });
});
