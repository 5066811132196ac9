import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId, DropId, Instant } from '#shared/ids.ts';
import type { Citizen, Exposure } from '../../domain/citizen.ts';
import { judgeClaim } from '../../domain/claims.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Waitlist } from '../../domain/stream-records.ts';
import { endedLine, hasAnybody, inTurn, noLine, withDrawnTo, withOffered, type People } from '../../domain/waitlist.ts';
import type { Deadline, Put } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { noExposure } from '../orders/exposure.ts';
import { makeClaim, payLink } from '../orders/new-claim.ts';
import { findDraw } from './raffle-draws.ts';
import { addressed } from '../work/tell.ts';

/** Units that one look at a line offers before others have their turn; the deadline stands until a look finds nothing to do. */
const offersPerLookMax = 50;

/** What a look at a line came to. `wait`: a unit may be free, and nobody can take it before then. */
type Looked = { readonly is: 'offered' | 'outrun' } | Ended;
type Ended =
  | { readonly is: 'done'; readonly line: Waitlist; readonly put?: Waitlist }
  | { readonly is: 'wait'; readonly line: Waitlist; readonly until: Instant };

/**
 * Sets free units of a drop aside for those whose turn it is, one commit each, until none is free or nobody may take one. Safe to
 * repeat, to break off anywhere, and to run in several processes at once.
 *
 * @param subject the deadline that led here, which ends with the look; none when somebody pressed claim
 */
export async function offerUnits(core: Core, dropId: DropId, subject?: string): Promise<void> {
  const people = new Map<CitizenId, Citizen>();
  let offers = 0;
  for (let outrun = 0; outrun < triesMax && offers < offersPerLookMax;) {
    const looked = await lookAtLine(core, dropId, people);
    if ('line' in looked && (await endLook(core, dropId, looked, subject))) return;
    if (looked.is === 'offered') offers += 1;
    else outrun += 1;
  }
}

async function lookAtLine(core: Core, dropId: DropId, people: Map<CitizenId, Citizen>): Promise<Looked> {
  const [drop, kept] = await Promise.all([core.store.get('drop', dropId), core.store.get('waitlist', dropId)]);
  const line = kept ?? noLine(dropId);
  if (!hasAnybody(line)) return { is: 'done', line };
  if (!drop || drop.status === 'closed') return { is: 'done', line, put: endedLine(line) };
  // Units are counted after the line was read: one that comes free later has a deadline of its own.
  if ((await core.store.units(dropId)).left === 0) return { is: 'done', line };
  const builderLive = drop.liveOnly && (await core.store.channelOfBuilder(drop.builderId))?.live != null;
  const now = core.clock.now();
  if (drop.status !== 'open' || (drop.liveOnly && !builderLive))
    return { is: 'wait', line, until: now + houseRules.waitlistLookMs };
  if (line.drawn) return offerToDrawn(core, drop, line, line.drawn.next, builderLive);
  await meetPeople(core, line, people);
  const next = await findNext(core, drop, line, people, builderLive);
  if (!next) {
    const early = drop.earlyBirdUntil !== null && now < drop.earlyBirdUntil;
    if (early) return { is: 'wait', line, until: drop.earlyBirdUntil };
    return line.passedOver ? { is: 'done', line } : { is: 'done', line, put: { ...line, passedOver: true } };
  }
  return offerTo(core, drop, line, next, { lineAfter: withOffered(line, next.citizen.id) });
}

/** So many of a draw are looked at together, and it is kept how far it went. */
const drawnPerLookMax = 20;

/**
 * Offers a unit to the next of a draw who may claim one. Whoever may not has had their turn: the draw goes on, as it does when somebody
 * does not pay.
 */
