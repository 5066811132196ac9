import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTwitch } from './page.ts';
import type { TwitchHost } from './twitch.ts';

/** Twitch tells its theme within moments. Where it does not, the page takes the reader's own preference after this long. */
const themeWaitMs = 3_000;

const prefersDark = '(prefers-color-scheme: dark)';

function watchPreference(listener: () => void): () => void {
  const query = window.matchMedia(prefersDark);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/**
 * The theme to draw in: Twitch's, or the reader's preference where Twitch tells none. Null until that is known: nothing should be drawn
 * in a colour that may be the wrong one, because a light page that turns dark is a flash in a dark room.
 */
export function useTheme(twitch: TwitchHost): 'light' | 'dark' | null {
  const { theme, isOnTwitch } = useTwitch(twitch);
  const [hasWaited, setHasWaited] = useState(!isOnTwitch);
  const isDark = useSyncExternalStore(watchPreference, () => window.matchMedia(prefersDark).matches);
  useEffect(() => {
    const timer = setTimeout(() => setHasWaited(true), themeWaitMs);
    return () => clearTimeout(timer);
  }, []);
  if (theme) return theme;
  if (!hasWaited) return null;
  return isDark ? 'dark' : 'light';
}
