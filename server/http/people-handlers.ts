import { parseId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { Citizen } from '../domain/citizen.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import { caseView } from '../usecases/cases/case-views.ts';
import { reportDrop, reportOrder } from '../usecases/cases/cases.ts';
import type { Core } from '../usecases/work/core.ts';
import { chooseNotices, passport, publicPassport } from '../usecases/people/passports.ts';
import { vouchFor } from '../usecases/people/vouch.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import type { PrivateLinks } from './private-links.ts';
import { granted, Refused } from './problems.ts';

/** People: passports, what they want to be told, links, vouching and reporting. */
export function peopleHandlers(
  core: Core,
  links: PrivateLinks,
): Pick<Handlers, 'getPassport' | 'startLink' | 'chooseNotices' | 'vouch' | 'reportOrder' | 'reportDrop'> {
  return {
    getPassport: ({ params }) => publicPassport(core, params.discordId),
    async startLink({ body }, caller) {
      const { id } = citizenOf(caller);
      const banned = await requireNotBanned(core, id);
      if (banned) throw new Refused(banned.refusal);
      return { url: links.linkTo(id, body.what === 'identity' ? '/link#identity' : '/link') };
    },
    async chooseNotices({ body }, caller) {
      const { citizen } = granted(await chooseNotices(core, citizenOf(caller).id, body.choice));
      return passport(core, citizen, caller.door === 'twitch' ? core.settings.twitchCheckout : 'link');
    },
    async vouch({ body }, caller) {
      return { nickname: granted(await vouchFor(core, citizenOf(caller).id, body.discordId)).nickname };
    },
    async reportOrder({ params, body }, caller) {
      const tag = parseTag(params.tag);
      const order = tag && (await core.store.orderByTag(tag));
      if (!order) throw new Refused({ code: 'not-found' });
      const citizen = citizenOf(caller);
      if (order.buyerId !== citizen.id) throw new Refused({ code: 'not-yours' });
      return caseView(core, granted(await reportOrder(core, order, citizen, body)).opened);
    },
    async reportDrop({ params, body }, caller) {
      const id = parseId('drop', params.dropId);
      if (!id) throw new Refused({ code: 'not-found' });
      return caseView(core, granted(await reportDrop(core, id, citizenOf(caller), body)).opened);
    },
  };
}

function citizenOf(caller: Caller): Citizen {
  if (!caller.citizen) throw new Refused({ code: 'not-signed-in' });
  return caller.citizen;
}
