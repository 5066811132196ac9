import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';

import { addAccount, setTransfersActive } from './accounts.ts';
import type { ShippingAddress } from './buyer.ts';
import { exampleAddress } from './buyer.ts';
import type { CardInput } from './cards.ts';
import type { DisputeOptions, Verdict } from './disputes.ts';
import { closeDispute, escalateInquiry, findCharge, openDispute } from './disputes.ts';
import type { StripeFaults } from './faults.ts';
import { makeFaults } from './faults.ts';
import { warnOfFraud } from './fraud-warnings.ts';
import { makeRandomId } from './ids.ts';
import type { StripeModel, World } from './model.ts';
import { emptyState } from './model.ts';
import { answerHttp } from './network.ts';
import type { PayResult } from './payments.ts';
import { paySession } from './payments.ts';
import { findSession, lapseSessions, readNextLapse } from './sessions.ts';
import { readSnapshot, restoreState, takeSnapshot } from './snapshot.ts';
import type { StripeSummary } from './summary.ts';
import { summarise } from './summary.ts';
import { failRefund } from './refunds.ts';
import { payOutAccount } from './transfers.ts';
import type { WebhookTarget } from './webhooks.ts';
import { WebhookDeliverer } from './webhooks.ts';

const host = '127.0.0.1';
const timerMsMax = 24 * 60 * 60 * 1000;

/** The simulated Stripe as its users hold it: its network face, its state to read, and what nobody can do over the API. */
export type StripeStandIn = {
  readonly port: number;
  readonly origin: string;
  readonly model: StripeModel;
  readonly faults: StripeFaults;
  setWebhook(target: WebhookTarget): void;
  /** Calls the listener after anything may have changed. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Resolves when no delivery is waiting, neither a first attempt nor a retry. Held deliveries are waiting. */
  settled(): Promise<void>;
  /** Sends an event to the webhook once more, now. */
  redeliver(eventId: string): Promise<void>;
  /** Seeds a connected account that can (`active`) or cannot yet receive transfers. Gives its id. */
  createAccount(input: { readonly displayName: string; readonly email: string; readonly active: boolean }): string;
  /** Answers Stripe's questions for an account, or lets them lapse. */
  setAccountActive(accountId: string, active: boolean): void;
  /** Sends an account's money to its bank, after which reversals fail. Gives the amount in minor units. */
  payOutAccount(accountId: string): number;
  /** Closes an account for good: nobody may ask about it any more. */
  closeAccount(accountId: string): void;
  /**
   * Does what the hosted page's form does. Email and address are made up where they are left out.
   *
   * @throws ApiRefusal for an unknown session
   */
  completeSession(
    sessionId: string,
    card: CardInput & { readonly email?: string },
    shipping?: ShippingAddress,
  ): PayResult;
  /** Lets the buyer's bank send a refund back. */
  failRefund(refundId: string): void;
  /** Lets the buyer's bank take a charge back, or ask about it first. Gives the dispute's id. */
  openDispute(chargeId: string, reason?: string, options?: DisputeOptions): string;
  closeDispute(disputeId: string, verdict: Verdict): void;
  /** Lets an inquiry become a dispute, which takes the money. */
  escalateInquiry(disputeId: string): void;
  /** Lets a bank warn of a charge. Gives the warning's id. */
  warnOfFraud(chargeId: string): string;
  summary(): StripeSummary;
  /** Everything, kept answers and waiting deliveries included, as plain JSON for `startStripe`. */
  snapshot(): unknown;
  close(): Promise<void>;
};

/** How to start. Only the key is needed; a webhook can follow once the product listens. */
export type StripeOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly apiKey: string;
  readonly webhook?: WebhookTarget;
  readonly snapshot?: unknown;
  /** Wall clock in ms since 1970. */
  readonly now?: () => number;
  readonly merchantName?: string;
};

