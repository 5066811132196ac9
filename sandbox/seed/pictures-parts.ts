import { addGrain, fill, hash, ink, mix, type Canvas, type Place } from './pictures-canvas.ts';
import { drawCap } from './pictures-board.ts';
import { bend, castShadow, coilBetween, layCable, layDesk, layMat, putMug, putPlant, within } from './pictures-desk.ts';
import { curve, disc, ellipse, moved, outline, roundedRectangle, stroke, together } from './pictures-shapes.ts';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { abs, sin } = Math;

const white = ink('#ffffff');
const night = ink('#35354a');

/** One keycap of cast resin, large: a small sea with a moon, clouds and a whale under a clear dome. */
export function drawResinCap(): Canvas {
  const canvas = layDesk('#f3e3d3', '#dcc3a8');
  layMat(canvas, { x: 470, y: 372, turn: -0.07 }, [760, 560], [ink('#ffe6ec'), ink('#fbd3de')]);
  const place = { x: 470, y: 362, turn: -0.07 };
  const foot = roundedRectangle(366, 352, 58);
  castShadow(canvas, foot, place, 34, 0.4);
  fill(canvas, foot, within(place, 26, 40), { ...ink('#7fd6e6'), opacity: 0.3 }, 46);
  fill(canvas, foot, place, (x, y) => mix(ink('#bfe9f2'), ink('#3f6fa8'), (x * 0.25 + y) / 330 + 0.5));
  fill(
    canvas,
    outline(roundedRectangle(360, 346, 56), 5),
    place,
    (_x, y) => ({ ...white, opacity: 0.42 - y / 800 }),
    2,
  );
  drawSea(canvas, within(place, 0, -16));
  for (const [x, y, radius] of [
    [330, -210, 11],
    [-300, 196, 8],
    [316, 180, 6],
    [-330, -160, 7],
  ] as const) {
    fill(canvas, disc(radius), within(place, x, y), { ...white, opacity: 0.75 });
  }
  for (const [index, colour] of ['#aeeeee', '#ffd1dc', '#e6e6fa'].entries()) {
    const small = { x: 786 + index * 8, y: 208 + index * 118, turn: 0.2 - index * 0.25 };
    castShadow(canvas, roundedRectangle(84, 82, 16), small, 12);
    drawCap(canvas, { width: 1, colour, drawing: disc(0.1) }, small, 88);
  }
  putMug(canvas, { x: 96, y: 620, turn: 1.2 }, '#e6e6fa', '#c79a6f');
  addGrain(canvas, 5);
  return canvas;
}

function drawSea(canvas: Canvas, place: Place): void {
  const top = roundedRectangle(270, 252, 52);
  fill(canvas, top, place, (x, y) => {
    const horizon = 26 + sin(x / 34) * 7;
    if (y < horizon) return mix(ink('#352f6b'), ink('#f0a8c4'), (y + 126) / 150);
    const depth = (y - horizon) / 100;
    return mix(ink('#8fe3e8'), ink('#1f5f95'), depth);
  });
  for (let index = 0; index < 26; index += 1) {
    const [x, y] = [hash(index, 7) * 232 - 116, hash(index, 13) * 100 - 112];
    fill(canvas, disc(0.9 + hash(index, 3) * 1.3), within(place, x, y), { ...white, opacity: 0.85 });
  }
  fill(canvas, disc(34), within(place, 62, -56), { ...ink('#fff6cf'), opacity: 0.55 }, 26);
  fill(canvas, disc(23), within(place, 62, -56), ink('#fff3c4'));
  fill(canvas, disc(5), within(place, 56, -62), { ...ink('#ead9a0'), opacity: 0.7 });
  for (const [x, y, size] of [
    [-62, -28, 52],
    [36, -4, 40],
    [-96, 8, 34],
  ] as const) {
    const puff = together(
      [
        moved(disc(size * 0.3), -size * 0.3, 2),
        moved(disc(size * 0.4), 0, -4),
        moved(disc(size * 0.28), size * 0.34, 3),
        moved(roundedRectangle(size, size * 0.34, size * 0.17), 0, size * 0.16),
      ],
      5,
    );
    fill(canvas, puff, within(place, x, y), { ...ink('#fff0f5'), opacity: 0.86 });
  }
  drawWhale(canvas, within(place, -14, 70));
  for (const [x, y] of [
    [-84, 58],
    [-70, 98],
    [70, 92],
    [88, 60],
    [22, 108],
  ] as const) {
    fill(canvas, outline(disc(4 + hash(x, y) * 4), 1.6), within(place, x, y), { ...white, opacity: 0.75 });
  }
  const dome = roundedRectangle(270, 252, 52);
  fill(canvas, outline(dome, 5), place, (_x, y) => ({ ...white, opacity: 0.58 - y / 560 }), 1.5);
  fill(canvas, ellipse(104, 34), within(place, -44, -88, -0.2), { ...white, opacity: 0.26 }, 16);
  fill(canvas, stroke(curve([-114, 74], [-110, 96], [-98, 104], [-80, 107]), 6), place, { ...white, opacity: 0.6 }, 3);
}

