import { createHash } from 'node:crypto';
import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import { emptyDesk, plainLine } from '../../domain/desk.ts';
import type { Channel } from '../../domain/citizen.ts';
import type { Community } from '../../domain/network-records.ts';
import type { Desk } from '../../domain/stream-records.ts';
import type { Notice } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import { nicknameOf } from '../people/citizens.ts';
import { presentCommunities } from '../communities/communities.ts';
import type { Core } from '../work/core.ts';
import { ownDrop } from '../drops/edit-drop.ts';
import { isStillLive } from './live-minutes.ts';
import { requireNotBanned } from '../people/bans.ts';

/** What a builder has communities told: that they are at it, or that they are live with a drop. */
export type Announcement = {
  readonly requestId: string;
  readonly kind: 'workshop' | 'drop';
  readonly dropId: string | null;
  readonly text: string;
};
type Announced =
  { readonly ok: true; readonly communities: number } | { readonly ok: false; readonly refusal: Refusal };

/** Notices of one commit. */
const chunkMax = 100;

/**
 * Tells every community that shows the builder's work, once in a while and only while the channel is live. Which communities were
 * told is not kept: their notices are named by the request, so that repeating it tells those that a crash left out and no other.
 */
export async function announceLive(core: Core, builderId: CitizenId, said: Announcement): Promise<Announced> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  const channel = await core.store.channelOfBuilder(builderId);
  if (!channel) return refuse('no-builder-channel');
  const subject = await subjectOf(core, builderId, said);
  if (!subject.ok) return subject;
  const begun = await begin(core, channel, said);
  if (!begun.ok) return begun;
  const communities = (await presentCommunities(core)).filter((community) =>
    isTold(community, builderId, subject.guilds),
  );
  const builder = await nicknameOf(core, builderId);
  const name = createHash('sha256').update(`${builderId} ${said.requestId}`).digest('hex').slice(0, 24);
  const notices = communities.map(({ id }): Notice => ({
    id: `announced:${name}:${id}`,
    kind: said.kind === 'drop' ? 'community-live-drop' : 'community-workshop',
    citizenId: builderId,
    platform: 'discord',
    accountId: id,
    params: { builder, text: plainLine(said.text), ...subject.params },
    link: core.streams.watchUrl(channel.login),
    at: begun.at,
  }));
  for (let from = 0; from < notices.length; from += chunkMax)
    await core.store.commit({ notices: notices.slice(from, from + chunkMax) });
  return { ok: true, communities: notices.length };
}

type Subject =
  | { readonly ok: true; readonly guilds: readonly Guild[]; readonly params: Notice['params'] }
  | { readonly ok: false; readonly refusal: Refusal };

async function subjectOf(core: Core, builderId: CitizenId, said: Announcement): Promise<Subject> {
  if (said.kind === 'workshop') {
    const builder = await core.store.get('builder', builderId);
    return { ok: true, guilds: builder?.guilds ?? [], params: {} };
  }
  const own = await ownDrop(core, builderId, said.dropId ?? '');
  if (!own.ok) return own;
  const { id, status, terms } = own.drop;
  if (status !== 'open') return refuse('drop-not-open');
  return { ok: true, guilds: [terms.guild], params: { title: terms.title, dropId: id } };
}

type Begun = { readonly ok: true; readonly at: number } | { readonly ok: false; readonly refusal: Refusal };

/** Notes the announcement before anybody hears of it; one that was noted before goes on from where it broke off. */
async function begin(core: Core, channel: Channel, { kind, requestId }: Announcement): Promise<Begun> {
  const { builderId } = channel;
  for (let tries = 0; tries < triesMax; tries++) {
    const desk = (await core.store.get('desk', builderId)) ?? emptyDesk(builderId);
    const last = desk.announced?.[kind];
    if (last?.requestId === requestId) return { ok: true, at: last.at };
    const now = core.clock.now();
    if (!(await isStillLive(core, channel))) return refuse('channel-offline');
    const again = (last?.at ?? -Infinity) + houseRules.announceEveryMs;
    if (now < again) return refuse('announced-lately', { when: again });
    const record: Desk = { ...desk, announced: { ...desk.announced, [kind]: { at: now, requestId } } };
    const { result } = await core.store.commit({
      expect: [{ kind: 'channel', id: channel.id, version: channel.version }],
      put: [{ kind: 'desk', record }],
    });
    if (result === 'committed') return { ok: true, at: now };
  }
  return refuse('conflict-try-again');
}

/** Of guilds and of builders, a community that chose none means all. */
function isTold({ settings }: Community, builderId: CitizenId, guilds: readonly Guild[]): boolean {
  const wantsGuild = settings.guilds.length === 0 || guilds.some((guild) => settings.guilds.includes(guild));
  const wantsBuilder = settings.builderIds.length === 0 || settings.builderIds.includes(builderId);
  return settings.announcementsChannelId !== null && wantsGuild && wantsBuilder;
}
