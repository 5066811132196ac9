import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react';
import { makeWayPx, placeUnder, type Row } from './arrange.ts';

/** Near the upper or lower edge of the window a drag scrolls the page, by so much per frame. */
const edgePx = 56;
const scrollPx = 8;

/** What is shown of a drag. */
type Drag = { readonly tag: string; readonly from: number; readonly to: number; readonly movedPx: number };
/** The row in hand: what was measured when it was lifted, and where the pointer is. */
type Hold = {
  readonly tag: string;
  readonly from: number;
  readonly rows: readonly Row[];
  readonly startY: number;
  readonly pointerId: number;
  clientY: number;
};

/** A list whose rows can be dragged by a handle, with a mouse, a finger or a pen. */
export type Dragging = {
  /** The row in hand, if any. */
  readonly tag: string | null;
  /** What makes an element the handle of the row at a place. */
  readonly handleOf: (place: number) => Handle;
  /** How far each row stands from its place, in pixels. */
  readonly offsetPx: (place: number) => number;
};

type Listener = (event: PointerEvent<HTMLElement>) => void;
type Handle = {
  readonly onPointerDown: Listener;
  readonly onPointerMove: Listener;
  readonly onPointerUp: Listener;
  readonly onPointerCancel: Listener;
};

/**
 * Follows a drag. Rows make way while it lasts, and nothing is changed before the row is let go at another place; Escape and whatever
 * else takes the pointer away leave everything as it was. A list that changes meanwhile drops what was in hand.
 *
 * @param list  gives the list's element; its children are the rows, in the order of `tags`
 */
export function useDrag(
  tags: readonly string[],
  list: () => HTMLElement | null,
  drop: (tag: string, place: number) => void,
): Dragging {
  const [drag, setDrag] = useState<Drag | null>(null);
  const hold = useRef<Hold | null>(null);
  const cancel = useCallback(() => {
    hold.current = null;
    setDrag(null);
  }, []);
  const order = tags.join(' ');
  useEffect(cancel, [cancel, order]);
  useFrames(drag !== null, hold, setDrag, cancel);

  const ofHeld = (act: (held: Hold, event: PointerEvent<HTMLElement>) => void): Listener => {
    return (event) => {
      if (hold.current?.pointerId === event.pointerId) act(hold.current, event);
    };
  };
  const letGo = ofHeld((held, { clientY }) => {
    held.clientY = clientY;
    const { to } = whereIs(held);
    cancel();
    if (to !== held.from) drop(held.tag, to);
  });
  const lift = (event: PointerEvent<HTMLElement>, from: number) => {
    const tag = tags[from];
    if (event.button !== 0 || tag === undefined || hold.current) return;
    const { clientY, pointerId } = event;
    // Let go outside the frame, the row must not stay in hand.
    event.currentTarget.setPointerCapture(pointerId);
    const rows = [...(list()?.children ?? [])].map(toRow);
    hold.current = { tag, from, rows, startY: clientY + window.scrollY, pointerId, clientY };
    setDrag({ tag, from, to: from, movedPx: 0 });
  };
  return {
    tag: drag?.tag ?? null,
    handleOf: (place) => ({
      onPointerDown: (event) => lift(event, place),
      onPointerMove: ofHeld((held, { clientY }) => {
        held.clientY = clientY;
      }),
      onPointerUp: letGo,
      onPointerCancel: ofHeld(cancel),
    }),
    offsetPx(place) {
      if (!drag || !hold.current) return 0;
      return place === drag.from ? drag.movedPx : makeWayPx(place, drag.from, drag.to, stepOf(hold.current));
    },
  };
}

/** Draws a drag before every frame, scrolls the page at its edges, and listens for Escape, as long as a row is in hand. */
function useFrames(
  isHeld: boolean,
  hold: { readonly current: Hold | null },
  show: (drag: Drag) => void,
  cancel: () => void,
): void {
  useEffect(() => {
    if (!isHeld) return;
    let frame = requestAnimationFrame(function step() {
      if (!hold.current) return;
      scrollAtEdge(hold.current.clientY);
      const { tag, from } = hold.current;
      show({ tag, from, ...whereIs(hold.current) });
      frame = requestAnimationFrame(step);
    });
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') cancel();
    };
    window.addEventListener('keydown', escape);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('keydown', escape);
    };
  }, [isHeld, hold, show, cancel]);
}

function whereIs({ rows, from, startY, clientY }: Hold): { readonly movedPx: number; readonly to: number } {
  const movedPx = clientY + window.scrollY - startY;
  return { movedPx, to: placeUnder(rows, from, movedPx) };
}

/** How far the others step aside: the height of the row in hand, and the gap to its neighbour. */
function stepOf({ rows, from }: Hold): number {
  const row = rows[from];
  const [upper, lower] = from === 0 ? [row, rows[1]] : [rows[from - 1], row];
  const gapPx = upper && lower ? Math.max(0, lower.top - upper.top - upper.height) : 0;
  return (row?.height ?? 0) + gapPx;
}

function toRow(element: Element): Row {
  const { top, height } = element.getBoundingClientRect();
  return { top: top + window.scrollY, height };
}

function scrollAtEdge(clientY: number): void {
  if (clientY < edgePx) window.scrollBy(0, -scrollPx);
  else if (clientY > window.innerHeight - edgePx) window.scrollBy(0, scrollPx);
}
