import type { DropId } from '#shared/ids.ts';
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
    if (kind === 'build') news.push({ about: 'build', builderId: record.builderId });
    if (kind === 'desk') news.push({ about: 'desk', builderId: record.id });
    if (kind === 'waitlist') news.push({ about: 'waitlist', id: record.id as DropId });
  }
  const moved = change.take ?? change.give ?? change.stock;
  if (moved) news.push({ about: 'units', id: moved.dropId });
  if (change.notices && change.notices.length > 0) news.push({ about: 'notices' });
  return news;
}
