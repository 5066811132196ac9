import fc from 'fast-check';
import { day, hour, houseRules } from '#shared/house-rules.ts';
import { commandNamed, deadlinesOf } from './deadlines.ts';
import { escrowOf } from './ledger.ts';
import {
  answerOf,
  closeDispute,
  emptyBank,
  foreignEntries,
  moneyFacts,
  openDispute,
  type Bank,
} from './bank-samples.ts';
import type { Facts, Party, Payment, Role, Terms } from './order.ts';
import type { Command, Effect } from './order-commands.ts';
import { anyCommandOf } from './command-arbitraries.ts';
import { anyTerms } from './order-arbitraries.ts';
import { beginLife, claimedAt, give, outcomeOf, paymentOf, streamProof, wait, type Life } from './order-samples.ts';
import { transitions } from './transitions.ts';

/** One thing that happens in the world around an order. */
export type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'clock' }
  | { readonly kind: 'ask'; readonly command: Command; readonly role: Role }
  | { readonly kind: 'pay'; readonly charge: number; readonly unitFree: boolean }
  | { readonly kind: 'answer'; readonly pick: number; readonly agrees: boolean; readonly again: boolean }
  | { readonly kind: 'dispute'; readonly share: number; readonly isInquiry: boolean }
  | { readonly kind: 'verdict'; readonly verdict: 'won' | 'lost' }
  | { readonly kind: 'mail'; readonly pick: number; readonly again: boolean }
  | { readonly kind: 'part'; readonly share: number };

/** A life with the world around it: what Stripe was asked and has not yet answered, and what it has done. */
export type World = {
  readonly life: Life;
  readonly payments: readonly Payment[];
  readonly pending: readonly Effect[];
  readonly answered: readonly Command[];
  readonly bank: Bank;
  readonly builder: Facts['builder'];
  /** What the parties owed before this order. */
  readonly debts: Readonly<Record<Party, number>>;
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
  'refund-order': 2,
  'break-promise': 1,
  'refund-unproven': 1,
  'grant-days': 1,
  'parcel-scanned': 2,
  'parcel-doubted': 1,
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
const disputed: Step = { kind: 'dispute', share: 1, isInquiry: false };
const news = { trackerId: 'trk_1', scannedAt: claimedAt + 50 * day, deliveredAt: claimedAt + 51 * day };
const carried: readonly Step[] = [
  { kind: 'ask', command: { type: 'parcel-scanned', ...news }, role: 'system' },
  { kind: 'ask', command: { type: 'parcel-delivered', ...news }, role: 'system' },
];
const gaveUp: Step = { kind: 'ask', command: { type: 'cancel-claim' }, role: 'buyer' };
const reported: Step = { kind: 'ask', command: { type: 'freeze', reason: 'reported' }, role: 'system' };
const arrived: readonly Step[] = [
  { kind: 'ask', command: { type: 'declare-shipment', carrier: 'UPS', number: '1' }, role: 'builder' },
  { kind: 'ask', command: { type: 'confirm-delivery' }, role: 'buyer' },
];
/** How a story may begin: with nothing, or well on its way. */
const beginnings: readonly (readonly Step[])[] = [
  [],
  [{ kind: 'ask', command: { type: 'start-checkout', country: 'US' }, role: 'buyer' }, gaveUp],
  [paid],
  [paid, proved],
  [paid, reported, { kind: 'wait', ms: houseRules.holdActionMs }, { kind: 'clock' }],
  [paid, proved, coolOff, released],
  [paid, proved, coolOff, released, { kind: 'answer', pick: 0, agrees: true, again: false }],
  [paid, proved, coolOff, released, ...arrived],
  [paid, proved, ...arrived, disputed],
  [paid, proved, coolOff, released, ...arrived, disputed],
  [paid, ...arrived.slice(0, 1), { kind: 'answer', pick: 0, agrees: true, again: false }, ...carried],
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
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('dispute' as const),
      share: fc.constantFrom(1, 1, 0.4),
      isInquiry: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('verdict' as const), verdict: fc.constantFrom('won', 'lost') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('mail' as const), pick: fc.nat({ max: 3 }), again: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('part' as const), share: fc.constantFrom(0.001, 0.3, 0.9, 1) }),
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
  debts: fc.record({ builder: fc.constantFrom(0, 0, 30_00), marketer: fc.constantFrom(0, 5_000_00) }),
  fundMinor: fc.constantFrom(0, 100_00, 10_000_00),
  steps: fc
    .tuple(fc.constantFrom(...beginnings), fc.array(anyStep, { minLength: 5, maxLength: 40 }))
    .map(([beginning, rest]) => [...beginning, ...rest]),
});

