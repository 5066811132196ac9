import { randomBytes } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { minute } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Refusal } from '#shared/refusals.ts';
import { refusals } from '#shared/refusals.ts';
import { Platform } from '#shared/schemas/citizen.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { Account, Citizen } from '../domain/citizen.ts';
import type { Identity } from '../ports/identity.ts';
import type { Session } from '../ports/store.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import type { Core } from '../usecases/work/core.ts';
import { foreseeLink, linkAccount, unlinkAccount } from '../usecases/people/link-accounts.ts';
import type { SiteVisitor } from './pages/layout.ts';
import { confirmLinkPage, identityPage, joinPage, linkedPage, linkPage } from './pages/link.ts';
import { signInPath } from './pages/layout.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** A proof that takes longer than this to be used begins anew. */
const tripMs = 15 * minute;
const form = express.urlencoded({ extended: false, limit: '8kb' });

/** What travels to a platform's consent page and back, signed: whose browser it is, and what was proved before, if anything. */
type Trip = {
  readonly sessionId: string;
  readonly citizenId: CitizenId;
  readonly before: Account | null;
  readonly endsAt: Instant;
};

type Parts = {
  readonly core: Core;
  readonly sessions: SessionDesk;
  readonly identities: Readonly<Record<Platform, Identity>>;
};

/** Takes a return from a platform's consent page, where its state was made here; false when it was not. */
export type LinkReturn = (request: Request, response: Response, platform: Platform) => Promise<boolean>;

/**
 * The pages on which somebody who is signed in links further accounts. What a platform confirmed is shown and asked about before it
 * is kept, so that nobody can have somebody else's browser link anything unread. An account of somebody whom we know makes one
 * person of two: for that an account of each is proved at its platform, in this browser and within some minutes.
 */
export function mountLink(
  app: Express,
  core: Core,
  sessions: SessionDesk,
  identities: Parts['identities'],
): LinkReturn {
  const parts: Parts = { core, sessions, identities };
  app.get('/link', async (request, response) => {
    const visit = await visitOf(parts, request);
    if (!visit) return response.redirect(303, signInPath('/link'));
    response.send(linkPage({ ...visit.citizen, me: visit.me }));
  });

  // Stripe sends people back here; how their check stands is seen on the page.
  app.get('/link/identity', (_, response) => response.redirect(303, '/link'));
  app.post('/link/identity', form, async (request, response) => {
    const { me, citizen } = await ourForm(parts, request);
    const banned = await requireNotBanned(core, citizen.id);
    if (banned) throw new Refused(banned.refusal);
    if (citizen.identityVerified) return response.redirect(303, '/link');
    const back = `${core.settings.siteUrl}/link`;
    const url = await core.payments.openIdentityCheck(citizen.id, back, `identity:${core.clock.randomText()}`);
    response.send(identityPage({ me, url }));
  });

  app.get('/link/:platform', async (request, response, next) => {
    const platform = Platform.safeParse(request.params.platform);
    if (!platform.success) return next();
    const visit = await visitOf(parts, request);
    if (!visit) return response.redirect(303, signInPath(request.path));
    const sealed = text(request.query['proof']);
    const proof = sealed === '' ? null : readProof(parts, sealed, 'link-proof', visit.session);
    const trip = seal(parts, 'link-trip', visit.session, proof?.before ?? null);
    response.redirect(303, identities[platform.data].consentUrl(trip));
  });

  app.post('/link/confirm', form, async (request, response) => {
    const visit = await ourForm(parts, request);
    const sealed = fieldOf(request, 'proof');
    const both = openSeal(parts, 'link-both', sealed);
    const trip = both ?? readProof(parts, sealed, 'link-proof', visit.session);
    if (!isOf(parts, trip, visit.session) || !trip.before) throw new Refused({ code: 'link-used' });
    const linked = await linkAccount(core, trip.citizenId, trip.before, both !== undefined);
    if (!linked.ok) return sendRefusal(response, visit, linked.refusal);
    response.send(linkedPage({ ...visit.me, nickname: linked.citizen.nickname }));
  });

  app.post('/link/:platform/unlink', form, async (request, response) => {
    const visit = await ourForm(parts, request);
    const platform = Platform.safeParse(request.params['platform']);
    if (!platform.success) throw new Refused({ code: 'not-found' });
    const done = await unlinkAccount(core, visit.citizen.id, platform.data);
    if (!done.ok) return sendRefusal(response, visit, done.refusal);
    response.redirect(303, '/link');
  });

  return async (request, response, platform) => {
    const trip = openSeal(parts, 'link-trip', text(request.query['state']));
    if (!trip) return false;
    const visit = await visitOf(parts, request);
    if (!visit || !isOf(parts, trip, visit.session)) throw new Refused({ code: 'link-used' });
    const code = text(request.query['code']);
    const account = code === '' ? undefined : await identities[platform].accountOf(code);
    // The person said no, or loaded the page again: they may simply try again.
    if (!account) response.redirect(303, '/link');
    else if (trip.before) await confirmBoth(parts, visit, response, account, trip.before);
    else await confirmOne(parts, visit, response, account);
    return true;
  };
}

