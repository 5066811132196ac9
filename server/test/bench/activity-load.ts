import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { formatCount } from './figures.ts';

/** What the activity may load before it can be used, gzipped, fonts included. */
const bytesMax = 170_000;
const dist = new URL('../../../discord-activity/dist/', import.meta.url);

type Weight = { readonly name: string; readonly bytes: number };

/**
 * What people load before they see the street: the page, the scripts and styles that it names with all that they import, and the fonts
 * that its own sentences need. Pictures of drops come from builders and are not counted; neither is what a later place loads.
 *
 * @returns sentences on what was wrong
 */
export function benchActivityLoad(say: (sentence: string) => void): readonly string[] {
  const first = weigh(firstFiles());
  const later = weigh(allFiles().filter((name) => !first.some((each) => each.name === name)));
  const bytes = sum(first);
  const isKept = bytes <= bytesMax;
  say(
    `The activity loads ${toKilobytes(bytes)} kB gzipped in all (${formatCount(bytes)} bytes), of ${toKilobytes(bytesMax)}: ${isKept ? 'kept' : 'not kept'}.`,
  );
  say(`  ${list(first)}`);
  say(`  Later, as it is needed: ${list(later)}`);
  return isKept
    ? []
    : [`the activity loads ${formatCount(bytes)} bytes at first, and may load ${formatCount(bytesMax)}`];
}

function textOf(name: string): string {
  return readFileSync(new URL(name, dist), 'utf8');
}

function allFiles(): readonly string[] {
  return ['index.html', ...readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`)];
}

/** Everything that the page cannot be shown without, by following what each file names. */
function firstFiles(): readonly string[] {
  const reached = new Set(['index.html']);
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) for (const next of namedBy(name)) reached.add(next);
  return [...reached];
}

function namedBy(name: string): readonly string[] {
  const text = name.endsWith('.woff2') ? '' : textOf(name);
  if (name.endsWith('.html')) return found(text, /(?:src|href)="\/(assets\/[^"]+)"/g);
  if (name.endsWith('.js')) return found(text, /(?:from|import)\s*"\.\/([^"]+\.js)"/g).map((file) => `assets/${file}`);
  // Of the fonts, those of our own sentences; others are fetched when a letter needs them.
  if (name.endsWith('.css')) return found(text, /url\(\/(assets\/quicksand-basic-[^)]+)\)/g);
  return [];
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}

function weigh(names: readonly string[]): readonly Weight[] {
  return names
    .map((name) => ({ name, bytes: gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

function sum(weights: readonly Weight[]): number {
  return weights.reduce((all, { bytes }) => all + bytes, 0);
}

function list(weights: readonly Weight[]): string {
  return weights.map(({ name, bytes }) => `${name.replace('assets/', '')} ${toKilobytes(bytes)}`).join(', ');
}

function toKilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
