import { parseId, type CitizenId, type DropId } from '#shared/ids.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import type { Core } from '../usecases/work/core.ts';
import { enterRaffle, leaveRaffle, raffleReceipt, seeRaffle, type Raffled } from '../usecases/drops/raffles.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

type Asked = { readonly params: { readonly dropId: string } };
type Story = (core: Core, dropId: DropId, citizenId: CitizenId) => Promise<Raffled>;

/** Looking at raffles, entering and leaving them, and what they leave behind. */
export function raffleHandlers(
  core: Core,
): Pick<Handlers, 'getRaffle' | 'getMyRaffle' | 'enterRaffle' | 'leaveRaffle' | 'getRaffleReceipt'> {
  const tell =
    (story: Story) =>
    async ({ params }: Asked, caller: Caller): Promise<RaffleView> => {
      if (!caller.citizen) throw new Refused({ code: 'not-signed-in' });
      return granted(await story(core, dropIdOf(params.dropId), caller.citizen.id)).raffle;
    };
  return {
    getRaffle: async ({ params }) => granted(await seeRaffle(core, dropIdOf(params.dropId), null)).raffle,
    getMyRaffle: tell(seeRaffle),
    enterRaffle: tell(enterRaffle),
    leaveRaffle: tell(leaveRaffle),
    getRaffleReceipt: async ({ params }) => granted(await raffleReceipt(core, dropIdOf(params.dropId))).receipt,
  };
}

function dropIdOf(typed: string): DropId {
  const dropId = parseId('drop', typed);
  if (!dropId) throw new Refused({ code: 'not-found' });
  return dropId;
}
