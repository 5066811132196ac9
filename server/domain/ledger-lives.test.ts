import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day, houseRules } from '#shared/house-rules.ts';
import { commandNamed, deadlinesOf } from './deadlines.ts';
import { decide } from './decide.ts';
import { assertBalanced, balancesOf, escrowOf } from './ledger.ts';
import { isBound, isCovered } from './decide/disputes-of.ts';
import { anyStory, beginWorld, runClock, settle, take, type World } from './life-arbitraries.ts';
import { disputeFeeMinor, moneyFacts, refundedOf } from './bank-samples.ts';
import { builderId, factsFor, marketerId, outcomeOf, wait } from './order-samples.ts';
import { sharesLeft } from './split.ts';
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

function always(look: (world: World) => void, numRuns = 120): void {
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

  test('what is held, released, refunded, withdrawn and covered is never negative and sums to the charge', () => {
    always(({ life }) => {
      const escrow = escrowOf(life.order.id, life.entries);
      for (const [part, amount] of Object.entries(escrow)) expect([part, amount >= 0]).toEqual([part, true]);
      const { heldMinor, releasedMinor, refundedMinor, withdrawnMinor, coveredMinor, chargedMinor } = escrow;
      expect(heldMinor + releasedMinor + refundedMinor + withdrawnMinor - coveredMinor).toBe(chargedMinor);
      // Whatever was let go was let go whole: what stays is either in the Vault or with those who earned it.
      expect(heldMinor === 0 || releasedMinor === 0).toBe(true);
    });
  });

  test('nothing is held once an order has ended', () => {
    always(({ life }) => {
      if (endStates.includes(life.order.fulfilment)) expect(escrowOf(life.order.id, life.entries).heldMinor).toBe(0);
    });
  });

  test('nobody is owed less than nothing, the fund is never overdrawn, and nobody owes what they do not', () => {
    always(({ life }) => {
      const grows = (account: string) => /^(stripe-fees|owed-by:|disputed:)/.test(account);
      for (const [account, amount] of balancesOf(life.entries)) {
        // A rare fee is less than Stripe's, and C500 pays where the fund cannot: only these two may be on either side.
        if (account === 'stripe' || account === 'fee-income' || account === 'stripe-fees') continue;
        expect([account, grows(account) ? amount >= 0 : amount <= 0]).toEqual([account, true]);
      }
    });
  });

  test('the books know of Stripe what Stripe has done and told us', () => {
    always(({ life, bank, pending }) => {
      const moved = (...kinds: readonly string[]) =>
        total(
          life.entries
            .filter(({ kind }) => kinds.includes(kind))
            .flatMap(({ postings }) => postings)
            .filter(({ account }) => account === 'stripe')
            .map(({ amountMinor }) => amountMinor),
        );
      expect(moved('refund-sent')).toBe(0 - total([...bank.refunds.values()].map(({ amountMinor }) => amountMinor)));
      expect(moved('transfer')).toBe(0 - total(bank.transfers.values()));
      expect(moved('reversal')).toBe(total(bank.reversals.values()));
      if (bank.mail.length > 0 || pending.length > 0) return;
      const { dispute } = bank;
      const taken = dispute && !dispute.isInquiry && dispute.state !== 'won' ? dispute.amountMinor : 0;
      const fee = dispute && !dispute.isInquiry ? disputeFeeMinor : 0;
      expect(moved('withdrawal', 'reinstatement')).toBe(0 - taken - fee);
    });
  });
});

