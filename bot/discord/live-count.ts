import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Held } from '#shared/holding.ts';
import type { CommunityView } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import type { Network } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError, type DiscordRest } from './rest.ts';

/** What keeping the names of channels needs. */
export type LiveCountOptions = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly network: Pick<Network, 'communities' | 'community' | 'builders'>;
  readonly problems: Problems;
  readonly held: Held;
  readonly log: Logger;
  readonly backoff: Backoff;
  readonly renameWindowMs: number;
  readonly blockedMs: number;
};

/** Channels whose names tell how many builders are live. */
export type LiveCount = { compareAll(signal: AbortSignal): Promise<void> };

/** Looks so often within the time of two names whether another may be given. */
const looksPerWindow = 20;
/** Names that Discord lets a channel have within its window. */
const turns = ['0', '1'] as const;

/** The name of the channel while so many builders are live. */
export function nameOfCount(count: number): string {
  const { none, one, many } = textsFor('en').federation.liveCount;
  return count === 0 ? none : count === 1 ? one : fill(many, { count });
}

/**
 * Makes what keeps the names. Each renaming takes one of two turns that nobody lets go of: a lease at the core, so that Discord's limit
 * of two names in ten minutes is kept across restarts too. A channel that waits for its turn gets the name that is right by then.
 */
export function createLiveCount(options: LiveCountOptions): LiveCount {
  const { core, rest, network, problems, held, log, backoff, renameWindowMs, blockedMs } = options;
  const shown = new Map<string, string>();
  const waiting = new Map<string, Promise<void>>();
  /** The channel of each community that counts, or did until an admin chose otherwise: it must not count on for ever. */
  const counting = new Map<string, string>();

  const wanted = (community: CommunityView): { channelId: string; name: string } | undefined => {
    const { settings, isPresent } = network.community(community.id) ?? community;
    if (!isPresent) return undefined;
    const former = counting.get(community.id);
    const isLeft = former !== undefined && former !== settings.liveCountChannelId;
    if (isLeft && !isSameName(shown.get(former), nameOfCount(0))) return { channelId: former, name: nameOfCount(0) };
    if (settings.liveCountChannelId === null) return undefined;
    const live = network.builders().filter(({ id, isLive }) => isLive && isShown(settings.builderIds, id));
    return { channelId: settings.liveCountChannelId, name: nameOfCount(live.length) };
  };

  /** @returns whether it may be renamed now */
  async function takeTurn(channelId: string, signal: AbortSignal): Promise<boolean> {
    for (const turn of turns) {
      const name = `discord-rename-${turn}-${channelId}`;
      const body = { name, holder: `turn-${randomUUID()}`, lengthMs: renameWindowMs };
      if ((await core.own.takeLease({ body }, signal)).held) return true;
    }
    return false;
  }

  async function rename(community: CommunityView, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const target = wanted(community);
      if (!target || isSameName(shown.get(target.channelId), target.name)) return;
      try {
        const nameNow = () => {
          const now = wanted(community);
          return now?.channelId === target.channelId ? now.name : undefined;
        };
        if (await change(community.id, target.channelId, signal, nameNow)) failures = 0;
        else await pause(renameWindowMs / looksPerWindow, signal);
      } catch (error) {
        if (signal.aborted) return;
        const isRefused = isDiscordError(error, codes.missingPermissions, codes.missingAccess, codes.unknownChannel);
        if (isRefused && !isChosen(community.id, target.channelId)) {
          // Whoever took the channel away from us, or from everybody, knows that it says nothing any more.
          counting.delete(community.id);
        } else if (isRefused) {
          const isLost = isDiscordError(error, codes.unknownChannel);
          await problems.note(community.id, {
            key: isLost ? 'channel-lost' : 'may-not-rename',
            subject: target.channelId,
          });
          await pause(blockedMs, signal);
        } else {
          log.warn({ err: error, communityId: community.id }, 'a channel could not be renamed, it is tried again');
          await pause(backoffMs(backoff, failures), signal);
          failures += 1;
        }
      }
    }
  }

  function isChosen(communityId: string, channelId: string): boolean {
    return network.community(communityId)?.settings.liveCountChannelId === channelId;
  }

  /** @returns false when another name was given too lately */
  async function change(
    communityId: string,
    channelId: string,
    signal: AbortSignal,
    nameNow: () => string | undefined,
  ): Promise<boolean> {
    if (isChosen(communityId, channelId)) counting.set(communityId, channelId);
    if (!shown.has(channelId)) shown.set(channelId, await rest.getChannelName(channelId));
    if (isSameName(shown.get(channelId), nameNow())) return true;
    if (!(await takeTurn(channelId, signal))) return false;
    const name = nameNow();
    if (name === undefined || !held.isHeld()) return true;
    if (!isChosen(communityId, channelId) && !isSameName(await rest.getChannelName(channelId), shown.get(channelId))) {
      // Somebody has named it anew since.
      counting.delete(communityId);
      return true;
    }
    await rest.renameChannel(channelId, name);
    shown.set(channelId, name);
    const community = network.community(communityId);
    for (const key of ['may-not-rename', 'channel-lost'] as const)
      if (community) await problems.solve(community, { key, subject: channelId });
    return true;
  }

  return {
    async compareAll(signal) {
      for (const community of network.communities()) {
        if (!wanted(community) || waiting.has(community.id)) continue;
        const work = rename(community, signal)
          .catch((error: unknown) => log.warn({ err: error }, 'a channel could not be renamed'))
          .finally(() => waiting.delete(community.id));
        waiting.set(community.id, work);
      }
    },
  };
}

/** Discord writes the names of text channels in small letters and without spaces. */
function isSameName(one: string | undefined, other: string | undefined): boolean {
  const plain = (name: string) => name.toLowerCase().replaceAll(/\s+/g, '-');
  return one !== undefined && other !== undefined && plain(one) === plain(other);
}

function isShown(builderIds: readonly string[], id: string): boolean {
  return builderIds.length === 0 || builderIds.includes(id);
}
