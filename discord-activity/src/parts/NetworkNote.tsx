import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Problem } from '#shared/api/problem.ts';
import { activityTexts } from '#shared/text/en/activity.ts';

const texts = activityTexts.trouble;
const backShownMs = 4_000;

function watchConnection(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says quietly that what is shown may be old, and once that it is not any more. Nothing is taken away meanwhile. */
export function NetworkNote({ problem }: { readonly problem: Problem | null }) {
  const isOnline = useSyncExternalStore(watchConnection, () => navigator.onLine);
  const isAway = !isOnline || (problem !== null && problem.status >= 500);
  const wasAway = useRef(false);
  const [isBack, setIsBack] = useState(false);
  useEffect(() => {
    if (isAway) {
      wasAway.current = true;
      return setIsBack(false);
    }
    if (!wasAway.current) return;
    wasAway.current = false;
    setIsBack(true);
    const timer = setTimeout(() => setIsBack(false), backShownMs);
    return () => clearTimeout(timer);
  }, [isAway]);
  const words = !isOnline ? texts.offline : isAway ? texts.unreachable : isBack ? texts.back : '';
  return (
    <div className={isAway ? 'network network--away' : 'network'} role="status">
      {words}
    </div>
  );
}