type Story = {
  readonly terms: Terms;
  readonly amounts: readonly Pick<Payment, 'itemMinor' | 'shippingMinor' | 'taxMinor' | 'stripeFeeMinor'>[];
  readonly builder: Facts['builder'];
  readonly debts: World['debts'];
  readonly fundMinor: number;
  readonly steps: readonly Step[];
};

/** The world before the first step. */
export function beginWorld({ terms, amounts, builder, debts, fundMinor }: Story): World {
  const life = beginLife(terms);
  return {
    life: { ...life, entries: [foreignEntries(life.order, debts, fundMinor)] },
    debts,
    payments: amounts.map((each, index) => paymentOf(terms, { ...each, chargeId: `ch_${index + 1}` })),
    pending: [],
    answered: [],
    bank: emptyBank,
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
    case 'dispute': {
      const chargeId = world.life.order.payment?.chargeId ?? '';
      return { ...world, bank: openDispute(world.bank, chargeId, step.share, step.isInquiry) };
    }
    case 'verdict':
      return { ...world, bank: closeDispute(world.bank, step.verdict) };
    case 'mail':
      return readMail(world, step.pick, step.again);
    case 'part': {
      const { heldMinor, releasedMinor } = escrowOf(world.life.order.id, world.life.entries);
      const amountMinor = Math.ceil((heldMinor + releasedMinor) * step.share);
      return tell(world, { type: 'refund-part', amountMinor, reason: 'scratched' }, 'staff');
    }
    case 'answer':
      return step.again ? repeatAnswer(world, step.pick) : answer(world, step.pick, step.agrees);
    default:
      return step satisfies never;
  }
}

/** Gives a command and queues what it wants done outside. */
export function tell(world: World, command: Command, role: Role, unitFree = true): World {
  const known = { unitFree, builder: world.builder, carrierAsked: true, ...moneyFacts(world.life, world.debts) };
  const life = give(world.life, command, role, known);
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

/** One of the bank's messages arrives, perhaps not for the last time. */
export function readMail(world: World, pick: number, again: boolean): World {
  const index = pick % Math.max(1, world.bank.mail.length);
  const command = world.bank.mail[index];
  if (!command) return world;
  const mail = again ? world.bank.mail : world.bank.mail.filter((_, at) => at !== index);
  return tell({ ...world, bank: { ...world.bank, mail } }, command, 'system');
}

/** Stripe answers one of the things it was asked, agreeing or not; or does not answer yet. */
export function answer(world: World, pick: number, agrees: boolean): World {
  const index = pick % Math.max(1, world.pending.length);
  const effect = world.pending[index];
  const answered = effect && answerOf(world.life.order, world.bank, effect, agrees);
  if (!answered) return world;
  const { command, bank } = answered;
  const next = { ...world, bank, pending: world.pending.filter((_, at) => at !== index) };
  return command ? tell({ ...next, answered: [...next.answered, command] }, command, 'system') : next;
}

/** Stripe answers everything that it can answer now, in our favour, and all of its messages arrive. */
export function settle(world: World): World {
  let now = world;
  for (let round = 0; round < 50; round++) {
    const before = now;
    for (let index = 0; index < now.pending.length; index++) now = answer(now, index, true);
    while (now.bank.mail.length > 0) now = readMail(now, 0, false);
    if (now === before) break;
  }
  return now;
}
