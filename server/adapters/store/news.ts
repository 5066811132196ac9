import type { DropId } from '#shared/ids.ts';
import type { Commit, FederationNews, Kind, News } from '../../ports/store.ts';

/** What a commit is to those who show what it wrote: each thing once, and nothing of what is in it. */
export function newsOf(change: Commit): readonly News[] {
  const news: News[] = [];
  const federation = new Set<FederationNews>();
  for (const { kind, record } of change.put ?? []) {
    const revision = record.version + 1;
    for (const what of federationNewsOf(kind)) federation.add(what);
    if (kind === 'order') news.push({ about: 'order', tag: record.tag, revision, builderId: record.builderId });
    if (kind === 'drop') news.push({ about: 'drop', id: record.id, revision, builderId: record.builderId });
    if (kind === 'channel') news.push({ about: 'channel', builderId: record.builderId });
    if (kind === 'bench') news.push({ about: 'bench', builderId: record.id });
    if (kind === 'build') news.push({ about: 'build', builderId: record.builderId });
    if (kind === 'desk') news.push({ about: 'desk', builderId: record.id });
    if (kind === 'waitlist') news.push({ about: 'waitlist', id: record.id as DropId });
    if (kind === 'raffleEntry') news.push({ about: 'raffle', id: record.dropId });
    if (kind === 'gathering') news.push({ about: 'gathering', id: record.id });
  }
  for (const what of federation) news.push({ about: 'federation', what });
  const moved = change.take ?? change.give ?? change.stock ?? change.restock;
  if (moved) news.push({ about: 'units', id: moved.dropId });
  if (change.notices && change.notices.length > 0) news.push({ about: 'notices' });
  return news;
}

/** A channel's record says whether its builder is live, a builder's whom communities may mark, and a ban whom no more. */
function federationNewsOf(kind: Kind): readonly FederationNews[] {
  switch (kind) {
    case 'community':
      return ['communities'];
    case 'builder':
    case 'channel':
      return ['builders'];
    case 'ban':
      return ['bans', 'builders'];
    case 'carriedBans':
      return ['bans'];
    default:
      return [];
  }
}
