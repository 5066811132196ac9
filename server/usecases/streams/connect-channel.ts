import type { CitizenId, Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { backAfter, isLinked, newChannel } from '../../domain/channel.ts';
import type { Channel, Citizen } from '../../domain/citizen.ts';
import type { Grant } from '../../domain/stream-records.ts';
import type { Consented } from '../../ports/channel-access.ts';
import type { Commit, Notice, Put } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { benchPart } from './follow-channels.ts';
import { accountAwards } from '../people/account-awards.ts';
import { countsUntil } from './live-minutes.ts';
import { personalNotices } from '../work/tell.ts';
import { workBench } from './work-bench.ts';

/** What a consent came to. */
export type Connected =
  { readonly ok: true; readonly channel: Channel } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Links a channel to a builder who consented, with what Twitch says of that consent: channel, grant and account in one commit. The
 * same channel again is the same link with a newer consent.
 *
 * @returns the channel; `channel-of-another` or `account-of-another` when it is somebody else's; `unlink-first` when another channel
 *   of the builder's is linked
 */
export async function connectChannel(core: Core, builderId: CitizenId, consented: Consented): Promise<Connected> {
  for (let tries = 0; tries < triesMax; tries++) {
    const plan = await planLink(core, builderId, consented);
    if (!plan.ok) return plan;
    const { result } = await core.store.commit(plan.commit);
    if (result === 'committed') return { ok: true, channel: plan.channel };
  }
  return refuse('conflict-try-again');
}

type LinkPlan =
  | { readonly ok: true; readonly channel: Channel; readonly commit: Commit }
  | { readonly ok: false; readonly refusal: Refusal };

async function planLink(core: Core, builderId: CitizenId, consented: Consented): Promise<LinkPlan> {
  const { channelId, login, scopes, sealedTokens } = consented;
  const { store } = core;
  const [builder, citizen, owner, known, linked, former] = await Promise.all([
    store.get('builder', builderId),
    store.get('citizen', builderId),
    store.citizenByAccount('twitch', channelId),
    store.get('channel', channelId),
    store.channelOfBuilder(builderId),
    store.get('grant', channelId),
  ]);
  if (!builder || !citizen || citizen.deletedAt !== undefined) return refuse('not-a-builder');
  const isOfAnother = known !== undefined && known.builderId !== builderId;
  if (isOfAnother && !(await hasGone(core, known.builderId))) return refuse('channel-of-another');
  if (owner && owner.id !== builderId) return refuse('account-of-another');
  if (linked && linked.id !== channelId) return refuse('unlink-first', { channel: linked.login });
  const now = core.clock.now();
  const others = await othersOf(core, citizen, channelId);
  const first = newChannel(channelId, login, builderId, others.length > 0 || isOfAnother ? now : 0);
  const channel: Channel = {
    ...(known && !isOfAnother ? backAfter(known, others, now) : { ...first, version: known?.version ?? 0 }),
    login,
    unlinkedAt: null,
  };
  const grant: Grant = {
    id: channelId,
    version: former?.version ?? 0,
    builderId,
    login,
    scopes,
    sealedTokens,
    connectedAt: now,
    ended: null,
  };
  const linkedTo = withAccount(citizen, channelId, login);
  const put: Put[] = [
    { kind: 'channel', record: channel },
    { kind: 'grant', record: grant },
    // Kept in any case, so that of two consents at once the second one sees what the first came to.
    { kind: 'citizen', record: linkedTo },
    ...(await accountAwards(core, linkedTo, channelId)),
  ];
  return {
    ok: true,
    channel: { ...channel, version: channel.version + 1 },
    commit: { put, expect: [{ kind: 'builder', id: builder.id, version: builder.version }] },
  };
}

/** Whether a builder had themselves deleted: what was theirs at the platform may be somebody's again. */
async function hasGone(core: Core, builderId: CitizenId): Promise<boolean> {
  return (await core.store.get('citizen', builderId))?.deletedAt !== undefined;
}

/** The builder's other channels: each of them is an account of theirs. */
async function othersOf(core: Core, citizen: Citizen, channelId: string): Promise<readonly Channel[]> {
  const accounts = citizen.accounts.filter(({ platform, id }) => platform === 'twitch' && id !== channelId);
  const channels = await Promise.all(accounts.map(({ id }) => core.store.get('channel', id)));
  return channels.flatMap((channel) => (channel?.builderId === citizen.id ? [channel] : []));
}

function withAccount(citizen: Citizen, id: string, handle: string): Citizen {
  const others = citizen.accounts.filter((account) => account.platform !== 'twitch' || account.id !== id);
  return { ...citizen, accounts: [...others, { platform: 'twitch', id, handle }] };
}

/**
 * Ends a builder's consent, and with it the link: the session on stream ends, minutes that were earned stand, and nothing that
 * happens on the channel counts until it is linked again. Who did not end it here is asked to connect again, once.
 *
 * @param before only a consent that was given before this moment is ended; news of an earlier one may arrive late
 * @returns one word for the record on what it came to
 */
export async function endConsent(
  core: Core,
  channelId: string,
  why: NonNullable<Grant['ended']>['why'],
  before: Instant = Infinity,
): Promise<'ended' | 'known' | 'of-an-earlier-consent'> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [channel, grant] = await Promise.all([
      core.store.get('channel', channelId),
      core.store.get('grant', channelId),
    ]);
    const active = grant && !grant.ended ? grant : undefined;
    if (active && active.connectedAt > before) return 'of-an-earlier-consent';
    // A channel that was linked without a consent has none that Twitch could end.
    const unlinks = channel && isLinked(channel) && (active !== undefined || why === 'unlinked') ? channel : undefined;
    if (!active && !unlinks) return 'known';
    const { result } = await core.store.commit(await endingOf(core, active, unlinks, why));
    if (result !== 'committed') continue;
    if (unlinks) await workBench(core, unlinks.builderId);
    if (why === 'unlinked' && active?.sealedTokens)
      await core.access.giveBack({ channelId, sealedTokens: active.sealedTokens });
    return 'ended';
  }
  throw new Error(`the consent for channel ${channelId} kept changing`);
}

async function endingOf(
  core: Core,
  grant: Grant | undefined,
  channel: Channel | undefined,
  why: NonNullable<Grant['ended']>['why'],
): Promise<Commit> {
  const now = core.clock.now();
  const put: Put[] = [];
  if (grant) put.push({ kind: 'grant', record: { ...grant, sealedTokens: null, ended: { at: now, why } } });
  const notices = grant && why !== 'unlinked' ? await askToReconnect(core, grant) : [];
  if (!channel) return { put, notices };
  const next: Channel = { ...channel, live: null, unlinkedAt: now };
  const until = await countsUntil(core, channel, await core.store.get('bench', channel.builderId));
  const { put: bench = [], ...rest } = await benchPart(core, channel, next, until);
  return { ...rest, put: [...put, { kind: 'channel', record: next }, ...bench], notices };
}

/** Told once for each consent: the id names it by its version. */
async function askToReconnect(core: Core, grant: Grant): Promise<readonly Notice[]> {
  const citizen = await core.store.get('citizen', grant.builderId);
  if (!citizen) return [];
  return personalNotices(core, citizen, {
    kind: 'reconnect-twitch',
    id: `grant:${grant.id}:${grant.version}`,
    params: { channel: grant.login },
    path: '/connect/twitch',
  });
}
