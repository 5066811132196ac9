import { fill, ink, mix, type Canvas, type Ink, type Place, type Shape } from './pictures-canvas.ts';
import { castShadow, within } from './pictures-desk.ts';
import { lettering } from './pictures-letters.ts';
import { moved, outline, roundedRectangle } from './pictures-shapes.ts';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { abs, max, min } = Math;

/** One keycap: how many units wide it is, its colour, and what is printed on it. */
export type Cap = {
  readonly width: number;
  readonly colour: string;
  readonly label?: string;
  readonly labelColour?: string;
  /** A drawing instead of a label, about half a unit wide. */
  readonly drawing?: Shape;
  /** Units left free before this cap. */
  readonly gap?: number;
};

/** How a board looks beside its caps. `unit` is the width of one key in pixels. */
export type Board = {
  readonly rows: readonly (readonly Cap[])[];
  readonly unit: number;
  readonly bezel: number;
  readonly case: string;
  readonly plate: string;
  readonly caseRadius: number;
  /** Empty height above the keys, in pixels, for a brow with a label. */
  readonly brow?: number;
  /** Room left under the first row, in units, as on full-size boards. */
  readonly rowGap?: number;
};

const white = ink('#ffffff');
const night = ink('#35354a');

/** Width and height of a board in pixels, its case included. */
export function measureBoard(board: Board): { readonly width: number; readonly height: number } {
  const widths = board.rows.map((row) => row.reduce((sum, cap) => sum + cap.width + (cap.gap ?? 0), 0));
  return {
    width: max(...widths) * board.unit + board.bezel * 2,
    height: (board.rows.length + (board.rowGap ?? 0)) * board.unit + board.bezel * 2 + (board.brow ?? 0),
  };
}

/** Draws a board with its shadow, from above, turned as its place says. */
export function drawBoard(canvas: Canvas, board: Board, place: Place): void {
  const { width, height } = measureBoard(board);
  const shell = roundedRectangle(width, height, board.caseRadius);
  castShadow(canvas, shell, place, 26, 0.36);
  const colour = ink(board.case);
  fill(canvas, shell, { ...place, y: place.y + 5 }, mix(colour, night, 0.24));
  fill(canvas, shell, place, (x, y) =>
    mix(mix(colour, white, 0.42), mix(colour, night, 0.07), (x * 0.5 + y * 1.6) / height + 0.5),
  );
  fill(
    canvas,
    outline(roundedRectangle(width - 3, height - 3, board.caseRadius - 1), 2),
    place,
    { ...white, opacity: 0.55 },
    1.2,
  );
  const brow = board.brow ?? 0;
  const wellHeight = height - board.bezel * 1.5 - brow;
  const well = roundedRectangle(width - board.bezel * 1.5, wellHeight, board.caseRadius * 0.6);
  const wellPlace = within(place, 0, brow / 2);
  fill(canvas, well, wellPlace, (_x, y) =>
    mix(mix(ink(board.plate), night, 0.38), ink(board.plate), y / wellHeight + 0.62),
  );
  drawRows(canvas, board, place, { width, height });
}

function drawRows(canvas: Canvas, board: Board, place: Place, size: { width: number; height: number }): void {
  let y = -size.height / 2 + board.bezel + (board.brow ?? 0);
  board.rows.forEach((row, index) => {
    let x = -size.width / 2 + board.bezel;
    for (const cap of row) {
      x += (cap.gap ?? 0) * board.unit;
      const centre = within(place, x + (cap.width * board.unit) / 2, y + board.unit / 2);
      drawCap(canvas, cap, centre, board.unit);
      x += cap.width * board.unit;
    }
    y += board.unit * (index === 0 ? 1 + (board.rowGap ?? 0) : 1);
  });
}

/** Draws one keycap: its foot, its dished top, the light on it and its legend. */
export function drawCap(canvas: Canvas, cap: Cap, place: Place, unit: number): void {
  const footWidth = cap.width * unit - unit * 0.06;
  const footHeight = unit * 0.94;
  const colour = ink(cap.colour);
  const foot = roundedRectangle(footWidth, footHeight, unit * 0.15);
  fill(canvas, foot, within(place, unit * 0.02, unit * 0.07), { ...night, opacity: 0.4 }, unit * 0.09);
  fill(canvas, foot, place, (x, y) =>
    mix(mix(colour, white, 0.12), mix(colour, night, 0.3), (x * 0.4 + y * 1.6) / unit + 0.45),
  );
  const topWidth = footWidth - unit * 0.25;
  const topHeight = footHeight - unit * 0.27;
  const top = moved(roundedRectangle(topWidth, topHeight, unit * 0.14), 0, -unit * 0.055);
  fill(canvas, top, place, dish(colour, topWidth, topHeight));
  const rim = moved(outline(roundedRectangle(topWidth, topHeight, unit * 0.14), unit * 0.03), 0, -unit * 0.055);
  fill(canvas, rim, place, (_x, y) => ({ ...white, opacity: 0.36 - (y / topHeight) * 0.4 }));
  drawLegend(canvas, cap, place, unit, topWidth);
}

/** The shallow hollow of a key's top: lighter where the far wall catches light. */
function dish(colour: Ink, width: number, height: number): (x: number, y: number) => Ink {
  const [bright, deep] = [mix(colour, white, 0.4), mix(colour, night, 0.09)];
  return (x, y) => {
    const hollow = 1 - min(1, abs(x / width) * 1.9) ** 2;
    return mix(deep, bright, (y / height) * 0.75 + 0.42 + hollow * 0.12);
  };
}

function drawLegend(canvas: Canvas, cap: Cap, place: Place, unit: number, topWidth: number): void {
  const legend = { ...ink(cap.labelColour ?? '#4a4a5a'), opacity: 0.82 };
  if (cap.drawing) fill(canvas, cap.drawing, within(place, 0, -unit * 0.05), legend);
  if (!cap.label) return;
  const small = cap.label.length > 1;
  const height = unit * (small ? 0.14 : 0.22);
  const word = lettering(cap.label, height, max(1.3, unit * 0.035));
  const left = -topWidth / 2 + word.reach[0] + unit * 0.08;
  fill(
    canvas,
    word,
    within(place, small ? left : -topWidth / 2 + unit * 0.22, small ? -unit * 0.05 : -unit * 0.16),
    legend,
  );
}

/** A row of single caps of one colour, one for each character of the text. */
export function capsOf(text: string, colour: string, labelColour?: string): readonly Cap[] {
  return Array.from(text).map((character) => ({
    width: 1,
    colour,
    ...(character === ' ' ? {} : { label: character }),
    ...(labelColour ? { labelColour } : {}),
  }));
}
