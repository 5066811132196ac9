import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Auth } from '#shared/api/endpoint.ts';
import type { Account, Citizen } from '../domain/citizen.ts';
import type { ProxyProof, ReadProxyProof } from '../ports/activities.ts';
import { isProvedFor } from '../usecases/communities/activity.ts';
import { builderOfChannel, keepLocale, meetCitizen } from '../usecases/people/citizens.ts';
import type { Core } from '../usecases/work/core.ts';
import type { ActivitySession, ActivitySessions } from './activity-sessions.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** Who looks at the extension, by a verified token. */
export type ViewerToken = {
  readonly channelId: string;
  readonly opaqueId: string;
  readonly userId: string | null;
  readonly role: 'viewer' | 'moderator' | 'broadcaster';
};

/** What proves who calls: the service credentials, the extension's tokens, sessions of the activity, and website sessions. */
export type Credentials = {
  readonly botToken: string;
  readonly operatorToken: string;
  readonly readViewer: (token: string) => ViewerToken | undefined;
  readonly activity: ActivitySessions;
  /** Null where Discord's proxy is not asked for proofs. */
  readonly readProxyProof: ReadProxyProof | null;
};

/**
 * Who calls. `door` is where they stand, which decides what may be shown to them. `citizen` is known when the call needs one.
 */
export type Caller = {
  readonly door: 'twitch' | 'bot' | 'activity' | 'site' | 'staff' | 'public';
  readonly viewer: ViewerToken | null;
  readonly citizen: Citizen | null;
  /** The community in which they stand, where a door has one. */
  readonly communityId?: string | null;
  /** The activity that they are in. */
  readonly session?: ActivitySession;
  /** Whom Discord's proxy says that a request comes from; null where it is not asked. */
  readonly proof?: ProxyProof | null;
};

const nobody: Caller = { door: 'public', viewer: null, citizen: null };

/** Proves the caller of an endpoint, or refuses. Identity never comes from an address or a body. */
export async function authenticate(
  core: Core,
  credentials: Credentials,
  sessions: SessionDesk,
  request: Request,
  auth: Auth,
): Promise<Caller> {
  const token = bearerOf(request);
  switch (auth) {
    case 'public': {
      // The extension sends its token everywhere, and is shown what its door may show here as well.
      const viewer = token === undefined ? undefined : credentials.readViewer(token);
      return viewer ? { door: 'twitch', viewer, citizen: null } : nobody;
    }
    case 'bot':
      return sameText(token, credentials.botToken) ? { door: 'bot', viewer: null, citizen: null } : no('not-signed-in');
    case 'staff':
      return sameText(token, credentials.operatorToken)
        ? { door: 'staff', viewer: null, citizen: null }
        : no('not-signed-in');
    case 'viewer': {
      const viewer = token === undefined ? undefined : credentials.readViewer(token);
      return viewer ? { door: 'twitch', viewer, citizen: null } : no('not-signed-in');
    }
    case 'broadcaster':
      return broadcasterCaller(credentials, token);
    case 'desk': {
      // Nobody but the channel's own account has this role at Twitch, so the channel stands for its builder.
      const { viewer } = broadcasterCaller(credentials, token);
      const citizen = await builderOfChannel(core, viewer.channelId);
      return citizen ? { door: 'twitch', viewer, citizen } : no('no-builder-channel');
    }
    case 'citizen':
      return citizenCaller(core, credentials, sessions, request, token);
    case 'builder': {
      const caller = await citizenCaller(core, credentials, sessions, request, token);
      const builder = caller.citizen && (await core.store.get('builder', caller.citizen.id));
      return builder ? caller : no('not-a-builder');
    }
    case 'staff-member':
      return staffCaller(core, await citizenCaller(core, credentials, sessions, request, token));
    case 'proxied':
      return { ...nobody, door: 'activity', proof: provedBy(credentials, request) };
    case 'activity': {
      return (await activityCaller(core, credentials, request, token)) ?? no('not-signed-in');
    }
    default:
      return auth satisfies never;
  }
}

function broadcasterCaller(
  credentials: Credentials,
  token: string | undefined,
): Caller & { readonly viewer: ViewerToken } {
  const viewer = token === undefined ? undefined : credentials.readViewer(token);
  if (!viewer) return no('not-signed-in');
  return viewer.role === 'broadcaster' ? { door: 'twitch', viewer, citizen: null } : no('not-the-broadcaster');
}

/** Whether the call carries one of our own programs' credentials. What it may do with them is judged by `authenticate`. */
export function isService(request: Request, { botToken, operatorToken }: Credentials): boolean {
  const token = bearerOf(request);
  return sameText(token, botToken) || sameText(token, operatorToken);
}

