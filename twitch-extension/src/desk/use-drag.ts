import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { makeWayPx, placeUnder, type Row } from './arrange.ts';

/** Near the upper or lower edge of the window a drag scrolls the page, by so much per frame. */
const edgePx = 56;
const scrollPx = 8;

type Drag = {
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  readonly movedPx: number;
  readonly stepPx: number;
};

/** A list whose rows can be dragged by a handle, with a mouse, a finger or a pen. */
export type Dragging = {
  /** The row in hand, if any. */
  readonly tag: string | null;
  /** To be put on each handle. */
  readonly lift: (event: PointerEvent<HTMLElement>, place: number) => void;
  /** How far each row stands from its place, in pixels. */
  readonly offsetPx: (place: number) => number;
};

type Hold = { readonly rows: readonly Row[]; readonly startY: number; clientY: number; pointerId: number };

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
  const isHeld = drag !== null;
  const order = tags.join(' ');

  useEffect(() => setDrag(null), [order]);
  useEffect(() => {
    if (!isHeld) return;
    const follow = () => {
      const { current } = hold;
      if (!current) return;
      scrollAtEdge(current.clientY);
      const movedPx = current.clientY + window.scrollY - current.startY;
      setDrag((now) => now && { ...now, movedPx, to: placeUnder(current.rows, now.from, movedPx) });
    };
    const move = (event: globalThis.PointerEvent) => {
      if (event.pointerId === hold.current?.pointerId) hold.current.clientY = event.clientY;
    };
    return followPointer(move, follow, () => setDrag(null));
  }, [isHeld]);
  useEffect(() => {
    if (!drag) return;
    const letGo = (event: globalThis.PointerEvent) => {
      const { current } = hold;
      if (!current || event.pointerId !== current.pointerId) return;
      const to = placeUnder(current.rows, drag.from, event.clientY + window.scrollY - current.startY);
      setDrag(null);
      if (to !== drag.from) drop(drag.tag, to);
    };
    window.addEventListener('pointerup', letGo);
    return () => window.removeEventListener('pointerup', letGo);
  }, [drag, drop]);

  return {
    tag: drag?.tag ?? null,
    lift(event, place) {
      const tag = tags[place];
      const rows = [...(list()?.children ?? [])].map(toRow);
      const row = rows[place];
      if (event.button !== 0 || tag === undefined || !row) return;
      const { clientY, pointerId } = event;
      // Let go outside the frame, the row must not stay in hand.
      event.currentTarget.setPointerCapture(pointerId);
      hold.current = { rows, startY: clientY + window.scrollY, clientY, pointerId };
      const next = rows[place + 1] ?? rows[place - 1];
      const gapPx = next
        ? Math.max(0, Math.abs(next.top - row.top) - (next.top > row.top ? row.height : next.height))
        : 0;
      setDrag({ tag, from: place, to: place, movedPx: 0, stepPx: row.height + gapPx });
    },
    offsetPx(place) {
      if (!drag) return 0;
      return place === drag.from ? drag.movedPx : makeWayPx(place, drag.from, drag.to, drag.stepPx);
    },
  };
}

function toRow(element: Element): Row {
  const { top, height } = element.getBoundingClientRect();
  return { top: top + window.scrollY, height };
}

function scrollAtEdge(clientY: number): void {
  if (clientY < edgePx) window.scrollBy(0, -scrollPx);
  else if (clientY > window.innerHeight - edgePx) window.scrollBy(0, scrollPx);
}

/** Calls `follow` before every frame until it is undone, and `cancel` when the pointer is taken away or Escape is pressed. */
function followPointer(
  move: (event: globalThis.PointerEvent) => void,
  follow: () => void,
  cancel: () => void,
): () => void {
  let frame = requestAnimationFrame(function step() {
    follow();
    frame = requestAnimationFrame(step);
  });
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel();
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', escape);
  return () => {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', escape);
  };
}
