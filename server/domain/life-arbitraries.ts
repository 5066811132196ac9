import fc from 'fast-check';
import { day, hour, houseRules } from '#shared/house-rules.ts';
import { commandNamed, deadlinesOf } from './deadlines.ts';
import type { Facts, Payment, Role, Terms } from './order.ts';
import type { Command, Effect } from './order-commands.ts';
import { anyCommandOf, anyTerms } from './order-arbitraries.ts';
import { beginLife, give, outcomeOf, paymentOf, streamProof, wait, type Life } from './order-samples.ts';
import { transitions } from './transitions.ts';

/** One thing that happens in the world around an order. */
export type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'clock' }
  | { readonly kind: 'ask'; readonly command: Command; readonly role: Role }
  | { readonly kind: 'pay'; readonly charge: number; readonly unitFree: boolean }
  | { readonly kind: 'answer'; readonly pick: number; readonly agrees: boolean; readonly again: boolean };

/** What Stripe has really done: money in by charge, money out by refund of a charge and by transfer. */
export type Bank = {
  readonly charges: ReadonlyMap<string, number>;
  readonly refunds: ReadonlyMap<string, number>;
  readonly transfers: ReadonlyMap<string, number>;
};

/** A life with the world around it: what Stripe was asked and has not yet answered, and what it has done. */
export type World = {
  readonly life: Life;
  readonly payments: readonly Payment[];
  readonly pending: readonly Effect[];
  readonly answered: readonly Command[];
  readonly bank: Bank;
  readonly builder: Facts['builder'];
};

/** What people and the clock ask, and how often: what ends an order or stops it is asked seldom, or no story would get far. */
const asked = {
  'start-checkout': 4,
  lapse: 1,
  'cancel-claim': 2,
  'put-on-bench': 2,
  'start-building': 3,
  'prove-by-stream': 5,
  'declare-shipment': 5,
  'prove-by-shipment': 3,
  'confirm-delivery': 5,
  'deem-delivered': 2,
  complete: 6,
  release: 8,
  'grant-release': 1,
  'retry-transfer': 5,
  'ask-cancellation': 2,
  'grant-cancellation': 1,
  'refund-order': 1,
  'break-promise': 1,
  'refund-unproven': 1,
  freeze: 4,
  thaw: 5,
  'warn-hold': 1,
} as const;

const anyAskOf = (type: keyof typeof asked): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constant('ask' as const),
    command: anyCommandOf(type),
    role: fc.constantFrom(...transitions[type].by),
  });
const askable = Object.keys(asked) as (keyof typeof asked)[];
const anyAsk = fc.oneof(...askable.map((type) => ({ weight: asked[type], arbitrary: anyAskOf(type) })));

const paid: Step = { kind: 'pay', charge: 0, unitFree: true };
const proved: Step = { kind: 'ask', command: streamProof, role: 'system' };
const coolOff: Step = { kind: 'wait', ms: houseRules.coolOffMs };
const released: Step = { kind: 'ask', command: { type: 'release' }, role: 'system' };
const arrived: readonly Step[] = [
  { kind: 'ask', command: { type: 'declare-shipment', carrier: 'UPS', number: '1' }, role: 'builder' },
  { kind: 'ask', command: { type: 'confirm-delivery' }, role: 'buyer' },
];
/** How a story may begin: with nothing, or well on its way. */
const beginnings: readonly (readonly Step[])[] = [
  [],
  [paid],
  [paid, proved],
  [paid, proved, coolOff, released],
  [paid, proved, coolOff, released, ...arrived],
];

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: anyAsk },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: hour }), fc.integer({ min: 0, max: 40 * day })),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'clock' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pay' as const),
      charge: fc.nat({ max: 2 }),
      unitFree: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      pick: fc.nat({ max: 3 }),
      agrees: fc.boolean(),
      again: fc.boolean(),
    }),
  },
);

