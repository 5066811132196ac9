import { day, hour, minute } from '#shared/house-rules.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { personCalled } from '../../../sandbox/people.ts';
import { seedId } from '../../../sandbox/product/seed.ts';
import { ApiRefusal } from '../../../sandbox/stripe/refusal.ts';
import { clerkFor, type Doing } from './life-buyers.ts';
import { staff, type Life } from './life.ts';

const reason = 'looked at by a person';
const anyPaid = ['paid', 'building', 'shipped', 'delivered', 'completed'] as const;

/** Somebody of the staff does something: proposed, read, and confirmed. */
export async function act(life: Life, what: StaffAct, by: string): Promise<void> {
  const name = `act ${what.kind}`;
  const proposed = await life.ask(name, () =>
    life.as(by).proposeAct({ body: { requestId: life.request(), act: what } }),
  );
  if (proposed) await life.ask(`${name} done`, () => life.as(by).confirmAct({ params: { actId: proposed.id } }));
}

async function onOrder(life: Life, make: (tag: string, totalMinor: number) => StaffAct): Promise<void> {
  const order = await life.anyOrder(...anyPaid);
  if (order) await act(life, make(order.tag, order.terms.price.amountMinor), clerkFor(life, order));
}

async function takesCase(life: Life): Promise<void> {
  const [found] = await life.world.app().core.store.list('case', 'waiting', 1);
  if (found) await act(life, { kind: 'take-case', caseId: found.id, reason }, life.chance.pick(staff));
}

async function decidesCase(life: Life): Promise<void> {
  const cases = await life.world.app().core.store.list('case', 'waiting', 50);
  if (cases.length === 0) return;
  const { id: caseId } = life.chance.pick(cases);
  const infavourOf = life.chance.percent(60) ? 'buyer' : 'builder';
  const amountTyped = life.chance.percent(50) ? { amountTyped: String(1 + life.chance.below(40)) } : {};
  // Whoever has not taken it on is refused.
  for (const by of staff) await act(life, { kind: 'decide-case', caseId, infavourOf, reason, ...amountTyped }, by);
}

const bannable = ['ash', 'mori', 'yuzu'];

const discordIdOf = (key: string) => personCalled(key).discord?.id ?? '';

async function bans(life: Life): Promise<void> {
  await act(life, { kind: 'ban', discordId: discordIdOf(life.chance.pick(bannable)), reason }, 'sol');
}

/** Nobody is banned any more. */
export async function liftsBans(life: Life): Promise<void> {
  const { store } = life.world.app().core;
  for (const key of bannable)
    if ((await store.get('citizen', seedId(key)))?.bannedFor)
      await act(life, { kind: 'lift-ban', discordId: discordIdOf(key), reason }, 'sol');
}

async function settlesFlag(life: Life): Promise<void> {
  const flags = await life.world.app().core.store.list('flag', 'waiting', 20);
  if (flags.length > 0) await act(life, { kind: 'settle-flag', flagId: life.chance.pick(flags).id, reason }, 'sol');
}

async function lifts(life: Life): Promise<void> {
  const order = await life.anyOrder();
  if (!order) return;
  const strikes = await life.world.app().core.store.list('strike', order.builderId, 20);
  const strikeId = strikes.at(-1)?.id;
  if (strikeId) await act(life, { kind: 'lift-strike', strikeId, reason }, 'sol');
}

async function files(life: Life): Promise<void> {
  const [open] = await life.world.app().core.store.list('dispute', 'open', 1);
  if (open) await act(life, { kind: 'file-dispute', disputeId: open.id, reason }, 'sol');
}

/** Stripe's stand-in keeps to its own rules of what a bank may do. */
function atBank(life: Life, what: string, deed: () => unknown): void {
  try {
    deed();
    life.count(what);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    life.count(`${what}: refused`);
  }
}

const bankReasons = ['fraudulent', 'product_not_received', 'product_unacceptable', 'general'];

