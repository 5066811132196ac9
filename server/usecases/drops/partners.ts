import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { PartnershipView } from '#shared/schemas/builder.ts';
import type { Account, Citizen } from '../../domain/citizen.ts';
import type { Partnership } from '../../domain/network-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import { meetCitizen, nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { requireNotBanned } from '../people/bans.ts';
import { personalNotices } from '../work/tell.ts';

/** What a marketer or a builder may say to an offer. */
export type PartnerAnswer = 'agree' | 'decline' | 'end';
type Agreed =
  { readonly ok: true; readonly partnership: Partnership } | { readonly ok: false; readonly refusal: Refusal };

const reasons = { agree: 'offer-agreed', decline: 'offer-declined', end: 'offer-ended' } as const;
/** Offers of one builder, and builders whose offers to one marketer are looked for. */
const partnersMax = 100;
const buildersMax = 500;

/** What a builder and a marketer have to do with each other; undefined while nothing was ever offered. */
export function partnershipOf(
  core: Core,
  builderId: CitizenId,
  marketerId: CitizenId,
): Promise<Partnership | undefined> {
  return core.store.get('partnership', keyOf(builderId, marketerId));
}

/**
 * Offers a marketer a share. An offer that stands is replaced; what was agreed stays until the new offer is. Offering again what
 * stands changes nothing and tells nobody.
 *
 * @param account the marketer's, which Discord vouches for: whoever was never met becomes a citizen
 */
export async function proposePartnership(
  core: Core,
  builderId: CitizenId,
  account: Account,
  percent: number,
): Promise<Agreed> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  const marketer = await meetCitizen(core, account);
  if (marketer.id === builderId) return refuse('partner-self');
  const id = keyOf(builderId, marketer.id);
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await core.store.get('partnership', id);
    const stands = before?.state === 'proposed' || before?.state === 'agreed';
    if (before && stands && before.offeredPercent === percent) return { ok: true, partnership: before };
    const now = core.clock.now();
    const offer: Partnership = {
      id,
      version: before?.version ?? 0,
      builderId,
      marketerId: marketer.id,
      offeredPercent: percent,
      agreedPercent: before?.agreedPercent ?? null,
      state: 'proposed',
      proposedAt: now,
      answeredAt: null,
    };
    const kept = await keep(core, offer, 'partner-proposed', {});
    if (kept) return { ok: true, partnership: kept };
  }
  return refuse('conflict-try-again');
}

/**
 * Agrees to an offer, declines it, or ends what was agreed. Saying the same twice comes to the same as saying it once.
 *
 * @param named the offer as its view named it; agreeing to one that was replaced since is refused
 */
export async function answerPartnership(
  core: Core,
  citizenId: CitizenId,
  named: string,
  answer: PartnerAnswer,
): Promise<Agreed> {
  const banned = await requireNotBanned(core, citizenId);
  if (banned) return banned;
  const { id, version } = readName(named);
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await core.store.get('partnership', id);
    if (!before) return refuse('not-found');
    const isMarketer = before.marketerId === citizenId;
    if (!isMarketer && (before.builderId !== citizenId || answer !== 'end')) return refuse('not-yours');
    const after = answered(before, answer, version, core.clock.now());
    if (!after) return refuse('offer-changed');
    if (after === before) return { ok: true, partnership: before };
    const kept = await keep(core, after, 'partner-answered', { by: citizenId, reason: reasons[answer] });
    if (kept) return { ok: true, partnership: kept };
  }
  return refuse('conflict-try-again');
}

/** What an answer makes of an offer; the same object where it changes nothing, undefined where it comes too late. */
function answered(before: Partnership, answer: PartnerAnswer, version: number, now: number): Partnership | undefined {
  switch (answer) {
    case 'agree':
      // Agreeing made the offer's next version, so that whoever agrees twice names the one before.
      if (before.state === 'agreed')
        return version === before.version - 1 || version === before.version ? before : undefined;
      if (before.state !== 'proposed' || version !== before.version) return undefined;
      return { ...before, state: 'agreed', agreedPercent: before.offeredPercent, answeredAt: now };
    case 'decline': {
      if (before.state === 'declined') return before;
      if (before.state !== 'proposed') return undefined;
      const { agreedPercent: agreed } = before;
      return agreed === null
        ? { ...before, state: 'declined', answeredAt: now }
        : { ...before, state: 'agreed', offeredPercent: agreed, answeredAt: now };
    }
    case 'end':
      if (before.state === 'ended' || before.state === 'declined') return before;
      return { ...before, state: 'ended', agreedPercent: null, answeredAt: now };
    default:
      return answer satisfies never;
  }
}

/** Everything that somebody has offered or was offered, the newest first. */
export async function partnershipsOf(core: Core, citizenId: CitizenId): Promise<readonly Partnership[]> {
  const [offered, builders] = await Promise.all([
    core.store.list('partnership', citizenId, partnersMax),
    core.store.list('builder', 'all', buildersMax),
  ]);
  // Offers are listed under who made them; there are as many to ask for as there are builders.
  const received = await Promise.all(builders.map(({ id }) => core.store.get('partnership', keyOf(id, citizenId))));
  return [...offered, ...received.filter((each) => each !== undefined)].toSorted(
    (one, other) => other.proposedAt - one.proposedAt,
  );
}

/** A partnership as its two sides see it. Its id names this offer and no later one. */
export async function partnershipView(core: Core, partnership: Partnership): Promise<PartnershipView> {
  const { id, version, state, offeredPercent, proposedAt } = partnership;
  const [builder, marketer] = await Promise.all([
    core.store.get('citizen', partnership.builderId),
    core.store.get('citizen', partnership.marketerId),
  ]);
  return {
    id: `${id}:${version}`,
    builder: builder?.nickname ?? '',
    marketer: marketer?.nickname ?? '',
    builderDiscordId: discordIdOf(builder),
    marketerDiscordId: discordIdOf(marketer),
    marketerPercent: offeredPercent,
    state,
    proposedAt,
  };
}

/** Keeps a partnership and tells the other side. Undefined when it changed meanwhile. */
async function keep(
  core: Core,
  partnership: Partnership,
  kind: 'partner-proposed' | 'partner-answered',
  said: { readonly by?: CitizenId; readonly reason?: string },
): Promise<Partnership | undefined> {
  const { builderId, marketerId, offeredPercent: percent } = partnership;
  const by = said.by ?? builderId;
  const [who, builder, told] = await Promise.all([
    nicknameOf(core, by),
    nicknameOf(core, builderId),
    core.store.get('citizen', by === builderId ? marketerId : builderId),
  ]);
  const telling = {
    id: `${partnership.id}:${partnership.version}`,
    kind,
    params: { percent, who, builder, ...(said.reason ? { reason: said.reason } : {}) },
    path: '/about#builders',
  };
  const notices = told ? personalNotices(core, told, telling) : [];
  const { result } = await core.store.commit({ put: [{ kind: 'partnership', record: partnership }], notices });
  return result === 'committed' ? { ...partnership, version: partnership.version + 1 } : undefined;
}

function discordIdOf(citizen: Citizen | undefined): string | null {
  return citizen?.accounts.find(({ platform }) => platform === 'discord')?.id ?? null;
}

function keyOf(builderId: CitizenId, marketerId: CitizenId): string {
  return `${builderId}:${marketerId}`;
}

function readName(named: string): { readonly id: string; readonly version: number } {
  const [builderId = '', marketerId = '', version = ''] = named.split(':');
  return { id: `${builderId}:${marketerId}`, version: Number(version) };
}
