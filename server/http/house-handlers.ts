import type { Citizen } from '../domain/citizen.ts';
import type { Case } from '../domain/network-records.ts';
import { actView, confirmAct, listActs, proposeAct } from '../usecases/house/acts.ts';
import { banFailures } from '../usecases/communities/ban-work.ts';
import { casesInTurn, caseView } from '../usecases/cases/case-views.ts';
import type { Core } from '../usecases/work/core.ts';
import { casesOfOthers, isInMatter } from '../usecases/house/order-file.ts';
import { promiseStatus } from '../usecases/building/promise-status.ts';
import { messageView, transcriptOf } from '../usecases/communities/rooms.ts';
import { orderView } from '../usecases/work/views.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

/** What the house's own people do, one by one. */
export function houseHandlers(
  core: Core,
): Pick<
  Handlers,
  'proposeAct' | 'confirmAct' | 'listActs' | 'listCases' | 'getCase' | 'getPromiseStatus' | 'listBanFailures'
> {
  return {
    async proposeAct({ body }, caller) {
      const { act } = granted(await proposeAct(core, staffOf(caller).id, body.requestId, body.act));
      return actView(core, act);
    },
    async confirmAct({ params }, caller) {
      const { act } = granted(await confirmAct(core, staffOf(caller).id, params.actId));
      return actView(core, act);
    },
    async listActs() {
      return { acts: await Promise.all((await listActs(core)).map((act) => actView(core, act))) };
    },
    async listCases({ query }, caller) {
      const { id: reader } = staffOf(caller);
      const all = await casesInTurn(core);
      let from = all.findIndex(({ id }) => id === query.after) + 1;
      const waiting: Case[] = [];
      for (; waiting.length < casesShownMax && from < all.length; from += casesShownMax)
        waiting.push(...(await casesOfOthers(core, all.slice(from, from + casesShownMax), reader)));
      waiting.splice(casesShownMax);
      return { cases: await Promise.all(waiting.map((each) => caseView(core, each))) };
    },
    async getCase({ params }, caller) {
      const found = await core.store.get('case', params.caseId);
      if (!found) throw new Refused({ code: 'not-found' });
      if (await isInMatter(core, found, staffOf(caller).id)) throw new Refused({ code: 'own-matter' });
      const order = found.orderId ? await core.store.get('order', found.orderId) : undefined;
      return {
        case: await caseView(core, found),
        order: order ? await orderView(core, order, 'staff') : null,
        room: order ? (await transcriptOf(core, order.id)).map(messageView) : [],
      };
    },
    async getPromiseStatus({ params }) {
      const citizen = await core.store.citizenByAccount('discord', params.discordId);
      if (!citizen) throw new Refused({ code: 'not-found' });
      return promiseStatus(core, citizen);
    },
    async listBanFailures() {
      return { failures: [...(await banFailures(core))] };
    },
  };
}

const casesShownMax = 50;

/** Whoever got in here is a citizen: their staff role was asked for by their account. */
function staffOf(caller: Caller): Citizen {
  if (!caller.citizen) throw new Refused({ code: 'not-signed-in' });
  return caller.citizen;
}
