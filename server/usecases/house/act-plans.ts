import type { CitizenId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { en, fill } from '#shared/text/say.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Order } from '../../domain/order.ts';
import type { Command } from '../../domain/order-commands.ts';
import { legWords, orderWords, type ActPlan } from './act-parts.ts';
import { personOfAct } from './act-people.ts';
import { planCommand } from '../orders/apply-command.ts';
import { planBan, planLift } from '../people/bans.ts';
import { waitingCaseOf } from '../cases/case-steps.ts';
import { planCertification } from '../building/certify.ts';
import { meetCitizen, unmetName } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { planDecision } from '../cases/decide-case.ts';
import { planDeclining } from '../building/decline-application.ts';
import { planFileDispute } from '../disputes/file-dispute-act.ts';
import { lookAtBench } from '../streams/follow-channels.ts';
import { planRefund } from './refund-act.ts';
import { planLiftingStrike, planStrike } from '../people/strike-acts.ts';
import { planTaking } from '../cases/take-case.ts';
import { planRetry } from './retry-effect.ts';
import { planFlag } from './settle-flag.ts';

const { acts: sentences, listed } = houseTexts;

/** Judges an act of the staff's and states the commit that would do it. Keeps nothing but a citizen whom nobody has met before. */
export async function planAct(core: Core, act: StaffAct, by: CitizenId): Promise<ActPlan> {
  if ((await concerned(core, act)).includes(by)) return refuse('own-matter');
  switch (act.kind) {
    case 'certify': {
      const citizen = await met(core, act.discordId);
      const plan = await planCertification(core, citizen, act.guilds);
      const guilds = act.guilds.map((guild) => en.bot.discord.guilds[guild].name).join(listed);
      return plan.ok ? { ...plan, summary: fill(sentences.certify, { nickname: citizen.nickname, guilds }) } : plan;
    }
    case 'refund':
      return planRefund(core, act);
    case 'freeze':
      return planOnOrder(core, act.tag, { type: 'freeze', reason: act.reason }, sentences.freeze);
    case 'thaw':
      return planThaw(core, act.tag);
    case 'release':
      return planOnOrder(core, act.tag, { type: 'grant-release', reason: act.reason }, sentences.release);
    case 'ban': {
      const citizen = act.discordId === undefined ? await personOfAct(core, act) : await met(core, act.discordId);
      if (!citizen) return refuse('not-found');
      const plan = await planBan(core, citizen, by, act.reason);
      const all = [...citizen.accounts, ...(citizen.formerAccounts ?? [])];
      const accounts = all.map(({ platform, handle }) => `${platform} ${handle}`).join(listed);
      return plan.ok ? { ...plan, summary: fill(sentences.ban, { nickname: citizen.nickname, accounts }) } : plan;
    }
    case 'lift-ban': {
      const citizen = await personOfAct(core, act);
      if (!citizen) return refuse('not-banned');
      const plan = await planLift(core, citizen, by, act.reason);
      return plan.ok ? { ...plan, summary: fill(sentences.liftBan, { nickname: citizen.nickname }) } : plan;
    }
    case 'decide-case':
      return planDecision(core, act, by);
    case 'take-case':
      return planTaking(core, act, by);
    case 'decline':
      return planDeclining(core, act);
    case 'strike':
      return planStrike(core, act);
    case 'lift-strike':
      return planLiftingStrike(core, act, by);
    case 'file-dispute':
      return planFileDispute(core, act);
    case 'settle-flag':
      return planFlag(core, act, by);
    case 'retry-effect':
      return planRetry(core, act);
    default:
      return act satisfies never;
  }
}

/** Whose matter it is: nobody of the house decides of their own money, their own standing, or what they reported themselves. */
async function concerned(core: Core, act: StaffAct): Promise<readonly (CitizenId | undefined)[]> {
  if (act.kind === 'lift-strike') return [(await core.store.get('strike', act.strikeId))?.citizenId];
  if ('discordId' in act || 'twitchId' in act) return [(await personOfAct(core, act))?.id];
  if ('caseId' in act) {
    const found = await core.store.get('case', act.caseId);
    const order = found?.orderId ? await core.store.get('order', found.orderId) : undefined;
    return [found?.byId, found?.aboutId, ...partiesOf(order)];
  }
  if ('flagId' in act) {
    const flag = await core.store.get('flag', act.flagId);
    const order = flag?.orderId ? await core.store.get('order', flag.orderId) : undefined;
    return [flag?.citizenId ?? undefined, ...partiesOf(order)];
  }
  if ('disputeId' in act) {
    const dispute = await core.store.get('dispute', act.disputeId);
    return partiesOf(dispute && (await core.store.get('order', dispute.orderId)));
  }
  if ('key' in act) {
    const row = await core.store.effect(act.key);
    return partiesOf(row && (await core.store.get('order', row.effect.orderId)));
  }
  if (!('tag' in act)) return [];
  const tag = parseTag(act.tag);
  return partiesOf(tag && (await core.store.orderByTag(tag)));
}

function partiesOf(order: Order | undefined): readonly (CitizenId | undefined)[] {
  return order ? [order.buyerId, order.builderId, order.terms.split.marketer?.citizenId] : [];
}

/** Somebody who is to be certified or banned may never have come by. What they are called is seen when they do. */
function met(core: Core, discordId: string): Promise<Citizen> {
  return meetCitizen(core, { platform: 'discord', id: discordId, handle: unmetName(discordId) });
}

/** What a report holds is let go by deciding its case, also where the order had been frozen for something else before. */
async function planThaw(core: Core, typed: string): Promise<ActPlan> {
  const plan = await planOnOrder(core, typed, { type: 'thaw' }, sentences.thaw);
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  const isReported = order && (await waitingCaseOf(core, order)) !== undefined;
  return plan.ok && isReported ? refuse('case-open') : plan;
}

async function planOnOrder(core: Core, typed: string, command: Command, sentence: string): Promise<ActPlan> {
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  if (!order) return refuse('not-found');
  const plan = await planCommand(core, order, command, 'staff');
  if (!plan.ok) return plan;
  return {
    ok: true,
    summary: fill(sentence, { ...(await orderWords(core, order)), legs: await legWords(core, plan.order) }),
    commit: plan.commit,
    after: () => lookAtBench(core, order.builderId),
  };
}
