import type { CommunityView, GivenRole, MarkedBuilder } from '#shared/schemas/community.ts';
import type { Core } from '../api.ts';

/** Pages of communities; more than Discord's largest bots have. */
const pagesMax = 1_000;

/** All communities that the core knows, in the order of their ids. */
export async function listAllCommunities(core: Core, signal?: AbortSignal): Promise<CommunityView[]> {
  const all: CommunityView[] = [];
  for (let page = 0; page < pagesMax; page += 1) {
    const after = all.at(-1)?.id;
    const query = after === undefined ? {} : { after };
    const { communities, more } = await core.own.listCommunities({ query }, signal);
    all.push(...communities);
    if (!more || communities.length === 0) break;
  }
  return all;
}

/** The communities and builders as the core last told of them. Nothing of it is truth: it is looked up anew whenever the core says so. */
export type Network = {
  readonly communities: () => Iterable<CommunityView>;
  readonly community: (id: string) => CommunityView | undefined;
  readonly builders: () => readonly MarkedBuilder[];
  loadCommunities(signal: AbortSignal): Promise<void>;
  loadBuilders(signal: AbortSignal): Promise<void>;
  /** Tells the core of roles that are about to be given, or were taken back, and remembers it. */
  noteRoles(communityId: string, noted: NotedRoles): Promise<void>;
};

/** Roles that are about to be given, and such as were taken back. */
export type NotedRoles = { readonly given: GivenRole[]; readonly taken: GivenRole[] };

/** An empty network, to be loaded. */
export function createNetwork(core: Core): Network {
  let communities = new Map<string, CommunityView>();
  let builders: readonly MarkedBuilder[] = [];
  /** What was noted while communities are being loaded: the answer may be from before. */
  let noted: { readonly communityId: string; readonly roles: NotedRoles }[] = [];
  let loads = 0;

  function apply(communityId: string, { given, taken }: NotedRoles): void {
    const community = communities.get(communityId);
    if (!community) return;
    const isOneOf = (list: readonly GivenRole[], role: GivenRole) => list.some((each) => isSameRole(each, role));
    const others = community.rolesGiven.filter((each) => !isOneOf(taken, each) && !isOneOf(given, each));
    communities.set(communityId, { ...community, rolesGiven: [...others, ...given] });
  }

  return {
    communities: () => communities.values(),
    community: (id) => communities.get(id),
    builders: () => builders,
    async loadCommunities(signal) {
      const from = noted.length;
      loads += 1;
      try {
        communities = new Map((await listAllCommunities(core, signal)).map((each) => [each.id, each]));
        for (const { communityId, roles } of noted.slice(from)) apply(communityId, roles);
      } finally {
        loads -= 1;
        if (loads === 0) noted = [];
      }
    },
    async loadBuilders(signal) {
      ({ builders } = await core.own.listMarkedBuilders({}, signal));
    },
    async noteRoles(communityId, roles) {
      await core.own.noteRoles({ params: { communityId }, body: roles });
      if (loads > 0) noted.push({ communityId, roles });
      apply(communityId, roles);
    },
  };
}

/** Whether two are the same role of the same person. */
export function isSameRole(one: GivenRole, other: GivenRole): boolean {
  return one.userId === other.userId && one.roleId === other.roleId;
}
