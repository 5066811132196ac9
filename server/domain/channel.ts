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

/**
 * A channel as it is when it is linked once more. What was paid since it was unlinked is not its to prove if another channel was
 * linked in that time.
 *
 * @param others the builder's other channels, none of which is linked now
 */
export function backAfter(channel: Channel, others: readonly Channel[], now: Instant): Channel {
  const from = channel.unlinkedAt ?? null;
  if (from === null || !others.some(({ unlinkedAt }) => unlinkedAt !== null && unlinkedAt > from)) return channel;
  return { ...channel, away: [...(channel.away ?? []), { from, until: now }] };
}

/** Whether what was paid at that moment is this channel's to prove, or that of another one which was linked then. */
export function mayProve(channel: Channel, paidAt: Instant): boolean {
  // Records of a time before a builder could have two channels lack both fields.
  if (paidAt < channel.provesFrom) return false;
  return !(channel.away ?? []).some(({ from, until }) => paidAt >= from && paidAt < until);
}
