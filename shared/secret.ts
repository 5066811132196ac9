/** What Node prints a value by, named so that this file needs nothing of Node. */
const inspected = Symbol.for('nodejs.util.inspect.custom');

/** A value that must not be printed: as text, as JSON and in a log it is `[secret]`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself, for the one place that needs it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [inspected](): string {
    return '[secret]';
  }
}
