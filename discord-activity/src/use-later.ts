import { useEffect, useState } from 'react';

const retryMs = 2_000;

/** Code that comes after the first screen; null until it is there. A network that is away just then is waited for. */
export function useLater<T>(load: () => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<{ readonly module: T } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const tryOnce = () => {
      load().then(
        (module) => {
          if (!isGone) setLoaded({ module });
        },
        () => {
          if (!isGone) timer = setTimeout(tryOnce, retryMs);
        },
      );
    };
    tryOnce();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load]);
  return loaded?.module ?? null;
}
