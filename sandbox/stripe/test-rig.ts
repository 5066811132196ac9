import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';

import Stripe from 'stripe';

import type { StripeOptions, StripeStandIn } from './server.ts';
import { startStripe } from './server.ts';
import type { WebhookTarget } from './webhooks.ts';

const apiKey = 'sk_test_rig';

/** A stand-in with a real client of it, closed by `await using`. */
export type Rig = AsyncDisposable & { readonly stripe: Stripe; readonly standIn: StripeStandIn };

/** Starts a stand-in on a free port, and an unmodified SDK that talks to it and does not retry. */
export async function openRig(options: Partial<StripeOptions> = {}): Promise<Rig> {
  const standIn = await startStripe({ apiKey, ...options });
  return { standIn, stripe: connect(standIn), [Symbol.asyncDispose]: () => standIn.close() };
}

/** An SDK that talks to a stand-in. */
export function connect(standIn: StripeStandIn, key = apiKey, maxNetworkRetries = 0): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: standIn.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries,
  });
}

/** What a webhook of the product received. `answer` decides the status of each delivery in turn. */
export type Receiver = AsyncDisposable & {
  readonly target: WebhookTarget;
  readonly received: { readonly body: string; readonly signature: string }[];
};

/** Starts a webhook receiver on a free port. */
export async function openReceiver(answer: (count: number) => number = () => 200): Promise<Receiver> {
  const received: { body: string; signature: string }[] = [];
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString(), signature: String(request.headers['stripe-signature']) });
      response.writeHead(answer(received.length)).end();
    });
  });
  const origin = await listenOnLoopback(http);
  return {
    target: { url: `${origin}/webhooks/stripe`, secret: 'whsec_rig' },
    received,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

/** Lets a server listen on any free port of 127.0.0.1. Gives its origin. */
export async function listenOnLoopback(http: Server): Promise<string> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** The session of a $450 board with $25 shipping, as the product would open it. */
export function boardSession(
  changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 45_000, product_data: { name: 'Sakura 65 build' } } },
    ],
    shipping_options: [
      {
        shipping_rate_data: {
          display_name: 'Tracked parcel',
          type: 'fixed_amount',
          fixed_amount: { amount: 2500, currency: 'usd' },
        },
      },
    ],
    shipping_address_collection: { allowed_countries: ['US'] },
    payment_intent_data: { transfer_group: 'order_1', metadata: { order: 'order_1' } },
    client_reference_id: 'order_1',
    metadata: { order: 'order_1' },
    adaptive_pricing: { enabled: false },
    success_url: 'http://127.0.0.1:9/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:9/order',
    ...changes,
  };
}

/** A charge of $475 that the SDK's reader would find, and its session. */
export async function payBoard(
  rig: Rig,
  number = '4242424242424242',
): Promise<{ readonly sessionId: string; readonly chargeId: string }> {
  const session = await rig.stripe.checkout.sessions.create(boardSession());
  rig.standIn.completeSession(session.id, { number });
  const [charge] = (await rig.stripe.charges.list({ transfer_group: 'order_1', limit: 1 })).data;
  if (charge === undefined) throw new Error('The payment left no charge.');
  return { sessionId: session.id, chargeId: charge.id };
}

/** The error a call must end in. */
export async function catchError(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => new Error('The call succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw error;
}
