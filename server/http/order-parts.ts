import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Refusal } from '#shared/refusals.ts';
import type { Order } from '../domain/order.ts';
import type { Core } from '../usecases/work/core.ts';
import { casePart } from './order-case.ts';
import { disputePart } from './order-dispute.ts';
import { scanDuePart, wishPart } from './order-wishes.ts';
import { addressPart } from './order-address.ts';
import { parcelPart } from './order-parcel.ts';
import type { Html } from './pages/html.ts';
import type { Typed } from './site-forms.ts';

/** Somebody at the page of an order of theirs. */
export type OrderReading = {
  readonly core: Core;
  readonly order: Order;
  readonly role: 'buyer' | 'builder';
  readonly citizenId: CitizenId;
  readonly csrf: string;
  readonly now: Instant;
  /** What was typed into a form of the page that was refused. */
  readonly typed?: Typed | undefined;
};

/**
 * A part of an order's page that stands by itself: what it shows, if it has anything to show to this reader, and what its forms do, by the
 * last word of their address (`POST /orders/<tag>/<deed>`).
 */
export type OrderPart = {
  readonly section: (reading: OrderReading) => Promise<Html | null>;
  /** Whether it waits for an answer, and so stands above everything else. */
  readonly leads?: boolean;
  readonly deeds: Readonly<Record<string, (reading: OrderReading, body: unknown) => Promise<Refusal | undefined>>>;
};

/** The parts, in the order in which they stand on the page. */
export const orderParts: readonly OrderPart[] = [wishPart, casePart, disputePart, scanDuePart, parcelPart, addressPart];
