import { houseRules, minute } from '#shared/house-rules.ts';
import type { CitizenId, DropId, Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { RaffleReceipt } from '#shared/schemas/raffle-receipt.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import type { Citizen } from '../../domain/citizen.ts';
import { judgeEntering } from '../../domain/claims.ts';
import type { Drop } from '../../domain/drop.ts';
import { entryId, raffleState } from '../../domain/raffle.ts';
import type { Raffle, RaffleEntry } from '../../domain/trust-records.ts';
import type { Commit } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { countEntries, countOne } from './raffle-count.ts';
import { findDraw, receiptOf, type KnownDraw } from './raffle-draws.ts';
import { raffleDeadline } from './raffle-subject.ts';
import { sha256 } from './raffle-order.ts';
import { personalNotices } from '../work/tell.ts';

/** The raffle as whoever asked sees it then, or why not. */
export type Raffled =
  { readonly ok: true; readonly raffle: RaffleView } | { readonly ok: false; readonly refusal: Refusal };

/** When a raffle may be entered, as a builder asks for it. */
export type RaffleWish = { readonly opensInMinutes: number; readonly windowMinutes: number };

/** The window that a builder asks for, from now; undefined when it is shorter or longer than the house allows. */
export function raffleWindow(
  { opensInMinutes, windowMinutes }: RaffleWish,
  now: Instant,
): { readonly opensAt: Instant; readonly closesAt: Instant } | undefined {
  const windowMs = windowMinutes * minute;
  const waitMs = opensInMinutes * minute;
  if (windowMs < houseRules.raffleWindowMsMin || windowMs > houseRules.raffleWindowMsMax) return undefined;
  if (waitMs < 0 || waitMs > houseRules.raffleWindowMsMax) return undefined;
  return { opensAt: now + waitMs, closesAt: now + waitMs + windowMs };
}

/** What the listing of a raffle keeps beside the drop: the raffle with a seed of its own, and the clock of its opening and its close. */
export function newRaffle(core: Core, { id, raffle }: Drop): Required<Pick<Commit, 'put' | 'deadlines'>> {
  if (!raffle) return { put: [], deadlines: [] };
  const seed = randomHex(core, 32);
  const { opensAt, closesAt } = raffle;
  const record: Raffle = { id, version: 0, seed, seedHash: sha256(seed), opensAt, closesAt, state: 'open', draw: null };
  return {
    put: [{ kind: 'raffle', record }],
    deadlines: [raffleDeadline(id, core.clock.now() < opensAt ? opensAt : closesAt)],
  };
}

/** So many random bytes as hex. */
function randomHex(core: Core, bytes: number): string {
  const values: number[] = [];
  while (values.length < bytes) values.push(...core.clock.randomValues());
  return Buffer.from(values.slice(0, bytes)).toString('hex');
}

/**
 * Enters a raffle, once for each person: whoever is in it stays in it. The commit expects the raffle as it was read, so that nobody
 * enters after its list was frozen; and no two people who enter write the same record.
 *
 * @returns the raffle with their entry; or the code of the rule that a claim would meet, `raffle-not-open`, `raffle-over`, `raffle-full`
 */
export async function enterRaffle(core: Core, dropId: DropId, citizenId: CitizenId): Promise<Raffled> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findRaffle(core, dropId, citizenId);
    if (!found) return refuse('not-found');
    const { drop, raffle, citizen, entry } = found;
    if (citizen.aliasOf) return enterRaffle(core, dropId, citizen.aliasOf);
    if (entry && entry.leftAt === null) return seen(core, drop, citizen.id);
    const exposure = (await core.store.get('exposure', citizenId)) ?? noExposure(citizenId);
    const now = core.clock.now();
    const refusal = judgeEntering(drop, citizen, exposure, now);
    if (refusal) return { ok: false, refusal };
    if (raffle.state !== 'open') return refuse('raffle-over');
    if ((await countEntries(core, dropId)) >= houseRules.raffleEntriesMax)
      return refuse('raffle-full', { count: houseRules.raffleEntriesMax });
    const { result } = await core.store.commit({
      expect: [{ kind: 'raffle', id: dropId, version: raffle.version }],
      put: [{ kind: 'raffleEntry', record: newEntry(core, dropId, citizen, entry, now) }],
      notices: personalNotices(core, citizen, {
        kind: 'raffle-entered',
        id: dropId,
        params: { title: drop.terms.title, at: raffle.closesAt },
        path: `/drops/${dropId}`,
      }),
    });
    if (result !== 'committed') continue;
    countOne(core, dropId, 1);
    return seen(core, drop, citizen.id);
  }
  return refuse('conflict-try-again');
}

