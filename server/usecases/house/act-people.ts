import type { Platform } from '#shared/schemas/citizen.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Core } from '../work/core.ts';

/** How an act names somebody: by their Discord account, or by their Twitch account where no other is linked. */
export type ActPerson = Pick<Extract<StaffAct, { kind: 'ban' }>, 'discordId' | 'twitchId'>;

/** Whom an act names; undefined when nobody has that account. */
export async function personOfAct(core: Core, { discordId, twitchId }: ActPerson): Promise<Citizen | undefined> {
  if (discordId !== undefined) return core.store.citizenByAccount('discord', discordId);
  return twitchId === undefined ? undefined : core.store.citizenByAccount('twitch', twitchId);
}

/** The fields by which a form of an act names somebody; null when no account of theirs is linked. */
export function namedInActs({ accounts }: Pick<Citizen, 'accounts'>): Readonly<Record<string, string>> | null {
  const idOn = (platform: Platform) => accounts.find((account) => account.platform === platform)?.id;
  const [discordId, twitchId] = [idOn('discord'), idOn('twitch')];
  if (discordId !== undefined) return { discordId };
  return twitchId === undefined ? null : { twitchId };
}
