import { parseId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { CommunityProblem, CommunityView, GivenRole } from '#shared/schemas/community.ts';
import {
  chooseSettings,
  type ChosenSettings,
  meetAgain,
  noteProblem,
  noteRoles,
  solveProblem,
} from '../../domain/community.ts';
import type { Community } from '../../domain/network-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';

/** A community as it is now, and whether that is news. */
export type CommunityChanged =
  | { readonly ok: true; readonly community: Community; readonly isChanged: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

/** Communities that are told of at a time. */
const pageSize = 100;

/** Communities in the order of their ids, from after one on, and whether there are more. */
export async function communitiesAfter(
  core: Core,
  after: string | undefined,
): Promise<{ readonly communities: readonly Community[]; readonly more: boolean }> {
  const found = await core.store.list('community', 'all', pageSize + 1, after);
  return { communities: found.slice(0, pageSize), more: found.length > pageSize };
}

/** All communities in which the bot is. */
export async function presentCommunities(core: Core): Promise<readonly Community[]> {
  const all: Community[] = [];
  for (let after: string | undefined; ; after = all.at(-1)?.id) {
    const { communities, more } = await communitiesAfter(core, after);
    all.push(...communities);
    if (!more) return all.filter(({ isPresent }) => isPresent);
  }
}

/** The bot is in a community, or is no longer. What its admins chose stays for when it comes back. */
export function meetCommunity(
  core: Core,
  id: string,
  met: { readonly name: string; readonly isPresent: boolean },
): Promise<CommunityChanged> {
  return change(core, id, (known) => meetAgain(known, id, met, core.clock.now()));
}

/** Keeps what an admin chose. Builders whom nobody certified are refused. */
export async function changeCommunity(
  core: Core,
  id: string,
  chosen: ChosenSettings,
  by: string,
): Promise<CommunityChanged> {
  const known = await Promise.all((chosen.builderIds ?? []).map((builderId) => isBuilder(core, builderId)));
  if (!known.every(Boolean)) return refuse('bad-input');
  return changeKnown(core, id, (known) => chooseSettings(known, chosen, by));
}

async function isBuilder(core: Core, typed: string): Promise<boolean> {
  const id = parseId('citizen', typed);
  return id !== undefined && (await core.store.get('builder', id)) !== undefined;
}

/** Notes what keeps the bot from its work in a community: news once, until it was solved. */
export function tellProblem(core: Core, id: string, problem: CommunityProblem): Promise<CommunityChanged> {
  return changeKnown(core, id, (known) => noteProblem(known, problem));
}

/** Notes that the bot can do its work again. */
export function endProblem(core: Core, id: string, problem: CommunityProblem): Promise<CommunityChanged> {
  return changeKnown(core, id, (known) => solveProblem(known, problem));
}

/** Notes roles that are about to be given, or have been taken back. */
export function keepRoles(
  core: Core,
  id: string,
  roles: { readonly given: readonly GivenRole[]; readonly taken: readonly GivenRole[] },
): Promise<CommunityChanged> {
  return changeKnown(core, id, (known) => noteRoles(known, roles) ?? refuse('bad-input'));
}

/** A community as the bot is told of it. */
export function communityView({ id, name, isPresent, settings, problems, rolesGiven }: Community): CommunityView {
  return { id, name, isPresent, settings, problems: [...problems], rolesGiven: [...rolesGiven] };
}

type Changed = Community | ReturnType<typeof refuse>;

function changeKnown(core: Core, id: string, to: (known: Community) => Changed): Promise<CommunityChanged> {
  return change(core, id, (known) => (known ? to(known) : refuse('not-found')));
}

/** Changes a community's record; one that stays the same object is not written. */
async function change(
  core: Core,
  id: string,
  to: (known: Community | undefined) => Changed,
): Promise<CommunityChanged> {
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await core.store.get('community', id);
    const next = to(known);
    if ('ok' in next) return next;
    if (next === known) return { ok: true, community: known, isChanged: false };
    const { result } = await core.store.commit({ put: [{ kind: 'community', record: next }] });
    if (result === 'committed') return { ok: true, community: next, isChanged: true };
  }
  return refuse('conflict-try-again');
}
