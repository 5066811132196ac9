import type { CitizenId, DropId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { WaitlistPlace } from '#shared/schemas/drop.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { Citizen } from '../../domain/citizen.ts';
import { judgeWaiting } from '../../domain/claims.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Waitlist } from '../../domain/stream-records.ts';
import { computeTier } from '../../domain/trust.ts';
import {
  drawnAhead,
  inTurn,
  isWaiting,
  keepsUnits,
  noLine,
  placeIn,
  waitingFor,
  withJoined,
  withoutWaiting,
} from '../../domain/waitlist.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { offerDeadline } from './waitlist-freeing.ts';
import { meetPeople } from './waitlist-offers.ts';
import type { InLine, LineWish } from './waitlist-wishes.ts';

/** So many wishes share a commit. */
const wishesMax = 100;

/**
 * Joins the line for a drop of which every unit is taken. Whoever stands in it already keeps their place.
 *
 * @returns their place; or why they may not wait, with the code of the same rule for claims, `not-sold-out` or `waitlist-full`
 */
export function joinWaitlist(core: Core, dropId: DropId, citizenId: CitizenId): Promise<InLine> {
  return ask(core, dropId, citizenId, 'join');
}

/** Leaves the line. Whoever is not in it is told so, and that is no fault. */
export function leaveWaitlist(core: Core, dropId: DropId, citizenId: CitizenId): Promise<InLine> {
  return ask(core, dropId, citizenId, 'leave');
}

/** Where a citizen stands in a drop's line. */
export async function waitlistPlace(core: Core, dropId: DropId, citizenId: CitizenId): Promise<InLine> {
  const [drop, line] = await Promise.all([core.store.get('drop', dropId), core.store.get('waitlist', dropId)]);
  if (!drop || drop.status === 'draft') return refuse('not-found');
  const waiting = waitingFor(drop, line);
  if (!line || waiting === 0 || !isWaiting(line, citizenId))
    return { ok: true, place: { dropId, place: null, waiting } };
  return { ok: true, place: (await placesIn(core, drop, line))(citizenId) };
}

/**
 * When a drop sells out a crowd joins at once, and a line is one record: those who come while a commit is under way share the next
 * one, instead of being faster than each other again and again.
 */
function ask(core: Core, dropId: DropId, citizenId: CitizenId, wants: LineWish['wants']): Promise<InLine> {
  return new Promise((resolve, reject) => {
    const wish: LineWish = { citizenId, wants, resolve, reject };
    const waiting = core.lines.get(dropId);
    if (waiting) return void waiting.push(wish);
    core.lines.set(dropId, [wish]);
    void serve(core, dropId);
  });
}

async function serve(core: Core, dropId: DropId): Promise<void> {
  for (;;) {
    const wishes = core.lines.get(dropId)?.splice(0, wishesMax) ?? [];
    if (wishes.length === 0) return void core.lines.delete(dropId);
    try {
      const answers = await grant(core, dropId, wishes);
      for (const [index, wish] of wishes.entries()) wish.resolve(answers[index] ?? refuse('conflict-try-again'));
    } catch (error) {
      for (const { reject } of wishes) reject(error);
    }
  }
}

/** Grants wishes in the order in which they came, in one commit. */
async function grant(core: Core, dropId: DropId, wishes: readonly LineWish[]): Promise<readonly InLine[]> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [drop, kept] = await Promise.all([core.store.get('drop', dropId), core.store.get('waitlist', dropId)]);
    if (!drop || drop.status === 'draft') return wishes.map(() => refuse('not-found'));
    const before = kept ?? noLine(dropId);
    const isSoldOut = keepsUnits(before) || (await core.store.units(dropId)).left === 0;
    let line = before;
    const refusals: (Refusal | undefined)[] = [];
    for (const wish of wishes) {
      const changed = await changeLine(core, drop, line, wish, isSoldOut);
      refusals.push('code' in changed ? changed : undefined);
      if (!('code' in changed)) line = changed;
    }
    if (line === before || (await keepLine(core, drop, before, line))) {
      const placeOf = await placesIn(core, drop, line === before ? line : { ...line, version: line.version + 1 });
      return wishes.map(({ citizenId }, index) => {
        const refusal = refusals[index];
        return refusal ? { ok: false, refusal } : { ok: true, place: placeOf(citizenId) };
      });
    }
  }
  return wishes.map(() => refuse('conflict-try-again'));
}

