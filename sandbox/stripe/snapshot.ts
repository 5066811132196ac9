import type { Session } from './objects.ts';
import type { StripeState } from './model.ts';
import { emptyState } from './model.ts';

const mark = 'simulated-stripe/1';

/** The state as JSON, each part as the list of its entries. */
export type Snapshot = { readonly mark: typeof mark; readonly origin: string; readonly parts: Record<string, unknown> };

/** The whole state as plain JSON, with the kept answers and the deliveries still to be made. */
export function takeSnapshot(state: StripeState, origin: string): unknown {
  const parts = Object.fromEntries(Object.entries(state).map(([part, values]) => [part, [...values]]));
  const snapshot: Snapshot = { mark, origin, parts };
  return structuredClone(snapshot);
}

/**
 * Accepts what `takeSnapshot` made.
 *
 * @throws TypeError for anything else
 */
export function readSnapshot(value: unknown): Snapshot {
  if (!isSnapshot(value)) throw new TypeError('This is no snapshot of the simulated Stripe.');
  return structuredClone(value);
}

/** The state of a snapshot, moved to a new origin: the pages of open sessions follow, as their old port may be gone. */
export function restoreState(snapshot: Snapshot, origin: string): StripeState {
  const state = emptyState();
  for (const [part, values] of Object.entries(state)) fill(values, snapshot.parts[part]);
  for (const [id, session] of state.sessions) state.sessions.set(id, moveSession(session, snapshot.origin, origin));
  return state;
}

function isSnapshot(value: unknown): value is Snapshot {
  return typeof value === 'object' && value !== null && 'mark' in value && value.mark === mark;
}

function fill(into: StripeState[keyof StripeState], values: unknown): void {
  if (!Array.isArray(values)) return;
  for (const value of values) {
    if (into instanceof Set) into.add(value);
    else into.set(value[0], value[1]);
  }
}

function moveSession(session: Session, from: string, to: string): Session {
  if (session.url === null || !session.url.startsWith(from)) return session;
  return { ...session, url: to + session.url.slice(from.length) };
}
