import { addGrain, fill, ink, type Canvas } from './pictures-canvas.ts';
import { capsOf, drawBoard, type Board, type Cap } from './pictures-board.ts';
import {
  bend,
  castShadow,
  coilBetween,
  layCable,
  layDesk,
  layMat,
  printCloud,
  putMug,
  putPlant,
  within,
} from './pictures-desk.ts';
import { lettering } from './pictures-letters.ts';
import { cloud, crescent, disc, heart, moved, roundedRectangle } from './pictures-shapes.ts';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { atan2, floor } = Math;

const sakura = '#ffd1dc';
const sky = '#aeeeee';
const mint = '#b5f2c2';
const lavender = '#d9d9f7';
const vanilla = '#fffbe0';

function accent(width: number, colour: string, label?: string): Cap {
  return { width, colour, ...(label ? { label } : {}) };
}

const compactRows: Board['rows'] = [
  [
    { width: 1, colour: sakura, drawing: heart(17) },
    ...capsOf('1234567890  ', vanilla),
    accent(2, lavender, 'BACK'),
    accent(1, mint),
  ],
  [accent(1.5, lavender, 'TAB'), ...capsOf('QWERTYUIOP  ', vanilla), accent(1.5, lavender), accent(1, sky)],
  [
    accent(1.75, lavender, 'CAPS'),
    ...capsOf('ASDFGHJKL  ', vanilla),
    { width: 2.25, colour: sakura, drawing: cloud(24) },
    accent(1, sky),
  ],
  [
    accent(2.25, lavender, 'SHIFT'),
    ...capsOf('ZXCVBNM   ', vanilla),
    accent(1.75, lavender),
    accent(1, mint),
    accent(1, sky),
  ],
  [
    accent(1.25, sky),
    accent(1.25, sky),
    accent(1.25, sky),
    { width: 6.25, colour: sakura, drawing: crescent(18) },
    accent(1, sky),
    accent(1, sky),
    accent(1, lavender),
    accent(1, mint),
    accent(1, mint),
    accent(1, mint),
  ],
];

/** A 65% board in pastels on a mat with clouds. */
export function drawPastelBoard(): Canvas {
  const canvas = layDesk('#f7eadb', '#e3cdb4');
  const mat = { x: 480, y: 396, turn: -0.05 };
  layMat(canvas, mat, [900, 480], [ink('#e6e6fa'), ink('#d8ecf5')]);
  for (const [x, y, size] of [
    [-330, -170, 120],
    [310, -178, 90],
    [330, 176, 130],
    [-280, 186, 84],
  ] as const) {
    printCloud(canvas, within(mat, x, y), size, { ...ink('#ffffff'), opacity: 0.66 });
  }
  layCable(canvas, bend([330, -20], [300, 60], [380, 70], [388, 122]), 11, [ink('#f6b9c8'), ink('#fff3f6')]);
  layCable(canvas, coilBetween([388, 122], [446, 214], 7, 17), 9, [ink('#f6b9c8'), ink('#fff3f6')]);
  layCable(canvas, bend([446, 214], [450, 232], [456, 250], [458, 300]), 11, [ink('#f6b9c8'), ink('#fff3f6')]);
  drawBoard(
    canvas,
    { rows: compactRows, unit: 49, bezel: 24, case: '#f4c4d2', plate: '#fff6f8', caseRadius: 26 },
    { x: 480, y: 408, turn: -0.05 },
  );
  putMug(canvas, { x: 800, y: 104, turn: -0.6 }, '#bfe9d4', '#b58a66');
  putPlant(canvas, { x: 122, y: 96 }, '#f0b49e');
  addGrain(canvas, 5);
  return canvas;
}

const beige = '#e6dcc0';
const taupe = '#b9ab93';
const sepia = '#5a5044';

function old(width: number, label?: string, colour = taupe): Cap {
  return { width, colour, labelColour: sepia, ...(label ? { label } : {}) };
}

function oldRow(text: string): readonly Cap[] {
  return capsOf(text, beige, sepia);
}

const vintageRows: Board['rows'] = [
  [
    old(1, 'ESC'),
    ...oldRow('F F F F ').map((cap, index) => ({
      ...cap,
      label: `F${index + 1}`,
      ...(index % 4 === 0 ? { gap: 0.5 } : {}),
    })),
    { ...old(1), gap: 0.5 },
    old(1),
    old(1),
    { ...old(1), gap: 1.75 },
  ],
  [old(1), ...oldRow('1234567890  '), old(2, 'BACK'), { ...old(1), gap: 0.25 }],
  [old(1.5, 'TAB'), ...oldRow('QWERTYUIOP  '), old(1.5), { ...old(1), gap: 0.25 }],
  [old(1.75, 'CTRL'), ...oldRow('ASDFGHJKL  '), old(2.25, 'RETURN'), { ...old(1), gap: 0.25 }],
  [old(2.25, 'SHIFT'), ...oldRow('ZXCVBNM   '), old(2.75, 'SHIFT'), { ...old(1), gap: 0.25 }],
  [old(1.5, 'ALT'), old(1.5), { ...old(7, undefined, beige) }, old(1.5), old(1.5, 'ALT'), { ...old(1), gap: 2.25 }],
];

