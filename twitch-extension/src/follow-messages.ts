import * as z from 'zod/mini';
import type { Feed } from '#shared/ui/feed.ts';
import { parseJson, type TwitchHost } from './twitch.ts';

/** Every viewer hears a message at the same moment; asking is spread over this long, so that the core is not asked by all at once. */
const spreadMs = 600;

const Nudge = z.object({ revision: z.string() });

/**
 * Looks anew when the channel's messages name a revision that the feed has not seen. Any number of messages within the spread lead to
 * one look, and none does that names what is shown already.
 */
export function followMessages(
  twitch: TwitchHost,
  feed: Pick<Feed<{ readonly revision: string }>, 'get' | 'refresh'>,
): void {
  let spread: ReturnType<typeof setTimeout> | undefined;
  twitch.onBroadcast((message) => {
    const nudge = Nudge.safeParse(parseJson(message));
    if (!nudge.success || nudge.data.revision === feed.get().value?.revision) return;
    spread ??= setTimeout(() => {
      spread = undefined;
      if (nudge.data.revision !== feed.get().value?.revision) feed.refresh();
    }, Math.random() * spreadMs);
  });
}
