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

/** What scrolls under the screens: the page, or a box of it. */
export type Scroller = { readonly current: Pick<HTMLElement, 'scrollTop'> | null };

type Place = { readonly scrollTop: number; readonly focused: Element | null };

/** Keeps the stack of screens. A new screen begins at its heading; going back returns to the same scroll and the same button. */
export function useScreens(scroller: Scroller = ownPage): Screens {
  const [stack, setStack] = useState<readonly Screen[]>([{ kind: 'home' }]);
  const places = useRef<Place[]>([]);
  const shownDepth = useRef(1);

  useLayoutEffect(() => {
    const depth = stack.length;
    const place = places.current[depth - 1];
    if (depth > shownDepth.current) {
      scrollTo(scroller, 0);
      focusHeading();
    } else if (depth < shownDepth.current && place) {
      scrollTo(scroller, place.scrollTop);
      if (place.focused instanceof HTMLElement && place.focused.isConnected)
        place.focused.focus({ preventScroll: true });
      else focusHeading();
    }
    shownDepth.current = depth;
  }, [stack, scroller]);

  return {
    stack,
    open(screen) {
      places.current[shownDepth.current - 1] = {
        scrollTop: scroller.current?.scrollTop ?? 0,
        focused: document.activeElement,
      };
      setStack((shown) => [...shown, screen]);
    },
    back: () => setStack((shown) => (shown.length > 1 ? shown.slice(0, -1) : shown)),
  };
}

const ownPage: Scroller = {
  get current() {
    return document.scrollingElement;
  },
};

function scrollTo({ current }: Scroller, scrollTop: number): void {
  if (current) current.scrollTop = scrollTop;
}

/** Puts the focus on the heading of the screen that is seen: where reading begins when what had the focus is gone. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('[data-screen]:not([hidden]) h1')?.focus({ preventScroll: true });
}
