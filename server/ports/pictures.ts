/** Keeps pictures by content. */
export type Pictures = {
  /** Keeps the bytes and answers their name, `<sha256>.<png|jpg|webp>`; undefined when they are none of these or too large. */
  keep(bytes: Uint8Array): Promise<string | undefined>;
  has(name: string): Promise<boolean>;
  /** The address at which browsers may load it. */
  url(name: string): string;
  /** The bytes and their type; undefined when there is no such picture. */
  read(name: string): Promise<{ readonly bytes: Uint8Array; readonly contentType: string } | undefined>;
};
