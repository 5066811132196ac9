import type { CommunityView, MarkedBuilder } from '#shared/schemas/community.ts';
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
};

/** An empty network, to be loaded. */
export function createNetwork(core: Core): Network {
  let communities = new Map<string, CommunityView>();
  let builders: readonly MarkedBuilder[] = [];
  return {
    communities: () => communities.values(),
    community: (id) => communities.get(id),
    builders: () => builders,
    async loadCommunities(signal) {
      communities = new Map((await listAllCommunities(core, signal)).map((each) => [each.id, each]));
    },
    async loadBuilders(signal) {
      ({ builders } = await core.own.listMarkedBuilders({}, signal));
    },
  };
}
