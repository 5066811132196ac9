import type { DropId } from '#shared/ids.ts';
import type { Drop } from '../../domain/drop.ts';
import { oneForEach, onePersonEach, type FrozenEntry } from '../../domain/raffle.ts';
import type { Raffle, RaffleDraw, RaffleEntry } from '../../domain/trust-records.ts';
import { noLine } from '../../domain/waitlist.ts';
import type { Commit } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { personBehind } from '../people/link-accounts.ts';
import { findDraw } from './raffle-draws.ts';
import { drawOrder } from './raffle-order.ts';
import { raffleDeadline, raffleTellDeadline } from './raffle-subject.ts';
import { personalNotices } from '../work/tell.ts';
import { offerDeadline } from './waitlist-freeing.ts';

/** Entries read at once, and people told in one commit. */
const perPage = 500;
const toldPerCommit = 200;

/**
 * Opens a raffle whose time has come; or closes it, freezes its list, and draws it. The list is frozen in a commit of its own: from then on nobody
 * enters or leaves, so that whoever goes on after a crash reads the same list and comes to the same draw. Safe to repeat and to run in
 * several processes at once.
 */
export async function drawRaffle(core: Core, dropId: DropId): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [raffle, drop] = await Promise.all([core.store.get('raffle', dropId), core.store.get('drop', dropId)]);
    const change = raffle && drop && (await nextStep(core, raffle, drop));
    const { result } = await core.store.commit(change ?? { deadlines: [{ ...raffleDeadline(dropId, 0), due: [] }] });
    if (result === 'committed' && (!change || isLast(change))) return;
  }
}

/** The next of the commits that lead to the draw; undefined when nothing is left to do. */
async function nextStep(core: Core, raffle: Raffle, drop: Drop): Promise<Commit | undefined> {
  const done = { ...raffleDeadline(drop.id, 0), due: [] };
  if (raffle.state === 'drawn' || raffle.state === 'called-off') return undefined;
  if (drop.status === 'closed')
    return {
      // A drop that is closed stays so.
      put: [{ kind: 'raffle', record: { ...raffle, state: 'called-off' } }],
      deadlines: [done],
    };
  if (core.clock.now() < raffle.closesAt)
    // It has just opened: the drop is written as it is, so that whoever shows it looks again.
    return { put: [{ kind: 'drop', record: drop }], deadlines: [raffleDeadline(drop.id, raffle.closesAt)] };
  if (raffle.state === 'open') return { put: [{ kind: 'raffle', record: { ...raffle, state: 'closed' } }] };
  return drawnBy(core, raffle, drop);
}

/** What freezes the list leads on; every other step is the last. */
function isLast({ deadlines }: Commit): boolean {
  return deadlines !== undefined;
}

/** The draw: the seed becomes public with it, and the units go down its order before they are anybody's. */
async function drawnBy(core: Core, raffle: Raffle, drop: Drop): Promise<Commit> {
  const entries = await frozenEntries(core, drop.id);
  const people = new Map(entries.map(({ entry, citizenId }) => [entry.key, citizenId]));
  const { entriesHash, drawn } = drawOrder(raffle.seed, [...people.keys()]);
  const [line = noLine(drop.id), units] = await Promise.all([
    core.store.get('waitlist', drop.id),
    core.store.units(drop.id),
  ]);
  const at = core.clock.now();
  const draw: RaffleDraw = {
    at,
    units: units.left,
    entriesHash,
    drawn: drawn.flatMap((key) => {
      const citizenId = people.get(key);
      return citizenId ? [{ key, citizenId }] : [];
    }),
  };
  const { opensAt, closesAt } = raffle;
  const drawnDrop: Drop = { ...drop, raffle: { opensAt, closesAt, drawn: { at, entries: drawn.length } } };
  const pages = Array.from({ length: Math.ceil(drawn.length / toldPerCommit) }, (_, page) => page * toldPerCommit);
  return {
    put: [
      { kind: 'raffle', record: { ...raffle, state: 'drawn', draw } },
      { kind: 'drop', record: drawnDrop },
      ...(drawn.length > 0
        ? [{ kind: 'waitlist', record: { ...line, drawn: { next: 0, of: drawn.length } } } as const]
        : []),
    ],
    deadlines: [
      { ...raffleDeadline(drop.id, 0), due: [] },
      offerDeadline(drop.id, 'raffle', at),
      ...pages.map((from) => raffleTellDeadline(drop.id, from, at)),
    ],
  };
}

/** One entry for each person, with who they are now. */
async function frozenEntries(core: Core, dropId: DropId): Promise<readonly FrozenEntry[]> {
  const entries: RaffleEntry[] = [];
  for (;;) {
    const page = await core.store.list('raffleEntry', dropId, perPage, entries.at(-1)?.id);
    entries.push(...page);
    if (page.length < perPage) break;
  }
  const people = await Promise.all(entries.map(({ citizenId }) => personBehind(core, citizenId)));
  const same = onePersonEach([
    ...new Map(people.flatMap((person) => (person ? [[person.id, person] as const] : []))).values(),
  ]);
  const entered = entries.map((entry, index) => ({ entry, citizenId: people[index]?.id ?? entry.citizenId }));
  const first = new Set(
    oneForEach(entered.map((each) => ({ ...each, citizenId: same.get(each.citizenId) ?? each.citizenId }))).map(
      ({ entry }) => entry,
    ),
  );
  // The unit goes to the account whose entry it is.
  return entered.filter(({ entry }) => first.has(entry));
}

/** Tells some of those who were drawn after the last unit of their place, from a place on. What was told is not told again. */
export async function tellDrawn(core: Core, dropId: DropId, from: number): Promise<void> {
  const [known, drop] = await Promise.all([findDraw(core, dropId), core.store.get('drop', dropId)]);
  if (!known || !drop) throw new Error(`the draw of ${dropId} is not there`);
  const { drawn, units } = known.draw;
  const page = drawn.slice(from, from + toldPerCommit);
  const notices = await Promise.all(
    page.map(async ({ citizenId }, index) => {
      const place = from + index + 1;
      const citizen = place > units ? await core.store.get('citizen', citizenId) : undefined;
      const params = { title: drop.terms.title, place };
      return citizen
        ? personalNotices(core, citizen, {
            kind: 'raffle-not-drawn',
            id: dropId,
            params,
            path: `/drops/${dropId}/raffle`,
          })
        : [];
    }),
  );
  await core.store.commit({
    notices: notices.flat(),
    deadlines: [{ ...raffleTellDeadline(dropId, from, 0), due: [] }],
  });
}