/** The line as one wish leaves it; or why the wish is not granted. */
async function changeLine(
  core: Core,
  drop: Drop,
  line: Waitlist,
  { citizenId, wants }: LineWish,
  isSoldOut: boolean,
): Promise<Waitlist | Refusal> {
  if (wants === 'leave') return withoutWaiting(line, citizenId);
  if (isWaiting(line, citizenId) && drop.status !== 'closed') return line;
  const [citizen, exposure] = await Promise.all([
    core.store.get('citizen', citizenId),
    core.store.get('exposure', citizenId),
  ]);
  // Whoever was found to be somebody else joins as them, with the next call.
  if (!citizen || citizen.aliasOf) return { code: citizen ? 'conflict-try-again' : 'not-found' };
  const now = core.clock.now();
  const refusal = judgeWaiting(drop, citizen, exposure ?? noExposure(citizenId), now);
  if (refusal) return refusal;
  if (!isSoldOut) return { code: 'not-sold-out' };
  const isVip = computeTier(citizen, now) === 'vip';
  const placesMax = houseRules.waitlistMax + (isVip ? houseRules.waitlistVipPlaces : 0);
  if (line.entries.length >= placesMax) return { code: 'waitlist-full' };
  return withJoined(line, citizenId, now);
}

/**
 * A unit may have come free between the counting and the commit. While the line keeps free units somebody sees to it; where it did
 * not, whoever is the first to join has it looked at. In the early bird one that is free waits for its end while nobody in the line
 * is a VIP, and whoever joins may be one.
 */
async function keepLine(core: Core, drop: Drop, before: Waitlist, line: Waitlist): Promise<boolean> {
  const now = core.clock.now();
  const isEarly = drop.earlyBirdUntil !== null && now < drop.earlyBirdUntil;
  const looks = keepsUnits(line) && (!keepsUnits(before) || (isEarly && line.entries.at(-1) !== before.entries.at(-1)));
  const cause = line.entries.at(-1)?.citizenId ?? '';
  const { result } = await core.store.commit({
    expect: [{ kind: 'drop', id: drop.id, version: drop.version }],
    put: [{ kind: 'waitlist', record: line }],
    ...(looks ? { deadlines: [offerDeadline(drop.id, cause, now)] } : {}),
  });
  return result === 'committed';
}

async function placesIn(core: Core, drop: Drop, line: Waitlist): Promise<(citizenId: CitizenId) => WaitlistPlace> {
  const waiting = waitingFor(drop, line);
  const turn = waiting > 0 ? await turnOf(core, drop.id, line) : [];
  return (citizenId) => ({ dropId: drop.id, place: placeBehind(drawnAhead(line), placeIn(turn, citizenId)), waiting });
}

/** Those who were drawn have their turn before everybody in the line. */
function placeBehind(ahead: number, place: number | null): number | null {
  return place === null ? null : ahead + place;
}

/** Places that are shown may be a moment old, so that five hundred people who look at once are not met five hundred times. */
const turnKnownMs = 2_000;
const turnsMax = 200;

function turnOf(core: Core, dropId: DropId, line: Waitlist): Promise<readonly CitizenId[]> {
  const now = core.clock.now();
  const known = core.turns.get(dropId);
  if (known?.version === line.version && now < known.until) return known.turn;
  const turn = findTurn(core, line);
  core.turns.delete(dropId);
  core.turns.set(dropId, { version: line.version, until: now + turnKnownMs, turn });
  for (const oldest of core.turns.keys()) if (core.turns.size > turnsMax) core.turns.delete(oldest);
  turn.catch(() => core.turns.delete(dropId));
  return turn;
}

async function findTurn(core: Core, line: Waitlist): Promise<readonly CitizenId[]> {
  const people = new Map<CitizenId, Citizen>();
  await meetPeople(core, line, people);
  return inTurn(line, people, core.clock.now());
}
