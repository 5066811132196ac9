import type { CitizenId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import { vouchAward } from '../../domain/awards.ts';
import { nicknameOf } from './citizens.ts';
import { triesMax } from '../orders/apply-command.ts';
import { requireNotBanned } from './bans.ts';
import type { Core } from '../work/core.ts';
import { awardsOf } from './passports.ts';
import { personalNotices } from '../work/tell.ts';

export type Vouched =
  { readonly ok: true; readonly nickname: string } | { readonly ok: false; readonly refusal: Refusal };

/** Orders of a buyer among which one of the pair is looked for, the newest first. */
const ordersMax = 500;

/**
 * A builder speaks for a buyer who has completed an order with them, once.
 *
 * @returns the buyer's nickname; `not-found`, `partner-self`, `vouch-needs-order` (also of somebody who is banned), `already-vouched`, or
 * `banned` for the builder
 */
export async function vouchFor(core: Core, builderId: CitizenId, discordId: string): Promise<Vouched> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  for (let tries = 0; tries < triesMax; tries++) {
    const citizen = await core.store.citizenByAccount('discord', discordId);
    if (!citizen) return refuse('not-found');
    if (citizen.id === builderId) return refuse('partner-self');
    // That somebody is banned, and why, is told to them and to nobody else.
    if (citizen.bannedFor) return refuse('vouch-needs-order');
    const awards = await awardsOf(core, citizen.id);
    if (awards.some(({ why, from }) => why === 'vouch' && from === builderId)) return refuse('already-vouched');
    const orders = await core.store.ordersOf({ buyer: citizen.id }, ordersMax);
    if (!orders.some((order) => order.builderId === builderId && order.fulfilment === 'completed'))
      return refuse('vouch-needs-order');
    const award = vouchAward(builderId, citizen.id, core.clock.now());
    const { result } = await core.store.commit({
      put: [{ kind: 'award', record: award }],
      notices: personalNotices(core, citizen, {
        kind: 'vouched',
        id: award.id,
        params: { builder: await nicknameOf(core, builderId) },
        path: '/passport',
      }),
    });
    if (result === 'committed') return { ok: true, nickname: citizen.nickname };
  }
  return refuse('conflict-try-again');
}
