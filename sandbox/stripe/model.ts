import type Stripe from 'stripe';

import type { StoredFile } from './files.ts';
import type {
  Account,
  BalanceTransaction,
  Charge,
  Checkout,
  Dispute,
  EarlyFraudWarning,
  PaymentIntent,
  Refund,
  Session,
  StripeEvent,
  StripeNotification,
  Transfer,
  TransferReversal,
} from './objects.ts';

/** One attempt to hand an event to the webhook's address. `status` is null where no answer came. Times are ms since 1970. */
export type Delivery = {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly copy: number;
  readonly attempt: number;
  readonly url: string;
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
};

/** An attempt still to be made. Copies of one event are retried apart from each other. */
export type PendingDelivery = {
  readonly id: string;
  readonly eventId: string;
  readonly copy: number;
  readonly attempt: number;
  readonly dueAt: number;
};

/** The answer kept for an idempotency key; a repeated request gets it again without being executed. */
export type KeptAnswer = {
  readonly fingerprint: string;
  readonly requestId: string;
  readonly at: number;
  readonly status: number;
  readonly body: unknown;
};

/** An onboarding link: it may be opened once, and soon. `expiresAt` is ms since 1970. */
export type OnboardingLink = {
  readonly token: string;
  readonly accountId: string;
  readonly refreshUrl: string;
  readonly returnUrl: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};

/** Somebody's proof of who they are, with where their browser goes back to, which Stripe tells nobody. */
export type IdentityCheck = {
  readonly session: Stripe.Identity.VerificationSession;
  readonly returnUrl: string | null;
};

/** Everything the simulated Stripe knows. Maps keep the order of creation; values are replaced, never changed. */
export type StripeState = {
  readonly sessions: Map<string, Session>;
  readonly checkouts: Map<string, Checkout>;
  readonly paymentIntents: Map<string, PaymentIntent>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly transfers: Map<string, Transfer>;
  readonly reversals: Map<string, TransferReversal>;
  readonly disputes: Map<string, Dispute>;
  readonly files: Map<string, StoredFile>;
  readonly earlyFraudWarnings: Map<string, EarlyFraudWarning>;
  readonly balanceTransactions: Map<string, BalanceTransaction>;
  readonly accounts: Map<string, Account>;
  /** What each connected account has paid out to its bank, in minor units; the rest of its transfers is its balance. */
  readonly paidOut: Map<string, number>;
  readonly onboardingLinks: Map<string, OnboardingLink>;
  readonly identityChecks: Map<string, IdentityCheck>;
  readonly events: Map<string, StripeEvent | StripeNotification>;
  /** Ids of events that have happened but have not yet been queued for the webhook. */
  readonly unqueuedEvents: Set<string>;
  readonly pendingDeliveries: Map<string, PendingDelivery>;
  readonly deliveries: Map<string, Delivery>;
  readonly keptAnswers: Map<string, KeptAnswer>;
};

/** The state without the means to change it: what the Studio and tests read. */
export type StripeModel = {
  readonly [Part in keyof StripeState]: StripeState[Part] extends Map<infer Key, infer Value>
    ? ReadonlyMap<Key, Value>
    : ReadonlySet<string>;
};

/** What the rules need: the state, and from outside the time, the ids, where pages live and who asks. */
export type World = {
  readonly state: StripeState;
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  /** A fresh id beginning with the prefix and an underscore. */
  readonly newId: (prefix: string) => string;
  /** Origin of the hosted pages, without a slash at the end. */
  readonly origin: () => string;
  readonly merchantName: string;
  readonly request: {
    readonly id: string;
    readonly idempotencyKey: string | null;
    /** The connected account that the call is made for. */
    readonly account: string | null;
  } | null;
};

/** A Stripe in which nothing has happened yet. */
export function emptyState(): StripeState {
  return {
    sessions: new Map(),
    checkouts: new Map(),
    paymentIntents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    transfers: new Map(),
    reversals: new Map(),
    disputes: new Map(),
    files: new Map(),
    earlyFraudWarnings: new Map(),
    balanceTransactions: new Map(),
    accounts: new Map(),
    paidOut: new Map(),
    onboardingLinks: new Map(),
    identityChecks: new Map(),
    events: new Map(),
    unqueuedEvents: new Set(),
    pendingDeliveries: new Map(),
    deliveries: new Map(),
    keptAnswers: new Map(),
  };
}

/** Now, in whole seconds since 1970, as Stripe's objects carry it. */
export function nowSeconds(world: World): number {
  return Math.floor(world.now() / 1000);
}
