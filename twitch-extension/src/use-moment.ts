import { useEffect, useRef, useState } from 'react';
import { momentsBetween, type ChannelMoment } from './channel-moments.ts';
import type { ChannelView } from './use-channel.ts';

/** Long enough to be read by somebody who looks at the stream, short enough not to stay in its way. */
const shownMs = 9_000;
/** More at once than anybody reads one after the other is left out. */
const waitingMax = 3;

/** The moment to tell just now, or null: each for some seconds, one after the other. */
export function useMoment(view: ChannelView): ChannelMoment | null {
  const seen = useRef(view);
  const [waiting, setWaiting] = useState<readonly ChannelMoment[]>([]);
  const shown = waiting[0] ?? null;
  useEffect(() => {
    const fresh = momentsBetween(seen.current, view);
    seen.current = view;
    if (fresh.length > 0) setWaiting((known) => [...known, ...fresh].slice(0, waitingMax));
  }, [view]);
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => setWaiting((known) => known.slice(1)), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown;
}
