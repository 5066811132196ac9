import type { Request, Response } from 'express';
import type { CitizenId } from '#shared/ids.ts';
import type { Session } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';
import { countMax, discordIdOf, waitingCounts } from '../usecases/house/house-desk.ts';
import { signInPath, type SiteVisitor } from './pages/layout.ts';
import type { Desk } from './pages/house-frame.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { ourForm } from './site-forms.ts';

/** Somebody of the staff, proved for this request. */
export type Member = { readonly citizenId: CitizenId; readonly me: SiteVisitor };

/** The one way to the desk: Discord is asked about everybody, each time. */
export type HouseDoor = {
  /** Whoever looks at a page. Undefined when they were sent to sign in. @throws Refused `not-staff` */
  visitor(request: Request, response: Response): Promise<Member | undefined>;
  /** Whoever sent a form. @throws Refused `not-signed-in` when it was not ours, `not-staff` */
  sender(request: Request): Promise<Member>;
  /** What every page of the desk shows beside its own. */
  desk(member: Member): Promise<Desk>;
};

/** Opens the door. */
export function houseDoor(core: Core, sessions: SessionDesk): HouseDoor {
  const memberOf = async (session: Session): Promise<Member> => {
    const citizen = session.citizenId ? await core.store.get('citizen', session.citizenId) : undefined;
    if (!citizen) throw new Refused({ code: 'not-signed-in' });
    const account = await discordIdOf(core, citizen.id);
    if (account === null || !(await core.staff.isStaff(account))) throw new Refused({ code: 'not-staff' });
    return { citizenId: citizen.id, me: { nickname: citizen.nickname, csrf: session.csrf } };
  };
  return {
    async visitor(request, response) {
      const session = await sessions.find(request);
      if (session?.citizenId) return memberOf(session);
      response.redirect(303, signInPath(request.path));
      return undefined;
    },
    async sender(request) {
      return memberOf(await ourForm(sessions, request));
    },
    async desk({ me }) {
      const waiting = await waitingCounts(core);
      return { me, now: core.clock.now(), nonce: core.clock.randomText(), waiting, waitingMax: countMax };
    },
  };
}