/** Leaves a raffle that is still open. Whoever is not in it is told so, and that is no fault. */
export async function leaveRaffle(core: Core, dropId: DropId, citizenId: CitizenId): Promise<Raffled> {
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await findRaffle(core, dropId, citizenId);
    if (!found) return refuse('not-found');
    const { drop, raffle, citizen, entry } = found;
    if (citizen.aliasOf) return leaveRaffle(core, dropId, citizen.aliasOf);
    if (!entry || entry.leftAt !== null) return seen(core, drop, citizenId);
    const now = core.clock.now();
    if (raffle.state !== 'open' || now >= raffle.closesAt) return refuse('raffle-over');
    const { result } = await core.store.commit({
      expect: [{ kind: 'raffle', id: dropId, version: raffle.version }],
      put: [{ kind: 'raffleEntry', record: { ...entry, leftAt: now } }],
    });
    if (result !== 'committed') continue;
    countOne(core, dropId, -1);
    return seen(core, drop, citizenId);
  }
  return refuse('conflict-try-again');
}

/** A raffle as somebody sees it, or as anybody does where nobody is known. */
export async function seeRaffle(core: Core, dropId: DropId, citizenId: CitizenId | null): Promise<Raffled> {
  const drop = await core.store.get('drop', dropId);
  return drop?.raffle && drop.status !== 'draft' ? seen(core, drop, citizenId) : refuse('not-found');
}

/** All that is needed to draw a raffle again; `not-found` before it was drawn. */
export async function raffleReceipt(
  core: Core,
  dropId: DropId,
): Promise<{ readonly ok: true; readonly receipt: RaffleReceipt } | { readonly ok: false; readonly refusal: Refusal }> {
  const [drop, known] = await Promise.all([core.store.get('drop', dropId), findDraw(core, dropId)]);
  return drop && known ? { ok: true, receipt: receiptOf(known, drop) } : refuse('not-found');
}

type Found = {
  readonly drop: Drop;
  readonly raffle: Raffle;
  readonly citizen: Citizen;
  readonly entry: RaffleEntry | undefined;
};

async function findRaffle(core: Core, dropId: DropId, citizenId: CitizenId): Promise<Found | undefined> {
  const [drop, raffle, citizen, entry] = await Promise.all([
    core.store.get('drop', dropId),
    core.store.get('raffle', dropId),
    core.store.get('citizen', citizenId),
    core.store.get('raffleEntry', entryId(dropId, citizenId)),
  ]);
  return drop && raffle && citizen && drop.status !== 'draft' ? { drop, raffle, citizen, entry } : undefined;
}

/** A new key each time: nobody keeps one that they have seen. */
function newEntry(
  core: Core,
  dropId: DropId,
  { id: citizenId }: Citizen,
  before: RaffleEntry | undefined,
  at: Instant,
): RaffleEntry {
  const id = entryId(dropId, citizenId);
  return { id, version: before?.version ?? 0, dropId, citizenId, key: randomHex(core, 12), at, leftAt: null };
}

async function seen(core: Core, drop: Drop, citizenId: CitizenId | null): Promise<Raffled> {
  // The window may be over on one machine's clock and not on another's; what was drawn is drawn.
  const known = drop.raffle?.drawn ? await findDraw(core, drop.id) : undefined;
  const [raffle, entry] = await Promise.all([
    known?.raffle ?? core.store.get('raffle', drop.id),
    citizenId ? core.store.get('raffleEntry', entryId(drop.id, citizenId)) : undefined,
  ]);
  const state = raffleState(drop, core.clock.now());
  if (!raffle || !state) return refuse('not-found');
  const { opensAt, closesAt, seedHash } = raffle;
  const place = known && entry ? (known.places.get(entry.key) ?? null) : null;
  const entered = entry?.leftAt === null ? { key: entry.key, place } : null;
  const draw = known ? await drawnView(core, drop, known) : await openView(core, drop);
  return { ok: true, raffle: { dropId: drop.id, state, opensAt, closesAt, seedHash, ...draw, entered } };
}

type DrawView = Pick<RaffleView, 'units' | 'entries' | 'entriesHash' | 'drawnAt' | 'reached'>;

async function openView(core: Core, drop: Drop): Promise<DrawView> {
  const [units, entries] = await Promise.all([core.store.units(drop.id), countEntries(core, drop.id)]);
  return { units: units.left, entries, entriesHash: null, drawnAt: null, reached: 0 };
}

async function drawnView(core: Core, drop: Drop, { draw }: KnownDraw): Promise<DrawView> {
  const { units, drawn, entriesHash, at: drawnAt } = draw;
  const line = await core.store.get('waitlist', drop.id);
  const reached = line?.drawn?.next ?? drawn.length;
  return { units, entries: drawn.length, entriesHash, drawnAt, reached };
}
