import type { Shape } from './pictures-canvas.ts';
import { moved, stroke, together } from './pictures-shapes.ts';

/** Strokes on a grid four wide and six high; a space begins a new stroke, each pair of digits is a point. */
const strokes: Readonly<Record<string, string>> = {
  A: '062046 1434',
  B: '00063645343303 333120200030 0030',
  C: '41301001051646',
  D: '0006264442200000',
  E: '40000646 0333',
  F: '400006 0333',
  G: '41301001051636454323',
  H: '0006 4046 0343',
  I: '2026',
  J: '4045361605',
  K: '0006 40034603',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '1030414536160501 0110',
  P: '0600304142330303',
  Q: '1030414536160501 0110 3447',
  R: '0600304142330303 2346',
  S: '41301001021334453616 0516',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  0: '1030414536160501 0110',
  1: '112026',
  2: '01103041420646',
  3: '0110304142334445361605 1333',
  4: '300444 3036',
  5: '40000313334445361605',
  6: '3010010516364544330313 0503',
  7: '004016',
  8: '103041423313020110 1304051636454433',
  9: '4333130201103041453616',
};

/**
 * A word in a plain line alphabet, centred on the origin: what keycaps and labels carry. Characters that the alphabet lacks
 * leave a gap.
 *
 * @param height of the letters, in pixels; `weight` is the width of the line
 */
export function lettering(word: string, height: number, weight: number): Shape {
  const unit = height / 6;
  const advance = 5.6 * unit;
  const start = -((word.length - 1) * advance) / 2;
  const letters = Array.from(word.toUpperCase()).flatMap((letter, index) => {
    const lines = strokes[letter];
    return lines ? [moved(glyph(lines, unit, weight), start + index * advance, 0)] : [];
  });
  return letters.length === 0 ? { reach: [0, 0], distance: () => 1 } : together(letters);
}

function glyph(lines: string, unit: number, weight: number): Shape {
  const parts = lines.split(' ').map((line) => {
    const points = [...line.matchAll(/(\d)(\d)/g)].map((point): readonly [number, number] => [
      (Number(point[1]) - 2) * unit,
      (Number(point[2]) - 3) * unit,
    ]);
    return stroke(points, weight);
  });
  return together(parts);
}
