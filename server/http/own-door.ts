import type { Request, Response } from 'express';
import type { Citizen } from '../domain/citizen.ts';
import type { Session } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';
import { signInPath, type SiteVisitor } from './pages/layout.ts';
import { Refused } from './problems.ts';
import type { SessionDesk } from './sessions.ts';
import { ourForm } from './site-forms.ts';

/** Somebody who is signed in, at a page that is theirs alone. */
export type OwnVisit = { readonly session: Session; readonly citizen: Citizen; readonly me: SiteVisitor };

/** Who stands at pages that show people what is theirs. */
export type OwnDoor = {
  /** Whose browser it is; whoever is nobody yet was sent to sign in, and undefined is given. */
  visitor(request: Request, response: Response): Promise<OwnVisit | undefined>;
  /**
   * Who sent a form of ours.
   *
   * @throws Refused `not-signed-in` when it was not served by us to this browser, or nobody is signed in to it
   */
  sender(request: Request): Promise<OwnVisit>;
};

/** Makes the door. */
export function ownDoor(core: Core, sessions: SessionDesk): OwnDoor {
  const visitOf = async (session: Session | undefined): Promise<OwnVisit | undefined> => {
    const citizen = session?.citizenId ? await core.store.get('citizen', session.citizenId) : undefined;
    return session && citizen
      ? { session, citizen, me: { nickname: citizen.nickname, csrf: session.csrf } }
      : undefined;
  };
  return {
    async visitor(request, response) {
      const visit = await visitOf(await sessions.find(request));
      if (!visit) response.redirect(303, signInPath(request.path));
      return visit;
    },
    async sender(request) {
      const visit = await visitOf(await ourForm(sessions, request));
      if (!visit) throw new Refused({ code: 'not-signed-in' });
      return visit;
    },
  };
}