function drawWhale(canvas: Canvas, place: Place): void {
  const body = together([ellipse(46, 24), moved(ellipse(20, 9), 46, -8), moved(ellipse(8, 15), 66, -16)], 10);
  fill(canvas, body, { ...place, y: place.y + 6 }, { ...ink('#123f68'), opacity: 0.35 }, 7);
  fill(canvas, body, place, (_x, y) => mix(ink('#a9c9ea'), ink('#5f86b8'), (y + 20) / 34));
  fill(canvas, moved(ellipse(30, 10), -8, 13), place, { ...ink('#e8f4fb'), opacity: 0.9 });
  fill(canvas, disc(2.6), within(place, -28, -2), ink('#2e2e3e'));
  fill(
    canvas,
    stroke(
      [
        [-16, -26],
        [-16, -36],
        [-23, -44],
      ],
      2.6,
    ),
    place,
    { ...white, opacity: 0.85 },
  );
  fill(
    canvas,
    stroke(
      [
        [-16, -36],
        [-9, -44],
      ],
      2.6,
    ),
    place,
    { ...white, opacity: 0.85 },
  );
}

/** Switches laid out on a tray, one with a drop of lubricant on its way down from the brush. */
export function drawSwitches(): Canvas {
  const canvas = layDesk('#e9eef2', '#cfd9e2');
  layMat(canvas, { x: 480, y: 384, turn: 0.03 }, [860, 580], [ink('#d6f3ec'), ink('#bfe3e6')]);
  const tray = { x: 452, y: 414, turn: 0.03 };
  castShadow(canvas, roundedRectangle(640, 420, 34), tray, 16);
  fill(canvas, roundedRectangle(640, 420, 34), tray, (x, y) => mix(white, ink('#dfe6f5'), (x + y) / 1000 + 0.5));
  const stems = ['#f7a8bd', '#a8d8f0', '#98e0ac', '#c9c3f2', '#f8dd8c'];
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 5; column += 1) {
      const at = within(tray, (column - 2) * 122, (row - 1) * 128);
      fill(canvas, roundedRectangle(106, 106, 20), at, { ...ink('#b9c6dc'), opacity: 0.4 }, 5);
      if (row === 1 && column === 2) drawSwitch(canvas, within(tray, 0, 0, 0.06), '#f7a8bd', 1.12);
      else if (row * 5 + column !== 11) drawSwitch(canvas, at, stems[(column + row * 2) % 5] ?? '#f7a8bd', 1);
    }
  }
  drawLubeBrush(canvas, within(tray, 0, 0));
  drawJar(canvas, { x: 846, y: 588 });
  addGrain(canvas, 4);
  return canvas;
}

function drawSwitch(canvas: Canvas, place: Place, stem: string, scale: number): void {
  const size = 88 * scale;
  const housing = roundedRectangle(size, size, 12 * scale);
  castShadow(canvas, housing, place, 11 * scale);
  fill(canvas, housing, place, (x, y) => mix(ink('#ffffff'), ink('#c6cfdf'), (x + y) / (size * 1.6) + 0.5));
  fill(canvas, roundedRectangle(size * 0.8, size * 0.8, 10 * scale), place, (x, y) =>
    mix(ink('#e6ebf4'), ink('#ffffff'), (x + y) / size + 0.5),
  );
  fill(canvas, outline(roundedRectangle(size * 0.8, size * 0.8, 10 * scale), 2), place, {
    ...ink('#9fabc2'),
    opacity: 0.55,
  });
  fill(canvas, roundedRectangle(size * 0.5, size * 0.46, 7 * scale), place, mix(ink(stem), night, 0.3));
  fill(canvas, roundedRectangle(size * 0.44, size * 0.4, 6 * scale), place, (x, y) =>
    mix(mix(ink(stem), white, 0.45), ink(stem), (x + y) / (size * 0.6) + 0.5),
  );
  const cross = together([roundedRectangle(size * 0.3, size * 0.1, 3), roundedRectangle(size * 0.1, size * 0.3, 3)]);
  fill(canvas, cross, within(place, 1.5, 3), mix(ink(stem), night, 0.42));
  fill(canvas, cross, place, mix(ink(stem), white, 0.62));
  for (const side of [-1, 1]) {
    fill(
      canvas,
      roundedRectangle(size * 0.14, size * 0.07, 2),
      within(place, side * size * 0.2, size * 0.33),
      ink('#e7c36a'),
    );
  }
}

