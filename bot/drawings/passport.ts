import { colours, type Pastel } from '#shared/theme/tokens.ts';
import { drawable, escapeXml, fontFamily, renderPng } from './png.ts';

/** What a drawn passport shows. `builtLive` is a builder's; null for everybody else. */
export type PassportDrawing = {
  readonly nickname: string;
  readonly tierName: string;
  readonly pastel: Pastel;
  readonly score: number;
  readonly ordersCompleted: number;
  readonly builtLive: number | null;
  readonly words: {
    readonly completed: string;
    readonly score: string;
    readonly passport: string;
    readonly live: string;
  };
};

const width = 880;
const height = 420;

/** Draws a passport as a light card, which reads on Discord's dark ground as well. */
export function drawPassport(passport: PassportDrawing): Promise<Buffer> {
  return renderPng(passportSvg(passport));
}

/** The passport as SVG. */
export function passportSvg(passport: PassportDrawing): string {
  const { words, score, ordersCompleted, builtLive } = passport;
  const pastel = colours[passport.pastel].light;
  const ink = colours.ink.light;
  const heading = colours.heading.light;
  const name = escapeXml(drawable(passport.nickname, 22)) || 'C500';
  const figures: readonly (readonly [number, string])[] = [
    [score, words.score],
    [ordersCompleted, words.completed],
    ...(builtLive === null ? [] : [[builtLive, words.live] as const]),
  ];
  const columns = figures.map(([value, word], index) => {
    const x = 64 + index * 250;
    return (
      `<text x="${x}" y="312" font-size="64" font-weight="700" fill="${heading}">${value}</text>` +
      `<text x="${x}" y="350" font-size="22" font-weight="500" fill="${ink}">${escapeXml(drawable(word, 24))}</text>`
    );
  });
  const tier = escapeXml(drawable(passport.tierName, 12));
  const pill = 76 + 17 * passport.tierName.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">` +
    `<rect width="${width}" height="${height}" rx="36" fill="${colours.surface.light}"/>` +
    `<path d="M0 36A36 36 0 0 1 36 0H844A36 36 0 0 1 880 36V212H0Z" fill="${pastel}"/>` +
    keycaps(pastel) +
    `<text x="64" y="84" font-size="22" font-weight="700" fill="${ink}" letter-spacing="3">C500 ${escapeXml(drawable(words.passport, 20).toUpperCase())}</text>` +
    `<text x="64" y="150" font-size="${fontSizeOf(name)}" font-weight="700" fill="${heading}">${name}</text>` +
    `<rect x="64" y="188" width="${pill}" height="48" rx="24" fill="${heading}"/>` +
    `<text x="${64 + pill / 2}" y="220" font-size="24" font-weight="700" fill="${colours.surface.light}" text-anchor="middle">${tier}</text>` +
    columns.join('') +
    '</svg>'
  );
}

function fontSizeOf(name: string): number {
  return name.length > 16 ? 44 : 58;
}

/** Four keycaps in the corner, in the house's pastels. */
function keycaps(ground: string): string {
  const pastels = [colours.sakura, colours.sky, colours.mint, colours.vanilla].map(({ light }) => light);
  const caps = pastels.map((pastel, index) => {
    const [x, y] = [660 + (index % 2) * 84, 28 + Math.floor(index / 2) * 84];
    const fill = pastel === ground ? colours.lavender.light : pastel;
    return (
      `<rect x="${x}" y="${y}" width="74" height="74" rx="16" fill="${colours.heading.light}" opacity="0.12"/>` +
      `<rect x="${x}" y="${y - 4}" width="74" height="74" rx="16" fill="${fill}" stroke="${colours.heading.light}" stroke-opacity="0.35" stroke-width="2"/>` +
      `<rect x="${x + 11}" y="${y + 3}" width="52" height="52" rx="12" fill="${colours.surface.light}" opacity="0.75"/>`
    );
  });
  return caps.join('');
}
