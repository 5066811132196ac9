import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { housePeopleTexts as sentences } from '#shared/text/en/house-people.ts';
import { en, fill } from '#shared/text/say.ts';
import type { ActPlan } from '../house/act-parts.ts';
import { personOfAct } from '../house/act-people.ts';
import type { Core } from '../work/core.ts';
import { personalNotices } from '../work/tell.ts';

/**
 * Declines an application that waits. Whoever applied is told why, sees it among their steps, and may apply again.
 *
 * @returns the plan; `not-found` where nobody applied, or `application-settled`
 */
export async function planDeclining(core: Core, act: Extract<StaffAct, { kind: 'decline' }>): Promise<ActPlan> {
  const { reason } = act;
  const citizen = await personOfAct(core, act);
  const application = citizen && (await core.store.get('application', citizen.id));
  if (!application) return refuse('not-found');
  if (application.state !== 'waiting') return refuse('application-settled');
  const guild = en.bot.discord.guilds[application.guild].name;
  return {
    ok: true,
    summary: fill(sentences.decline, { nickname: citizen.nickname, guild }),
    commit: {
      put: [{ kind: 'application', record: { ...application, state: 'declined', declinedFor: reason } }],
      notices: personalNotices(core, citizen, {
        kind: 'application-declined',
        id: `application:${citizen.id}:${application.version}`,
        params: { reason },
        path: '/setup',
      }),
    },
  };
}
