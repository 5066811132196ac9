import type { Fulfilment } from '#shared/schemas/order.ts';
import type { Role } from './order.ts';
import type { CommandType } from './order-commands.ts';

/** Who may give a command, in which states, and which states it may lead to. */
export type Transition = {
  readonly by: readonly Role[];
  readonly from: readonly Fulfilment[];
  readonly to: readonly Fulfilment[];
};

const open = ['paid', 'building', 'shipped', 'delivered'] as const;
/** Where a promise may still have to be kept: a parcel that no carrier has scanned is not sent. */
const unsent = ['paid', 'building', 'shipped'] as const;
const ended = ['expired', 'cancelled', 'completed'] as const;
const everywhere = ['reserved', 'lapsing', ...open, ...ended] as const;
/** Where a payment may have been: what a bank does to a charge has to be kept, whatever has become of the order. */
const afterPayment = [...open, 'completed', 'cancelled'] as const;
const disputable = [...open, ...ended] as const;

/**
 * Every way an order can change. Nothing else changes one: `decide` looks here first. `to` includes the state itself where a
 * command may leave it as it is.
 */
export const transitions: Readonly<Record<CommandType, Transition>> = {
  'start-checkout': { by: ['buyer'], from: ['reserved'], to: ['reserved'] },
  'checkout-opened': { by: ['system'], from: ['reserved', 'lapsing'], to: ['reserved', 'lapsing'] },
  'checkout-closed': { by: ['system'], from: ['reserved', 'lapsing'], to: ['reserved', 'expired', 'cancelled'] },
  lapse: { by: ['system'], from: ['reserved'], to: ['lapsing', 'expired'] },
  'cancel-claim': { by: ['buyer', 'staff'], from: ['reserved'], to: ['lapsing', 'cancelled'] },
  'payment-arrived': { by: ['system'], from: everywhere, to: everywhere },
  'put-on-bench': { by: ['builder'], from: ['paid', 'building', 'shipped'], to: ['paid', 'building', 'shipped'] },
  'start-building': { by: ['system'], from: ['paid'], to: ['building'] },
  'prove-by-stream': { by: ['system'], from: open, to: open },
  'declare-shipment': { by: ['builder'], from: ['paid', 'building', 'shipped'], to: ['shipped'] },
  'prove-by-shipment': { by: ['system'], from: ['shipped', 'delivered'], to: ['shipped', 'delivered'] },
  'parcel-followed': { by: ['system'], from: ['shipped', 'delivered'], to: ['shipped', 'delivered'] },
  'parcel-scanned': { by: ['system'], from: ['shipped', 'delivered'], to: ['shipped', 'delivered'] },
  'parcel-delivered': { by: ['system'], from: ['shipped'], to: ['shipped', 'delivered'] },
  'parcel-doubted': { by: ['system'], from: ['shipped', 'delivered'], to: ['shipped', 'delivered'] },
  'prove-by-delivery': { by: ['system'], from: ['delivered'], to: ['delivered'] },
  'confirm-delivery': { by: ['buyer'], from: ['paid', 'building', 'shipped', 'delivered'], to: ['delivered'] },
  'deem-delivered': { by: ['system'], from: ['paid', 'building', 'shipped'], to: ['delivered'] },
  complete: { by: ['system'], from: ['delivered'], to: ['completed'] },
  release: { by: ['system'], from: open, to: open },
  'grant-release': { by: ['staff'], from: open, to: open },
  'transfer-created': { by: ['system'], from: afterPayment, to: afterPayment },
  'transfer-refused': { by: ['system'], from: afterPayment, to: afterPayment },
  'retry-transfer': { by: ['system', 'staff'], from: afterPayment, to: afterPayment },
  'reversal-created': { by: ['system'], from: afterPayment, to: afterPayment },
  'reversal-refused': { by: ['system'], from: afterPayment, to: afterPayment },
  'ask-cancellation': { by: ['buyer'], from: ['paid'], to: ['paid'] },
  'grant-cancellation': { by: ['system'], from: ['paid'], to: ['cancelled'] },
  'refund-order': { by: ['builder', 'staff'], from: open, to: ['cancelled'] },
  'refund-part': { by: ['staff'], from: [...open, 'completed'], to: afterPayment },
  'break-promise': { by: ['system'], from: unsent, to: unsent },
  'refund-unproven': { by: ['buyer', 'system'], from: unsent, to: ['cancelled'] },
  remind: { by: ['system'], from: unsent, to: unsent },
  'grant-days': { by: ['buyer'], from: unsent, to: unsent },
  'refund-created': { by: ['system'], from: everywhere, to: everywhere },
  'dispute-opened': { by: ['system'], from: disputable, to: disputable },
  'dispute-withdrawn': { by: ['system'], from: disputable, to: disputable },
  'dispute-reinstated': { by: ['system'], from: disputable, to: disputable },
  'dispute-closed': { by: ['system'], from: disputable, to: disputable },
  freeze: { by: ['staff', 'system'], from: open, to: open },
  thaw: { by: ['staff'], from: open, to: open },
  'warn-hold': { by: ['system'], from: open, to: open },
  'end-hold': { by: ['system'], from: open, to: ['cancelled'] },
};

/** States in which nothing more is owed to anybody but what the ledger still says. */
export const endStates: readonly Fulfilment[] = ended;
