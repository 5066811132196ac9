import type { ChannelView } from './use-channel.ts';

/** Something that just happened on a channel and is worth a word. `key` is the same for the same happening. */
export type ChannelMoment =
  | { readonly kind: 'drop-opened'; readonly key: string; readonly title: string }
  | { readonly kind: 'order-done'; readonly key: string; readonly title: string; readonly nickname: string };

/** What happened between two looks at a channel, orders first. What was so at the first look is no news. */
export function momentsBetween(before: ChannelView, after: ChannelView): readonly ChannelMoment[] {
  const wasOpen = new Set(before.drops.filter(isClaimable).map(({ id }) => id));
  const wasDone = new Set(before.doneToday.map(({ tag }) => tag));
  const wasKnown = new Set(before.drops.map(({ id }) => id));
  const done = after.doneToday
    .filter(({ tag }) => !wasDone.has(tag))
    .map((entry): ChannelMoment => {
      return { kind: 'order-done', key: entry.tag, title: entry.title, nickname: entry.buyerNickname };
    });
  const opened = after.drops
    // A unit that comes back to a drop that was sold out does not open it anew.
    .filter(
      (drop) => isClaimable(drop) && !wasOpen.has(drop.id) && (!wasKnown.has(drop.id) || wasPaused(before, drop.id)),
    )
    .map((drop): ChannelMoment => ({ kind: 'drop-opened', key: drop.id, title: drop.title }));
  return [...done, ...opened];
}

function isClaimable({ status, units }: ChannelView['drops'][number]): boolean {
  return status === 'open' && units.left > 0;
}

function wasPaused(view: ChannelView, dropId: string): boolean {
  return view.drops.some(({ id, status }) => id === dropId && status === 'paused');
}
