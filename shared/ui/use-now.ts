import { useEffect, useState } from 'react';

/** The core's time, told again every so often. It is the core's that counts: a reader's clock may be wrong. */
export function useNow(clock: () => number, everyMs: number): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}
