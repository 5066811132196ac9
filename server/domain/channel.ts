import type { CitizenId, Instant } from '#shared/ids.ts';
import type { Channel } from './citizen.ts';

/**
 * A channel as it is when it is linked for the first time: offline as far as we know.
 *
 * @param provesFrom 0 for a builder who never had another channel, else the moment of linking
 */
export function newChannel(id: string, login: string, builderId: CitizenId, provesFrom: Instant = 0): Channel {
  return {
    id,
    version: 0,
    login,
    builderId,
    title: '',
    titleAt: 0,
    titleId: '',
    live: null,
    ended: null,
    provesFrom,
    unlinkedAt: null,
  };
}

/** Whether what happens on the channel counts. Records of a time before channels could be unlinked lack the field. */
export function isLinked(channel: Channel): boolean {
  return (channel.unlinkedAt ?? null) === null;
}
