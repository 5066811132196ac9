import { PermissionFlagsBits } from 'discord.js';
import type { Logger } from 'pino';
import type { Held } from '#shared/holding.ts';
import type { BanWork } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Core } from '../api.ts';
import type { Network } from './network.ts';
import type { Problems } from './problems.ts';
import { codes, isDiscordError, isRefused, type DiscordRest, type SeenCommunity } from './rest.ts';

/** What carrying bans needs. */
export type BansOptions = {
  readonly core: Core;
  readonly rest: DiscordRest;
  readonly network: Pick<Network, 'community'>;
  readonly problems: Problems;
  readonly held: Held;
  readonly botId: string;
  readonly log: Logger;
};

/** Carries bans of the network into the communities that have them on, and lifts them again. */
export type BanCarrier = { carryOut(signal: AbortSignal): Promise<void> };

type Failure = { discordId: string; wanted: 'ban' | 'lift'; reason: string };
type Outcome = { readonly banned: string[]; readonly lifted: string[]; readonly failed: Failure[] };

const { audit, banFailed } = textsFor('en').federation;
const reasonMax = 400;
/** The core names two hundred accounts at once; what is settled it does not name again soon. */
const roundsMax = 100;
/** Who may do one of these in a community is its own staff, and none of ours to ban. */
const staffMay =
  PermissionFlagsBits.Administrator |
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.BanMembers |
  PermissionFlagsBits.KickMembers |
  PermissionFlagsBits.ModerateMembers;

/** Makes what carries bans. What fails is told to the core by name, which lists it for staff and asks again later. */
export function createBanCarrier({ core, rest, network, problems, held, botId, log }: BansOptions): BanCarrier {
  /** Why somebody is not to be banned in a community, if they are not. */
  async function exempt(community: SeenCommunity, discordId: string): Promise<string | undefined> {
    if (discordId === botId) return banFailed.own;
    if (discordId === community.owner_id) return banFailed.owner;
    const member = await rest.findMember(community.id, discordId);
    const theirs = community.roles.filter(({ id }) => member?.roles.includes(id));
    return theirs.some(({ permissions }) => (BigInt(permissions) & staffMay) !== 0n) ? banFailed.staff : undefined;
  }

  async function banEach(communityId: string, ids: readonly string[], reason: string, outcome: Outcome): Promise<void> {
    for (const discordId of ids) {
      try {
        await rest.ban(communityId, discordId, reason);
        outcome.banned.push(discordId);
      } catch (error) {
        // A member may outrank the bot.
        const why = isDiscordError(error, codes.unknownUser) ? banFailed.unknown : refusalOf(error);
        outcome.failed.push({ discordId, wanted: 'ban', reason: why });
      }
    }
  }

  async function banTogether(communityId: string, ids: readonly string[], reason: string, outcome: Outcome) {
    if (ids.length === 1) return banEach(communityId, ids, reason, outcome);
    try {
      const { banned_users: banned, failed_users: failed } = await rest.banMany(communityId, ids, reason);
      outcome.banned.push(...banned);
      outcome.failed.push(
        ...failed.map((discordId) => ({ discordId, wanted: 'ban' as const, reason: banFailed.refused })),
      );
    } catch (error) {
      // Many at once need the permission to manage the server as well; and Discord refuses all where none could be banned.
      if (!isDiscordError(error, codes.missingPermissions, codes.missingAccess, codes.noneBanned)) throw error;
      await banEach(communityId, ids, reason, outcome);
    }
    return undefined;
  }

  async function lift(communityId: string, discordId: string, outcome: Outcome): Promise<void> {
    try {
      // Whom the community has banned itself, for a reason of its own, it keeps out.
      const ban = await rest.findBan(communityId, discordId);
      if (ban?.reason?.startsWith(fill(audit.ban, { reason: '' })))
        await rest.liftBan(communityId, discordId, audit.lift);
      outcome.lifted.push(discordId);
    } catch (error) {
      if (isDiscordError(error, codes.unknownBan, codes.unknownUser)) outcome.lifted.push(discordId);
      else outcome.failed.push({ discordId, wanted: 'lift', reason: refusalOf(error) });
    }
  }

  /** Whether the bot may ban there; whoever asks Discord in vain too often is shut out by it. */
  async function mayBan(community: SeenCommunity): Promise<boolean> {
    const own = await rest.findMember(community.id, botId);
    // The role that everybody has is named like the community.
    const roles = community.roles.filter(({ id }) => id === community.id || own?.roles.includes(id));
    const needed = PermissionFlagsBits.BanMembers | PermissionFlagsBits.Administrator;
    return roles.some(({ permissions }) => (BigInt(permissions) & needed) !== 0n);
  }

  async function banAll(community: SeenCommunity, { ban }: BanWork, outcome: Outcome, signal: AbortSignal) {
    const byReason = new Map<string, string[]>();
    for (const { discordId, reason } of ban) {
      const why = await exempt(community, discordId);
      if (why !== undefined) outcome.failed.push({ discordId, wanted: 'ban', reason: why });
      else byReason.set(reason, [...(byReason.get(reason) ?? []), discordId]);
    }
    for (const [reason, ids] of byReason) {
      if (signal.aborted || !held.isHeld()) return;
      await banTogether(community.id, ids, fill(audit.ban, { reason }).slice(0, reasonMax), outcome);
    }
  }

  async function carryTo(work: BanWork, signal: AbortSignal): Promise<void> {
    const { communityId } = work;
    const community = await rest.getCommunity(communityId);
    const problem = { key: 'may-not-ban', subject: communityId } as const;
    const outcome: Outcome = { banned: [], lifted: [], failed: [] };
    const isAllowed = await mayBan(community);
    try {
      if (isAllowed) {
        await banAll(community, work, outcome, signal);
        for (const { discordId } of work.lift)
          if (!signal.aborted && held.isHeld()) await lift(communityId, discordId, outcome);
      } else {
        const reason = banFailed.notAllowed;
        for (const { discordId } of work.ban) outcome.failed.push({ discordId, wanted: 'ban', reason });
        for (const { discordId } of work.lift) outcome.failed.push({ discordId, wanted: 'lift', reason });
        await problems.note(communityId, problem);
      }
    } finally {
      // What was done before something broke is told as well.
      await core.own.settleBanWork({ body: { communityId, ...outcome } });
    }
    log.info({ communityId, banned: outcome.banned.length, failed: outcome.failed.length }, 'bans were carried');
    const known = network.community(communityId);
    if (isAllowed && known) await problems.solve(known, problem);
  }

  return {
    async carryOut(signal) {
      const failures: unknown[] = [];
      for (let round = 0; round < roundsMax && failures.length === 0; round += 1) {
        const { work } = await core.own.listBanWork({}, signal);
        if (work.length === 0) return;
        for (const each of work) {
          if (signal.aborted || !held.isHeld()) return;
          try {
            await carryTo(each, signal);
          } catch (error) {
            // The others are not kept waiting; what was not settled is asked for again.
            failures.push(error);
          }
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'bans could not be carried everywhere');
    },
  };
}

/** Why Discord refused, in words for staff. @throws the error when it was no refusal */
function refusalOf(error: unknown): string {
  if (isRefused(error)) return banFailed.refused;
  throw error;
}
