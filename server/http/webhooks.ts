import express, { type Express, type Request, type Response } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { InboxMessage } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';

/** A message from a partner, verified and put into our words. */
type Verified = { readonly id: string; readonly kind: string; readonly news: unknown };

/** Beside what it tells, Twitch asks whether a subscription is really ours, and says when and why it has ended one. */
type FromTwitch =
  | (Verified & { readonly type: 'notification'; readonly fresh: boolean })
  | { readonly type: 'challenge'; readonly challenge: string }
  | (Verified & { readonly type: 'revocation'; readonly reason: string; readonly fresh: boolean });

/** How each partner's messages are verified; undefined for what they did not sign. */
export type Verifiers = {
  readonly stripe: (raw: Buffer, signature: string) => Verified | undefined;
  readonly twitch: (raw: Buffer, headers: IncomingHttpHeaders) => FromTwitch | undefined;
  /** Null where no carriers' service is asked. */
  readonly easypost: ((raw: Buffer, headers: IncomingHttpHeaders) => Verified | undefined) | null;
};

/** What the doors of webhooks need. */
export type WebhookParts = {
  readonly core: Core;
  readonly verifiers: Verifiers;
  /** Where Twitch's messages arrive, without slashes around it. */
  readonly eventSubPath: string;
  /** Called once a message is kept: it can be worked on. */
  readonly onKept: () => void;
  /** Called when Twitch has ended a subscription: it is to be made anew. */
  readonly onEnded: () => void;
  readonly log: Pick<Logger, 'warn'>;
};

/** The messages of all of them are far smaller. */
const bytesMax = '512kb';

/**
 * The doors of Stripe, Twitch and EasyPost. A message is verified on its raw bytes, kept, and only then acknowledged; what it means is
 * worked out afterwards. Repeated messages are acknowledged and change nothing. Any process may be asked: whoever has the secrets can
 * answer, and what is kept is kept for all.
 */
export function mountWebhooks(
  app: Express,
  { core, verifiers, eventSubPath, onKept, onEnded, log }: WebhookParts,
): void {
  const raw = express.raw({ type: () => true, limit: bytesMax });
  const keep = async (party: InboxMessage['party'], { id, kind, news }: Verified): Promise<void> => {
    await core.store.receive({ id: `${party}:${id}`, party, kind, body: news, receivedAt: core.clock.now() });
    onKept();
  };

  app.post('/webhooks/stripe', raw, async (request: Request, response: Response) => {
    const verified = verifiers.stripe(rawBody(request), request.get('stripe-signature') ?? '');
    if (!verified) return void response.status(400).type('text/plain').send('The signature does not match.');
    await keep('stripe', verified);
    response.status(204).end();
  });

  app.post('/webhooks/easypost', raw, async (request: Request, response: Response, next) => {
    if (!verifiers.easypost) return next();
    const verified = verifiers.easypost(rawBody(request), request.headers);
    if (!verified) return void response.status(400).type('text/plain').send('The signature does not match.');
    await keep('easypost', verified);
    response.status(204).end();
  });

  app.post(`/${eventSubPath}/event/:id`, raw, async (request: Request, response: Response) => {
    const verified = verifiers.twitch(rawBody(request), request.headers);
    if (!verified) return void response.status(403).type('text/plain').send('The signature does not match.');
    if (verified.type === 'challenge') return void response.type('text/plain').send(verified.challenge);
    if (verified.type === 'revocation') {
      const { kind, reason } = verified;
      log.warn({ kind, reason }, 'Twitch ended a subscription');
      onEnded();
    }
    if (verified.fresh) await keep('twitch', verified);
    response.status(204).end();
  });
}

function rawBody(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
