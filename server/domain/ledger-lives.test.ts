import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day, houseRules } from '#shared/house-rules.ts';
import { commandNamed, deadlinesOf } from './deadlines.ts';
import { decide } from './decide.ts';
import { assertBalanced, balancesOf, escrowOf } from './ledger.ts';
import { anyStory, answer, beginWorld, runClock, take, tell, type World } from './life-arbitraries.ts';
import { factsFor, outcomeOf, wait } from './order-samples.ts';
import { endStates } from './transitions.ts';

type Story = Parameters<typeof beginWorld>[0];

/** Plays a story and looks at the world after every step. */
function play(story: Story, look: (world: World) => void): World {
  return story.steps.reduce((world, step) => {
    const next = take(world, step);
    look(next);
    return next;
  }, beginWorld(story));
}

function always(look: (world: World) => void, numRuns = 200): void {
  fc.assert(
    fc.property(anyStory, (story) => void play(story, look)),
    { numRuns },
  );
}

const total = (amounts: Iterable<number>) => [...amounts].reduce((sum, each) => sum + each, 0);

describe('every movement is in a double-entry ledger', () => {
  test('each entry sums to zero, and no movement is booked twice', () => {
    always(({ life }) => {
      life.entries.forEach(assertBalanced);
      expect(total(balancesOf(life.entries).values())).toBe(0);
      expect(new Set(life.entries.map((entry) => entry.id)).size).toBe(life.entries.length);
    });
  });

  test('what is held, released and refunded is never negative and sums to the charge', () => {
    always(({ life }) => {
      const escrow = escrowOf(life.order.id, life.entries);
      for (const [, amount] of Object.entries(escrow)) expect(amount).toBeGreaterThanOrEqual(0);
      const { heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor, chargedMinor } = escrow;
      expect(heldMinor + releasedMinor + refundedMinor + withdrawnMinor + coveredMinor).toBe(chargedMinor);
    });
  });

  test('nothing is held once an order has ended', () => {
    always(({ life }) => {
      if (endStates.includes(life.order.fulfilment)) expect(escrowOf(life.order.id, life.entries).heldMinor).toBe(0);
    });
  });

  test('nobody is owed less than nothing', () => {
    always(({ life }) => {
      for (const [account, amount] of balancesOf(life.entries))
        if (!account.startsWith('stripe')) expect([account, amount <= 0]).toEqual([account, true]);
    });
  });

  test('the books know of Stripe what Stripe has done', () => {
    always(({ life, bank }) => {
      const balances = balancesOf(life.entries);
      const inStripe = (balances.get('stripe') ?? 0) + (balances.get('stripe-fees') ?? 0);
      const known = life.entries.filter((entry) => entry.kind === 'charge' || entry.kind === 'surplus-charge');
      const arrived = known.map((entry) => bank.charges.get(entry.stripeId ?? '') ?? Number.NaN);
      expect(inStripe).toBe(total(arrived) - total(bank.refunds.values()) - total(bank.transfers.values()));
    });
  });
});

