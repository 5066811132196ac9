import { activityEndpoints } from '#shared/api/activity.ts';
import { createClientOf, type ClientOf } from '#shared/api/client-of.ts';
import { dropEndpoints } from '#shared/api/drops.ts';
import { orderEndpoints } from '#shared/api/orders.ts';
import { raffleEndpoints } from '#shared/api/raffles.ts';

const { listDrops, getDrop, claimUnit, joinWaitlist, leaveWaitlist } = dropEndpoints;
const { getMyRaffle, enterRaffle, leaveRaffle } = raffleEndpoints;
const { getMe, listMyOrders, cancelClaim, confirmDelivery, refundUnproven, grantDays } = orderEndpoints;

/** What the activity asks of the core. The rest of the contract stays out of what people load. */
const endpoints = {
  ...activityEndpoints,
  ...{ listDrops, getDrop, claimUnit, joinWaitlist, leaveWaitlist },
  ...{ getMyRaffle, enterRaffle, leaveRaffle },
  ...{ getMe, listMyOrders, cancelClaim, confirmDelivery, refundUnproven, grantDays },
};

/** The core as the activity sees it. */
export type Core = ClientOf<typeof endpoints>;

/** The core's clock in milliseconds, as far as its answers tell. A reader's own clock may be wrong, and a claim has ten minutes. */
export type CoreClock = {
  readonly now: () => number;
  /** Sets it by a moment that the core stated. */
  readonly set: (now: number) => void;
};

/** `Date` headers are whole seconds, so a clock that is this near is left alone. */
const headerTrustMs = 2_000;

/** Makes the clock. Until the core has said anything it is the reader's. */
export function createCoreClock(local: () => number = Date.now): CoreClock {
  let aheadMs = 0;
  return {
    now: () => local() + aheadMs,
    set: (now) => {
      aheadMs = now - local();
    },
  };
}

/** Sets the clock by an answer's `Date`, unless it is right to within what such a header can tell. */
export function setByHeader(clock: CoreClock, date: string | null): void {
  const said = Date.parse(date ?? '');
  if (Number.isNaN(said)) return;
  const middle = said + 500;
  if (Math.abs(middle - clock.now()) > headerTrustMs) clock.set(middle);
}

type CoreParts = {
  readonly token: () => string | null;
  readonly clock: CoreClock;
  /** The language that refusals are to be said in, as a BCP 47 tag. */
  readonly locale: () => string;
  /** Called when the core took a token of ours for none of its own. */
  readonly onTokenRefused: () => void;
};

/**
 * Connects to the core. Discord's proxy leads this page's own origin to it, so no other host is ever named; the token is read at every
 * call, because it is renewed all the time.
 */
export function connectCore({ token, clock, locale, onTokenRefused }: CoreParts): Core {
  return createClientOf(endpoints, {
    baseUrl: window.location.origin,
    headers: (): Record<string, string> => {
      const mine = token();
      return { 'x-c500-locale': locale(), ...(mine === null ? {} : { authorization: `Bearer ${mine}` }) };
    },
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      setByHeader(clock, response.headers.get('date'));
      if (response.status === 401 && token() !== null) onTokenRefused();
      return response;
    },
    timeoutMs: 15_000,
  });
}
