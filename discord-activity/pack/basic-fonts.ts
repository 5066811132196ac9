import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { subsetFont } from './subset-font.ts';

/**
 * What sentences of ours are written with: ASCII, and the few signs beyond it. Style sheets say the same as `unicode-range`; a name with
 * an accent brings the whole font by itself.
 */
const basic = [
  ...Array.from({ length: 0x7f - 0x20 }, (_, index) => 0x20 + index),
  ...[0xa0, 0xb7, 0xd7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x2026, 0x20ac],
];
const wished = /\/assets\/quicksand-basic-(\d{3})\.woff2/g;
/** Vite leaves addresses elsewhere alone; ours are led back home when it is done. */
const meanwhile = 'https://fonts.invalid/';

/** Makes small fonts for a style sheet that names `/assets/quicksand-basic-<weight>.woff2`. */
export function basicFonts(): Plugin {
  const made = new Map<string, { readonly name: string; readonly source: Buffer }>();
  const nameOf = (weight: string) => {
    const font = made.get(weight) ?? makeFont(weight);
    made.set(weight, font);
    return font.name;
  };
  return {
    name: 'basic-fonts',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) =>
      id.endsWith('.css') ? code.replaceAll(wished, (_, weight: string) => meanwhile + nameOf(weight)) : undefined,
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const { name, source } of made.values())
          this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
        for (const file of Object.values(bundle))
          if (file.type === 'asset' && file.fileName.endsWith('.css') && typeof file.source === 'string')
            file.source = file.source.replaceAll(meanwhile, '/assets/');
      },
    },
  };
}

function makeFont(weight: string) {
  const path = createRequire(import.meta.url).resolve(
    `@fontsource/quicksand/files/quicksand-latin-${weight}-normal.woff`,
  );
  const source = subsetFont(readFileSync(path), basic);
  const mark = createHash('sha256').update(source).digest('hex').slice(0, 8);
  return { name: `quicksand-basic-${weight}-${mark}.woff2`, source };
}
