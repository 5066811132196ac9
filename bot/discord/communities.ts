import type { Logger } from 'pino';
import type { CommunityView } from '#shared/schemas/community.ts';
import { ApiProblem } from '#shared/api/problem.ts';
import type { Core } from '../api.ts';
import { listAllCommunities } from './network.ts';
import { tellOwner } from './problems.ts';
import { codes, isDiscordError, type DiscordRest } from './rest.ts';

/** In which communities the bot is: the core is told, and who owns a new one is greeted. */
export type Communities = {
  /** The bot is in a community; nothing happens when the core knows it like this. */
  meet(communityId: string, name: string): Promise<void>;
  /** The bot was removed from a community. */
  leave(communityId: string): Promise<void>;
  /** Compares what the core knows with what Discord says. */
  compareAll(signal: AbortSignal): Promise<void>;
  /** Asks Discord whether the bot is still in a community, and tells the core when it is not. */
  isGone(communityId: string): Promise<boolean>;
};

type Parts = { readonly core: Core; readonly rest: DiscordRest; readonly log: Logger };

/** Makes what keeps the list of communities true. */
export function createCommunities({ core, rest, log }: Parts): Communities {
  async function greet(communityId: string): Promise<void> {
    await tellOwner(rest, communityId, { say: ({ hello }) => hello, nonceOf: `hello:${communityId}` }, log);
  }

  /** @param known what the core knows of it; undefined when it has never heard of it */
  async function arrive(communityId: string, name: string, known: CommunityView | undefined): Promise<void> {
    if (known?.isPresent && known.name === name) return;
    // Greeted before it is known: a crash in between greets again, and Discord drops the second greeting.
    if (!known) await greet(communityId);
    await core.own.meetCommunity({ params: { communityId }, body: { name, isPresent: true } });
    log.info({ communityId }, 'the bot is in a community');
  }

  async function depart(known: CommunityView): Promise<void> {
    if (!known.isPresent) return;
    await core.own.meetCommunity({ params: { communityId: known.id }, body: { name: known.name, isPresent: false } });
    log.info({ communityId: known.id }, 'the bot is no longer in a community');
  }

  async function find(communityId: string): Promise<CommunityView | undefined> {
    try {
      return await core.own.getCommunity({ params: { communityId } });
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.code === 'not-found') return undefined;
      throw error;
    }
  }

  async function leave(communityId: string): Promise<void> {
    const known = await find(communityId);
    if (known) await depart(known);
  }

  return {
    async meet(communityId, name) {
      await arrive(communityId, name, await find(communityId));
    },
    leave,
    async compareAll(signal) {
      const [ours, known] = await Promise.all([rest.listOwnCommunities(), listAllCommunities(core, signal)]);
      const inside = new Set(ours.map(({ id }) => id));
      const byId = new Map(known.map((each) => [each.id, each]));
      for (const { id, name } of ours) await arrive(id, name, byId.get(id));
      for (const each of known) if (!inside.has(each.id)) await depart(each);
    },
    async isGone(communityId) {
      try {
        await rest.getCommunity(communityId);
        return false;
      } catch (error) {
        if (!isDiscordError(error, codes.unknownCommunity, codes.missingAccess)) throw error;
        await leave(communityId);
        return true;
      }
    },
  };
}
