import { randomBytes } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { minute } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Session } from '../ports/store.ts';
import { connectChannel } from '../usecases/streams/connect-channel.ts';
import { connectionView } from '../usecases/streams/connection-view.ts';
import type { Core } from '../usecases/work/core.ts';
import { lookAtChannel } from '../usecases/streams/watch-channels.ts';
import { connectedPage } from './pages/connect.ts';
import { signInPath } from './pages/layout.ts';
import { granted, Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** The address on which the page of a channel's configuration may be left for Twitch's consent: good once, and for some minutes. */
export type ConnectTickets = (channelId: string) => Promise<string>;

const ticketMs = 10 * minute;
/** A consent that takes longer than this starts anew. */
const tripMs = 15 * minute;
const path = '/connect/twitch';

/** For which channel a consent is wanted, and when the last one was given before: a newer one makes the ticket void. */
type Ticket = { readonly channelId: string; readonly before: Instant };

/** Makes tickets. They open nothing: what may be linked to whom is judged by who signs in, here and at Twitch. */
export function connectTickets(core: Core, sessions: SessionDesk): ConnectTickets {
  return async (channelId) => {
    const before = await lastConsent(core, channelId);
    const sealed = seal(sessions, 'connect-ticket', [channelId, before, core.clock.now() + ticketMs]);
    return `${core.settings.siteUrl}${path}?ticket=${encodeURIComponent(sealed)}`;
  };
}

/**
 * A builder's consent that C500 acts on their channel. It takes a builder who is signed in here; the state that travels to Twitch and
 * back is signed and names the browser it belongs to, so that nobody can have somebody else's browser link a channel of theirs.
 */
export function mountConnect(app: Express, core: Core, sessions: SessionDesk): void {
  app.get(path, async (request, response) => {
    const sealed = text(request, 'ticket');
    const ticket = sealed === '' ? null : await readTicket(core, sessions, sealed);
    const session = await sessions.find(request);
    if (!session?.citizenId)
      return response.redirect(303, signInPath(sealed === '' ? path : `${path}?ticket=${sealed}`));
    await builderOf(core, session);
    const { channelId = null, before = null } = ticket ?? {};
    const trip = [session.id, channelId, before, core.clock.now() + tripMs];
    response.redirect(303, core.access.consentUrl(seal(sessions, 'connect-trip', trip)));
  });

  app.get(`${path}/return`, async (request: Request, response: Response) => {
    const session = await sessions.find(request);
    const trip = readTrip(sessions, text(request, 'state'));
    if (!session || trip?.sessionId !== session.id || core.clock.now() >= trip.endsAt)
      throw new Refused({ code: 'link-used' });
    if (trip.ticket) await assertUnused(core, trip.ticket);
    const builderId = await builderOf(core, session);
    const code = text(request, 'code');
    if (code === '') throw new Refused({ code: 'consent-refused' });
    const consented = await core.access.accept(code);
    // Twitch honours a code once: somebody has loaded the page again.
    if (!consented) throw new Refused({ code: 'link-used' });
    if (trip.ticket && trip.ticket.channelId !== consented.channelId)
      throw new Refused({ code: 'wrong-channel', params: { login: consented.login } });
    const { channel } = granted(await connectChannel(core, builderId, consented));
    await lookAtOnce(core, channel.id);
    const connection = await connectionView(core, channel.id, `${core.settings.siteUrl}${path}`);
    const citizen = await core.store.get('citizen', builderId);
    response.send(
      connectedPage({ connection, me: citizen ? { nickname: citizen.nickname, csrf: session.csrf } : null }),
    );
  });
}

/** A channel that is live already is known to be so at once; while Twitch does not answer, its next news will tell. */
async function lookAtOnce(core: Core, channelId: string): Promise<void> {
  try {
    await lookAtChannel(core, channelId);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
  }
}

async function builderOf(core: Core, session: Session): Promise<CitizenId> {
  const builder = session.citizenId && (await core.store.get('builder', session.citizenId));
  if (!builder) throw new Refused({ code: session.citizenId ? 'not-a-builder' : 'not-signed-in' });
  return builder.id;
}

type Part = string | number | null;

/** What is sealed for one purpose is nothing for another. */
function seal(sessions: SessionDesk, purpose: string, parts: readonly Part[]): string {
  return sessions.seal(JSON.stringify([purpose, ...parts, randomBytes(9).toString('base64url')]));
}

function unseal(sessions: SessionDesk, purpose: string, sealed: string): readonly Part[] | undefined {
  const value = sessions.unseal(sealed);
  if (value === undefined) return undefined;
  // We signed it, so it is a list that one of our purposes begins.
  const [written, ...parts] = JSON.parse(value) as readonly Part[];
  return written === purpose ? parts : undefined;
}

async function readTicket(core: Core, sessions: SessionDesk, sealed: string): Promise<Ticket> {
  const [channelId, before, endsAt] = unseal(sessions, 'connect-ticket', sealed) ?? [];
  if (typeof channelId !== 'string' || core.clock.now() >= Number(endsAt)) throw new Refused({ code: 'link-used' });
  const ticket = { channelId, before: Number(before) };
  await assertUnused(core, ticket);
  return ticket;
}

async function assertUnused(core: Core, { channelId, before }: Ticket): Promise<void> {
  if ((await lastConsent(core, channelId)) !== before) throw new Refused({ code: 'link-used' });
}

/** When the channel's last consent was given; 0 before the first. */
async function lastConsent(core: Core, channelId: string): Promise<Instant> {
  return (await core.store.get('grant', channelId))?.connectedAt ?? 0;
}

type Trip = { readonly sessionId: string; readonly ticket: Ticket | null; readonly endsAt: Instant };

function readTrip(sessions: SessionDesk, sealed: string): Trip | undefined {
  const parts = unseal(sessions, 'connect-trip', sealed);
  if (!parts) return undefined;
  const [sessionId, channelId, before, endsAt] = parts;
  const ticket = typeof channelId === 'string' ? { channelId, before: Number(before) } : null;
  return { sessionId: String(sessionId), ticket, endsAt: Number(endsAt) };
}

function text(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.slice(0, 2_000) : '';
}
