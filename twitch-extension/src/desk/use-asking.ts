import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** A button that gives way to a question. A no gives the button its focus back. */
export type Asking = {
  readonly isAsking: boolean;
  readonly ask: () => void;
  readonly keep: () => void;
  readonly button: RefObject<HTMLButtonElement | null>;
};

/** Keeps whether the question is asked. It begins with the button. */
export function useAsking(): Asking {
  const [isAsking, setIsAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useLayoutEffect(() => {
    if (wasAsking.current && !isAsking) button.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  return { isAsking, ask: () => setIsAsking(true), keep: () => setIsAsking(false), button };
}
