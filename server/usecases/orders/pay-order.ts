import type { CitizenId, OrderId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Order } from '../../domain/order.ts';
import type { Session } from '../../ports/store.ts';
import { applyCommand, type Applied } from './apply-command.ts';
import { readPayCode } from './new-claim.ts';
import type { Core } from '../work/core.ts';
import { runEffect } from '../work/run-outbox.ts';

/** The claim that a browser may pay, or why it may not. */
export type PayDoor = { readonly ok: true; readonly order: Order } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Opens the payment of a claim to a browser by its pay code. The first browser to enter a code is the only one in which it works;
 * the buyer, signed in, may pay anywhere.
 */
export async function enterPayCode(
  core: Core,
  typed: string,
  session: Pick<Session, 'id' | 'citizenId'>,
): Promise<PayDoor> {
  const code = readPayCode(typed);
  const order = code ? await core.store.orderByPayCode(code) : undefined;
  if (!code || !order) return refuse('pay-code-unknown');
  if (session.citizenId === order.buyerId) return { ok: true, order };
  const bound = await core.store.get('paycode', code);
  if (bound) return bound.sessionId === session.id ? { ok: true, order } : refuse('pay-code-elsewhere');
  if (order.fulfilment !== 'reserved') return refuse('pay-code-unknown');
  const { result } = await core.store.commit({
    put: [{ kind: 'paycode', record: { id: code, version: 0, orderId: order.id, sessionId: session.id } }],
  });
  if (result === 'committed') return { ok: true, order };
  // Another browser was first, by a moment.
  return (await core.store.get('paycode', code))?.sessionId === session.id
    ? { ok: true, order }
    : refuse('pay-code-elsewhere');
}

/** Whether this browser may look at the payment of an order: it holds the pay code, or the buyer is signed in. */
export async function mayPay(core: Core, order: Order, session: Pick<Session, 'id' | 'citizenId'>): Promise<boolean> {
  if (session.citizenId === order.buyerId) return true;
  return (await core.store.get('paycode', order.payCode))?.sessionId === session.id;
}

export type CheckoutStarted =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly refusal: Refusal };

/**
 * The buyer presses Pay. The Checkout Session is an effect like any other, so a crash here leaves a row that opens it later, and
 * pressing again finds the same one. It is run at once, because somebody is waiting.
 */
export async function startCheckout(core: Core, orderId: OrderId, country: string): Promise<CheckoutStarted> {
  const started = await applyCommand(core, orderId, { type: 'start-checkout', country }, 'buyer');
  if (!started.ok) return started;
  const attempt = started.order.checkout?.attempt ?? 1;
  const row = await core.store.effect(`order:${orderId}:checkout:${attempt}`);
  const ran = row?.state === 'pending' ? await runEffect(core, row) : 'settled';
  const order = ran === 'elsewhere' ? await onceOpened(core, orderId) : await core.store.get('order', orderId);
  const url = order?.checkout?.state === 'open' ? order.checkout.url : null;
  return url ? { ok: true, url } : refuse('upstream-unavailable');
}

const looksMax = 20;
const lookEveryMs = 250;

/** The worker of another process was a moment faster: what it is told is in the order soon after. */
async function onceOpened(core: Core, orderId: OrderId): Promise<Order | undefined> {
  for (let looks = 1; ; looks += 1) {
    const order = await core.store.get('order', orderId);
    if (order?.checkout?.state !== 'opening' || looks >= looksMax) return order;
    await core.clock.pause(lookEveryMs);
  }
}

/** The buyer lets the claim go before paying. */
export function cancelClaim(core: Core, orderId: OrderId): Promise<Applied> {
  return applyCommand(core, orderId, { type: 'cancel-claim' }, 'buyer');
}

/** What the return pages may say of a Checkout Session: what we know, never what the address claims. */
export type CheckoutState = {
  readonly state: 'paid' | 'waiting' | 'late-refunded' | 'unknown';
  readonly order: Order | undefined;
};

/** Finds out how a Checkout Session stands, by our own records. */
export async function checkoutState(core: Core, orderId: OrderId, sessionId: string): Promise<CheckoutState> {
  const order = await core.store.get('order', orderId);
  if (!order) return { state: 'unknown', order: undefined };
  if (order.payment?.sessionId === sessionId) return { state: 'paid', order };
  if (order.checkout?.sessionId !== sessionId) return { state: 'unknown', order: undefined };
  if (order.refunds.length > 0) return { state: 'late-refunded', order };
  // Stripe has said that this session can no longer be paid: nothing is on its way.
  return order.checkout.state === 'closed' ? { state: 'unknown', order: undefined } : { state: 'waiting', order };
}

/** Whether a citizen is one of the two sides of an order, and which. */
export function sideOf(order: Order, citizenId: CitizenId): 'buyer' | 'builder' | undefined {
  if (order.buyerId === citizenId) return 'buyer';
  return order.builderId === citizenId ? 'builder' : undefined;
}