/** One account was proved: ask about it, or for the second proof where somebody has it already. */
async function confirmOne(parts: Parts, visit: Visit, response: Response, account: Account): Promise<void> {
  const { citizen, me, session } = visit;
  const forecast = await foreseeLink(parts.core, citizen.id, account);
  if (!forecast.ok) return sendRefusal(response, visit, forecast.refusal);
  if (forecast.comes === 'known') return response.redirect(303, '/link');
  const { platform, handle } = account;
  const proof = seal(parts, 'link-proof', session, account);
  const question = { me, platform, handle, proof };
  if (forecast.comes !== 'join') return void response.send(confirmLinkPage({ ...question, other: null }));
  const [own] = citizen.accounts;
  if (!own) throw new Refused({ code: 'not-signed-in' });
  response.send(joinPage({ ...question, other: forecast.other.nickname, prove: own.platform }));
}

/** The second account was proved: it must be the citizen's own, whoever signed this browser in. */
async function confirmBoth(
  parts: Parts,
  visit: Visit,
  response: Response,
  second: Account,
  first: Account,
): Promise<void> {
  const { citizen, me, session } = visit;
  if (!citizen.accounts.some(({ platform, id }) => platform === second.platform && id === second.id))
    return sendRefusal(response, visit, { code: 'link-refused', params: { reason: 'link-unproved' } });
  const forecast = await foreseeLink(parts.core, citizen.id, first);
  if (!forecast.ok) return sendRefusal(response, visit, forecast.refusal);
  const other = forecast.comes === 'join' ? forecast.other.nickname : null;
  const proof = seal(parts, 'link-both', session, first);
  response.send(confirmLinkPage({ me, platform: first.platform, handle: first.handle, proof, other }));
}

type Visit = { readonly session: Session; readonly citizen: Citizen; readonly me: SiteVisitor };

async function visitOf({ core, sessions }: Parts, request: Request): Promise<Visit | undefined> {
  const session = await sessions.find(request);
  const citizen = session?.citizenId ? await core.store.get('citizen', session.citizenId) : undefined;
  return session && citizen ? { session, citizen, me: { nickname: citizen.nickname, csrf: session.csrf } } : undefined;
}

async function ourForm(parts: Parts, request: Request): Promise<Visit> {
  const visit = await visitOf(parts, request);
  if (!visit || !parts.sessions.isOurForm(request, visit.session, fieldOf(request, 'csrf')))
    throw new Refused({ code: 'not-signed-in' });
  return visit;
}

function sendRefusal(response: Response, { citizen, me }: Visit, refusal: Refusal): void {
  response.status(refusals[refusal.code]).send(linkPage({ ...citizen, me, problem: sayRefusal(refusal) }));
}

type Purpose = 'link-trip' | 'link-proof' | 'link-both';

/** What is sealed for one purpose is nothing for another. */
function seal({ core, sessions }: Parts, purpose: Purpose, session: Session, before: Account | null): string {
  const trip = { sessionId: session.id, citizenId: session.citizenId, before, endsAt: core.clock.now() + tripMs };
  return sessions.seal(JSON.stringify([purpose, trip, randomBytes(9).toString('base64url')]));
}

function openSeal({ sessions }: Parts, purpose: Purpose, sealed: string): Trip | undefined {
  const value = sessions.unseal(sealed);
  if (value === undefined) return undefined;
  // We signed it, so it is a list that one of our purposes begins.
  const [written, trip] = JSON.parse(value) as readonly [string, Trip];
  return written === purpose ? trip : undefined;
}

function readProof(parts: Parts, sealed: string, purpose: Purpose, session: Session): Trip {
  const trip = openSeal(parts, purpose, sealed);
  if (!trip || !isOf(parts, trip, session)) throw new Refused({ code: 'link-used' });
  return trip;
}

function isOf({ core }: Parts, trip: Trip, session: Session): boolean {
  return trip.sessionId === session.id && trip.citizenId === session.citizenId && core.clock.now() < trip.endsAt;
}

function fieldOf(request: Request, name: string): string {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null ? text((body as Record<string, unknown>)[name]) : '';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 2_000) : '';
}
