import type { DeskView } from '#shared/schemas/desk.ts';
import type { Desk } from './desk.ts';

/** What every part of the live desk is given. */
export type DeskProps = {
  readonly desk: Desk;
  readonly view: DeskView;
  /** Tells screen readers what has just become of something. */
  readonly say: (words: string) => void;
  /** Moves the focus to an element by its id, once it is there: where what had the focus is gone. */
  readonly goTo: (id: string) => void;
};
