import type { CitizenId } from '#shared/ids.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { RoomMessage } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { meetCitizen, unmetName } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** The citizen, or the elder one that they were found to be. */
export async function personOf(core: Core, id: CitizenId): Promise<Citizen | undefined> {
  const citizen = await core.store.get('citizen', id);
  return citizen?.aliasOf ? core.store.get('citizen', citizen.aliasOf) : citizen;
}

/** The Discord accounts of a citizen. */
export async function discordIdsOf(core: Core, id: CitizenId): Promise<readonly string[]> {
  const citizen = await personOf(core, id);
  return (citizen?.accounts ?? []).filter(({ platform }) => platform === 'discord').map((account) => account.id);
}

/** Whose a Discord account is in an order's room: one of its sides, or the house's; undefined when it is nobody's there. */
export async function speakerOf(
  core: Core,
  { buyerId, builderId }: Pick<Order, 'buyerId' | 'builderId'>,
  discordId: string,
): Promise<Pick<RoomMessage, 'by' | 'citizenId'> | undefined> {
  const [buyer, builder] = await Promise.all([discordIdsOf(core, buyerId), discordIdsOf(core, builderId)]);
  if (buyer.includes(discordId)) return { by: 'buyer', citizenId: buyerId };
  if (builder.includes(discordId)) return { by: 'builder', citizenId: builderId };
  if (!(await core.staff.isStaff(discordId))) return undefined;
  const { id } = await meetCitizen(core, { platform: 'discord', id: discordId, handle: unmetName(discordId) });
  return { by: 'staff', citizenId: id };
}
