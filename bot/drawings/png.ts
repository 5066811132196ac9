import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { unpackWoff } from './woff.ts';

const require = createRequire(import.meta.url);

/** The name under which the drawings know the house's type. */
export const fontFamily = 'Quicksand';
const fontFiles = ['latin-500', 'latin-700', 'latin-ext-500', 'latin-ext-700'];

let loading: Promise<readonly Uint8Array[]> | undefined;

/** Loads the renderer and the fonts once for the whole process; the renderer can be initialised no second time. */
async function load(): Promise<readonly Uint8Array[]> {
  const [wasm, ...fonts] = await Promise.all([
    readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')),
    ...fontFiles.map((each) => readFile(require.resolve(`@fontsource/quicksand/files/quicksand-${each}-normal.woff`))),
  ]);
  await initWasm(wasm);
  return fonts.map(unpackWoff);
}

/**
 * Draws an SVG of ours as a PNG of its own size. What people wrote must have gone through `drawable` and `escapeXml` before.
 *
 * @throws Error when the SVG does not read: a defect
 */
export async function renderPng(svg: string): Promise<Buffer> {
  const fonts = await (loading ??= load());
  // Drawing holds everything else up for some milliseconds: whatever waits to be acknowledged goes first, also between two drawings.
  await setImmediate();
  const image = new Resvg(svg, {
    font: { fontBuffers: [...fonts], defaultFontFamily: fontFamily, loadSystemFonts: false },
  });
  try {
    const rendered = image.render();
    const png = Buffer.from(rendered.asPng());
    rendered.free();
    return png;
  } finally {
    image.free();
  }
}

/** A text that the fonts can write: Latin letters, digits and signs, in composed form, at most `lengthMax` of them. */
export function drawable(text: string, lengthMax: number): string {
  const written = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[^\p{Script=Latin}\p{Nd}\x20-\x7e€£¥·–—…%]/gu, '');
  const [...symbols] = written.trim();
  return symbols.length <= lengthMax ? symbols.join('') : `${symbols.slice(0, lengthMax - 1).join('')}…`;
}

/** A text as it stands between tags or in an attribute. */
export function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (symbol) => escapes[symbol] ?? symbol);
}
