import type { Express, Request } from 'express';
import express from 'express';
import { randomBytes } from 'node:crypto';
import { Platform } from '#shared/schemas/citizen.ts';
import type { Identity } from '../ports/identity.ts';
import { meetCitizen } from '../usecases/people/citizens.ts';
import type { Core } from '../usecases/work/core.ts';
import type { LinkReturn } from './link.ts';
import { signInPage } from './pages/sign-in.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** A sign-in that takes longer than this starts anew. */
const tripMs = 15 * 60_000;

/**
 * Signing in with Discord or Twitch. The state that travels is signed, names the browser it belongs to, and ends soon, so nobody
 * can hand their own sign-in to somebody else's browser.
 */
export function mountSignIn(
  app: Express,
  core: Core,
  sessions: SessionDesk,
  identities: Readonly<Record<Platform, Identity>>,
  returnToLink: LinkReturn,
): void {
  app.get(
    '/sign-in',
    async (request, response) => void response.send(signInPage({ next: safeNext(request.query['next']), me: null })),
  );

  app.get('/sign-in/:platform', async (request, response) => {
    const platform = platformOf(request.params.platform);
    const session = await sessions.open(request, response);
    const state = sessions.seal(
      JSON.stringify([
        platform,
        session.id,
        safeNext(request.query['next']),
        core.clock.now() + tripMs,
        randomBytes(9).toString('base64url'),
      ]),
    );
    response.redirect(303, identities[platform].consentUrl(state));
  });

  app.get('/sign-in/:platform/return', async (request, response) => {
    const platform = platformOf(request.params.platform);
    // Platforms know one address to which people come back; what they left for is in the state.
    if (await returnToLink(request, response, platform)) return;
    const session = await sessions.find(request);
    const trip = readTrip(sessions.unseal(text(request, 'state')));
    const fits =
      trip && session && trip.platform === platform && trip.sessionId === session.id && core.clock.now() < trip.endsAt;
    const code = text(request, 'code');
    // The person said no, or came back from a trip that is not theirs: they may simply try again.
    if (!fits || !code) return response.redirect(303, `/sign-in?next=${encodeURIComponent(trip?.next ?? '/')}`);
    const account = await identities[platform].accountOf(code);
    if (!account) return response.redirect(303, `/sign-in?next=${encodeURIComponent(trip.next)}`);
    const citizen = await meetCitizen(core, account);
    await sessions.signIn(response, citizen.id, session);
    response.redirect(303, trip.next);
  });

  app.post('/sign-out', express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const session = await sessions.find(request);
    const csrf: unknown = request.body?.csrf;
    if (session && !sessions.isOurForm(request, session, csrf)) throw new Refused({ code: 'not-signed-in' });
    await sessions.signOut(request, response);
    response.redirect(303, '/');
  });
}

function platformOf(text: unknown): Platform {
  const platform = Platform.safeParse(text);
  if (!platform.success) throw new Refused({ code: 'not-found' });
  return platform.data;
}

/** Only paths of our own: a sign-in must not lead anybody elsewhere. */
function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[\w\-./?=&%#]*$/.test(next) && next.length <= 300 ? next : '/';
}

type Trip = { readonly platform: string; readonly sessionId: string; readonly next: string; readonly endsAt: number };

function readTrip(unsealed: string | undefined): Trip | undefined {
  if (unsealed === undefined) return undefined;
  const [platform, sessionId, next, endsAt]: [string, string, string, number] = JSON.parse(unsealed);
  return { platform, sessionId, next, endsAt };
}

function text(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.slice(0, 2_000) : '';
}