describe('a refund and a release can never both take the same cent', () => {
  test('what the parties have is their share of exactly what is released', () => {
    always(({ life }) => {
      const { payment, terms } = life.order;
      if (!payment) return;
      const shares = sharesLeft(payment, escrowOf(life.order.id, life.entries).releasedMinor, terms.split);
      const own = life.entries.filter(({ id, kind }) => id !== 'of others' && ['release', 'taken-back'].includes(kind));
      const due = (account: string) =>
        0 -
        total(
          own
            .flatMap(({ postings }) => postings.filter((each) => each.account.endsWith(account)))
            .map((each) => each.amountMinor),
        );
      expect(due(`:${builderId}`)).toBe(shares.builderMinor);
      expect(due(`:${marketerId}`)).toBe(shares.marketerMinor);
    });
  });

  test('what a party was sent, less what was taken back, owed and withheld, is their share', () => {
    always((world) => {
      const { life, bank } = settle(world);
      const { payment, terms } = life.order;
      if (!payment) return;
      const shares = sharesLeft(payment, escrowOf(life.order.id, life.entries).releasedMinor, terms.split);
      const of = (map: ReadonlyMap<string, number>, party: string) =>
        total([...map].filter(([key]) => key.includes(`:${party}:`)).map(([, amount]) => amount));
      for (const party of ['builder', 'marketer'] as const) {
        const told = (type: 'owed' | 'withheld') =>
          total(
            life.events.flatMap((event) => (event.type === type && event.party === party ? [event.amountMinor] : [])),
          );
        const waits = life.order.legs.find((leg) => leg.party === party && leg.state !== 'done')?.amountMinor ?? 0;
        const has = of(bank.transfers, party) - of(bank.reversals, party) - told('owed') + told('withheld') + waits;
        expect([party, has]).toEqual([party, shares[`${party}Minor`]]);
      }
    });
  });

  test('a buyer never has more back than they paid, from us and from their bank together', () => {
    always((world) => {
      for (const { bank } of [world, settle(world)])
        for (const [chargeId, amount] of bank.charges) {
          const isOwn = chargeId === world.life.order.payment?.chargeId;
          const taken = isOwn && bank.dispute && !bank.dispute.isInquiry && bank.dispute.state !== 'won';
          const back = refundedOf(bank, chargeId) + (taken ? (bank.dispute?.amountMinor ?? 0) : 0);
          expect(back).toBeLessThanOrEqual(amount);
        }
    });
  });

  test('nothing is sent to anybody while an order is frozen, or a bank has not decided', () => {
    const sent = ({ life }: World) => life.effects.filter(({ kind }) => kind === 'create-transfer').length;
    fc.assert(
      fc.property(anyStory, (story) => {
        let before: World = beginWorld(story);
        play(story, (world) => {
          if (sent(world) > sent(before)) {
            expect(before.life.order.freeze).toBeNull();
            expect(isBound(before.life.order)).toBe(false);
          }
          before = world;
        });
      }),
      { numRuns: 200 },
    );
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
  test('fee, fund and transfers of a release are all that was held, and nobody is sent nothing', () => {
    always(({ life }) => {
      const last = life.events.findLast((event) => event.type === 'released');
      if (!last || life.events.some(({ type }) => type === 'taken-back')) return;
      const legs = total(last.legs.map(({ amountMinor, withheldMinor = 0 }) => amountMinor + withheldMinor));
      const { releasedMinor } = escrowOf(life.order.id, life.entries);
      expect(last.feeMinor + last.fundMinor + legs).toBe(releasedMinor);
      for (const { amountMinor, state } of last.legs) expect(amountMinor > 0 ? 'sending' : 'done').toBe(state);
    });
  });
});

describe('a payment is never lost', () => {
  test('every charge that arrived is the order’s own or on its way back whole', () => {
    always(({ life, bank }) => {
      for (const [chargeId, amount] of bank.charges) {
        const refunds = life.order.refunds.filter((each) => each.chargeId === chargeId);
        const back = total(refunds.map((each) => each.amountMinor));
        if (life.order.payment?.chargeId !== chargeId) expect(back).toBe(amount);
        else expect(back).toBeLessThanOrEqual(amount);
        const parts = refunds.map(({ part = 0 }) => part);
        expect(new Set(parts).size).toBe(parts.length);
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
    always(({ life, builder, debts }) => {
      for (const due of deadlinesOf(life.order)) {
        const command = commandNamed(due.name);
        if (!command) throw new Error(`no command is called ${due.name}`);
        const known = moneyFacts(life, debts);
        const facts = factsFor('system', { escrow: escrowOf(life.order.id, life.entries), builder, ...known });
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

  test('no hold past 90 days: the clock alone ends every order, frozen or not, however its money goes', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        let world = play(story, () => undefined);
        const { paidAt } = world.life.order;
        if (paidAt === null) return;
        for (let passed = 0; passed < houseRules.holdDaysMax; passed++)
          world = settle(runClock({ ...world, life: wait(world.life, day) }));
        const { life, bank } = world;
        // A bank that has not decided holds the money itself; what the fund put back is no buyer's, and staff may freeze it.
        const isOpen = bank.dispute?.state === 'open' && !bank.dispute.isInquiry;
        const isBuilders = isCovered(life.order) && life.order.freeze !== null;
        expect(isOpen || isBuilders || escrowOf(life.order.id, life.entries).heldMinor === 0).toBe(true);
        for (const { state } of life.order.refunds) expect(isOpen || state !== 'sending').toBe(true);
        for (const { state, reversals = [] } of life.order.legs) {
          expect(state === 'done' || life.order.freeze !== null || bank.dispute?.state === 'open').toBe(true);
          expect(reversals.filter((each) => each.state === 'sending')).toEqual([]);
        }
      }),
      { numRuns: 120 },
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
  const works = 'put-on-bench building-started proof-counted frozen thawed hold-warned hold-ended frozen-refusal';
  const promises = 'promise-broken reminded days-granted shipped delivered';
  const parcels = 'parcel-followed parcel-scanned parcel-doubted';
  const money = 'released release-granted transfer-created transfer-waits refunded refund-sent';
  const back = 'taken-back leg-netted reversal-created owed withheld';
  const bank = 'disputed dispute-withdrawn dispute-reinstated dispute-closed';
  const all = `${states} ${claims} ${works} ${promises} ${parcels} ${money} ${back} ${bank}`;
  expect([...seen].sort()).toEqual([...new Set(all.split(' '))].sort());
});
