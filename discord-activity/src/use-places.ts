import { useLayoutEffect, useRef, useState } from 'react';

/** Where on the street a person is. */
export type Place =
  | { readonly kind: 'street' }
  | { readonly kind: 'live' }
  | { readonly kind: 'orders' }
  | { readonly kind: 'passport' }
  | { readonly kind: 'drop'; readonly dropId: string }
  | { readonly kind: 'order'; readonly tag: string };

/** Places lie on each other; what lies beneath stays as it was left. The street is always the lowest. */
export type Places = {
  readonly stack: readonly Place[];
  /** Goes there; a place that lies beneath is gone back to. */
  readonly go: (place: Place) => void;
  readonly back: () => void;
};

type Left = { readonly scrollTop: number; readonly focused: Element | null };

/** The stack after going somewhere. */
export function stackAfter(stack: readonly Place[], place: Place): readonly Place[] {
  const at = stack.findIndex((each) => isSame(each, place));
  if (at !== -1) return at === stack.length - 1 ? stack : stack.slice(0, at + 1);
  // The rooms of the house lie beside each other on the street; only what is opened in one lies on it.
  return isRoom(place) ? [...stack.slice(0, 1), place] : [...stack, place];
}

function isRoom({ kind }: Place): boolean {
  return kind === 'live' || kind === 'orders' || kind === 'passport';
}

function isSame(a: Place, b: Place): boolean {
  if (a.kind === 'drop') return b.kind === 'drop' && a.dropId === b.dropId;
  if (a.kind === 'order') return b.kind === 'order' && a.tag === b.tag;
  return a.kind === b.kind;
}

/** Keeps the stack. A new place begins at its heading; going back returns to the same scroll and the same button. */
export function usePlaces(): Places {
  const [stack, setStack] = useState<readonly Place[]>([{ kind: 'street' }]);
  const left = useRef<Left[]>([]);
  const shown = useRef(stack);

  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = stack;
    if (before === stack) return;
    const page = document.scrollingElement;
    const kept = left.current[stack.length - 1];
    const wentBack = before[stack.length - 1] === stack.at(-1);
    if (page) page.scrollTop = wentBack ? (kept?.scrollTop ?? 0) : 0;
    if (wentBack && kept?.focused instanceof HTMLElement && kept.focused.isConnected)
      kept.focused.focus({ preventScroll: true });
    else focusHeading();
  }, [stack]);

  return {
    stack,
    go(place) {
      left.current[shown.current.length - 1] = {
        scrollTop: document.scrollingElement?.scrollTop ?? 0,
        focused: document.activeElement,
      };
      setStack((now) => stackAfter(now, place));
    },
    back: () => setStack((now) => (now.length > 1 ? now.slice(0, -1) : now)),
  };
}

/** Puts the focus on the heading of the place that is seen: where reading begins when what had the focus is gone. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('[data-place]:not([hidden]) h1')?.focus({ preventScroll: true });
}
