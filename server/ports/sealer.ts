/**
 * Closes texts so that whoever reads the store cannot use them. `place` is where the text belongs (a record's id): one that was moved
 * elsewhere does not open.
 */
export type Sealer = {
  seal(text: string, place: string): string;
  /** Undefined for what none of our keys closed for this place, or what was changed since. */
  unseal(sealed: string, place: string): string | undefined;
};
