import * as z from 'zod/mini';
import { OrderView } from '../schemas/order.ts';

/** The order that an address names. */
export const TagParams = z.object({ tag: z.string().check(z.maxLength(20)) });
/** The order as it is after what was asked. */
export const Done = z.object({ order: OrderView });

/** What any order may say of its state instead of doing as asked. */
export const stateRefusals = ['not-allowed-now', 'order-not-paid', 'order-refunded', 'order-ended'] as const;