/** A board of the eighties, restored: beige case, two-tone caps, a label and three green lights. */
export function drawVintageBoard(): Canvas {
  const canvas = layDesk('#cfa983', '#a87f59');
  const mat = { x: 480, y: 420, turn: 0.04 };
  layMat(canvas, mat, [880, 500], [ink('#8fa99b'), ink('#7c978a')]);
  layCable(canvas, coilBetween([668, 56], [566, 190], 10, 19), 12, [ink('#d6c9aa'), ink('#c3b596')]);
  layCable(canvas, bend([566, 190], [556, 204], [548, 220], [544, 270]), 14, [ink('#d6c9aa'), ink('#c3b596')]);
  layCable(canvas, bend([668, 56], [690, 20], [760, 30], [820, -20]), 14, [ink('#d6c9aa'), ink('#c3b596')]);
  const place = { x: 480, y: 414, turn: 0.04 };
  drawBoard(
    canvas,
    {
      rows: vintageRows,
      unit: 47,
      bezel: 28,
      case: '#e3d8bc',
      plate: '#cdbf9f',
      caseRadius: 16,
      brow: 34,
      rowGap: 0.28,
    },
    place,
  );
  const badge = within(place, -318, -172);
  fill(canvas, roundedRectangle(96, 22, 4), badge, ink('#6d6353'));
  fill(canvas, lettering('RELIC 84', 10, 1.7), badge, ink('#f3ead2'));
  for (const [index, x] of [262, 300, 338].entries()) {
    const lamp = within(place, x, -172);
    fill(canvas, roundedRectangle(18, 9, 3), lamp, ink(index === 1 ? '#8a8069' : '#7ee08a'));
    if (index !== 1) fill(canvas, disc(12), lamp, { ...ink('#98ff98'), opacity: 0.35 }, 10);
  }
  drawBrush(canvas);
  addGrain(canvas, 7);
  return canvas;
}

/** The restorer's brush, with which the dust of forty years came off. */
function drawBrush(canvas: Canvas): void {
  const brush = { x: 168, y: 96, turn: -0.32 };
  castShadow(canvas, roundedRectangle(230, 26, 13), brush, 12);
  fill(canvas, roundedRectangle(230, 24, 12), brush, (_x, y) => (y < -3 ? ink('#e2b07a') : ink('#c98f57')));
  fill(canvas, moved(roundedRectangle(34, 30, 5), 110, 0), brush, ink('#d9dde0'));
  fill(canvas, moved(roundedRectangle(64, 40, 9), 152, 0), brush, (x, y) =>
    floor((y + x * 0.05) / 2.4) % 2 === 0 ? ink('#4b4038') : ink('#61544a'),
  );
}

const violet = '#c9c3f2';
const plum = '#a79fdd';

const padRows: Board['rows'] = [
  [{ ...accent(1, violet), gap: 1 }, accent(1, violet), accent(1, plum)],
  [accent(1, vanilla, '7'), accent(1, vanilla, '8'), accent(1, vanilla, '9'), accent(1, plum)],
  [
    accent(1, vanilla, '4'),
    accent(1, vanilla, '5'),
    accent(1, vanilla, '6'),
    { width: 1, colour: sky, drawing: cloud(30) },
  ],
  [
    accent(1, vanilla, '1'),
    accent(1, vanilla, '2'),
    accent(1, vanilla, '3'),
    { width: 1, colour: mint, drawing: heart(30) },
  ],
  [accent(2, vanilla, '0'), { width: 1, colour: violet, drawing: disc(5) }, accent(1, mint)],
];

/** A number pad with a knob, on a mat the colour of evening. */
export function drawNumberPad(): Canvas {
  const canvas = layDesk('#efe4f2', '#d9c6dd');
  layMat(canvas, { x: 500, y: 380, turn: 0.08 }, [640, 620], [ink('#6f6a9c'), ink('#504c7d')]);
  for (const [x, y, size] of [
    [270, 190, 26],
    [735, 160, 16],
    [760, 520, 30],
    [250, 560, 18],
    [690, 610, 12],
    [236, 380, 10],
  ] as const) {
    fill(canvas, disc(size * 0.16), { x, y }, { ...ink('#fffdd0'), opacity: 0.9 });
    fill(canvas, disc(size * 0.3), { x, y }, { ...ink('#fffdd0'), opacity: 0.4 }, size * 0.5);
  }
  const place = { x: 494, y: 384, turn: 0.08 };
  layCable(canvas, bend([470, 120], [460, 60], [520, 40], [500, -20]), 13, [ink('#f6b9c8'), ink('#ffffff')]);
  drawBoard(
    canvas,
    { rows: padRows, unit: 84, bezel: 34, case: '#e3ddfa', plate: '#8f88c8', caseRadius: 34, brow: 26 },
    place,
  );
  const knob = within(place, -126, -155);
  castShadow(canvas, disc(38), knob, 12);
  fill(canvas, disc(38), knob, (x, y) => (floor(atan2(y, x) * 11) % 2 === 0 ? ink('#e8b8c4') : ink('#f4cfd8')));
  fill(canvas, disc(30), knob, (x, y) => ({
    ...ink('#fbe3e9'),
    red: 251 - (x + y) * 0.7,
    green: 227 - (x + y) * 0.9,
    blue: 233 - (x + y) * 0.8,
  }));
  fill(canvas, moved(roundedRectangle(4, 14, 2), 0, -18), within(place, -126, -155, 0.5), ink('#a05f70'));
  putMug(canvas, { x: 118, y: 118, turn: 2.4 }, '#ffd1dc', '#8fbf7f');
  putPlant(canvas, { x: 858, y: 612 }, '#aeb8e8');
  addGrain(canvas, 5);
  return canvas;
}
