/** Keeps files by content, whatever is in them. */
export type Files = {
  /** Keeps the bytes and answers their SHA-256 in hexadecimal; undefined when they are none, or more than the house allows. */
  keep(bytes: Uint8Array): Promise<string | undefined>;
  /** The bytes of a file; undefined when there is none of this SHA-256. */
  read(sha256: string): Promise<Uint8Array | undefined>;
  /** How many bytes a file has; undefined when there is none of this SHA-256. */
  sizeOf(sha256: string): Promise<number | undefined>;
};