async function citizenCaller(
  core: Core,
  credentials: Credentials,
  sessions: SessionDesk,
  request: Request,
  token: string | undefined,
): Promise<Caller> {
  if (token === undefined) {
    const citizen = await sessions.citizenFor(request);
    return citizen ? { door: 'site', viewer: null, citizen } : no('not-signed-in');
  }
  if (sameText(token, credentials.botToken)) {
    const account = actingAccount(request);
    if (!account) return no('not-signed-in');
    const citizen = await keepLocale(core, await meetCitizen(core, account), localeIn(request));
    return { door: 'bot', viewer: null, citizen, communityId: communityIn(request) };
  }
  const inActivity = await activityCaller(core, credentials, request, token);
  if (inActivity) return inActivity;
  const viewer = credentials.readViewer(token);
  if (!viewer) return no('not-signed-in');
  if (viewer.userId === null) return no('identity-not-shared');
  const citizen = await meetCitizen(core, {
    platform: 'twitch',
    id: viewer.userId,
    handle: `viewer${viewer.userId.slice(-4)}`,
  });
  return { door: 'twitch', viewer, citizen };
}

/**
 * Somebody in the activity; undefined where the token is no session of one. A session is good through Discord's proxy alone, whatever it
 * asks for: stolen from there, it opens nothing.
 */
async function activityCaller(
  core: Core,
  credentials: Credentials,
  request: Request,
  token: string | undefined,
): Promise<Caller | undefined> {
  const session = token === undefined ? undefined : credentials.activity.read(token);
  if (!session) return undefined;
  if (!isProvedFor(provedBy(credentials, request), session.accountId)) return no('proxy-unproved');
  const known = await core.store.citizenByAccount('discord', session.accountId);
  if (!known) return no('not-signed-in');
  const citizen = await keepLocale(core, known, localeIn(request));
  return { door: 'activity', viewer: null, citizen, communityId: session.communityId, session };
}

/** The session of the activity that a request carries, whatever it asks for. */
export function sessionIn({ activity }: Credentials, request: Request): ActivitySession | undefined {
  const token = bearerOf(request);
  return token === undefined ? undefined : activity.read(token);
}

/** The proof of Discord's proxy, which has to be there where it is asked for. */
export function provedBy({ readProxyProof }: Credentials, request: Pick<Request, 'headers'>): ProxyProof | null {
  return readProxyProof ? (readProxyProof(request.headers) ?? no('proxy-unproved')) : null;
}

/** Discord is asked about the caller's own account there. A panel is no place for the house's work. */
async function staffCaller(core: Core, caller: Caller): Promise<Caller> {
  if (caller.door !== 'bot' && caller.door !== 'site') return no('not-signed-in');
  const account = caller.citizen?.accounts.find(({ platform }) => platform === 'discord');
  return account && (await core.staff.isStaff(account.id)) ? caller : no('not-staff');
}

/** The reader's language, where a door knows it. It changes words and nothing else, so nobody has to prove it. */
export function localeIn(request: Request): string | undefined {
  const tag = request.get('x-c500-locale') ?? '';
  return tag.length <= 20 && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) ? tag : undefined;
}

/** The community in which the bot was asked. */
function communityIn(request: Request): string | null {
  const id = request.get('x-c500-community') ?? '';
  return /^\d{5,25}$/.test(id) ? id : null;
}

/** The bot may act for accounts of Discord, the platform it serves, and of no other. */
function actingAccount(request: Request): Account | undefined {
  const [platform, id] = (request.get('x-c500-acting') ?? '').split(':');
  if (platform !== 'discord' || !/^\d{5,25}$/.test(id ?? '')) return undefined;
  return { platform, id: id ?? '', handle: handleOf(request.get('x-c500-handle') ?? '') };
}

function handleOf(header: string): string {
  try {
    return (
      decodeURIComponent(header)
        .replace(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, 40)
        .toWellFormed() || 'citizen'
    );
  } catch {
    return 'citizen';
  }
}

function bearerOf(request: Request): string | undefined {
  const header = request.get('authorization');
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length).slice(0, 4_000) : undefined;
}

/** Compares without telling by its time how much was right. Only the length, which is no secret, ends it early. */
function sameText(given: string | undefined, expected: string): boolean {
  if (given === undefined || given.length !== expected.length) return false;
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function no(
  code:
    | 'not-signed-in'
    | 'not-staff'
    | 'identity-not-shared'
    | 'not-a-builder'
    | 'not-the-broadcaster'
    | 'no-builder-channel'
    | 'proxy-unproved',
): never {
  throw new Refused({ code });
}
