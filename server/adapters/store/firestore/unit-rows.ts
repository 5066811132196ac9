import { pathOf } from './documents.ts';
import type { Fields } from './documents.ts';

/** A unit of a drop. */
export type Unit = { readonly dropId: string; readonly number: number };

/** How many units a drop has. */
export function stockFields(count: number, by: string): Fields {
  return { data: { count, by } };
}

/** A unit that is gone: taken by an order, or withdrawn where there is none. */
export function unitFields({ dropId, number }: Unit, orderId: string | null, by: string): Fields {
  const state = orderId === null ? { state: 'withdrawn' } : { state: 'taken', orderId };
  return { dropId, data: { number, ...state, by } };
}

/** The unit that an order has. */
export function unitOf(order: Fields | undefined): Unit | undefined {
  return (order?.data['unit'] ?? undefined) as Unit | undefined;
}

/** Where a unit's document stands once the unit is taken or withdrawn. */
export function unitPath(dropId: string, number: number): string {
  return pathOf('unit', `${dropId}:${number}`);
}