function drawLubeBrush(canvas: Canvas, target: Place): void {
  const tip = within(target, 20, -22);
  const handle = stroke(
    [
      [26, -24],
      [330, -290],
    ],
    17,
  );
  castShadow(canvas, handle, tip, 22, 0.3);
  fill(canvas, handle, tip, (x, y) => mix(ink('#c99be0'), ink('#f2d9fb'), (x + y) / 40 + 0.5));
  fill(
    canvas,
    stroke(
      [
        [26, -24],
        [62, -55],
      ],
      19,
    ),
    tip,
    (x, y) => mix(ink('#b9c2cc'), ink('#f4f7fa'), (x + y) / 30 + 0.6),
  );
  fill(
    canvas,
    stroke(
      [
        [4, -4],
        [26, -24],
      ],
      12,
    ),
    tip,
    ink('#6d5a4a'),
  );
  const drop = together([disc(15), moved(disc(6), 6, -14)], 16);
  const at = within(target, 8, -2);
  fill(canvas, drop, within(at, 3, 6), { ...ink('#5f7f9a'), opacity: 0.4 }, 7);
  fill(canvas, drop, at, (x, y) => ({ ...mix(ink('#fffbe0'), ink('#f3dd86'), (x + y) / 40 + 0.4), opacity: 0.92 }));
  fill(canvas, ellipse(4.5, 3), within(at, -5, -5, -0.6), { ...white, opacity: 0.95 }, 1);
  fill(canvas, outline(drop, 1.6), at, { ...ink('#c9a94a'), opacity: 0.5 });
}

function drawJar(canvas: Canvas, place: Place): void {
  castShadow(canvas, disc(72), place, 20);
  fill(canvas, disc(72), place, (x, y) => mix(ink('#ffffff'), ink('#cbd6e6'), (x + y) / 180 + 0.5));
  fill(canvas, disc(60), place, (x, y) => mix(ink('#fff8d6'), ink('#f2e09a'), (x + y) / 150 + 0.5));
  fill(canvas, outline(ellipse(34, 24), 5), within(place, 4, 2, 0.4), { ...white, opacity: 0.7 }, 4);
  fill(canvas, outline(disc(66), 4), place, { ...white, opacity: 0.8 }, 2);
}

/** A coiled cable in pastels with its metal connector, beside a plant. */
export function drawCoiledCable(): Canvas {
  const canvas = layDesk('#f1dfc9', '#d8bd9c');
  layMat(canvas, { x: 490, y: 372, turn: 0.05 }, [800, 540], [ink('#fff6d8'), ink('#fde7c8')]);
  const sleeve = [ink('#a9c8f5'), ink('#f6fbff')] as const;
  layCable(canvas, bend([-20, 560], [120, 600], [150, 470], [232, 462]), 18, sleeve);
  layCable(canvas, coilBetween([232, 462], [600, 372], 11, 62), 15, sleeve);
  const joint = { x: 652, y: 356, turn: -0.24 };
  layCable(canvas, bend([604, 368], [616, 365], [622, 363], [634, 360]), 18, sleeve);
  layCable(canvas, bend([690, 347], [800, 320], [770, 190], [860, 170]), 18, [ink('#f6b9c8'), ink('#fff3f6')]);
  for (const [x, width, height] of [
    [-22, 52, 40],
    [26, 44, 46],
    [56, 18, 34],
  ] as const) {
    castShadow(canvas, roundedRectangle(width, height, 9), within(joint, x, 0), 9);
    fill(canvas, roundedRectangle(width, height, 9), within(joint, x, 0), (_x, y) =>
      mix(ink('#ffffff'), ink('#9aa4b5'), abs(y + 8) / height + 0.1),
    );
    fill(canvas, roundedRectangle(width - 10, 4, 2), within(joint, x, -height * 0.24), { ...white, opacity: 0.9 }, 2);
  }
  for (let line = -6; line <= 6; line += 3) {
    fill(canvas, roundedRectangle(1.4, 42, 0.7), within(joint, 26 + line * 2, 0), { ...ink('#6c7688'), opacity: 0.4 });
  }
  const plug = { x: 886, y: 162, turn: -0.25 };
  castShadow(canvas, roundedRectangle(66, 34, 9), plug, 10);
  fill(canvas, roundedRectangle(66, 34, 9), plug, (_x, y) => mix(ink('#fdfdff'), ink('#a9b3c4'), (y + 17) / 40));
  fill(canvas, moved(roundedRectangle(34, 20, 8), 46, 0), plug, ink('#8d97a8'));
  putPlant(canvas, { x: 836, y: 574 }, '#ffd1dc');
  putMug(canvas, { x: 150, y: 146, turn: 0.8 }, '#d9d9f7', '#b98d68');
  addGrain(canvas, 5);
  return canvas;
}
