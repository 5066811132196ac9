import type { Instant } from '#shared/ids.ts';
import type { CommunityProblem, CommunitySettings, GivenRole } from '#shared/schemas/community.ts';
import type { Community } from './network-records.ts';

/** What a community shows and does until an admin chooses: nothing is posted anywhere, no role is given, no ban is carried. */
export const defaultSettings: CommunitySettings = {
  dropsChannelId: null,
  announcementsChannelId: null,
  roomsChannelId: null,
  liveCountChannelId: null,
  guilds: [],
  builderIds: [],
  liveRoleId: null,
  alertRoleId: null,
  guildRoleIds: { builder: null, artisan: null, modder: null, vintage: null },
  tierRoleIds: { member: null, vip: null },
  networkBans: false,
};

/** What one record holds at most, so that it stays readable at once: problems that admins are told of, and roles that are given. */
export const problemsMax = 100;
export const rolesGivenMax = 5_000;

/** A community as it is met: the bot is in it, or is no longer. Answers the same object when nothing changed. */
export function meetAgain(
  known: Community | undefined,
  id: string,
  met: { readonly name: string; readonly isPresent: boolean },
  now: Instant,
): Community {
  if (!known) {
    const empty = { settings: defaultSettings, changedBy: null, problems: [], rolesGiven: [] };
    return { id, version: 0, ...met, metAt: now, ...empty };
  }
  if (known.name === met.name && known.isPresent === met.isPresent) return known;
  // What kept the bot from its work is for the admins to look at anew. The roles that it gave stand while it is away, and it is to take
  // them back when it returns.
  const left = met.isPresent ? {} : { problems: [] };
  return { ...known, ...met, ...left };
}

/** What an admin chose; what is not named stays as it is. */
export type ChosenSettings = { readonly [K in keyof CommunitySettings]?: CommunitySettings[K] | undefined };

/** Puts an admin's choices in the place of the former ones. What is not named stays, and problems of places given up are solved. */
export function chooseSettings(known: Community, chosen: ChosenSettings, by: string): Community {
  const named = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const all: CommunitySettings = { ...known.settings, ...named };
  const settings = { ...all, guilds: [...new Set(all.guilds)], builderIds: [...new Set(all.builderIds)] };
  const [before, after] = [placesIn(known.settings), placesIn(settings)];
  const isGivenUp = ({ subject }: CommunityProblem) => before.has(subject) && !after.has(subject);
  return { ...known, settings, changedBy: by, problems: known.problems.filter((problem) => !isGivenUp(problem)) };
}

/** Every channel and role that the settings name. */
function placesIn(settings: CommunitySettings): ReadonlySet<string | null> {
  const { dropsChannelId, announcementsChannelId, roomsChannelId, liveCountChannelId, liveRoleId, alertRoleId } =
    settings;
  const roles = [
    liveRoleId,
    alertRoleId,
    ...Object.values(settings.guildRoleIds),
    ...Object.values(settings.tierRoleIds),
  ];
  return new Set([dropsChannelId, announcementsChannelId, roomsChannelId, liveCountChannelId, ...roles]);
}

const isSameProblem = (one: CommunityProblem) => (other: CommunityProblem) =>
  one.key === other.key && one.subject === other.subject;

/** Adds a problem. Answers the same object when it is known, or when there are so many that one more helps nobody. */
export function noteProblem(known: Community, problem: CommunityProblem): Community {
  if (known.problems.some(isSameProblem(problem)) || known.problems.length >= problemsMax) return known;
  return { ...known, problems: [...known.problems, problem] };
}

/** Takes a problem away. Answers the same object when it was not known. */
export function solveProblem(known: Community, problem: CommunityProblem): Community {
  const isSame = isSameProblem(problem);
  if (!known.problems.some(isSame)) return known;
  return { ...known, problems: known.problems.filter((each) => !isSame(each)) };
}

/** Notes roles that were taken back, then roles that are about to be given. Undefined when that would be more than one record holds. */
export function noteRoles(
  known: Community,
  { given, taken }: { readonly given: readonly GivenRole[]; readonly taken: readonly GivenRole[] },
): Community | undefined {
  const keyOf = ({ userId, roleId }: GivenRole) => `${userId}:${roleId}`;
  const roles = new Map(known.rolesGiven.map((role) => [keyOf(role), role]));
  for (const role of taken) roles.delete(keyOf(role));
  for (const role of given) roles.set(keyOf(role), role);
  return roles.size > rolesGivenMax ? undefined : { ...known, rolesGiven: [...roles.values()] };
}
