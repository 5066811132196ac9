import { useEffect, useState } from 'react';
import type { MessageState } from '../../message-state.ts';

/**
 * How many messages of each place a person has not looked at since this page was opened, by the place's id. Whatever was there
 * at the start counts as read.
 */
export function useUnread(
  messages: readonly MessageState[],
  userId: string,
  chosenId: string,
): ReadonlyMap<string, number> {
  const [read, setRead] = useState<ReadonlySet<string>>(() => new Set(messages.map(({ id }) => id)));
  const newest = messages.findLast(({ channelId }) => channelId === chosenId)?.id;
  useEffect(() => {
    setRead((before) => {
      const seen = messages.filter(({ id, channelId }) => channelId === chosenId && !before.has(id));
      return seen.length === 0 ? before : new Set([...before, ...seen.map(({ id }) => id)]);
    });
  }, [newest, chosenId]);
  const counts = new Map<string, number>();
  for (const { id, channelId, authorId, visibleTo } of messages) {
    const isForThem = (visibleTo === null || visibleTo === userId) && authorId !== userId;
    if (isForThem && !read.has(id)) counts.set(channelId, (counts.get(channelId) ?? 0) + 1);
  }
  return counts;
}
