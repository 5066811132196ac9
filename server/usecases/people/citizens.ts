import { makeId, type CitizenId } from '#shared/ids.ts';
import { isLinked } from '../../domain/channel.ts';
import type { Account, Channel, Citizen } from '../../domain/citizen.ts';
import type { Core } from '../work/core.ts';

/**
 * The citizen behind an account that a door has proved. Somebody never seen before becomes a citizen at this moment. Two doors
 * may meet the same newcomer at once: the store keeps one, and both get it.
 */
export async function meetCitizen(core: Core, account: Account): Promise<Citizen> {
  const known = await core.store.citizenByAccount(account.platform, account.id);
  if (known) return named(core, known, account);
  const citizen: Citizen = {
    id: makeId('citizen', core.clock.randomText()),
    version: 0,
    nickname: account.handle,
    accounts: [account],
    identityVerified: false,
    completedOrders: 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: core.clock.now(),
  };
  const { result } = await core.store.commit({ put: [{ kind: 'citizen', record: citizen }] });
  if (result === 'committed') return { ...citizen, version: 1 };
  const other = await core.store.citizenByAccount(account.platform, account.id);
  if (!other) throw new Error(`citizen of ${account.platform} account ${account.id} could neither be made nor found`);
  return other;
}

/** What somebody is called whom the staff had to name before they came by. */
export function unmetName(accountId: string): string {
  return `member${accountId.slice(-4)}`;
}

/** Gives somebody whom only the staff had named the name with which they come. */
async function named(core: Core, citizen: Citizen, { id, handle }: Account): Promise<Citizen> {
  const unmet = unmetName(id);
  if (citizen.nickname !== unmet || handle === unmet) return citizen;
  const accounts = citizen.accounts.map((each) => (each.id === id ? { ...each, handle } : each));
  const record = { ...citizen, nickname: handle, accounts };
  const { result } = await core.store.commit({ put: [{ kind: 'citizen', record }] });
  return result === 'committed' ? { ...record, version: citizen.version + 1 } : citizen;
}

/**
 * Notes the language in which somebody was met. Whoever changes the citizen at the same moment is let through: the language is noted
 * the next time.
 */
export async function keepLocale(core: Core, citizen: Citizen, locale: string | undefined): Promise<Citizen> {
  const isGone = citizen.deletedAt !== undefined;
  if (isGone || locale === undefined || locale === (citizen.locale ?? 'en')) return citizen;
  const changed = { ...citizen, locale };
  const { result } = await core.store.commit({ put: [{ kind: 'citizen', record: changed }] });
  return result === 'committed' ? { ...changed, version: citizen.version + 1 } : citizen;
}

/** The builder to whom a Twitch channel is linked; undefined while it is to nobody. */
export async function builderOfChannel(core: Core, channelId: string): Promise<Citizen | undefined> {
  const channel = await core.store.get('channel', channelId);
  return channel && isLinked(channel) ? core.store.get('citizen', channel.builderId) : undefined;
}

/** Channels on which something may count, of this many that are on record. */
export async function linkedChannels(core: Core, limit: number): Promise<readonly Channel[]> {
  return (await core.store.channels(limit)).filter(isLinked);
}

/** The citizen's name that others may see. */
export async function nicknameOf(core: Core, id: CitizenId): Promise<string> {
  return (await core.store.get('citizen', id))?.nickname ?? '';
}