/** A random story: terms, what each possible charge brings, a builder, and things that happen one after the other. */
export const anyStory = fc.record({
  terms: anyTerms,
  amounts: fc.array(
    fc.record({
      itemMinor: fc.integer({ min: 1, max: 30_000_00 }),
      shippingMinor: fc.nat({ max: 200_00 }),
      taxMinor: fc.nat({ max: 500_00 }),
      stripeFeeMinor: fc.nat({ max: 900_00 }),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  builder: fc.record({ completedOrders: fc.constantFrom(0, 10), lostDisputes: fc.constantFrom(0, 1) }),
  steps: fc
    .tuple(fc.constantFrom(...beginnings), fc.array(anyStep, { minLength: 5, maxLength: 40 }))
    .map(([beginning, rest]) => [...beginning, ...rest]),
});

type Story = {
  readonly terms: Terms;
  readonly amounts: readonly Pick<Payment, 'itemMinor' | 'shippingMinor' | 'taxMinor' | 'stripeFeeMinor'>[];
  readonly builder: Facts['builder'];
  readonly steps: readonly Step[];
};

/** The world before the first step. */
export function beginWorld({ terms, amounts, builder }: Story): World {
  return {
    life: beginLife(terms),
    payments: amounts.map((each, index) => paymentOf(terms, { ...each, chargeId: `ch_${index + 1}` })),
    pending: [],
    answered: [],
    bank: { charges: new Map(), refunds: new Map(), transfers: new Map() },
    builder,
  };
}

/** Lets one thing happen. */
export function take(world: World, step: Step): World {
  switch (step.kind) {
    case 'wait':
      return { ...world, life: wait(world.life, step.ms) };
    case 'clock':
      return runClock(world);
    case 'ask':
      return tell(world, step.command, step.role);
    case 'pay':
      return pay(world, step.charge, step.unitFree);
    case 'answer':
      return step.again ? repeatAnswer(world, step.pick) : answer(world, step.pick, step.agrees);
    default:
      return step satisfies never;
  }
}

/** Gives a command and queues what it wants done outside. */
export function tell(world: World, command: Command, role: Role, unitFree = true): World {
  const life = give(world.life, command, role, { unitFree, builder: world.builder });
  return outcomeOf(life) === 'granted'
    ? { ...world, life, pending: [...world.pending, ...life.effects.slice(world.life.effects.length)] }
    : { ...world, life };
}

/** Gives every command that is due now, once. */
export function runClock(world: World): World {
  const due = deadlinesOf(world.life.order).filter((each) => each.at <= world.life.now);
  return due.reduce((sum, { name }) => {
    const command = commandNamed(name);
    return command ? tell(sum, command, 'system') : sum;
  }, world);
}

function pay(world: World, charge: number, unitFree: boolean): World {
  const payment = world.payments[charge];
  if (!payment) return world;
  const whole = payment.itemMinor + payment.shippingMinor + payment.taxMinor;
  const bank = { ...world.bank, charges: new Map(world.bank.charges).set(payment.chargeId, whole) };
  return tell({ ...world, bank }, { type: 'payment-arrived', payment }, 'system', unitFree);
}

function repeatAnswer(world: World, pick: number): World {
  const command = world.answered[pick % Math.max(1, world.answered.length)];
  return command ? tell(world, command, 'system') : world;
}

/** Stripe answers one of the things it was asked, agreeing or not. A refund is never refused for good. */
export function answer(world: World, pick: number, agrees: boolean): World {
  const index = pick % Math.max(1, world.pending.length);
  const effect = world.pending[index];
  if (!effect) return world;
  const { command, bank } = outcome(world, effect, agrees);
  const next = { ...world, bank, pending: world.pending.filter((_, at) => at !== index) };
  return command ? tell({ ...next, answered: [...next.answered, command] }, command, 'system') : next;
}

function outcome(world: World, effect: Effect, agrees: boolean): { command: Command | null; bank: Bank } {
  const { life, bank } = world;
  switch (effect.kind) {
    case 'open-checkout':
      return {
        bank,
        command: { type: 'checkout-opened', attempt: effect.attempt, sessionId: 'cs_1', url: 'https://pay.test' },
      };
    case 'close-checkout':
      return { bank, command: { type: 'checkout-closed', attempt: effect.attempt } };
    case 'create-transfer': {
      const { party, attempt, key } = effect;
      if (!agrees) return { bank, command: { type: 'transfer-refused', party, attempt, reason: 'account-not-ready' } };
      const leg = life.order.legs.find((each) => each.party === party);
      const transfers = new Map(bank.transfers).set(key, leg?.amountMinor ?? 0);
      return { bank: { ...bank, transfers }, command: { type: 'transfer-created', party, attempt, transferId: key } };
    }
    case 'create-refund': {
      const { chargeId } = effect;
      const refund = life.order.refunds.find((each) => each.chargeId === chargeId);
      const before = bank.refunds.get(chargeId) ?? 0;
      const refunds = new Map(bank.refunds).set(chargeId, before + (refund?.amountMinor ?? 0));
      return { bank: { ...bank, refunds }, command: { type: 'refund-created', chargeId, refundId: `re_${chargeId}` } };
    }
    case 'create-reversal':
    case 'follow-parcel':
    case 'file-dispute':
      return { bank, command: null };
    default:
      return effect satisfies never;
  }
}
