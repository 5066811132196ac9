import type { raffleDrawEndpoints } from '#shared/api/raffle-draws.ts';
import type { raffleEndpoints } from '#shared/api/raffles.ts';
import { houseRules, minute } from '#shared/house-rules.ts';
import { listDrop } from './stories.ts';
import type { TestWorld } from './world.ts';

type Sent = { readonly params: Readonly<Record<string, string>> };

/** One call that must be granted to each endpoint about raffles. */
export function raffleCalls(world: () => TestWorld): {
  readonly [N in keyof typeof raffleEndpoints | keyof typeof raffleDrawEndpoints]: () => Promise<Sent>;
} {
  const raffleMinutes = houseRules.raffleWindowMsMin / minute;
  const open = async () => ({ params: { dropId: (await listDrop(world(), { price: '60', raffleMinutes })).id } });
  const drawn = async () => {
    const { params } = await open();
    await world().pass(houseRules.raffleWindowMsMin);
    return { params };
  };
  return { getRaffle: open, getMyRaffle: open, enterRaffle: open, leaveRaffle: open, getRaffleReceipt: drawn };
}