async function disputes(life: Life): Promise<void> {
  const order = await life.anyOrder(...anyPaid, 'cancelled');
  const chargeId = order?.payment?.chargeId;
  if (!chargeId) return;
  const { world, chance } = life;
  // A bank that has asked about a payment without an end may take it back later, and nobody takes the same money back twice.
  const before = [...world.stripe.model.disputes.values()].filter(({ charge }) => charge === chargeId);
  if (before.some(({ status }) => status !== 'warning_closed')) return;
  // The bank's clock is the machine's: what is nine days from now for us is as far away for it.
  const dueInSeconds = Math.floor((world.clock.now() + 9 * day - Date.now()) / 1_000);
  atBank(life, 'dispute', () =>
    world.stripe.openDispute(chargeId, chance.pick(bankReasons), {
      dueInSeconds,
      isInquiry: chance.percent(20),
      ...(chance.percent(30) ? { amountMinor: 5_00 + chance.below(60_00) } : {}),
    }),
  );
}

async function decides(life: Life): Promise<void> {
  const open = [...life.world.stripe.model.disputes.values()].filter(isOpen);
  if (open.length === 0) return;
  const dispute = life.chance.pick(open);
  // What went back since the bank asked is not taken as well.
  const refunded = life.world.stripe.model.charges.get(String(dispute.charge))?.amount_refunded;
  if (dispute.status.startsWith('warning_') && refunded === 0 && life.chance.percent(50))
    return atBank(life, 'escalate', () => life.world.stripe.escalateInquiry(dispute.id));
  closeByBank(life, dispute);
}

function isOpen({ status }: { readonly status: string }): boolean {
  return !['won', 'lost', 'warning_closed'].includes(status);
}

function closeByBank(life: Life, { id, status }: { readonly id: string; readonly status: string }): void {
  const verdict = status.startsWith('warning_') ? 'closed' : life.chance.percent(50) ? 'won' : 'lost';
  atBank(life, verdict, () => life.world.stripe.closeDispute(id, verdict));
}

async function warns(life: Life): Promise<void> {
  const order = await life.anyOrder(...anyPaid);
  if (order?.payment) life.world.stripe.warnOfFraud(order.payment.chargeId);
}

/** Any message of Stripe's comes once more, however old. */
async function tellsAgain({ world, chance }: Life): Promise<void> {
  const ids = [...world.stripe.model.events.keys()];
  if (ids.length === 0 || world.stripe.faults.webhookHeld) return;
  for (let times = 0; times < 3; times++) await world.stripe.redeliver(chance.pick(ids));
}

const breakable = ['transfers$', 'transfers/[^/]+/reversals$', 'refunds$', 'checkout/sessions$', 'disputes/', 'files$'];

/** Stripe does what it is asked and says that it broke, or does it not, or hangs up. */
async function breaks({ world, chance }: Life): Promise<void> {
  const mode = chance.pick(['after', 'after', 'before', 'cut'] as const);
  world.stripe.faults.failNext = [{ path: `POST /v1/${chance.pick(breakable)}`, mode, times: 1 + chance.below(3) }];
}

/** Webhooks of both partners are late, lost, or come twice; the next time, they are in order again. */
async function garbles(life: Life): Promise<void> {
  const { world, chance } = life;
  if (world.stripe.faults.webhookHeld || world.stripe.faults.webhookCopies !== 1) return calm(life);
  const way = chance.below(3);
  world.easypost.faults.webhookLost = way === 0;
  world.easypost.faults.webhookCopies = way === 1 ? 2 : 1;
  if (way === 0) life.lost.push(...world.stripe.model.events.keys());
  if (way === 0) world.stripe.faults.webhookCopies = 0;
  if (way === 1) world.stripe.faults.webhookCopies = 2;
  if (way === 2) world.stripe.faults.webhookHeld = true;
}

