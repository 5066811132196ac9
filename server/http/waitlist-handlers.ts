import { parseId, type CitizenId, type DropId } from '#shared/ids.ts';
import type { DropView, WaitlistPlace } from '#shared/schemas/drop.ts';
import type { Core } from '../usecases/work/core.ts';
import { joinWaitlist, leaveWaitlist, waitlistPlace } from '../usecases/drops/waitlist.ts';
import type { InLine } from '../usecases/drops/waitlist-wishes.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

type Story = (core: Core, dropId: DropId, citizenId: CitizenId) => Promise<InLine>;
type Asked = { readonly params: { readonly dropId: string } };

/** The lines of these drops in which somebody stands. */
export async function linesOf(core: Core, drops: readonly DropView[], citizenId: CitizenId): Promise<WaitlistPlace[]> {
  const ids = drops.filter(({ waiting }) => waiting > 0).flatMap(({ id }) => parseId('drop', id) ?? []);
  const answers = await Promise.all(ids.map((id) => waitlistPlace(core, id, citizenId)));
  return answers.flatMap((answer) => (answer.ok && answer.place.place !== null ? [answer.place] : []));
}

/** Joining and leaving the line for a drop, and where one stands in it. */
export function waitlistHandlers(core: Core): Pick<Handlers, 'joinWaitlist' | 'leaveWaitlist' | 'getWaitlistPlace'> {
  const tell =
    (story: Story) =>
    async ({ params }: Asked, caller: Caller): Promise<WaitlistPlace> => {
      if (!caller.citizen) throw new Refused({ code: 'not-signed-in' });
      const dropId = parseId('drop', params.dropId);
      if (!dropId) throw new Refused({ code: 'not-found' });
      return granted(await story(core, dropId, caller.citizen.id)).place;
    };
  return {
    joinWaitlist: tell(joinWaitlist),
    leaveWaitlist: tell(leaveWaitlist),
    getWaitlistPlace: tell(waitlistPlace),
  };
}
