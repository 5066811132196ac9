import { html, raw, type Html } from '../html.ts';

/** The rows of a 60% keyboard, as widths in keys; each row adds up to 15. */
const rows = [
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
  [1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5],
  [1.75, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.25],
  [2.25, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.75],
  [1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25],
] as const;

type CapColour = 'paper' | 'lavender' | 'sakura' | 'sky' | 'mint';

function capColour(row: number, key: number, width: number): CapColour {
  if (row === 0 && key === 0) return 'sakura';
  if (row === 2 && width === 2.25) return 'mint';
  if (width > 6) return 'sky';
  return width > 1 ? 'lavender' : 'paper';
}

function roundedRect(x: number, y: number, width: number, height: number, radius: number): string {
  const r = radius;
  return (
    `M${x + r} ${y}h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1-${r} ${r}` +
    `h${2 * r - width}a${r} ${r} 0 0 1-${r}-${r}v${2 * r - height}a${r} ${r} 0 0 1 ${r}-${r}z`
  );
}

/**
 * Draws a keyboard of 15 by 5 keys. Caps of one colour share one path, which keeps the page small.
 *
 * @param unit the size of one key, in the drawing's own units
 */
function keyboard(unit: number): string {
  const sides: Record<CapColour, string> = { paper: '', lavender: '', sakura: '', sky: '', mint: '' };
  const tops: Record<CapColour, string> = { paper: '', lavender: '', sakura: '', sky: '', mint: '' };
  for (const [row, widths] of rows.entries()) {
    let x = 0;
    for (const [key, width] of widths.entries()) {
      const colour = capColour(row, key, width);
      sides[colour] += roundedRect(x * unit + 1, row * unit + 1, width * unit - 2, unit - 2, 5);
      tops[colour] += roundedRect(x * unit + 4, row * unit + 2.5, width * unit - 8, unit - 9, 4);
      x += width;
    }
  }
  const colours = ['paper', 'lavender', 'sakura', 'sky', 'mint'] as const;
  return colours
    .map(
      (colour) =>
        `<path class="art-${colour}-deep" d="${sides[colour]}"/><path class="art-${colour}" d="${tops[colour]}"/>`,
    )
    .join('');
}

const backdrop =
  '<path class="art-backdrop" d="M70 96C112 20 246 34 330 24s214-22 262 56 44 214-10 262-160 40-262 40-226 14-276-40S28 172 70 96z"/>' +
  '<circle class="art-vanilla-glow" cx="400" cy="104" r="34"/>' +
  '<path class="art-paper" d="M132 118a16 16 0 0 1-1-32 24 24 0 0 1 46-3 18 18 0 0 1-3 35z"/>' +
  '<path class="art-paper" d="M424 128a14 14 0 0 1-1-28 20 20 0 0 1 39-2 15 15 0 0 1-2 30z"/>';

const plant =
  '<path class="art-mint-deep" d="M104 196c-30-8-38-34-32-58 22 8 36 28 32 58z"/>' +
  '<path class="art-mint" d="M106 196c-8-30 4-58 28-70 10 26 0 56-28 70z"/>' +
  '<path class="art-mint-deep" d="M106 198c14-20 34-26 52-20-8 18-28 26-52 20z"/>' +
  '<path class="art-sakura" d="M80 192h54l-6 40a8 8 0 0 1-8 7H94a8 8 0 0 1-8-7z"/>' +
  '<path class="art-sakura-deep" d="M76 188h62a4 4 0 0 1 4 4v6H72v-6a4 4 0 0 1 4-4z"/>';

const mug =
  '<path class="art-line steam" d="M512 166c-8-10 8-16 0-28M530 166c-8-10 8-16 0-28"/>' +
  '<path class="art-sky-deep" d="M548 190h12a18 18 0 0 1 0 36h-14v-9h13a9 9 0 0 0 0-18h-11z"/>' +
  '<path class="art-sky" d="M490 178h64v40a22 22 0 0 1-22 22h-20a22 22 0 0 1-22-22z"/>' +
  '<path class="art-paper" d="M516 216a6.5 6.5 0 0 1-.4-13 9.5 9.5 0 0 1 18-1 7 7 0 0 1-1 14z"/>' +
  '<rect class="art-sky-deep" x="488" y="174" width="68" height="8" rx="4"/>';

const mat =
  '<rect class="art-mat" x="30" y="236" width="580" height="206" rx="28"/>' +
  '<rect class="art-stitch" x="40" y="246" width="560" height="186" rx="20"/>';

/** The picture at the top of the home page: a keyboard on a desk mat, a mug of tea and a plant. `alt` says so. */
export function deskPicture(alt: string): Html {
  const caseAndKeys =
    '<path class="art-line-cord" d="M300 270c0-34 56-20 56-48s-46-18-46-46"/>' +
    '<g transform="translate(320 341) rotate(-3) scale(.94)">' +
    '<rect class="art-shade" x="-238" y="-76" width="476" height="164" rx="20"/>' +
    '<rect class="art-case" x="-238" y="-84" width="476" height="164" rx="20"/>' +
    '<rect class="art-case-deep" x="-228" y="-75" width="456" height="146" rx="12"/>' +
    `<g transform="translate(-222 -69) scale(.987 .91)">${keyboard(30)}</g></g>`;
  return html`<svg class="art desk" viewBox="0 0 640 450" role="img" aria-label="${alt}">
    ${raw(backdrop + plant + mug + mat + caseAndKeys)}
  </svg>`;
}
