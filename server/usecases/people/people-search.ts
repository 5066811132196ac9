import { parseId, type CitizenId } from '#shared/ids.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import { isLinked } from '../../domain/channel.ts';
import type { Account, Builder, Citizen } from '../../domain/citizen.ts';
import type { Application, Award, Ban } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import type { Debt, Strike } from '../../domain/trust-records.ts';
import type { Core } from '../work/core.ts';
import { isPartyTo } from '../house/order-file.ts';
import { awardsOf, passport } from './passports.ts';

const foundMax = 20;
const ordersMax = 25;
const strikesMax = 200;
const channelsMax = 5_000;

/** Everything that the staff may see of somebody. */
export type PersonFile = {
  readonly citizen: Citizen;
  readonly passport: Passport;
  readonly discordId: string | null;
  readonly formerAccounts: readonly Account[];
  readonly bought: readonly Order[];
  readonly building: readonly Order[];
  readonly strikes: readonly Strike[];
  readonly awards: readonly Award[];
  readonly ban: Ban | null;
  readonly builder: Builder | null;
  readonly channelLogin: string | null;
  readonly application: Application | null;
  readonly debt: Debt | null;
};

/**
 * People by what somebody types: a nickname, a number of a Discord or Twitch account, the login of a builder's channel, or one of our own
 * ids. Letters may be large or small. Two citizens who were found to be one are shown as the elder.
 */
export async function findPeople(core: Core, typed: string): Promise<readonly Citizen[]> {
  const text = typed.trim().slice(0, 60);
  if (text === '') return [];
  const found = new Map<CitizenId, Citizen>();
  for (const citizen of await candidates(core, text)) {
    const elder = citizen.aliasOf ? await core.store.get('citizen', citizen.aliasOf) : citizen;
    if (elder) found.set(elder.id, elder);
  }
  return [...found.values()].slice(0, foundMax);
}

async function candidates(core: Core, text: string): Promise<readonly Citizen[]> {
  const id = parseId('citizen', text);
  const byId = id ? await core.store.get('citizen', id) : undefined;
  if (byId) return [byId];
  const isNumber = /^\d{1,25}$/.test(text);
  const [discord, twitch, called, owner] = await Promise.all([
    isNumber ? core.store.citizenByAccount('discord', text) : undefined,
    isNumber ? core.store.citizenByAccount('twitch', text) : undefined,
    core.store.list('citizen', text.replace(/^@/, '').toLowerCase(), foundMax),
    ownerOfChannel(core, text),
  ]);
  return [discord, twitch, owner, ...called].flatMap((citizen) => citizen ?? []);
}

async function ownerOfChannel(core: Core, text: string): Promise<Citizen | undefined> {
  const login = text.replace(/^@/, '').toLowerCase();
  const channels = await core.store.channels(channelsMax);
  const channel = channels.filter(isLinked).find((each) => each.login.toLowerCase() === login);
  return channel && core.store.get('citizen', channel.builderId);
}

/**
 * All that is kept about one person, without orders to which whoever reads is a party: who bought something is not for its builder. Undefined
 * when there is nobody.
 */
export async function personFile(core: Core, id: CitizenId, reader: CitizenId): Promise<PersonFile | undefined> {
  const citizen = await core.store.get('citizen', id);
  if (!citizen) return undefined;
  const [own, bought, building, strikes, awards, ban, builder, channel, application, debt] = await Promise.all([
    passport(core, citizen, 'link'),
    core.store.ordersOf({ buyer: id }, ordersMax),
    core.store.ordersOf({ builder: id }, ordersMax),
    core.store.list('strike', id, strikesMax),
    awardsOf(core, id),
    core.store.get('ban', id),
    core.store.get('builder', id),
    core.store.channelOfBuilder(id),
    core.store.get('application', id),
    core.store.get('debt', id),
  ]);
  return {
    citizen,
    passport: own,
    discordId: citizen.accounts.find(({ platform }) => platform === 'discord')?.id ?? null,
    formerAccounts: citizen.formerAccounts ?? [],
    bought: bought.filter((order) => !isPartyTo(order, reader)),
    building: building.filter((order) => !isPartyTo(order, reader)),
    strikes: strikes.toSorted((one, other) => other.at - one.at),
    awards: awards.toSorted((one, other) => other.at - one.at),
    ban: ban ?? null,
    builder: builder ?? null,
    channelLogin: channel?.login ?? null,
    application: application ?? null,
    debt: debt && debt.owed.length > 0 ? debt : null,
  };
}
