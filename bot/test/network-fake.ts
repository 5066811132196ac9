import type {
  BanWork,
  CardView,
  CommunityProblem,
  CommunitySettings,
  CommunityView,
  GivenRole,
  MarkedBuilder,
} from '#shared/schemas/community.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { CoreRefusalError, type CoreFake } from './core-fake.ts';
import { makeCommunity } from './core-samples.ts';

/** What a core knows of communities, kept as the real one keeps it, for tests to read and change. */
export type NetworkFake = {
  readonly communities: Map<string, CommunityView>;
  readonly drops: Map<string, DropView>;
  /** By `<drop>:<community>`. */
  readonly cards: Map<string, CardView>;
  builders: MarkedBuilder[];
  banWork: BanWork[];
  readonly settledBans: { communityId: string; banned: string[]; lifted: string[]; failed: unknown[] }[];
  /** The bot is in a community, whose admins have chosen these. */
  addCommunity(id: string, settings: Partial<CommunitySettings>, changes?: Partial<CommunityView>): void;
  choose(id: string, settings: Partial<CommunitySettings>): void;
  /** Changes a drop, and tells of it. */
  change(dropId: string, changes: Partial<DropView>): void;
  /** Says that something of the federation has changed. */
  tell(what: 'communities' | 'builders' | 'bans'): void;
};

const isSame = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other);

/** A core that keeps communities. */
export function withNetwork(core: CoreFake, ...drops: readonly DropView[]): NetworkFake {
  const communities = new Map<string, CommunityView>();
  const of = (id: string): CommunityView => {
    const found = communities.get(id);
    if (!found) throw new CoreRefusalError('not-found');
    return found;
  };
  let revision = 100;
  const network: NetworkFake = {
    communities,
    drops: new Map(drops.map((drop) => [drop.id, drop])),
    cards: new Map(),
    builders: [],
    banWork: [],
    settledBans: [],
    addCommunity(id, settings, changes = {}) {
      const made = makeCommunity({ id, name: `Community ${id}`, ...changes });
      communities.set(id, { ...made, settings: { ...made.settings, ...settings } });
    },
    choose(id, settings) {
      const known = of(id);
      communities.set(id, { ...known, settings: { ...known.settings, ...settings } });
      network.tell('communities');
    },
    change(dropId, changes) {
      const known = network.drops.get(dropId);
      if (!known) throw new Error(`there is no drop ${dropId}`);
      revision += 1;
      network.drops.set(dropId, { ...known, ...changes, revision: String(revision) });
      core.announce({ topic: 'drops', id: dropId, revision: String(revision) });
    },
    tell: (what) => core.announce({ topic: 'federation', id: what, revision: '' }),
  };
  Object.assign(core.answers, answersOf(network, of));
  return network;
}

function answersOf(network: NetworkFake, of: (id: string) => CommunityView): CoreFake['answers'] {
  const { communities, cards, drops } = network;
  return {
    listDrops: () => ({ drops: [...drops.values()].filter(({ status }) => status === 'open') }),
    getDrop({ params }) {
      const found = drops.get(params.dropId);
      if (!found) throw new CoreRefusalError('not-found');
      return found;
    },
    listCards: ({ query }) => ({
      cards: [...cards.values()].filter(({ dropId }) => (query.dropId ?? dropId) === dropId),
    }),
    noteCard({ params, body }) {
      cards.set(`${params.dropId}:${params.communityId}`, { ...params, ...body });
      return {};
    },
    listCommunities({ query }) {
      const all = [...communities.values()].filter(({ id }) => BigInt(id) > BigInt(query.after ?? 0));
      const page = all.toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1)).slice(0, 100);
      return { communities: page, more: all.length > page.length };
    },
    getCommunity: ({ params }) => of(params.communityId),
    meetCommunity({ params: { communityId: id }, body }) {
      communities.set(id, { ...(communities.get(id) ?? makeCommunity({ id })), ...body });
      network.tell('communities');
      return of(id);
    },
    ...noting(network, of),
    listMarkedBuilders: () => ({ builders: network.builders }),
    listBanWork: () => ({ work: network.banWork }),
    settleBanWork({ body }) {
      network.settledBans.push(body);
      network.banWork = network.banWork.filter(({ communityId }) => communityId !== body.communityId);
      return {};
    },
  };
}

function noting({ communities }: NetworkFake, of: (id: string) => CommunityView): CoreFake['answers'] {
  const isKnown = (problems: readonly CommunityProblem[], one: CommunityProblem) =>
    problems.some((each) => isSame(each, one));
  return {
    noteProblem({ params: { communityId }, body }) {
      const known = of(communityId);
      const isNew = !isKnown(known.problems, body);
      if (isNew) communities.set(communityId, { ...known, problems: [...known.problems, body] });
      return { isNew };
    },
    solveProblem({ params: { communityId }, body }) {
      const known = of(communityId);
      const wasKnown = isKnown(known.problems, body);
      const problems = known.problems.filter((each) => !isSame(each, body));
      communities.set(communityId, { ...known, problems });
      return { wasKnown };
    },
    noteRoles({ params: { communityId }, body: { given, taken } }) {
      const known = of(communityId);
      const isOneOf = (list: readonly GivenRole[], role: GivenRole) => list.some((each) => isSame(each, role));
      const others = known.rolesGiven.filter((each) => !isOneOf(given, each) && !isOneOf(taken, each));
      communities.set(communityId, { ...known, rolesGiven: [...others, ...given] });
      return {};
    },
  };
}
