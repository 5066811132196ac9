import { hour } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { FlagKind } from '#shared/schemas/trust.ts';
import type { Application, Ban } from '../../domain/network-records.ts';
import type { BookDifference, Dispute, Flag, HeldOrder, Reckoning } from '../../domain/trust-records.ts';
import { nicknameOf } from '../people/citizens.ts';
import { namedInActs } from './act-people.ts';
import type { Core } from '../work/core.ts';

/** What is counted is counted up to here, and shown as more. */
export const countMax = 100;
/** An effect that failed this often is somebody's business. */
export const stuckAfterTries = 3;
/** What the two books tell differently for less than this is under way. */
const underWayMs = hour;
const openMax = 500;

/** How much waits for the staff, by page of the desk; each at most `countMax`. */
export type Waiting = Readonly<Record<'cases' | 'disputes' | 'applications' | 'flags' | 'effects' | 'money', number>>;

/** Somebody as a page of the desk names them. */
export type Named = { readonly id: CitizenId; readonly nickname: string };

/** A flag, with the names and the tag of what it is about. */
export type FlagRow = {
  readonly id: string;
  readonly kind: FlagKind;
  readonly about: string;
  readonly at: Instant;
  readonly person: Named | null;
  readonly tag: string | null;
  /** What was said with it, as a code or in somebody's words, and the case that it is about. */
  readonly why: string | null;
  readonly caseId: string | null;
  readonly settled: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
};

type ActNamed = Readonly<Record<string, string>>;

/** A dispute in a list. */
export type DisputeRow = { readonly dispute: Dispute; readonly tag: string };

/** An effect that was tried again and again. */
export type EffectLine = {
  readonly key: string;
  readonly kind: string;
  readonly tag: string;
  readonly attempts: number;
  readonly lastError: string | null;
};

/** An application with who sent it, the number of their Discord account, how acts name them, and where its pictures are. */
export type ApplicationRow = {
  readonly application: Application;
  readonly person: Named;
  readonly discordId: string | null;
  readonly named: ActNamed | null;
  readonly pictures: readonly string[];
};

/** A ban with whom it is about, how acts name them, and who gave it. */
export type BanRow = {
  readonly ban: Ban;
  readonly person: Named;
  readonly by: string;
  readonly named: ActNamed | null;
};

/** Counts what waits. Reads a handful of short lists, whatever there is besides. */
export async function waitingCounts(core: Core): Promise<Waiting> {
  const [cases, disputes, applications, flags, effects, reckoning] = await Promise.all([
    core.store.list('case', 'waiting', countMax),
    core.store.list('dispute', 'open', countMax),
    core.store.list('application', 'waiting', countMax),
    core.store.list('flag', 'waiting', countMax),
    core.store.stuckEffects(stuckAfterTries, countMax),
    core.store.get('reckoning', 'latest'),
  ]);
  return {
    cases: cases.length,
    disputes: disputes.length,
    applications: applications.length,
    flags: flags.length,
    effects: effects.length,
    money: standing(reckoning, core.clock.now()).length,
  };
}

/** Differences between the books that are not merely under way. */
export function standing(reckoning: Reckoning | undefined, now: Instant): readonly BookDifference[] {
  return reckoning?.compared?.differences.filter(({ at }) => !isUnderWay(at, now)) ?? [];
}

/** Whether something that differs since then may be only on its way between the books. */
export function isUnderWay(at: Instant, now: Instant): boolean {
  return now - at < underWayMs;
}

/** Orders that have been held at least this long, of those that the last reckoning saw. */
export function heldFor(held: readonly HeldOrder[], ageMs: number, now: Instant): readonly HeldOrder[] {
  return held.filter(({ since }) => now - since >= ageMs);
}

/** Flags as a list shows them. */
export function flagRows(core: Core, flags: readonly Flag[]): Promise<readonly FlagRow[]> {
  return Promise.all(flags.map((flag) => flagRow(core, flag)));
}

async function flagRow(core: Core, { id, kind, params, at, citizenId, orderId, settled }: Flag): Promise<FlagRow> {
  return {
    id,
    kind,
    about: String(params['about'] ?? ''),
    at,
    person: citizenId && (await named(core, citizenId)),
    tag: await tagOf(core, orderId),
    why: wordIn(params, 'why') ?? wordIn(params, 'reason'),
    caseId: wordIn(params, 'case'),
    settled: settled && { at: settled.at, by: await nicknameOf(core, settled.by), reason: settled.reason },
  };
}

function wordIn(params: Flag['params'], name: string): string | null {
  const value = params[name];
  return value === undefined ? null : String(value);
}

/** Disputes that are open, the first due first; or those that are closed, the last first. */
export async function disputeRows(core: Core, under: 'open' | 'closed'): Promise<readonly DisputeRow[]> {
  const disputes = await core.store.list('dispute', under, openMax);
  const dueFirst = (one: Dispute, other: Dispute) => (one.dueBy ?? Infinity) - (other.dueBy ?? Infinity);
  const lastFirst = (one: Dispute, other: Dispute) => (other.closedAt ?? 0) - (one.closedAt ?? 0);
  const sorted = disputes.toSorted(under === 'open' ? dueFirst : lastFirst);
  return Promise.all(sorted.map(async (dispute) => ({ dispute, tag: (await tagOf(core, dispute.orderId)) ?? '' })));
}

/** Effects that were tried often, the most tried first. */
export async function effectLines(core: Core): Promise<readonly EffectLine[]> {
  const rows = await core.store.stuckEffects(stuckAfterTries, countMax);
  return Promise.all(
    rows.map(async ({ effect, attempts, lastError }) => ({
      key: effect.key,
      kind: effect.kind,
      tag: (await tagOf(core, effect.orderId)) ?? '',
      attempts,
      lastError,
    })),
  );
}

/** Applications that wait, the oldest first. */
export async function applicationRows(core: Core): Promise<readonly ApplicationRow[]> {
  const waiting = await core.store.list('application', 'waiting', openMax);
  return Promise.all(
    waiting
      .toSorted((one, other) => one.at - other.at)
      .map(async (application) => ({
        application,
        person: await named(core, application.id),
        discordId: await discordIdOf(core, application.id),
        named: await namedById(core, application.id),
        pictures: application.pictures.map((name) => core.pictures.url(name)),
      })),
  );
}

/** Bans that stand, a page after an id. */
export async function banRows(core: Core, limit: number, after?: string): Promise<readonly BanRow[]> {
  const bans = await core.store.list('ban', 'all', limit, after);
  return Promise.all(
    bans.map(async (ban) => ({
      ban,
      person: await named(core, ban.id),
      by: await nicknameOf(core, ban.by),
      named: await namedById(core, ban.id),
    })),
  );
}

/** Somebody with their name. */
export async function named(core: Core, id: CitizenId): Promise<Named> {
  return { id, nickname: await nicknameOf(core, id) };
}

/** The tag of an order, where there is one. */
export async function tagOf(core: Core, orderId: HeldOrder['orderId'] | null): Promise<string | null> {
  return (orderId && (await core.store.get('order', orderId))?.tag) ?? null;
}

/** The fields by which acts name somebody. */
async function namedById(core: Core, id: CitizenId): Promise<ActNamed | null> {
  const citizen = await core.store.get('citizen', id);
  return citizen ? namedInActs(citizen) : null;
}

/** The Discord account of somebody. */
export async function discordIdOf(core: Core, id: CitizenId): Promise<string | null> {
  const citizen = await core.store.get('citizen', id);
  return citizen?.accounts.find(({ platform }) => platform === 'discord')?.id ?? null;
}
