import type { Order, Refund } from '../../domain/order.ts';
import type { Command, Effect } from '../../domain/order-commands.ts';
import { isBound } from '../../domain/decide/disputes-of.ts';
import { UpstreamError, type ChargeHealth } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';
import { fraudFlagId } from '../disputes/fraud-warnings.ts';

/** What an effect came to: the command that tells the order, and the partner's object. */
export type Outcome = { readonly command: Command | null; readonly vendorId: string | null };

type EffectOf<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Before each transfer the charge is read again. */
export async function createTransfer(core: Core, effect: EffectOf<'create-transfer'>, order: Order): Promise<Outcome> {
  const { party, attempt } = effect;
  const leg = order.legs.find((each) => each.party === party);
  if (!leg || leg.attempt !== attempt || leg.state !== 'sending' || !order.payment)
    return { command: null, vendorId: leg?.transferId ?? null };
  const refused = (reason: string): Outcome => ({
    command: { type: 'transfer-refused', party, attempt, reason },
    vendorId: null,
  });
  // Asked every time: keys are forgotten after a day, and a restored backup does not know what was sent after it was taken.
  const earlier = await core.payments.findTransfer(order.id, party);
  if (earlier) {
    const { transferId, amountMinor: sentMinor } = earlier;
    return { command: { type: 'transfer-created', party, attempt, transferId, sentMinor }, vendorId: transferId };
  }
  // What the buyer has back by now is not sent first, only to be taken back.
  if (leg.amountMinor === 0 || leg.reversals?.some(({ state }) => state === 'sending')) return refused('taken-back');
  const health = await core.payments.fetchChargeHealth(order.payment.chargeId);
  const ailing = ailmentOf(health, order);
  if (ailing) return refused(ailing);
  if (await isSuspect(core, health)) return refused('charge-fraud-warning');
  const destination = await accountOf(core, leg.citizenId);
  if (!destination || !(await core.payments.canReceiveTransfers(destination))) return refused('account-not-ready');
  // Looked at last: somebody may have frozen the order while Stripe was asked, or while it did not answer.
  const now = await core.store.get('order', order.id);
  if (now?.freeze) return refused(now.freeze.reason);
  if (now && isBound(now)) return refused('disputed');
  const amount = { amountMinor: leg.amountMinor, currency: order.payment.currency };
  const answer = await core.payments.createTransfer(
    { orderId: order.id, orderTag: order.tag, party, attempt, chargeId: order.payment.chargeId, destination, amount },
    effect.key,
  );
  if ('refused' in answer) return refused(answer.refused);
  const { transferId } = answer;
  return { command: { type: 'transfer-created', party, attempt, transferId }, vendorId: transferId };
}

/**
 * Why a charge must not be passed on now; null when it may be. Refunds that the order knows of are no reason, and neither is a dispute that
 * was lost and paid for: whoever gets the money then gets it in spite of it.
 */
function ailmentOf({ refundedMinor, dispute }: ChargeHealth, order: Order): string | null {
  if (refundedMinor > ours(order)) return 'charge-refunded';
  if (dispute === 'open' || dispute === 'inquiry' || (dispute === 'lost' && !hasLost(order))) return 'charge-disputed';
  return null;
}

/** Stripe's warnings stand for as long as the payment does, so that they count until the staff has looked at each of them. */
async function isSuspect(core: Core, { warnings }: ChargeHealth): Promise<boolean> {
  const flags = await Promise.all(warnings.map((id) => core.store.get('flag', fraudFlagId(id))));
  return flags.some((flag) => !flag?.settled);
}

function ours({ refunds, payment }: Order): number {
  const sent = refunds.filter(({ chargeId, state }) => chargeId === payment?.chargeId && state !== 'withdrawn');
  return sent.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function hasLost({ disputes = [] }: Order): boolean {
  return disputes.some(({ isSettled }) => isSettled);
}

async function accountOf(core: Core, citizenId: Order['builderId']): Promise<string | null> {
  const builder = await core.store.get('builder', citizenId);
  return builder?.stripeAccountId ?? (await core.store.get('payee', citizenId))?.stripeAccountId ?? null;
}

/** Takes back what was transferred, as far as Stripe does. What it does not is owed. */
export async function createReversal(core: Core, effect: EffectOf<'create-reversal'>, order: Order): Promise<Outcome> {
  const { party, attempt } = effect;
  const leg = order.legs.find((each) => each.party === party);
  const reversal = leg?.reversals?.find((each) => each.attempt === attempt);
  if (!leg?.transferId || reversal?.state !== 'sending')
    return { command: null, vendorId: reversal?.reversalId ?? null };
  const { transferId } = leg;
  const created = (reversalId: string, amountMinor: number): Outcome => ({
    command: { type: 'reversal-created', party, attempt, reversalId, amountMinor },
    vendorId: reversalId,
  });
  const earlier = await core.payments.findReversal(transferId, attempt);
  if (earlier) return created(earlier.reversalId, earlier.amountMinor);
  const { amountMinor } = reversal;
  const answer = await core.payments.createReversal(
    { orderId: order.id, attempt, transferId, amountMinor },
    effect.key,
  );
  if ('reversalId' in answer) return created(answer.reversalId, answer.amountMinor);
  // Another process may have been faster, so that nothing was left for this one: what it took back is not owed as well.
  const meanwhile = await core.payments.findReversal(transferId, attempt);
  if (meanwhile) return created(meanwhile.reversalId, meanwhile.amountMinor);
  return { command: { type: 'reversal-refused', party, attempt, reason: answer.refused }, vendorId: null };
}

/**
 * A refund is never given up: a clear no is tried again and shows among the stuck effects. While a bank has the money it waits, for the
 * buyer must not be paid twice; when the bank has taken it for them, there is nothing to send any more.
 */
export async function createRefund(core: Core, effect: EffectOf<'create-refund'>, order: Order): Promise<Outcome> {
  const { chargeId, part } = effect;
  const refund = order.refunds.find((each) => each.chargeId === chargeId && each.part === part);
  if (refund?.state !== 'sending') return { command: null, vendorId: refund?.refundId ?? null };
  const earlier = await core.payments.findRefund(chargeId, part);
  if (earlier) return refunded(refund, earlier);
  const { dispute, refundedMinor } = await core.payments.fetchChargeHealth(chargeId);
  if (dispute === 'open' || (dispute === 'lost' && !hasLost(order)))
    throw new UpstreamError('stripe', 'the refund waits for the bank to decide a dispute', { retryable: true });
  // A refund that a bank was believed to have taken may have gone all the same: somebody has to look before more is sent.
  if (order.disputes?.length && refundedMinor > doneOf(order, chargeId))
    throw new UpstreamError('stripe', 'more was refunded than our books know', { retryable: true });
  const answer = await core.payments.createRefund(
    { orderId: order.id, chargeId, part, amountMinor: refund.amountMinor },
    effect.key,
  );
  if ('refundId' in answer) return refunded(refund, answer.refundId);
  throw new UpstreamError('stripe', `refund refused: ${answer.refused}`, { retryable: true });
}

function doneOf({ refunds }: Order, chargeId: string): number {
  const done = refunds.filter((each) => each.chargeId === chargeId && each.state === 'done');
  return done.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function refunded({ chargeId, part }: Refund, refundId: string): Outcome {
  const command = { type: 'refund-created', chargeId, refundId } as const;
  return { command: part === undefined ? command : { ...command, part }, vendorId: refundId };
}
