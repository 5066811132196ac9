import type { CitizenId } from '#shared/ids.ts';
import { refuse } from '#shared/refusals.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { flagTexts } from '#shared/text/en/pages-house.ts';
import { houseTexts } from '#shared/text/en/house.ts';
import { fill } from '#shared/text/say.ts';
import type { Flag } from '../../domain/trust-records.ts';
import type { ActPlan } from './act-parts.ts';
import type { Core } from '../work/core.ts';

/** Settles a flag: it was looked at, and nothing more is to be done about it. What the flag is about stays as it is. */
export async function planFlag(
  core: Core,
  { flagId, reason }: Extract<StaffAct, { kind: 'settle-flag' }>,
  by: CitizenId,
): Promise<ActPlan> {
  const flag = await core.store.get('flag', flagId);
  if (!flag) return refuse('not-found');
  if (flag.settled) return refuse('flag-settled');
  const record: Flag = { ...flag, settled: { at: core.clock.now(), by, reason } };
  return {
    ok: true,
    summary: fill(houseTexts.acts.settleFlag, {
      kind: flagTexts[flag.kind].title,
      about: flag.params['about'] ?? '',
    }),
    commit: { put: [{ kind: 'flag', record }] },
  };
}
