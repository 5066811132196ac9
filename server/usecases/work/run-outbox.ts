import { minute, second } from '#shared/house-rules.ts';
import { en, fill } from '#shared/text/say.ts';
import type { Order } from '../../domain/order.ts';
import type { Effect } from '../../domain/order-commands.ts';
import { shippingTo } from '../../domain/split.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { EffectRow } from '../../ports/store.ts';
import { applyCommand, type Also } from '../orders/apply-command.ts';
import type { Core, Ran } from './core.ts';
import { performFiling } from '../disputes/file-dispute.ts';
import { createRefund, createReversal, createTransfer, type Outcome } from '../money/move-money.ts';
import { followParcel } from '../parcels/parcels.ts';

/** A try's pause grows from a second to this. */
const pauseMaxMs = 10 * minute;

/** Runs every effect that is due, oldest first. Returns how many were looked at. */
export async function runOutbox(core: Core, limit = 50): Promise<number> {
  const rows = await core.store.outbox(core.clock.now(), limit);
  // A carriers' service that does not answer must not hold up anybody's money: its effects come last, and together.
  const isOfParcel = ({ effect }: EffectRow) => effect.kind === 'follow-parcel';
  for (const row of rows.filter((each) => !isOfParcel(each))) await runEffect(core, row);
  await Promise.all(rows.filter(isOfParcel).map((row) => runEffect(core, row)));
  return rows.length;
}

/**
 * Does one effect: asks the partner with the effect's key, and gives what came of it to the order as a command, in the commit that
 * also settles the row. A crash between the two repeats the call with the same key, which changes nothing a second time.
 */
export function runEffect(core: Core, row: EffectRow): Promise<Ran> {
  const { key } = row.effect;
  const running = core.running.get(key) ?? attempt(core, row).finally(() => core.running.delete(key));
  core.running.set(key, running);
  return running;
}

async function attempt(core: Core, row: EffectRow): Promise<Ran> {
  const { effect } = row;
  try {
    const order = await core.store.get('order', effect.orderId);
    if (!order) throw new Error(`effect ${effect.key} has no order`);
    await settle(core, effect, await perform(core, effect, order, row.attempts));
    return 'settled';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await core.store.postpone({ effect: effect.key }, core.clock.now() + pauseMs(row.attempts), message.slice(0, 500));
    // A defect must be heard of; a partner that does not answer is an ordinary day.
    if (!(error instanceof UpstreamError)) core.report(error, { effect: effect.key });
    return error instanceof UpstreamError && error.elsewhere ? 'elsewhere' : 'failed';
  }
}

/** How long to wait before the next try, growing with every failure. */
export function pauseMs(attempts: number): number {
  return Math.min(pauseMaxMs, second * 2 ** Math.min(attempts, 12));
}

/** What an effect came to, and what is kept of it beside its order. */
type Performed = Outcome & { readonly also?: Also };

async function settle(core: Core, effect: Effect, { command, vendorId, also }: Performed): Promise<void> {
  const settleEffect = {
    key: effect.key,
    outcome: vendorId || !command ? ('done' as const) : ('refused' as const),
    vendorId,
  };
  if (command) {
    const applied = await applyCommand(core, effect.orderId, command, 'system', { settleEffect }, also);
    if (applied.ok) return;
    if (applied.refusal.code === 'conflict-try-again')
      throw new Error('the order kept changing while an effect was settled');
  }
  // The order has moved on in a way that makes the answer meaningless; the row is done all the same.
  await core.store.commit({ settleEffect });
}

/** What comes of it is kept with the row's end in one commit of its own; the order's money is not touched by it. */
async function fileDispute(
  core: Core,
  effect: Extract<Effect, { kind: 'file-dispute' }>,
  order: Order,
): Promise<Performed> {
  return { command: null, vendorId: await performFiling(core, effect, order) };
}

