import express, { type Request } from 'express';
import { parseTag } from '#shared/order-tag.ts';
import type { Order } from '../domain/order.ts';
import type { Session } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';
import type { SiteVisitor } from './pages/layout.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';

/** Reads a form of the website's: some fields of some thousand characters. */
export const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

/** Whose browser it is, if anybody is signed in to it. */
export async function visitorOf(
  core: Core,
  sessions: SessionDesk,
  request: Request,
): Promise<{ readonly session: Session | undefined; readonly me: SiteVisitor | null }> {
  const session = await sessions.find(request);
  const citizen = session?.citizenId ? await core.store.get('citizen', session.citizenId) : undefined;
  return { session, me: session && citizen ? { nickname: citizen.nickname, csrf: session.csrf } : null };
}

/**
 * The session whose page sent this form.
 *
 * @throws Refused `not-signed-in` when the form was not served by us to this browser
 */
export async function ourForm(sessions: SessionDesk, request: Request): Promise<Session> {
  const session = await sessions.find(request);
  if (!session || !sessions.isOurForm(request, session, field(request, 'csrf')))
    throw new Refused({ code: 'not-signed-in' });
  return session;
}

/**
 * The order of a tag in an address.
 *
 * @throws Refused `not-found`
 */
export async function siteOrder(core: Core, typed: string): Promise<Order> {
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  if (!order) throw new Refused({ code: 'not-found' });
  return order;
}

/** A field of a form, cut off at so many characters; empty when it is not there. */
export function field(request: Request, name: string, lengthMax = 1_000): string {
  return fieldOf(request.body, name, lengthMax);
}

/** Marks of direction come along, unseen, with what is copied from elsewhere. */
const directions = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A field of a form's body, cut off at so many characters; empty when it is not there. Without marks of direction, and with the ends of
 * lines that everything else has: browsers send each as two characters, and count one.
 */
export function fieldOf(body: unknown, name: string, lengthMax = 1_000): string {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').replace(directions, '').slice(0, lengthMax) : '';
}

/** What somebody typed into a form that was refused, so that the page that says so keeps it. */
export type Typed = { readonly deed: string; readonly fields: Readonly<Record<string, string>> };

/** Everything that was typed into a form. */
export function typedInto(deed: string, body: unknown): Typed {
  const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const fields = names.filter((name) => name !== 'csrf').map((name) => [name, fieldOf(body, name, 4_000)] as const);
  return { deed, fields: Object.fromEntries(fields) };
}
