import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contract } from '#shared/api/contract.ts';
import type { Endpoint } from '#shared/api/endpoint.ts';
import { sayRefusal } from '#shared/text/say.ts';
import { decide } from './decide.ts';
import { anyCommandOf, commandTypes } from './command-arbitraries.ts';
import { anyFactsFor, anyInstant, anyOrder, roles } from './order-arbitraries.ts';
import type { Role } from './order.ts';
import type { CommandType } from './order-commands.ts';

/** The endpoints that give an order a command, and for whom. */
const doors: readonly (readonly [name: string, endpoint: Endpoint, command: CommandType, role: Role])[] = [
  ['cancelClaim', contract.cancelClaim, 'cancel-claim', 'buyer'],
  ['confirmDelivery', contract.confirmDelivery, 'confirm-delivery', 'buyer'],
  ['askCancellation', contract.askCancellation, 'ask-cancellation', 'buyer'],
  ['refundUnproven', contract.refundUnproven, 'refund-unproven', 'buyer'],
  ['grantDays', contract.grantDays, 'grant-days', 'buyer'],
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

test('every refusal of an order is said whole: nothing in its sentences is left to fill', () => {
  const asking = fc
    .tuple(anyOrder, fc.constantFrom(...commandTypes), fc.constantFrom(...roles))
    .chain(([order, type, role]) =>
      fc.tuple(fc.constant(order), anyCommandOf(type), anyFactsFor(order, role), anyInstant),
    );
  fc.assert(
    fc.property(asking, ([order, command, facts, now]) => {
      // Reasons that people type may hold braces of their own; here nobody does.
      const frozen = order.freeze && { ...order.freeze, reason: 'a report' };
      const decision = decide({ ...order, freeze: frozen }, command, facts, now);
      if (decision.ok) return;
      const { sentence, remedy } = sayRefusal(decision.refusal);
      expect([decision.refusal.code, `${sentence} ${remedy}`]).toEqual([
        decision.refusal.code,
        expect.not.stringMatching(/[{}]|undefined|NaN/),
      ]);
    }),
    { numRuns: 1_000 },
  );
});