describe('a refund and a release can never both take the same cent', () => {
  test('an order is released whole or refunded whole', () => {
    always(({ life }) => {
      const { chargedMinor, releasedMinor, refundedMinor } = escrowOf(life.order.id, life.entries);
      expect(releasedMinor === 0 || refundedMinor === 0).toBe(true);
      expect([0, chargedMinor]).toContain(releasedMinor + refundedMinor);
    });
  });

  test('Stripe never gives back more of a charge than it brought, nor transfers what was refunded', () => {
    always(({ life, bank }) => {
      for (const [chargeId, amount] of bank.refunds)
        expect(amount).toBeLessThanOrEqual(bank.charges.get(chargeId) ?? 0);
      const own = life.order.payment?.chargeId ?? '';
      const out = total(bank.transfers.values()) + (bank.refunds.get(own) ?? 0);
      expect(out).toBeLessThanOrEqual(bank.charges.get(own) ?? 0);
    });
  });

  test('each thing is asked of Stripe once: no key comes twice', () => {
    always(({ life }) => {
      const keys = life.effects.map((effect) => effect.key);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});

describe('an end is an end', () => {
  test('a completed order is never frozen, for nobody could thaw it and let its last transfer go', () => {
    always(({ life }) => {
      if (life.order.fulfilment === 'completed') expect(life.order.freeze).toBeNull();
    }, 600);
  });
});

describe('parts always add up to the whole to the cent', () => {
  test('fee, fund and transfers of a release are item and shipping', () => {
    always(({ life }) => {
      for (const event of life.events) {
        if (event.type !== 'released') continue;
        const { itemMinor = 0, shippingMinor = 0 } = life.order.payment ?? {};
        const legs = total(event.legs.map((leg) => leg.amountMinor));
        expect(event.feeMinor + event.fundMinor + legs).toBe(itemMinor + shippingMinor);
        expect(event.legs.every((leg) => leg.amountMinor > 0)).toBe(true);
      }
    });
  });
});

describe('a payment is never lost', () => {
  test('every charge that arrived is the order’s own or on its way back whole', () => {
    always(({ life, bank }) => {
      for (const [chargeId, amount] of bank.charges) {
        const refund = life.order.refunds.find((each) => each.chargeId === chargeId);
        if (life.order.payment?.chargeId !== chargeId) expect(refund?.amountMinor).toBe(amount);
        expect(life.order.refunds.filter((each) => each.chargeId === chargeId).length).toBeLessThanOrEqual(1);
      }
    });
  });

  test('a unit is taken, freed and withdrawn in turn, never twice', () => {
    always(({ life }) => {
      const mine = ['take', ...life.units].reduce((isMine, change) => {
        expect(change === 'take').toBe(!isMine);
        return change === 'take';
      }, false);
      expect(mine).toBe(!['expired', 'cancelled'].includes(life.order.fulfilment));
    });
  });
});

describe('time is a command', () => {
  test('a command that the clock owes is granted when it is due: no deadline refuses for ever', () => {
    always(({ life, builder }) => {
      for (const due of deadlinesOf(life.order)) {
        const command = commandNamed(due.name);
        if (!command) throw new Error(`no command is called ${due.name}`);
        const facts = factsFor('system', { escrow: escrowOf(life.order.id, life.entries), builder });
        const decision = decide(life.order, command, facts, Math.max(life.now, due.at));
        expect([due.name, decision.ok ? 'granted' : decision.refusal.code]).toEqual([due.name, 'granted']);
        if (!decision.ok) continue;
        const same = deadlinesOf(decision.order).find((each) => each.name === due.name && each.at <= due.at);
        expect([due.name, same]).toEqual([due.name, undefined]);
      }
    }, 300);
  });

  test('no deadline is due twice under one name', () => {
    always(({ life }) => {
      const names = deadlinesOf(life.order).map((due) => due.name);
      expect(new Set(names).size).toBe(names.length);
    });
  });

  test('no hold past 90 days: under proof-of-work the clock alone empties the Vault of every thawed order', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        let world = play({ ...story, terms: { ...story.terms, policy: 'proof-of-work' } }, () => undefined);
        if (world.life.order.freeze) world = tell(world, { type: 'thaw' }, 'staff');
        const paidAt = world.life.order.paidAt;
        if (paidAt === null || endStates.includes(world.life.order.fulfilment)) return;
        for (let passed = 0; passed < houseRules.holdDaysMax; passed++) {
          world = runClock({ ...world, life: wait(world.life, day) });
          while (world.pending.length > 0) world = answer(world, 0, true);
        }
        expect(escrowOf(world.life.order.id, world.life.entries).heldMinor).toBe(0);
        expect(world.life.order.legs.every((leg) => leg.state === 'done')).toBe(true);
        expect(world.life.order.refunds.every((refund) => refund.state === 'done')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

test('the stories are worth playing: they reach every state, releases, refunds and refusals of Stripe', () => {
  const seen = new Set<string>();
  for (const story of fc.sample(anyStory, { numRuns: 1_500, seed: 7 }))
    play(story, ({ life }) => {
      seen.add(life.order.fulfilment);
      for (const event of life.events) seen.add(event.type);
      if (outcomeOf(life) === 'frozen') seen.add('frozen-refusal');
    });
  const states = 'reserved lapsing expired cancelled paid building shipped delivered completed';
  const claims = 'checkout-started lapsing-began claim-expired claim-cancelled surplus-refunded cancellation-asked';
  const works = 'put-on-bench building-started proof-counted promise-broken frozen thawed hold-warned frozen-refusal';
  const money = 'released release-granted transfer-created transfer-waits refunded refund-sent';
  expect([...seen].sort()).toEqual(`${states} ${claims} ${works} ${money}`.split(' ').sort());
});