function perform(core: Core, effect: Effect, order: Order, attempts: number): Promise<Performed> {
  switch (effect.kind) {
    case 'open-checkout':
      return openCheckout(core, effect, order, attempts);
    case 'close-checkout':
      return closeCheckout(core, effect, order);
    case 'create-transfer':
      return createTransfer(core, effect, order);
    case 'create-refund':
      return createRefund(core, effect, order);
    case 'create-reversal':
      return createReversal(core, effect, order);
    case 'follow-parcel':
      return followParcel(core, effect, order);
    case 'file-dispute':
      return fileDispute(core, effect, order);
    default:
      return effect satisfies never;
  }
}

/**
 * Each try has a key of its own. Stripe answers a known key with what it answered first, be it a fault, for a day; and a session
 * whose address was lost can be paid by nobody, so opening another takes no risk.
 */
async function openCheckout(
  core: Core,
  effect: Extract<Effect, { kind: 'open-checkout' }>,
  order: Order,
  attempts: number,
): Promise<Outcome> {
  const { checkout, terms } = order;
  if (checkout?.attempt !== effect.attempt || checkout.state !== 'opening' || order.fulfilment !== 'reserved')
    return { command: null, vendorId: checkout?.sessionId ?? null };
  const [picture] = terms.pictures;
  const { siteUrl } = core.settings;
  const session = await core.payments.openCheckout(
    {
      orderId: order.id,
      orderTag: order.tag,
      attempt: effect.attempt,
      title: terms.title,
      price: terms.price,
      shippingMinor: shippingTo(terms, checkout.country) ?? 0,
      country: checkout.country,
      shippingLabel: fill(en.common.shippingTo, { country: checkout.country }),
      pictureUrl: picture ? core.pictures.url(picture) : null,
      successUrl: `${siteUrl}/success?order=${order.id}&session_id={CHECKOUT_SESSION_ID}`,
      cancelUrl: `${siteUrl}/cancel?order=${order.id}`,
    },
    `${effect.key}:${attempts + 1}`,
  );
  return { command: { type: 'checkout-opened', attempt: effect.attempt, ...session }, vendorId: session.sessionId };
}

/** When Stripe says that the session was paid first, the payment wins. */
async function closeCheckout(
  core: Core,
  effect: Extract<Effect, { kind: 'close-checkout' }>,
  order: Order,
): Promise<Outcome> {
  const { checkout } = order;
  if (checkout?.attempt !== effect.attempt || checkout.state === 'closed') return { command: null, vendorId: null };
  // A session whose address never reached us can be paid by nobody. One that is being opened right now may yet reach us.
  if (checkout.sessionId === null && (await isBeingOpened(core, order)))
    throw new UpstreamError('stripe', 'the checkout that is to be closed is still being opened', { retryable: true });
  if (checkout.sessionId === null)
    return { command: { type: 'checkout-closed', attempt: effect.attempt }, vendorId: effect.key };
  if ((await core.payments.closeCheckout(checkout.sessionId)) === 'closed') {
    return { command: { type: 'checkout-closed', attempt: effect.attempt }, vendorId: checkout.sessionId };
  }
  const arrived = await core.payments.fetchPayment(checkout.sessionId);
  if (!arrived)
    throw new UpstreamError('stripe', 'the checkout is complete but its payment cannot be read yet', {
      retryable: true,
    });
  const { payment, paidWith } = arrived;
  return { command: { type: 'payment-arrived', payment, paidWith }, vendorId: checkout.sessionId };
}

/**
 * Whether the open checkout of an order is under way, or arrived since the order was read. A row that waits is run first: it sees that
 * nothing is to be opened any more, and whoever is opening it in another process will find it settled and tell nobody the address.
 */
async function isBeingOpened(core: Core, { id, checkout }: Order): Promise<boolean> {
  const key = `order:${id}:checkout:${checkout?.attempt}`;
  if (core.running.has(key)) return true;
  const row = await core.store.effect(key);
  if (row?.state === 'pending') await runEffect(core, row);
  return (await core.store.get('order', id))?.checkout?.sessionId != null;
}
