import { houseRules, minute, second } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Gathering } from './network-records.ts';

/** One person of a gathering. */
export type Companion = Gathering['people'][number];

/** People in one gathering who are shown to each other. Whoever comes when it is full looks on unseen. */
export const companionsMax = 50;
const feltMax = 10;
const feltForMs = 10 * minute;
/** Two people pointing at once must not make a flicker, nor one who presses again and again. */
const pointEveryMs = 700;
/** Being here is written down again this often at most, unless something else is to be written. */
const seenEveryMs = Math.min(15 * second, houseRules.gatheringQuietMs / 3);

/** A gathering that nobody has come to yet. */
export function newGathering({
  id,
  channelId,
  communityId,
}: Pick<Gathering, 'id' | 'channelId' | 'communityId'>): Gathering {
  return { id, version: 0, communityId, channelId, people: [], point: null, felt: [] };
}

/** Those who have said something lately. */
export function peopleHere({ people }: Gathering, now: Instant): readonly Companion[] {
  return people.filter(({ seenAt }) => now - seenAt < houseRules.gatheringQuietMs);
}

/**
 * Grows with every change of what is shown: with every write, and with everybody who falls quiet, which nobody writes.
 * Anything that is written puts those away who are quiet, so that it never goes back.
 */
export function revisionOf(gathering: Gathering, now: Instant): number {
  const quiet = gathering.people.length - peopleHere(gathering, now).length;
  return gathering.version * (companionsMax + 1) + quiet;
}

/** What is shown to everyone, as long as whoever shows it is here. */
export function pointNow(gathering: Gathering, now: Instant): Gathering['point'] {
  const { point } = gathering;
  return peopleHere(gathering, now).some(({ citizenId }) => citizenId === point?.citizenId) ? point : null;
}

/** Without those who fell quiet, and what was theirs. */
function tidied(gathering: Gathering, now: Instant): Gathering {
  return {
    ...gathering,
    people: peopleHere(gathering, now),
    point: pointNow(gathering, now),
    felt: gathering.felt.filter(({ at }) => now - at < feltForMs),
  };
}

/** Who is here: the name that others see, and a key of theirs for the case that they just came. */
export type Comer = Pick<Companion, 'citizenId' | 'nickname' | 'lookingAt'> & { readonly newKey: string };

/** Somebody says that they are here. The same gathering where that is nothing new. */
export function withCompanion(gathering: Gathering, comer: Comer, now: Instant): Gathering {
  const { newKey, ...who } = comer;
  const known = gathering.people.find(({ citizenId }) => citizenId === who.citizenId);
  const isKnown = known && known.lookingAt === who.lookingAt && known.nickname === who.nickname;
  const everybody = peopleHere(gathering, now).length === gathering.people.length;
  if (isKnown && everybody && now - known.seenAt < seenEveryMs) return gathering;
  const { people, ...rest } = tidied(gathering, now);
  const isHere = people.some(({ citizenId }) => citizenId === who.citizenId);
  if (!isHere && people.length >= companionsMax) return gathering;
  const person = { ...who, key: known?.key ?? newKey, seenAt: now };
  const others = people.map((each) => (each.citizenId === who.citizenId ? person : each));
  return { ...rest, people: isHere ? others : [...others, person] };
}

/**
 * Somebody shows a drop to everyone, or stops showing what they showed. Undefined where that would be too soon after the last time.
 * Only whoever is here can point; for others nothing changes.
 */
export function withPoint(
  gathering: Gathering,
  citizenId: CitizenId,
  dropId: string | null,
  now: Instant,
): Gathering | undefined {
  const tidy = tidied(gathering, now);
  if (!tidy.people.some((each) => each.citizenId === citizenId)) return gathering;
  if (dropId === null) return tidy.point?.citizenId === citizenId ? { ...tidy, point: null } : gathering;
  if (now - (gathering.pointedAt ?? 0) < pointEveryMs) return undefined;
  return { ...tidy, point: { citizenId, dropId, at: now }, pointedAt: now };
}

/** A claim that was made here is felt by everyone; `id` must tell nothing of the order. */
export function withFelt(gathering: Gathering, felt: Gathering['felt'][number], now: Instant): Gathering {
  const tidy = tidied(gathering, now);
  return { ...tidy, felt: [...tidy.felt, felt].slice(-feltMax) };
}
