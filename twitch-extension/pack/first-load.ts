import { gzipSync } from 'node:zlib';
import { reactFile } from './react-file.ts';
import { parseScript, referencesOfPage, referencesOfScript, referencesOfStyles, type Reference } from './references.ts';
import type { Files } from './zip-file.ts';

/** A file with the bytes it travels as. */
export type Weight = { readonly name: string; readonly gzipped: number };

const decoder = new TextDecoder();

/** A file's text. */
export function textOfFile(files: Files, name: string): string {
  return decoder.decode(files.get(name));
}

/** What a file asks for, by its kind. */
export function referencesOf(files: Files, name: string): readonly Reference[] {
  const text = textOfFile(files, name);
  if (name.endsWith('.html')) return referencesOfPage(text);
  if (name.endsWith('.css')) return referencesOfStyles(text);
  // React asks for nothing, and is held to its published text elsewhere.
  return name.endsWith('.js') && name !== reactFile.name ? referencesOfScript(parseScript(text)) : [];
}

/** The file of the zip that an address means, if it is one beside the page. */
export function fileMeant(files: Files, address: string): string | undefined {
  const name = address.replace(/^\.\//, '').replace(/[?#].*$/, '');
  return files.has(name) ? name : undefined;
}

/** Every file that a page can come to: all of them, or only what it cannot be shown without. */
export function filesReached(files: Files, page: string, which: 'all' | 'first'): readonly string[] {
  const reached = new Set<string>([page]);
  for (const name of reached)
    for (const { address, isNeededFirst } of referencesOf(files, name)) {
      const next = fileMeant(files, address);
      if (next !== undefined && (which === 'all' || isNeededFirst)) reached.add(next);
    }
  return [...reached];
}

/** What a browser fetches of the zip before a page can be used, heaviest first, as a server that compresses everything sends it. */
export function firstLoad(files: Files, page: string): readonly Weight[] {
  return weigh(files, filesReached(files, page, 'first'));
}

/** What it may fetch afterwards: fonts that words can be read without, and code for what somebody opens. */
export function laterLoad(files: Files, page: string): readonly Weight[] {
  const first = filesReached(files, page, 'first');
  return weigh(
    files,
    filesReached(files, page, 'all').filter((name) => !first.includes(name)),
  );
}

function weigh(files: Files, names: readonly string[]): readonly Weight[] {
  return names
    .map((name) => ({ name, gzipped: gzipSync(files.get(name) ?? new Uint8Array(), { level: 9 }).length }))
    .toSorted((a, b) => b.gzipped - a.gzipped);
}

/** The weight of several files, in bytes. */
export function weightOf(weights: readonly Weight[]): number {
  return weights.reduce((sum, { gzipped }) => sum + gzipped, 0);
}