async function offerToDrawn(
  core: Core,
  drop: Drop,
  line: Waitlist,
  from: number,
  builderLive: boolean,
): Promise<Looked> {
  const drawn = (await findDraw(core, drop.id))?.draw.drawn;
  if (!drawn) throw new Error(`the draw of ${drop.id} is not there`);
  const upTo = Math.min(drawn.length, from + drawnPerLookMax);
  const nexts = await Promise.all(
    drawn.slice(from, upTo).map(({ citizenId }) => mayClaimNow(core, drop, citizenId, builderLive)),
  );
  for (const [index, next] of nexts.entries()) {
    if (!next) continue;
    const lineAfter = withDrawnTo(withOffered(line, next.citizen.id), from + index + 1);
    return offerTo(core, drop, line, next, { lineAfter, claimMs: houseRules.raffleClaimMs });
  }
  const { result } = await core.store.commit({
    put: [{ kind: 'waitlist', record: withDrawnTo(line, upTo) }],
  });
  return { is: result === 'committed' ? 'offered' : 'outrun' };
}

async function mayClaimNow(core: Core, drop: Drop, id: CitizenId, builderLive: boolean): Promise<Next | undefined> {
  const known = await core.store.get('citizen', id);
  const citizen = known?.aliasOf ? await core.store.get('citizen', known.aliasOf) : known;
  if (!citizen) return undefined;
  const exposure = (await core.store.get('exposure', citizen.id)) ?? noExposure(citizen.id);
  const ruling = judgeClaim(drop, citizen, exposure, builderLive, core.clock.now());
  return ruling.ok && ruling.standing === null ? { citizen, exposure } : undefined;
}

type Next = { readonly citizen: Citizen; readonly exposure: Exposure };

/** The first in the line who may claim now. The others keep their places, and are told nothing. */
async function findNext(
  core: Core,
  drop: Drop,
  line: Waitlist,
  people: People,
  builderLive: boolean,
): Promise<Next | undefined> {
  const now = core.clock.now();
  for (const citizenId of inTurn(line, people, now)) {
    const citizen = people.get(citizenId);
    if (!citizen || citizen.aliasOf) continue;
    const exposure = (await core.store.get('exposure', citizenId)) ?? noExposure(citizenId);
    const ruling = judgeClaim(drop, citizen, exposure, builderLive, now);
    if (ruling.ok && ruling.standing === null) return { citizen, exposure };
  }
  return undefined;
}

async function offerTo(
  core: Core,
  drop: Drop,
  line: Waitlist,
  { citizen, exposure }: Next,
  how: { readonly lineAfter: Waitlist; readonly claimMs?: number },
): Promise<Looked> {
  const { order, commit } = makeClaim(core, drop, citizen, exposure, line, how);
  const telling = {
    to: citizen.id,
    kind: 'unit-offered',
    params: { untilAt: order.claimEndsAt },
    link: 'order',
  } as const;
  const notice = await addressed(core, order, telling, `${order.id}:unit-offered`, order.claimedAt);
  const { result } = await core.store.commit({
    ...commit,
    ...(notice ? { notices: [{ ...notice, link: payLink(core, order) }] } : {}),
  });
  if (result === 'committed') return { is: 'offered' };
  return result === 'sold-out' ? { is: 'done', line } : { is: 'outrun' };
}

/** Ends the deadline that led to the look, or moves it; false when the line changed meanwhile and is to be looked at anew. */
async function endLook(core: Core, dropId: DropId, looked: Ended, subject: string | undefined): Promise<boolean> {
  const put: readonly Put[] = looked.is === 'done' && looked.put ? [{ kind: 'waitlist', record: looked.put }] : [];
  if (subject === undefined && put.length === 0) return true;
  const due: readonly Deadline[] = looked.is === 'wait' ? [{ name: 'offer-unit', at: looked.until }] : [];
  const { result } = await core.store.commit({
    expect: put.length > 0 ? [] : [{ kind: 'waitlist', id: dropId, version: looked.line.version }],
    put,
    deadlines: subject === undefined ? [] : [{ subject, due }],
  });
  return result === 'committed';
}

/** Loads those in the line who were not met yet. Who is a VIP is looked up once in a look. */
export async function meetPeople(core: Core, line: Waitlist, people: Map<CitizenId, Citizen>): Promise<void> {
  const strangers = line.entries.filter(({ citizenId }) => !people.has(citizenId));
  const met = await Promise.all(strangers.map(({ citizenId }) => core.store.get('citizen', citizenId)));
  for (const citizen of met) if (citizen) people.set(citizen.id, citizen);
}