/** Starts a simulated Stripe on 127.0.0.1 that stripe-node can talk to with `{ host, port, protocol: 'http' }`. */
export async function startStripe(options: StripeOptions): Promise<StripeStandIn> {
  const snapshot = options.snapshot === undefined ? null : readSnapshot(options.snapshot);
  const http = createServer();
  http.listen(options.port ?? 0, host);
  await once(http, 'listening');
  const port = readPort(http);
  const origin = `http://${host}:${port}`;
  const state = snapshot === null ? emptyState() : restoreState(snapshot, origin);
  const world: World = {
    state,
    now: options.now ?? Date.now,
    newId: makeRandomId,
    origin: () => origin,
    merchantName: options.merchantName ?? 'The C500 Collective',
    request: null,
  };
  const life = startLife(world, options.webhook ?? null);
  const closing = new AbortController();
  const face = {
    world,
    apiKey: options.apiKey,
    faults: life.faults,
    closing: closing.signal,
    onAnswered: life.advance,
  };
  http.on('request', (request, response) => void answerHttp(face, request, response));
  life.advance();
  return {
    port,
    origin,
    model: state,
    ...life.handles,
    ...makeDeeds(world, life.advance),
    faults: life.faults,
    summary: () => summarise(state),
    snapshot: () => takeSnapshot(state, origin),
    async close() {
      closing.abort();
      life.stop();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function readPort(http: Server): number {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The simulated Stripe has no port.');
  return address.port;
}

type Life = {
  readonly faults: StripeFaults;
  readonly handles: Pick<StripeStandIn, 'setWebhook' | 'onChange' | 'settled' | 'redeliver'>;
  readonly advance: () => void;
  readonly stop: () => void;
};

/** What goes on without being asked: deliveries, sessions that run out, and telling listeners of it. */
function startLife(world: World, target: WebhookTarget | null): Life {
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const faults = makeFaults(() => deliverer.pump());
  const { state, now, newId } = world;
  const deliverer = new WebhookDeliverer({ state, faults, target, now, newId, onChange: notify });
  let lapseTimer: NodeJS.Timeout | undefined;

  function advance(): void {
    lapseSessions(world);
    clearTimeout(lapseTimer);
    const next = readNextLapse(world);
    if (next !== null) lapseTimer = setTimeout(advance, Math.min(Math.max(next - now(), 1), timerMsMax));
    deliverer.pump();
    notify();
  }

  return {
    faults,
    advance,
    handles: {
      setWebhook: (next) => deliverer.setTarget(next),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      settled: () => deliverer.settled(),
      redeliver: (eventId) => deliverer.redeliver(eventId),
    },
    stop() {
      clearTimeout(lapseTimer);
      deliverer.close();
    },
  };
}

type Deeds =
  | 'createAccount'
  | 'setAccountActive'
  | 'payOutAccount'
  | 'closeAccount'
  | 'completeSession'
  | 'failRefund'
  | 'openDispute'
  | 'closeDispute'
  | 'escalateInquiry'
  | 'warnOfFraud';

function makeDeeds(world: World, advance: () => void): Pick<StripeStandIn, Deeds> {
  function perform<Result>(deed: () => Result): Result {
    const result = deed();
    advance();
    return result;
  }
  return {
    createAccount: ({ displayName, email, active }) =>
      perform(() => addAccount(world, { ...seededAccount, displayName, email, active }).id),
    setAccountActive: (accountId, active) => void perform(() => setTransfersActive(world, accountId, active)),
    payOutAccount: (accountId) => perform(() => payOutAccount(world, accountId)),
    closeAccount: (accountId) => perform(() => void world.state.accounts.delete(accountId)),
    completeSession: (sessionId, card, shipping) => perform(() => complete(world, sessionId, card, shipping)),
    failRefund: (refundId) => void perform(() => failRefund(world, refundId)),
    openDispute: (chargeId, reason = 'fraudulent', options = {}) =>
      perform(() => openDispute(world, chargeId, { reason, ...options }).id),
    escalateInquiry: (disputeId) => void perform(() => escalateInquiry(world, disputeId)),
    warnOfFraud: (chargeId) => perform(() => warnOfFraud(world, findCharge(world, chargeId)).id),
    closeDispute: (disputeId, verdict) => void perform(() => closeDispute(world, disputeId, verdict)),
  };
}

const seededAccount = {
  country: 'us',
  currency: 'usd',
  entityType: 'individual',
  metadata: {},
  transfersRequested: true,
} as const;

function complete(
  world: World,
  sessionId: string,
  card: CardInput & { readonly email?: string },
  shipping: ShippingAddress | undefined,
): PayResult {
  const session = findSession(world, sessionId);
  const country = session.shipping_address_collection?.allowed_countries[0];
  const address = shipping ?? (country === undefined ? undefined : exampleAddress(country));
  const email = card.email ?? session.customer_email ?? 'buyer@example.com';
  return paySession(world, sessionId, card, address === undefined ? { email } : { email, shipping: address });
}
