import type { Instant } from '#shared/ids.ts';

/** One thing that is told: words, a fact with its name, or a picture with what it shows. */
export type DossierBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fact'; readonly name: string; readonly value: string }
  | { readonly kind: 'picture'; readonly caption: string; readonly bytes: Uint8Array };

/**
 * A part of the document. What does not fit into its lines is left out of its middle, or of its end, and `omitted` says so in its place,
 * with `{count}` for how many.
 */
export type DossierSection = {
  readonly title: string;
  readonly blocks: readonly DossierBlock[];
  readonly linesMax: number;
  readonly leavesOut: 'middle' | 'end';
  readonly omitted: string;
};

/** Everything of one document. `at` is the moment that it says it was made at: the same dossier makes the same bytes. */
export type Dossier = {
  readonly title: string;
  readonly footer: string;
  readonly at: Instant;
  readonly sections: readonly DossierSection[];
  /** What stands in place of a picture that does not fit or cannot be read, after its caption. */
  readonly pictureLeftOut: string;
};

/** A document as it is sent in; the SHA-256 in lower-case hexadecimal. */
export type WrittenDossier = { readonly bytes: Uint8Array; readonly sha256: string; readonly pages: number };

/** Writes a document that a bank takes: within its bytes and pages, whatever is in the dossier. */
export type DossierWriter = { write(dossier: Dossier): Promise<WrittenDossier> };
