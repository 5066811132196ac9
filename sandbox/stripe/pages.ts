import { readFile } from 'node:fs/promises';

import { completeOnboarding, openOnboardingLink } from './accounts.ts';
import type { CheckoutForm } from './checkout-form.ts';
import { describeBuyerInput, emptyForm, readCheckoutForm } from './checkout-form.ts';
import { fillSuccessUrl, renderCheckout, renderEndedCheckout, renderNotice } from './checkout-page.ts';
import { passIdentityCheck, renderIdentityCheck } from './identity.ts';
import type { World } from './model.ts';
import type { Session } from './objects.ts';
import { renderOnboarding } from './onboarding-page.ts';
import type { PayResult } from './payments.ts';
import { paySession } from './payments.ts';
import { ApiRefusal } from './refusal.ts';
import { findSession } from './sessions.ts';

/** What a browser asks, with the form it posts. */
export type PageRequest = { readonly method: string; readonly path: string; readonly body: string };
/** A page before it becomes bytes. */
export type PageAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

const assets: ReadonlyMap<string, string> = new Map([
  ['checkout.css', 'text/css; charset=utf-8'],
  ['checkout-script.js', 'text/javascript; charset=utf-8'],
]);

/** Answers what a person's browser asks: the hosted checkout, the onboarding page, and their two assets. */
export async function answerPage(world: World, request: PageRequest): Promise<PageAnswer> {
  const { method, path } = request;
  const [, area, kind, id] = path.split('/');
  if (method === 'GET' && area === 'assets') return serveAsset(kind ?? '');
  if (path === '/favicon.ico') return { status: 204, headers: {}, body: '' };
  if (area === 'c' && kind === 'pay' && id !== undefined) return answerCheckout(world, request, id);
  if (area === 'setup' && kind === 'e' && id !== undefined) return answerOnboarding(world, method, id);
  if (area === 'verify' && kind === 'start' && id !== undefined) return answerIdentity(world, method, id);
  return page(
    404,
    renderNotice('Not found', 'There is nothing here', 'The simulated Stripe has no such page.', null),
    [],
  );
}

async function serveAsset(name: string): Promise<PageAnswer> {
  const type = assets.get(name);
  if (type === undefined) return { status: 404, headers: {}, body: '' };
  const body = await readFile(new URL(`./${name}`, import.meta.url));
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body };
}

function answerCheckout(world: World, request: PageRequest, id: string): PageAnswer {
  try {
    const session = findSession(world, id);
    if (request.method !== 'POST') return showSession(world, session, emptyForm(session), null);
    const { form, card } = readCheckoutForm(request.body);
    const result = paySession(world, id, card, describeBuyerInput(form));
    const isPaid = result.kind === 'paid' || result.kind === 'already-paid';
    return isPaid ? redirect(fillSuccessUrl(result.session)) : showSession(world, result.session, form, result);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return page(404, renderNotice('Checkout', 'There is no such checkout', 'The address may be incomplete.', null), []);
  }
}

/**
 * Declines and missing fields are shown with status 200: browsers report any other status of a page as an error in the
 * console, and a declined card is none.
 */
function showSession(world: World, session: Session, form: CheckoutForm, result: PayResult | null): PageAnswer {
  const checkout = world.state.checkouts.get(session.id);
  if (session.status !== 'open' || checkout === undefined) {
    return page(200, renderEndedCheckout(session, world.merchantName), []);
  }
  const problems = result?.kind === 'invalid' ? result.problems : [];
  const declined = result?.kind === 'declined' ? `${result.message} Nothing was charged; try another card.` : null;
  const markup = renderCheckout({ merchantName: world.merchantName, session, checkout, form, problems, declined });
  return page(200, markup, [session.success_url], checkout.pictureUrl);
}

function answerOnboarding(world: World, method: string, token: string): PageAnswer {
  if (method === 'POST') {
    const done = completeOnboarding(world, token);
    return done === null ? expiredLink() : redirect(done.returnUrl);
  }
  const known = world.state.onboardingLinks.get(token);
  const link = openOnboardingLink(world, token);
  if (link === null) return known === undefined ? expiredLink() : redirect(known.refreshUrl);
  const account = world.state.accounts.get(link.accountId);
  if (account === undefined) return expiredLink();
  return page(200, renderOnboarding(account, link, world.merchantName), [link.returnUrl]);
}

function answerIdentity(world: World, method: string, id: string): PageAnswer {
  const check = method === 'POST' ? passIdentityCheck(world, id) : world.state.identityChecks.get(id);
  if (!check || (method !== 'POST' && check.session.status !== 'requires_input')) return expiredLink();
  if (method === 'POST') return redirect(check.returnUrl ?? '/');
  return page(200, renderIdentityCheck(check, world.merchantName), check.returnUrl === null ? [] : [check.returnUrl]);
}

function expiredLink(): PageAnswer {
  const sentence = 'Such links work once, and only for a few minutes. Go back and ask for a new one.';
  return page(404, renderNotice('Payout details', 'This link no longer works', sentence, null), []);
}

function redirect(location: string): PageAnswer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** Chromium applies `form-action` to where a form's answer redirects, so the way back has to be named in it. */
function page(
  status: number,
  body: string,
  formTargets: readonly string[],
  pictureUrl: string | null = null,
): PageAnswer {
  const pictures = pictureUrl === null ? [] : readOrigins([pictureUrl]);
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    `form-action ${["'self'", ...readOrigins(formTargets)].join(' ')}`,
    "frame-ancestors 'none'",
    `img-src ${["'self'", ...pictures].join(' ')}`,
    "script-src 'self'",
    "style-src 'self'",
  ];
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { status, headers, body };
}

function readOrigins(urls: readonly string[]): string[] {
  return urls.flatMap((url) => {
    const parsed = URL.parse(url);
    return parsed !== null && /^https?:$/.test(parsed.protocol) ? [parsed.origin] : [];
  });
}
