import { createHash, randomBytes } from 'node:crypto';
import express, { type Express, type Request } from 'express';
import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Core } from '../usecases/work/core.ts';
import { continuePage } from './pages/continue.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** Addresses for one person, which a door that has proved who they are may hand to them. */
export type PrivateLinks = {
  /** An address that leads to a path of ours, signed in as this citizen: good once, and for some minutes. */
  linkTo(citizenId: CitizenId, path: string): string;
};

const here = '/continue';

type Ticket = {
  readonly sealed: string;
  readonly value: string;
  readonly citizenId: CitizenId;
  readonly path: string;
  readonly endsAt: Instant;
};

/** Makes such addresses. What they carry is signed; that one was used is kept when it is. */
export function privateLinks(core: Core, sessions: SessionDesk): PrivateLinks {
  return {
    linkTo(citizenId, path) {
      const endsAt = core.clock.now() + houseRules.privateLinkMs;
      const parts = ['private-link', citizenId, path, endsAt, randomBytes(9).toString('base64url')];
      return `${core.settings.siteUrl}${here}?ticket=${encodeURIComponent(sessions.seal(JSON.stringify(parts)))}`;
    },
  };
}

/**
 * Where those addresses lead. Opening one uses nothing up, because whatever follows links to preview them opens it as well; and it
 * signs nobody in, so that nobody ends up in somebody else's account without reading whose it is. Pressing the button does both.
 */
export function mountPrivateLinks(app: Express, core: Core, sessions: SessionDesk): void {
  app.get(here, async (request, response) => {
    const ticket = readTicket(core, sessions, request.query['ticket']);
    const session = await sessions.open(request, response);
    // Whoever goes back to a link in the browser that it signed in simply goes on.
    if (session.citizenId === ticket.citizenId) return response.redirect(303, ticket.path);
    const citizen = await unusedFor(core, ticket);
    response.send(continuePage({ nickname: citizen.nickname, ticket: ticket.sealed, csrf: session.csrf }));
  });

  app.post(here, express.urlencoded({ extended: false, limit: '8kb' }), async (request: Request, response) => {
    const body: unknown = request.body;
    const { csrf, ticket: sealed } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const session = await sessions.find(request);
    if (!session || !sessions.isOurForm(request, session, csrf)) throw new Refused({ code: 'not-signed-in' });
    const ticket = readTicket(core, sessions, sealed);
    const citizen = await unusedFor(core, ticket);
    // Whoever is first makes the record; nobody can make it twice. It must stay for as long as the link is good, and stores let go of
    // sessions that have ended.
    const { endsAt: expiresAt } = ticket;
    const used = { id: usedId(ticket), version: 0, citizenId: citizen.id, csrf: '', payCode: null, expiresAt };
    const { result } = await core.store.commit({ put: [{ kind: 'session', record: used }] });
    if (result !== 'committed') throw new Refused({ code: 'link-used' });
    await sessions.signIn(response, citizen.id, session);
    response.redirect(303, ticket.path);
  });
}

async function unusedFor(core: Core, ticket: Ticket): Promise<Citizen> {
  const [used, citizen] = await Promise.all([
    core.store.get('session', usedId(ticket)),
    core.store.get('citizen', ticket.citizenId),
  ]);
  if (used || !citizen || citizen.deletedAt !== undefined) throw new Refused({ code: 'link-used' });
  return citizen;
}

/**
 * What remembers that a link was used is named by what was signed: the same can be written in more ways than one. No cookie's hash
 * looks like this, so it can be nobody's session.
 */
function usedId({ value }: Ticket): string {
  return `used-link:${createHash('sha256').update(value).digest('hex')}`;
}

function readTicket(core: Core, sessions: SessionDesk, sealed: unknown): Ticket {
  const value = typeof sealed === 'string' && sealed.length <= 1_000 ? sessions.unseal(sealed) : undefined;
  if (value === undefined || typeof sealed !== 'string') throw new Refused({ code: 'link-used' });
  // We signed it, so it is a list that one of our purposes begins.
  const [purpose, citizenId, path, endsAt] = JSON.parse(value) as [string, CitizenId, string, Instant];
  if (purpose !== 'private-link' || core.clock.now() >= endsAt) throw new Refused({ code: 'link-used' });
  return { sealed, value, citizenId, path, endsAt };
}
