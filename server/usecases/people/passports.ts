import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Passport, PassportFact } from '#shared/schemas/citizen.ts';
import type { PublicPassport } from '#shared/schemas/house.ts';
import type { NoticeChoice } from '#shared/schemas/notice-choice.ts';
import { hasSecondAccount } from '../../domain/awards.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Award } from '../../domain/network-records.ts';
import { computeTier, nextTier } from '../../domain/trust.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { reputationOf } from './reputation-view.ts';
import type { Showing } from '../work/views.ts';

/** Awards of one person that a passport adds up, and how many are read at a time. */
const awardsMax = 5_000;
const awardsPerPage = 500;

/** What a citizen may know of themselves. A door without prices has no sums of them either. */
export async function passport(core: Core, citizen: Citizen, showing: Showing): Promise<Passport> {
  const now = core.clock.now();
  const tier = computeTier(citizen, now);
  const [exposure, builder, awards] = await Promise.all([
    core.store.get('exposure', citizen.id),
    core.store.get('builder', citizen.id),
    awardsOf(core, citizen.id),
  ]);
  const next = nextTier(citizen, now);
  return {
    id: citizen.id,
    nickname: citizen.nickname,
    tier,
    capMinor: showing === 'link' ? houseRules.tierCapMinor[tier] : null,
    openMinor: showing === 'link' ? (exposure?.open ?? []).reduce((sum, each) => sum + each.amountMinor, 0) : 0,
    currency: core.settings.currency,
    ordersCompleted: citizen.completedOrders,
    accounts: citizen.accounts.map(({ platform, handle }) => ({ platform, handle })),
    score: scoreOf(awards),
    facts: factsOf(citizen, awards),
    next: next && { tier: next.tier, needs: [...next.needs] },
    notices: citizen.notices ?? 'everything',
    isBuilder: builder !== undefined,
  };
}

/** What anybody may see of whoever has this Discord account. Somebody who was never met is a guest without a history. */
export async function publicPassport(core: Core, discordId: string): Promise<PublicPassport> {
  const now = core.clock.now();
  const citizen = await core.store.citizenByAccount('discord', discordId);
  if (!citizen)
    return { nickname: '', tier: 'guest', score: 0, ordersCompleted: 0, joinedAt: now, vouches: 0, builder: null };
  const [awards, builder, channel] = await Promise.all([
    awardsOf(core, citizen.id),
    core.store.get('builder', citizen.id),
    core.store.channelOfBuilder(citizen.id),
  ]);
  return {
    nickname: citizen.nickname,
    tier: computeTier(citizen, now),
    score: scoreOf(awards),
    ordersCompleted: citizen.completedOrders,
    joinedAt: citizen.joinedAt,
    vouches: awards.filter(({ why }) => why === 'vouch').length,
    builder: builder
      ? {
          guilds: [...builder.guilds],
          ordersCompleted: builder.completedOrders,
          ordersBuiltLive: builder.builtLive,
          ...(await reputationOf(core, citizen, builder)),
          channelLogin: channel?.login ?? null,
          isLive: channel?.live != null,
        }
      : null,
  };
}

export type NoticesChosen =
  { readonly ok: true; readonly citizen: Citizen } | { readonly ok: false; readonly refusal: Refusal };

/** Keeps what somebody wants to be told. What waits to be told already is told as it was. */
export async function chooseNotices(core: Core, id: CitizenId, choice: NoticeChoice): Promise<NoticesChosen> {
  for (let tries = 0; tries < triesMax; tries++) {
    const citizen = await core.store.get('citizen', id);
    if (!citizen) return refuse('not-found');
    const changed = { ...citizen, notices: choice };
    const { result } = await core.store.commit({ put: [{ kind: 'citizen', record: changed }] });
    if (result === 'committed') return { ok: true, citizen: { ...changed, version: citizen.version + 1 } };
  }
  return refuse('conflict-try-again');
}

/** Everything that somebody's score is made of. */
export async function awardsOf(core: Core, id: CitizenId): Promise<readonly Award[]> {
  const all: Award[] = [];
  for (;;) {
    const page = await core.store.list('award', id, awardsPerPage, all.at(-1)?.id);
    all.push(...page);
    if (page.length < awardsPerPage || all.length >= awardsMax) return all;
  }
}

function scoreOf(awards: readonly Award[]): number {
  return awards.reduce((sum, { points }) => sum + points, 0);
}

function factsOf(citizen: Citizen, awards: readonly Award[]): Passport['facts'] {
  const { accounts, identityVerified, completedOrders, lostDisputes } = citizen;
  const given = (why: Award['why']) => awards.filter((award) => award.why === why);
  const fact = (key: PassportFact, why: Award['why'], count: number, holds = count > 0): Passport['facts'][number] => ({
    key,
    holds,
    points: scoreOf(given(why)),
    count,
  });
  return [
    fact('account', 'account', accounts.length, hasSecondAccount(citizen)),
    fact('identity', 'identity', identityVerified ? 1 : 0),
    fact('orders', 'order', completedOrders),
    fact('vouches', 'vouch', given('vouch').length),
    fact('lapsed-claims', 'lapsed-claim', given('lapsed-claim').length),
    {
      ...fact('lost-disputes', 'lost-dispute', lostDisputes),
      points: scoreOf([...given('lost-dispute'), ...given('strike-lifted')]),
    },
  ];
}
