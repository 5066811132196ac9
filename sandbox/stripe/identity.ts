import type Stripe from 'stripe';
import { renderPage } from './checkout-page.ts';
import { emitEvent } from './events.ts';
import { html } from './html.ts';
import { nowSeconds, type IdentityCheck, type World } from './model.ts';
import {
  type Params,
  readChoice,
  readMetadata,
  readText,
  readUrl,
  refuseUnknown,
  refuseUnsupported,
  requireText,
} from './params.ts';
import { refuseMissing } from './refusal.ts';

/** POST /v1/identity/verification_sessions: a page on which a document is looked at. */
export function createIdentityCheck(world: World, params: Params): Stripe.Identity.VerificationSession {
  const unsupported = ['options', 'provided_details', 'related_customer', 'related_person', 'verification_flow'];
  refuseUnknown(params, ['client_reference_id', 'metadata', 'return_url', 'type', ...unsupported]);
  refuseUnsupported(params, unsupported);
  const type = readChoice(params, 'type', ['document', 'id_number']);
  if (type !== 'document') requireText(params, 'type');
  const id = world.newId('vs');
  const session: Stripe.Identity.VerificationSession = {
    id,
    object: 'identity.verification_session',
    client_reference_id: readText(params, 'client_reference_id') ?? null,
    client_secret: `${id}_secret`,
    created: nowSeconds(world),
    last_error: null,
    last_verification_report: null,
    livemode: false,
    metadata: readMetadata(params),
    options: null,
    redaction: null,
    related_customer: null,
    related_customer_account: null,
    status: 'requires_input',
    type: 'document',
    url: `${world.origin()}/verify/start/${id}`,
  };
  world.state.identityChecks.set(id, { session, returnUrl: readUrl(params, 'return_url') ?? null });
  emitEvent(world, 'identity.verification_session.created', session);
  return session;
}

/** GET /v1/identity/verification_sessions/:id. */
export function findIdentityCheck(world: World, id: string): Stripe.Identity.VerificationSession {
  const found = world.state.identityChecks.get(id);
  if (!found) throw refuseMissing('verification_session', id);
  return found.session;
}

/** Looks at a document and finds it good, as Stripe does within minutes. Null where there is no such check, or it is done. */
export function passIdentityCheck(world: World, id: string): IdentityCheck | null {
  const found = world.state.identityChecks.get(id);
  if (found?.session.status !== 'requires_input') return null;
  const session = { ...found.session, status: 'verified' as const, url: null, client_secret: null };
  const passed = { ...found, session };
  world.state.identityChecks.set(id, passed);
  emitEvent(world, 'identity.verification_session.verified', session);
  return passed;
}

/** The page on which somebody would show a document; here there is nothing to show. */
export function renderIdentityCheck({ session, returnUrl }: IdentityCheck, merchantName: string): string {
  return renderPage(
    `${merchantName} · Identity`,
    html`<main class="notice">
      <h1>Prove who you are</h1>
      <p>
        ${merchantName} works with Stripe to look at documents. The real page asks for one of yours and a picture of
        you.
      </p>
      <form method="post" action="/verify/start/${session.id}">
        <button type="submit" class="button">Show an example document</button>
      </form>
      <p><a href="${returnUrl ?? '/'}">Leave without proving</a></p>
    </main>`,
  );
}
