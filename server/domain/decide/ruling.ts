import type { Refusal } from '#shared/refusals.ts';
import type { Order, UnitChange } from '../order.ts';
import type { Effect, OrderEvent } from '../order-commands.ts';

/** A change that a rule decides on; what it leaves out stays as it is. */
export type Change = {
  readonly order?: Partial<Order>;
  readonly events?: readonly OrderEvent[];
  readonly effects?: readonly Effect[];
  readonly unit?: UnitChange;
};
export type Ruling = { readonly ok: true; readonly change: Change } | { readonly ok: false; readonly refusal: Refusal };

/** A ruling that changes the order as said. */
export function allow(change: Change): Ruling {
  return { ok: true, change };
}
