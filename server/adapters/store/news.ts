import type { Commit, News } from '../../ports/store.ts';

/** What a commit is to those who show what it wrote: each thing once, and nothing of what is in it. */
export function newsOf(change: Commit): readonly News[] {
  const news: News[] = [];
  for (const { kind, record } of change.put ?? []) {
    const revision = record.version + 1;
    if (kind === 'order') news.push({ about: 'order', tag: record.tag, revision, builderId: record.builderId });
    if (kind === 'drop') news.push({ about: 'drop', id: record.id, revision, builderId: record.builderId });
    if (kind === 'channel') news.push({ about: 'channel', builderId: record.builderId });
    if (kind === 'bench') news.push({ about: 'bench', builderId: record.id });
  }
  const moved = change.take ?? change.give ?? change.stock;
  if (moved) news.push({ about: 'units', id: moved.dropId });
  if (change.notices && change.notices.length > 0) news.push({ about: 'notices' });
  return news;
}
