import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { CitizenId } from '#shared/ids.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Session } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';
import { personBehind } from '../usecases/people/link-accounts.ts';

/** How long a browser stays signed in after it was last seen signing in. */
const sessionMs = 14 * 24 * 3_600_000;

/** Browser sessions: a random secret in a cookie, its hash in the store. */
export type SessionDesk = {
  /** The browser's session, made when it has none. */
  open(request: Request, response: Response): Promise<Session>;
  find(request: Request): Promise<Session | undefined>;
  /** The citizen signed in; for calls that change something only when the page proves itself by `x-c500-csrf`. */
  citizenFor(request: Request): Promise<Citizen | undefined>;
  /** Ties the browser to a citizen, under a new secret, so that a session planted before cannot be used after. */
  signIn(response: Response, citizenId: CitizenId, former: Session | undefined): Promise<Session>;
  signOut(request: Request, response: Response): Promise<void>;
  /** Whether a form was really served by us to this browser. */
  isOurForm(request: Request, session: Session, csrf: unknown): boolean;
  /** A value signed for a short trip through another site and back. */
  seal(value: string): string;
  unseal(sealed: string): string | undefined;
};

/** Makes the desk. Cookies are for https alone, unless the site itself is not on https, which only a sandbox may be. */
export function sessionDesk(core: Core, secret: string): SessionDesk {
  const secure = core.settings.siteUrl.startsWith('https://');
  const cookieName = secure ? '__Host-c500' : 'c500';
  const hashOf = (value: string) => createHash('sha256').update(value).digest('hex');
  const sign = (value: string) => createHmac('sha256', secret).update(value).digest('base64url');

  const secretOf = (request: Request) => parseCookie(request.headers.cookie ?? '')[cookieName];
  const setCookie = (response: Response, value: string, maxAgeMs: number) => {
    response.append(
      'set-cookie',
      stringifySetCookie({
        name: cookieName,
        value,
        httpOnly: true,
        secure,
        sameSite: 'lax',
        path: '/',
        maxAge: Math.floor(maxAgeMs / 1_000),
      }),
    );
  };
  const make = async (response: Response, citizenId: CitizenId | null): Promise<Session> => {
    const value = randomBytes(32).toString('base64url');
    const session: Session = {
      id: hashOf(value),
      version: 0,
      citizenId,
      csrf: randomBytes(18).toString('base64url'),
      payCode: null,
      expiresAt: core.clock.now() + sessionMs,
    };
    await core.store.commit({ put: [{ kind: 'session', record: session }] });
    setCookie(response, value, sessionMs);
    return { ...session, version: 1 };
  };
  const find = async (request: Request): Promise<Session | undefined> => {
    const value = secretOf(request);
    const session = value && value.length <= 100 ? await core.store.get('session', hashOf(value)) : undefined;
    if (!session || session.expiresAt <= core.clock.now()) return undefined;
    // Two accounts may have been found to be one person's since they signed in.
    const citizen = session.citizenId ? await personBehind(core, session.citizenId) : undefined;
    // Whoever had themselves deleted is signed out everywhere by that.
    if (citizen?.deletedAt !== undefined) return undefined;
    return citizen ? { ...session, citizenId: citizen.id } : session;
  };
  const isOurForm = (request: Request, session: Session, csrf: unknown): boolean => {
    const origin = request.get('origin');
    if (origin !== undefined && origin !== core.settings.siteUrl) return false;
    return typeof csrf === 'string' && safeEqual(csrf, session.csrf);
  };
  return {
    find,
    open: async (request, response) => (await find(request)) ?? make(response, null),
    async citizenFor(request) {
      const session = await find(request);
      if (!session?.citizenId) return undefined;
      const reading = request.method === 'GET' || request.method === 'HEAD';
      return reading || isOurForm(request, session, request.get('x-c500-csrf'))
        ? core.store.get('citizen', session.citizenId)
        : undefined;
    },
    async signIn(response, citizenId, former) {
      if (former) await core.store.commit({ put: [{ kind: 'session', record: { ...former, expiresAt: 0 } }] });
      return make(response, citizenId);
    },
    async signOut(request, response) {
      const session = await find(request);
      if (session) await core.store.commit({ put: [{ kind: 'session', record: { ...session, expiresAt: 0 } }] });
      setCookie(response, '', 0);
    },
    isOurForm,
    seal: (value) => `${Buffer.from(value).toString('base64url')}.${sign(value)}`,
    unseal(sealed) {
      const [encoded = '', signature = ''] = sealed.split('.');
      const value = Buffer.from(encoded, 'base64url').toString('utf8');
      return safeEqual(signature, sign(value)) ? value : undefined;
    },
  };
}

function safeEqual(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}
