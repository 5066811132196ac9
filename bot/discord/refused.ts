import type { Said } from '../sentences.ts';

/** A no that the bot itself says to a person; whatever the person used stays as it is. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly said: Said;
  constructor(said: Said) {
    super(said.sentence);
    this.said = said;
  }
}
