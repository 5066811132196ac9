import { houseRules } from '#shared/house-rules.ts';
import { arrive, instanceWith } from '../usecases/communities/activity.ts';
import type { Core } from '../usecases/work/core.ts';
import {
  beHere,
  gatheringView,
  lookAtGathering,
  pointAt,
  type GatheringPlace,
} from '../usecases/communities/gatherings.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { KeptViews } from '../usecases/work/kept-views.ts';
import { liveBuilders } from '../usecases/streams/live-builders.ts';
import { passport } from '../usecases/people/passports.ts';
import type { ActivitySession, ActivitySessions } from './activity-sessions.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

/** Whoever calls from an activity: who they are, and which session says so. */
function inside(caller: Caller): { readonly citizen: Citizen; readonly session: ActivitySession } {
  const { citizen, session } = caller;
  if (!citizen || !session) throw new Refused({ code: 'not-signed-in' });
  return { citizen, session };
}

/** The gathering that a session is of. */
export function placeOf({ instanceId, channelId, communityId }: ActivitySession): GatheringPlace {
  return { id: instanceId, channelId, communityId };
}

/** The stories behind `activity`. */
export function activityHandlers(
  core: Core,
  views: KeptViews,
  sessions: ActivitySessions,
): Pick<Handlers, 'startActivity' | 'renewActivity' | 'getGathering' | 'beHere' | 'point' | 'listLive'> {
  const open = (session: Omit<ActivitySession, 'endsAt'>) => {
    const endsAt = core.clock.now() + houseRules.activitySessionMs;
    return { token: sessions.sign({ ...session, endsAt }), endsAt };
  };
  return {
    async startActivity({ body }, caller) {
      const arrival = granted(await arrive(core, body, caller.proof ?? null));
      const { citizen, account, instance, accessToken } = arrival;
      const { channelId, communityId } = instance;
      return {
        accessToken,
        ...open({ accountId: account.id, instanceId: body.instanceId, channelId, communityId }),
        passport: await passport(core, citizen, 'link'),
        communityId,
      };
    },
    async renewActivity(_, caller) {
      const { accountId, instanceId } = inside(caller).session;
      const instance = await instanceWith(core, instanceId, accountId);
      if (!instance) throw new Refused({ code: 'activity-unknown' });
      return open({ accountId, instanceId, channelId: instance.channelId, communityId: instance.communityId });
    },
    async getGathering(_, caller) {
      const { citizen, session } = inside(caller);
      return gatheringView(await lookAtGathering(core, placeOf(session)), citizen.id);
    },
    async beHere({ body }, caller) {
      const { citizen, session } = inside(caller);
      return granted(await beHere(core, placeOf(session), citizen, body.lookingAt)).view;
    },
    async point({ body }, caller) {
      const { citizen, session } = inside(caller);
      return granted(await pointAt(core, placeOf(session), citizen, body.dropId)).view;
    },
    async listLive() {
      return { builders: await liveBuilders(core, views) };
    },
  };
}
