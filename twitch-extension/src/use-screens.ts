import { useLayoutEffect, useRef, useState } from 'react';

/** Where in the panel a person is. */
export type Screen =
  | { readonly kind: 'home' }
  | { readonly kind: 'orders' }
  | { readonly kind: 'drop'; readonly dropId: string }
  | { readonly kind: 'order'; readonly tag: string };

/** Screens lie on each other; what lies beneath stays as it was left. */
export type Screens = {
  readonly stack: readonly Screen[];
  readonly open: (screen: Screen) => void;
  readonly back: () => void;
};

type Place = { readonly scrollTop: number; readonly focused: Element | null };

/** Keeps the stack of screens. A new screen begins at its heading; going back returns to the same scroll and the same button. */
export function useScreens(): Screens {
  const [stack, setStack] = useState<readonly Screen[]>([{ kind: 'home' }]);
  const places = useRef<Place[]>([]);
  const shownDepth = useRef(1);

  useLayoutEffect(() => {
    const depth = stack.length;
    const place = places.current[depth - 1];
    if (depth > shownDepth.current) {
      window.scrollTo(0, 0);
      focusHeading();
    } else if (depth < shownDepth.current && place) {
      window.scrollTo(0, place.scrollTop);
      if (place.focused instanceof HTMLElement && place.focused.isConnected)
        place.focused.focus({ preventScroll: true });
      else focusHeading();
    }
    shownDepth.current = depth;
  }, [stack]);

  return {
    stack,
    open(screen) {
      places.current[shownDepth.current - 1] = { scrollTop: window.scrollY, focused: document.activeElement };
      setStack((shown) => [...shown, screen]);
    },
    back: () => setStack((shown) => (shown.length > 1 ? shown.slice(0, -1) : shown)),
  };
}

/** Puts the focus on the heading of the screen that is seen: where reading begins when what had the focus is gone. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('[data-screen]:not([hidden]) h1')?.focus({ preventScroll: true });
}
