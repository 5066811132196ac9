import type { ConnectionCheck, ConnectionView } from '#shared/schemas/desk.ts';
import { isLinked } from '../../domain/channel.ts';
import type { Channel } from '../../domain/citizen.ts';
import type { Grant } from '../../domain/stream-records.ts';
import { askedScopes } from '../../ports/channel-access.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Core } from '../work/core.ts';
import { builderCard } from '../work/views.ts';

/** The kinds of news of a channel that proof lives on, by Twitch's names. */
const neededNews = ['stream.online', 'stream.offline', 'channel.update'] as const;

type Check = Omit<ConnectionCheck, 'key'>;
const done: Check = { state: 'done', missing: [] };
const notYet: Check = { state: 'waiting', missing: [] };

/**
 * How a channel stands with C500: what is there, what is missing, and the first thing that the broadcaster has to do about it.
 *
 * @param connectUrl the page of ours that asks for Twitch's consent
 */
export async function connectionView(core: Core, channelId: string, connectUrl: string): Promise<ConnectionView> {
  const [channel, grant, owner] = await Promise.all([
    core.store.get('channel', channelId),
    core.store.get('grant', channelId),
    core.store.citizenByAccount('twitch', channelId),
  ]);
  const linked = channel && isLinked(channel) ? channel : undefined;
  const active = grant && !grant.ended ? grant : undefined;
  const builderId = linked?.builderId ?? owner?.id;
  const isBuilder = builderId !== undefined && (await core.store.get('builder', builderId)) !== undefined;
  const [notifications, recordings] = await Promise.all([
    answered(() => checkNotifications(core, linked, channelId)),
    // Anybody may install the extension; what Twitch answers us in a minute is for the channels of builders.
    isBuilder ? answered(() => checkRecordings(core, channelId)) : notYet,
  ]);
  const checks: readonly ConnectionCheck[] = [
    { key: 'builder', ...(isBuilder ? done : missing([])) },
    { key: 'consent', ...(active ? done : missing([])) },
    { key: 'scopes', ...checkScopes(active) },
    { key: 'notifications', ...notifications },
    { key: 'chat', ...(active?.scopes.includes('channel:bot') ? done : missing(['channel:bot'])) },
    { key: 'recordings', ...recordings },
  ];
  return {
    login: channel?.login ?? grant?.login ?? null,
    builder: linked ? await builderCard(core, linked.builderId) : null,
    connectedAt: active?.connectedAt ?? null,
    endedWhy: grant?.ended?.why ?? null,
    checks: checks.map((check) => ({ ...check, missing: [...check.missing] })),
    next: checks.find(({ state }) => state === 'missing')?.key ?? null,
    connectUrl,
  };
}

function missing(names: readonly string[]): Check {
  return { state: 'missing', missing: [...names] };
}

function checkScopes(grant: Grant | undefined): Check {
  const lacking = askedScopes.filter((scope) => !grant?.scopes.includes(scope));
  return lacking.length === 0 ? done : missing(lacking);
}

/** We make them ourselves, within a minute of the channel's being linked: nobody has to do anything about it. */
async function checkNotifications(core: Core, linked: Channel | undefined, channelId: string): Promise<Check> {
  const told = linked ? await core.streams.fetchNotified(channelId) : [];
  const lacking = neededNews.filter((kind) => !told.includes(kind));
  return lacking.length === 0 ? done : { state: 'waiting', missing: lacking };
}

/** A channel that has not streamed yet shows its setting with its first stream. */
async function checkRecordings(core: Core, channelId: string): Promise<Check> {
  const keeps = await core.streams.keepsRecordings(channelId);
  if (keeps === undefined) return notYet;
  return keeps ? done : missing([]);
}

async function answered(check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof UpstreamError && error.party === 'twitch') return { state: 'unknown', missing: [] };
    throw error;
  }
}
