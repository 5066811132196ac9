import { promiseInForce } from '../usecases/building/sign-promise.ts';
import type { Things } from './role-rows.ts';

/**
 * What an address of the website is to those whose it is not. Pages: `open` to anybody; `own`: whoever is nobody is sent to sign in,
 * and everybody else sees what is theirs; `builders`, `sides`, `staff`: for those alone. Forms: `own-form`, whoever is nobody is refused,
 * as is every form that we did not serve; `sides-form`, `builders-form` and `staff-form`, strangers are refused as well.
 * `signed`: proved by a partner's signature.
 */
export type SiteKind =
  | 'open'
  | 'own'
  | 'builders'
  | 'sides'
  | 'staff'
  | 'own-form'
  | 'sides-form'
  | 'builders-form'
  | 'staff-form'
  | 'signed';

/**
 * The address to call, where the one of the route has names in it, and what a form has to say to be read. `nobody` and `stranger` are
 * the statuses that those are answered with, where they are others than the kind's.
 */
export type SiteRow = {
  readonly kind: SiteKind;
  readonly path?: (things: Things) => string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly nobody?: number;
  readonly stranger?: number;
  /** What a buyer is answered with whose form we did not serve, where it is not even read. */
  readonly unread?: number;
};

const open: SiteRow = { kind: 'open' };
const own: SiteRow = { kind: 'own' };
const ownForm: SiteRow = { kind: 'own-form' };
const signed: SiteRow = { kind: 'signed' };

/** Every address of the house's own desk is for the staff alone. */
export function isOfHouse(route: string): boolean {
  return /^[A-Z]+ \/house(\/|$)/.test(route);
}

/** What an address of the desk is: nothing else may be under it. */
export function rowOfHouse(route: string): SiteRow {
  return { kind: route.startsWith('GET ') ? 'staff' : 'staff-form' };
}

/** Every other route of the website, as the router has it. One that is not here fails the test. */
export const siteRows: Readonly<Record<string, SiteRow>> = {
  'GET /healthz': open,
  'GET /v1/live': open,
  'GET /': open,
  'GET /about': open,
  'GET /privacy': open,
  'GET /solvency': open,
  'GET /problems': open,
  'GET /problems/:code': open,
  'GET /drops/:id': open,
  'GET /drops/:id/raffle': open,
  'GET /promises/:name': open,
  'GET /tracking-number': open,
  'GET /assets/base.css': open,
  'GET /assets/fonts.css': open,
  'GET /pictures/:name': open,
  'GET /sign-in': open,
  'GET /sign-in/:platform': open,
  'GET /sign-in/:platform/return': open,
  'GET /continue': open,
  // A pay code opens an order to the browser that enters it, signed in or not.
  'GET /pay': open,
  'GET /pay/:code': open,
  'GET /success': open,
  'GET /success/state': open,
  'GET /cancel': open,
  'POST /continue': ownForm,
  'POST /pay': ownForm,
  'POST /pay/checkout': ownForm,
  'POST /pay/cancel': ownForm,
  'POST /drops/:id/claim': ownForm,
  'POST /drops/:id/join': ownForm,
  'POST /drops/:id/leave': ownForm,
  'POST /drops/:id/raffle/enter': ownForm,
  'POST /drops/:id/raffle/leave': ownForm,
  'GET /passport': own,
  'GET /orders': own,
  'GET /statements': own,
  'GET /statements/:month': { kind: 'own', path: () => '/statements/2026-01' },
  'GET /me': own,
  'GET /me/delete': own,
  'POST /me/export': ownForm,
  'POST /me/delete': ownForm,
  'GET /link': own,
  'GET /link/identity': open,
  'GET /link/:platform': { kind: 'own', path: () => '/link/twitch' },
  'POST /link/identity': ownForm,
  'POST /link/confirm': ownForm,
  'POST /link/:platform/unlink': { kind: 'own-form', path: () => '/link/twitch/unlink' },
  'GET /setup': own,
  'GET /setup/apply': own,
  'POST /setup/apply': ownForm,
  'GET /setup/stripe': own,
  'GET /setup/stripe/go': own,
  'POST /setup/stripe': ownForm,
  'POST /setup/shipping': { kind: 'builders-form', fields: { 'country-1': 'US', 'price-1': '12' } },
  'POST /promises/:name/sign': {
    kind: 'builders-form',
    path: () => '/promises/vibe-check/sign',
    fields: { words: promiseInForce('vibeCheck').sha256 },
  },
  'GET /workshop': { kind: 'builders' },
  'GET /connect/twitch': { kind: 'builders' },
  'GET /connect/twitch/return': open,
  'GET /orders/:tag': { kind: 'sides', path: ({ tag }) => `/orders/${tag}` },
  'GET /orders/:tag/packing': { kind: 'sides', path: ({ tag }) => `/orders/${tag}/packing` },
  'GET /orders/:tag/packing/state': { kind: 'sides', path: ({ tag }) => `/orders/${tag}/packing/state`, nobody: 401 },
  // Strangers are told nothing of what was said, not even that there is something.
  'GET /orders/:tag/files/:sha256': {
    kind: 'sides',
    path: ({ tag, sha256 }) => `/orders/${tag}/files/${sha256}`,
    stranger: 404,
  },
  'POST /orders/:tag/:deed': { kind: 'sides-form', path: ({ tag }) => `/orders/${tag}/confirm-delivery` },
  // Files are read from a builder alone.
  'POST /orders/:tag/dispute-evidence': {
    kind: 'sides-form',
    path: ({ tag }) => `/orders/${tag}/dispute-evidence`,
    unread: 403,
  },
  // Whoever is nobody is signed out already.
  'POST /sign-out': { kind: 'own-form', nobody: 303 },
  'POST /webhooks/stripe': signed,
  'POST /webhooks/easypost': signed,
  'POST /webhooks/twitch/event/:id': signed,
};
