import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { CommunityProblem, CommunityView } from '#shared/schemas/community.ts';
import { fill } from '#shared/text/say.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import type { Core } from '../api.ts';
import { openContainer, show, text } from './messages.ts';
import { codes, isDiscordError, isRefused, type DiscordRest, type Outgoing } from './rest.ts';
import { plain } from './words.ts';

/** What keeps the bot from its work in communities: noted at the core, and told to whoever owns the community, once. */
export type Problems = {
  note(communityId: string, problem: CommunityProblem): Promise<void>;
  /** It works: where it was known not to, the core hears of it, and should it break anew, it is told anew. */
  solve(community: Pick<CommunityView, 'id' | 'problems'>, problem: CommunityProblem): Promise<void>;
  /** Communities were looked up anew: what the core no longer knows of, because an admin chose otherwise, is new when it comes again. */
  refresh(communities: Iterable<Pick<CommunityView, 'id' | 'problems'>>): void;
};

/** Makes what notes problems. What is already noted here is not asked of the core again. */
export function createProblems({ core, rest, log }: { core: Core; rest: DiscordRest; log: Logger }): Problems {
  const noted = new Set<string>();
  /** Solved since communities were last looked up, so that they may still be told of with it. */
  const solved = new Set<string>();
  const nameOf = (communityId: string, { key, subject }: CommunityProblem) => `${communityId}:${key}:${subject}`;
  return {
    async note(communityId, problem) {
      const name = nameOf(communityId, problem);
      if (noted.has(name)) return;
      const { isNew } = await core.own.noteProblem({ params: { communityId }, body: problem });
      noted.add(name);
      solved.delete(name);
      log.warn({ communityId, ...problem }, 'a community keeps the bot from its work');
      if (!isNew) return;
      try {
        await tellOwner(rest, communityId, { say: (texts) => sayProblem(texts, problem), nonceOf: name }, log);
      } catch (error) {
        // Nobody was told because Discord is away: it is new again to whoever meets it next.
        noted.delete(name);
        await core.own.solveProblem({ params: { communityId }, body: problem });
        throw error;
      }
    },
    async solve({ id: communityId, problems }, problem) {
      const name = nameOf(communityId, problem);
      const isTold = problems.some((each) => nameOf(communityId, each) === name) && !solved.has(name);
      if (!noted.has(name) && !isTold) return;
      await core.own.solveProblem({ params: { communityId }, body: problem });
      noted.delete(name);
      solved.add(name);
      log.info({ communityId, ...problem }, 'a problem of a community is solved');
    },
    refresh(communities) {
      solved.clear();
      const told = new Set([...communities].flatMap(({ id, problems }) => problems.map((each) => nameOf(id, each))));
      for (const name of noted) if (!told.has(name)) noted.delete(name);
    },
  };
}

type Federation = TranslatedTexts['federation'];

function sayProblem(texts: Federation, { key, subject }: CommunityProblem): { title: string; sentence: string } {
  const { problems, thatChannel, thatRole } = texts;
  const mention = key === 'may-not-roles' ? `<@&${subject}>` : `<#${subject}>`;
  const fallback = key === 'may-not-roles' ? thatRole : thatChannel;
  const { title, sentence } = problems[key];
  return {
    title,
    sentence: fill(sentence, { subject: /^\d+$/.test(subject) ? mention : fallback, community: '{community}' }),
  };
}

/** What whoever owns a community is told, in its own language; `{community}` in the sentence becomes its name. */
export type OwnerNews = {
  readonly say: (texts: Federation) => { readonly title: string; readonly sentence: string };
  readonly nonceOf: string;
};

/**
 * Writes to whoever owns a community; where their messages are closed, in its channel for news of Discord's own. Where Discord allows
 * neither it is logged: `/c500 community` shows it anyway. Throws when Discord does not answer.
 */
export async function tellOwner(rest: DiscordRest, communityId: string, news: OwnerNews, log: Logger): Promise<void> {
  try {
    const community = await rest.getCommunity(communityId);
    const { title, sentence } = news.say(textsFor(community.preferred_locale).federation);
    const said = `### ${title}\n${fill(sentence, { community: plain(community.name) })}`;
    const shown = show(openContainer('sky').addTextDisplayComponents(text(said)));
    const nonce = createHash('sha256').update(`owner:${news.nonceOf}`).digest('base64url').slice(0, 25);
    const message: Outgoing = { shown, nonce };
    try {
      await rest.post(await rest.openDirect(community.owner_id), message);
    } catch (error) {
      const isClosed = isDiscordError(error, codes.closedDirect, codes.noMutualCommunity, codes.unknownUser);
      if (!isClosed || !community.system_channel_id) throw error;
      await rest.post(community.system_channel_id, message);
    }
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.warn({ err: error, communityId }, 'nobody of a community could be told');
  }
}