/** Both partners tell what happens again, and what they told nobody. */
export async function calm({ world, lost }: Life): Promise<void> {
  const { faults } = world.stripe;
  Object.assign(world.easypost.faults, { webhookLost: false, webhookCopies: 1 });
  const hadLost = faults.webhookCopies === 0;
  faults.webhookCopies = 1;
  faults.webhookHeld = false;
  faults.failNext = [];
  const known = new Set(lost.splice(0));
  if (hadLost)
    for (const id of [...world.stripe.model.events.keys()].filter((each) => !known.has(each)).toReversed())
      await world.stripe.redeliver(id);
  await world.settle();
}

/** Everything that others have in hand comes to its end: banks decide, and the accounts are in order. */
export async function concludes(life: Life): Promise<void> {
  await calm(life);
  for (const account of Object.values(life.world.accounts)) life.world.stripe.setAccountActive(account, true);
  for (const dispute of [...life.world.stripe.model.disputes.values()].filter(isOpen)) closeByBank(life, dispute);
  await life.world.settle();
}

/** The staff has looked at everything: decides what still waits, and lets go of what still stands still. */
export async function clearsDesk(life: Life): Promise<void> {
  const { store } = life.world.app().core;
  for (const { id, kind } of await store.list('flag', 'waiting', 500))
    if (kind === 'fraud-warning') await act(life, { kind: 'settle-flag', flagId: id, reason }, 'sol');
  for (const { id: caseId } of await store.list('case', 'waiting', 500)) {
    const infavourOf = life.chance.percent(50) ? 'buyer' : 'builder';
    for (const by of staff) {
      await act(life, { kind: 'take-case', caseId, reason }, by);
      await act(life, { kind: 'decide-case', caseId, infavourOf, reason }, by);
    }
  }
  for (const { freeze, tag } of await life.orders()) if (freeze) await act(life, { kind: 'thaw', tag, reason }, 'sol');
}

async function passes({ world, chance }: Life): Promise<void> {
  const kind = chance.below(20);
  if (kind < 8) return world.pass((1 + chance.below(20)) * minute);
  if (kind < 15) return world.pass((1 + chance.below(72)) * hour);
  if (kind < 19) return world.pass((1 + chance.below(8)) * day);
  return world.pass((10 + chance.below(31)) * day);
}

function anyAccount({ world, chance }: Life): string {
  return chance.pick(Object.values(world.accounts));
}

/** What the house does, what banks and Stripe do, and time. */
export const outsideDoings: readonly Doing[] = [
  [6, 'takes a case', takesCase],
  [5, 'decides a case', decidesCase],
  [2, 'freezes', (life) => onOrder(life, (tag) => ({ kind: 'freeze', tag, reason }))],
  [4, 'thaws', (life) => onOrder(life, (tag) => ({ kind: 'thaw', tag, reason }))],
  [3, 'releases', (life) => onOrder(life, (tag) => ({ kind: 'release', tag, reason }))],
  [1, 'refunds', (life) => onOrder(life, (tag) => ({ kind: 'refund', tag, reason }))],
  [
    3,
    'refunds in part',
    (life) =>
      onOrder(life, (tag, minor) => ({
        kind: 'refund',
        tag,
        amountTyped: ((1 + life.chance.below(minor)) / 100).toFixed(2),
        reason,
      })),
  ],
  [1, 'bans', bans],
  [2, 'lifts a ban', liftsBans],
  [2, 'settles a flag', settlesFlag],
  [1, 'lifts a strike', lifts],
  [1, 'files', files],
  [7, 'disputes', disputes],
  [5, 'a bank decides', decides],
  [1, 'a bank warns', warns],
  [3, 'tells again', tellsAgain],
  [4, 'breaks', breaks],
  [3, 'garbles', garbles],
  [2, 'spends', async (life) => life.world.stripe.payOutAccount(anyAccount(life))],
  [2, 'falls behind', async (life) => life.world.stripe.setAccountActive(anyAccount(life), life.chance.percent(60))],
  [14, 'time passes', passes],
];
