import type { DropView } from '#shared/schemas/drop.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Drop } from '../domain/drop.ts';
import { announceLive } from '../usecases/streams/announce-live.ts';
import { applyToBuild } from '../usecases/building/apply-to-build.ts';
import { unmetName } from '../usecases/people/citizens.ts';
import type { Core } from '../usecases/work/core.ts';
import { dashboard } from '../usecases/money/dashboard.ts';
import { editDrop, ownDrop } from '../usecases/drops/edit-drop.ts';
import { judgeDrop } from '../usecases/drops/manage-drops.ts';
import { requireNotBanned } from '../usecases/people/bans.ts';
import { answerPartnership, partnershipsOf, partnershipView, proposePartnership } from '../usecases/drops/partners.ts';
import { restockDrop } from '../usecases/drops/restock-drop.ts';
import { setupView } from '../usecases/building/setup.ts';
import { dropView, type Showing } from '../usecases/work/views.ts';
import { workDesk } from '../usecases/streams/work-desk.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { draftOf } from './draft.ts';
import type { PrivateLinks } from './private-links.ts';
import { granted, Refused } from './problems.ts';

type BuilderName =
  | 'getSetup'
  | 'apply'
  | 'getDashboard'
  | 'listMyDrops'
  | 'previewDrop'
  | 'editDrop'
  | 'setMyDropStatus'
  | 'restockDrop'
  | 'announceLive'
  | 'listPartnerships'
  | 'proposePartnership'
  | 'answerPartnership';

/** Drops of a builder that are listed at once. */
const dropsMax = 50;

/** Becoming a builder, and what a builder does beside the bench. */
export function builderHandlers(core: Core, { linkTo }: PrivateLinks): Pick<Handlers, BuilderName> {
  const desk = workDesk(core);
  const showing = (caller: Caller): Showing => (caller.door === 'twitch' ? core.settings.twitchCheckout : 'link');
  const view = (drop: Drop, caller: Caller): Promise<DropView> => dropView(core, drop, showing(caller));
  const setup = (citizen: Citizen) => setupView(core, citizen, (path) => linkTo(citizen.id, path));
  return {
    getSetup: (_, caller) => setup(citizenOf(caller)),
    async apply({ body }, caller) {
      granted(await applyToBuild(core, citizenOf(caller), body));
      return setup(citizenOf(caller));
    },
    getDashboard: (_, caller) => dashboard(core, citizenOf(caller).id),
    async listMyDrops(_, caller) {
      const drops = await core.store.dropsOf(citizenOf(caller).id, dropsMax);
      return { drops: await Promise.all(drops.map((drop) => view(drop, caller))) };
    },
    async previewDrop({ body }, caller) {
      const { drop } = granted(await judgeDrop(core, citizenOf(caller).id, draftOf(body)));
      const shown = await view({ ...drop, status: 'draft' }, caller);
      return { ...shown, units: { total: drop.units, left: drop.units } };
    },
    async editDrop({ params, body }, caller) {
      const { drop } = granted(await editDrop(core, citizenOf(caller).id, params.dropId, body));
      return view(drop, caller);
    },
    async setMyDropStatus({ params, body }, caller) {
      const { id } = citizenOf(caller);
      const banned = await requireNotBanned(core, id);
      if (banned) throw new Refused(banned.refusal);
      granted(await ownDrop(core, id, params.dropId));
      granted(await desk.setDropStatus(id, params.dropId, body.status));
      return view(granted(await ownDrop(core, id, params.dropId)).drop, caller);
    },
    async restockDrop({ params, body }, caller) {
      const { drop } = granted(await restockDrop(core, citizenOf(caller).id, params.dropId, body));
      return view(drop, caller);
    },
    async announceLive({ body }, caller) {
      const { communities } = granted(await announceLive(core, citizenOf(caller).id, body));
      return { communities };
    },
    async listPartnerships(_, caller) {
      const partnerships = await partnershipsOf(core, citizenOf(caller).id);
      return { partnerships: await Promise.all(partnerships.map((each) => partnershipView(core, each))) };
    },
    async proposePartnership({ body }, caller) {
      const { marketerDiscordId: id, marketerHandle } = body;
      // The bot has the name from Discord. From a page it is what a builder calls somebody, who would keep it.
      const handle = caller.door === 'bot' ? marketerHandle : unmetName(id);
      const account = { platform: 'discord' as const, id, handle };
      const offered = await proposePartnership(core, citizenOf(caller).id, account, body.marketerPercent);
      return partnershipView(core, granted(offered).partnership);
    },
    async answerPartnership({ params, body }, caller) {
      const answered = await answerPartnership(core, citizenOf(caller).id, params.partnershipId, body.answer);
      return partnershipView(core, granted(answered).partnership);
    },
  };
}

function citizenOf({ citizen }: Caller): Citizen {
  if (!citizen) throw new Refused({ code: 'not-signed-in' });
  return citizen;
}
