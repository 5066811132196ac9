import { parseId, type DropId, type Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { GatheringView } from '#shared/schemas/gathering.ts';
import type { Citizen } from '../../domain/citizen.ts';
import {
  newGathering,
  peopleHere,
  pointNow,
  revisionOf,
  withCompanion,
  withFelt,
  withPoint,
} from '../../domain/gathering.ts';
import type { Gathering } from '../../domain/network-records.ts';
import type { Put } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';

/** Where somebody is together with others: an instance that Discord knows. */
export type GatheringPlace = Pick<Gathering, 'id' | 'channelId' | 'communityId'>;

/** A gathering, or why nothing came of it. */
export type Gathered =
  { readonly ok: true; readonly view: GatheringView } | { readonly ok: false; readonly refusal: Refusal };

/** A gathering as it was read, and the moment: one reading serves everybody in it. */
export type SeenGathering = { readonly gathering: Gathering; readonly at: Instant };

/** Reads a gathering; one that nobody came to is empty. */
export async function lookAtGathering(core: Core, place: GatheringPlace): Promise<SeenGathering> {
  const kept = await core.store.get('gathering', place.id);
  return { gathering: kept ?? newGathering(place), at: core.clock.now() };
}

/** What one of those in it is shown. Who they are elsewhere is nobody's business: keys and nicknames are all that leaves. */
export function gatheringView({ gathering, at }: SeenGathering, viewerId: Citizen['id']): GatheringView {
  const here = peopleHere(gathering, at);
  const point = pointNow(gathering, at);
  const pointing = here.find(({ citizenId }) => citizenId === point?.citizenId);
  return {
    revision: revisionOf(gathering, at),
    companions: here.map(({ key, nickname, lookingAt, citizenId }) => ({
      key,
      nickname,
      lookingAt,
      isYou: citizenId === viewerId,
    })),
    point:
      point && pointing
        ? { dropId: point.dropId, nickname: pointing.nickname, isYours: point.citizenId === viewerId, at: point.at }
        : null,
    felt: gathering.felt.map(({ id, dropId, nickname, at: feltAt }) => ({ id, dropId, nickname, at: feltAt })),
  };
}

/** Somebody says that they are here and what they look at; what is no drop that anybody may see is nothing. */
export async function beHere(
  core: Core,
  place: GatheringPlace,
  citizen: Citizen,
  lookingAt: string | null,
): Promise<Gathered> {
  const dropId = await shownDropId(core, lookingAt);
  return change(core, place, citizen, (gathering, now) => presentIn(core, gathering, citizen, dropId ?? null, now));
}

/** Somebody shows a drop to everyone, which also says that they are here; null: they stop. */
export async function pointAt(
  core: Core,
  place: GatheringPlace,
  citizen: Citizen,
  dropId: string | null,
): Promise<Gathered> {
  const shown = await shownDropId(core, dropId);
  if (dropId !== null && shown === undefined) return refuse('not-found');
  return change(core, place, citizen, (gathering, now) => {
    const { id } = citizen;
    const lookingAt = gathering.people.find(({ citizenId }) => citizenId === id)?.lookingAt ?? null;
    return withPoint(presentIn(core, gathering, citizen, lookingAt, now), id, shown ?? null, now);
  });
}

/**
 * What is written together with a claim that is made in a gathering, so that everybody there feels it exactly as often as it was made.
 * Nothing where the gathering is gone.
 */
export async function feltPut(
  core: Core,
  instanceId: string,
  citizen: Citizen,
  dropId: DropId,
): Promise<readonly Put[]> {
  const gathering = await core.store.get('gathering', instanceId);
  if (!gathering) return [];
  const now = core.clock.now();
  const felt = { id: core.clock.randomText(), dropId, nickname: citizen.nickname, at: now };
  return [{ kind: 'gathering', record: withFelt(gathering, felt, now) }];
}

function presentIn(
  core: Core,
  gathering: Gathering,
  { id, nickname }: Citizen,
  lookingAt: string | null,
  now: Instant,
): Gathering {
  return withCompanion(gathering, { citizenId: id, nickname, lookingAt, newKey: core.clock.randomText() }, now);
}

/** Changes a gathering as often as others were faster. Undefined: it is too soon for that. */
async function change(
  core: Core,
  place: GatheringPlace,
  citizen: Citizen,
  how: (gathering: Gathering, now: Instant) => Gathering | undefined,
): Promise<Gathered> {
  return inTurn(core, place.id, async () => {
    for (let tries = 0; tries < triesMax; tries++) {
      const { gathering, at } = await lookAtGathering(core, place);
      const changed = how(gathering, at);
      if (!changed) return refuse('too-many-requests');
      const unchanged = changed === gathering;
      if (unchanged) return { ok: true, view: gatheringView({ gathering, at }, citizen.id) };
      const { result } = await core.store.commit({ put: [{ kind: 'gathering', record: changed }] });
      const kept = { ...changed, version: changed.version + 1 };
      if (result === 'committed') return { ok: true, view: gatheringView({ gathering: kept, at }, citizen.id) };
    }
    return refuse('conflict-try-again');
  });
}

/**
 * Does something to a gathering when all that was begun before it in this process is done. Fifty people who come back at once would
 * make each other try again for longer than anybody waits; processes do that to each other still, but there are few of them.
 */
export async function inTurn<T>(core: Core, instanceId: string, act: () => Promise<T>): Promise<T> {
  const mine = (core.gatherings.get(instanceId) ?? Promise.resolve()).then(act);
  const over = mine.catch(() => undefined);
  core.gatherings.set(instanceId, over);
  try {
    return await mine;
  } finally {
    if (core.gatherings.get(instanceId) === over) core.gatherings.delete(instanceId);
  }
}

/** The id of a drop that anybody may see; undefined for anything else. */
async function shownDropId(core: Core, text: string | null): Promise<DropId | undefined> {
  const id = text === null ? undefined : parseId('drop', text);
  const drop = id && (await core.store.get('drop', id));
  return drop && drop.status !== 'draft' ? drop.id : undefined;
}
