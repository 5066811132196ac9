import {
  createCanvas,
  fill,
  hash,
  ink,
  mix,
  type Canvas,
  type Ink,
  type Place,
  type Shape,
} from './pictures-canvas.ts';
import { curve, disc, ellipse, moved, outline, roundedRectangle, stroke, together } from './pictures-shapes.ts';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { PI, abs, cos, floor, max, sin, sqrt } = Math;

/** How large every picture is, in pixels. */
export const pictureSize = { width: 960, height: 720 } as const;

const night = ink('#4a4a5a');

/** A desk of light wood seen from above, with light falling in from the upper left. */
export function layDesk(wood: string, shade: string): Canvas {
  const [light, dark] = [ink(wood), ink(shade)];
  const canvas = createCanvas(pictureSize.width, pictureSize.height, (x, y) => {
    const fibre = sin(y * 0.07 + sin(x * 0.004 + y * 0.011) * 5) * 0.5 + 0.5;
    const fine = hash(floor(x / 26), floor(y / 1.6)) * 0.35;
    return mix(light, dark, fibre * 0.3 + fine * 0.4 + (x + y) / 3600);
  });
  for (const seam of [178, 401, 622]) {
    fill(canvas, roundedRectangle(pictureSize.width, 1.6, 0), { x: 480, y: seam }, { ...ink(shade), opacity: 0.9 }, 1);
  }
  return canvas;
}

/** The place of a point that belongs to a turned thing: `x` and `y` are the thing's own coordinates. */
export function within(thing: Place, x: number, y: number, turn = 0): Place {
  const angle = thing.turn ?? 0;
  return {
    x: thing.x + x * cos(angle) - y * sin(angle),
    y: thing.y + x * sin(angle) + y * cos(angle),
    turn: angle + turn,
  };
}

/** A shadow that a thing throws to the lower right; `height` is how far above the ground the thing stands. */
export function castShadow(canvas: Canvas, shape: Shape, place: Place, height: number, strength = 0.34): void {
  const shifted = { ...place, x: place.x + height * 0.45, y: place.y + height * 0.75 };
  fill(canvas, shape, shifted, { ...night, opacity: strength }, height * 1.25);
  const near = { ...place, x: place.x + height * 0.12, y: place.y + height * 0.2 };
  fill(canvas, shape, near, { ...night, opacity: strength * 0.8 }, max(2, height * 0.3));
}

/** A cloth desk mat with a stitched edge. */
export function layMat(
  canvas: Canvas,
  place: Place,
  size: readonly [number, number],
  colours: readonly [Ink, Ink],
): void {
  const mat = roundedRectangle(size[0], size[1], 26);
  castShadow(canvas, mat, place, 9, 0.3);
  fill(canvas, mat, place, (x, y) => {
    const weave = hash(floor(x), floor(y)) * 0.05;
    return mix(colours[0], colours[1], (x + y) / (size[0] + size[1]) + 0.5 + weave);
  });
  const seam = outline(roundedRectangle(size[0] - 18, size[1] - 18, 19), 2.4);
  fill(canvas, seam, place, (x, y) => {
    const along = floor((abs(x) + abs(y)) / 7) % 2;
    return { ...ink('#ffffff'), opacity: along === 0 ? 0.75 : 0 };
  });
}

/** Drifting cloud shapes printed on a mat, kept inside it by the caller. */
export function printCloud(canvas: Canvas, place: Place, size: number, colour: Ink): void {
  const puff = together(
    [
      moved(disc(size * 0.24), -size * 0.26, size * 0.06),
      moved(disc(size * 0.32), 0, -size * 0.06),
      moved(disc(size * 0.2), size * 0.3, size * 0.08),
      moved(roundedRectangle(size, size * 0.26, size * 0.13), 0, size * 0.16),
    ],
    4,
  );
  fill(canvas, puff, place, colour);
}

/** A mug of something warm from above. */
export function putMug(canvas: Canvas, place: Place, glaze: string, drink: string): void {
  const handle = together([moved(outline(ellipse(30, 24), 15), 74, 0), disc(68)], 6);
  castShadow(canvas, handle, place, 20);
  const colour = ink(glaze);
  fill(canvas, moved(outline(ellipse(30, 24), 15), 74, 0), place, mix(colour, night, 0.1));
  fill(canvas, disc(68), place, (x, y) =>
    mix(mix(colour, ink('#ffffff'), 0.5), mix(colour, night, 0.16), (x + y) / 190 + 0.5),
  );
  fill(canvas, disc(57), place, (x, y) => mix(mix(colour, night, 0.34), colour, (x + y) / 150 + 0.5));
  const surface = ink(drink);
  fill(canvas, disc(54), { x: place.x + 1, y: place.y + 2 }, (x, y) =>
    mix(surface, mix(surface, ink('#ffffff'), 0.35), (x + y) / 130 + 0.4),
  );
  fill(
    canvas,
    outline(ellipse(30, 22), 5),
    { x: place.x - 6, y: place.y - 4, turn: 0.5 },
    { ...ink('#ffffff'), opacity: 0.22 },
    5,
  );
}

/** A small round plant from above: rosettes of leaves in a pot. */
export function putPlant(canvas: Canvas, place: Place, pot: string): void {
  castShadow(canvas, disc(76), place, 24);
  const clay = ink(pot);
  fill(canvas, disc(76), place, (x, y) =>
    mix(mix(clay, ink('#ffffff'), 0.45), mix(clay, night, 0.15), (x + y) / 200 + 0.5),
  );
  fill(canvas, disc(62), place, ink('#6b5a52'));
  const rings = [
    { count: 11, from: 50, size: 27, colour: ink('#7fb77e') },
    { count: 9, from: 33, size: 24, colour: ink('#97c995') },
    { count: 6, from: 17, size: 18, colour: ink('#b4dcb0') },
    { count: 3, from: 6, size: 11, colour: ink('#d2eccc') },
  ];
  rings.forEach((ring, depth) => {
    for (let index = 0; index < ring.count; index += 1) {
      const angle = (index / ring.count) * PI * 2 + depth * 0.4;
      const leaf = ellipse(ring.size, ring.size * 0.5);
      const at = { x: place.x + cos(angle) * ring.from, y: place.y + sin(angle) * ring.from, turn: angle };
      fill(canvas, leaf, { ...at, x: at.x + 2, y: at.y + 4 }, { ...night, opacity: 0.22 }, 5);
      fill(canvas, leaf, at, (x, y) =>
        mix(mix(ring.colour, night, 0.14), ring.colour, x / (ring.size * 2) + 0.55 - abs(y) / 60),
      );
    }
  });
}

type Point = readonly [number, number];

/** A sleeved cable along points of the canvas, with its weave in two colours. */
export function layCable(canvas: Canvas, points: readonly Point[], width: number, colours: readonly [Ink, Ink]): void {
  const [firstX, firstY] = points[floor(points.length / 2)] ?? [0, 0];
  const place = { x: firstX, y: firstY };
  const near = points.map(([x, y]): Point => [x - firstX, y - firstY]);
  const line = stroke(near, width);
  castShadow(canvas, line, place, 7, 0.4);
  fill(canvas, line, place, (x, y) => mix(colours[0], colours[1], floor((x + y * 1.3) / 3.5) % 3 === 0 ? 1 : 0));
  const shine = stroke(
    near.map(([x, y]): Point => [x - width * 0.16, y - width * 0.2]),
    width * 0.22,
  );
  fill(canvas, shine, place, { ...ink('#ffffff'), opacity: 0.45 }, 2);
}

/** Points of a coil that runs straight from one point to another, as loops of this radius. */
export function coilBetween(from: Point, to: Point, loops: number, radius: number): readonly Point[] {
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]];
  const length = sqrt(alongX ** 2 + alongY ** 2);
  const [unitX, unitY] = [alongX / length, alongY / length];
  const steps = loops * 14;
  return Array.from({ length: steps + 1 }, (_, index): Point => {
    const share = index / steps;
    const angle = share * loops * PI * 2;
    const across = sin(angle) * radius;
    const along = share * length + (1 - cos(angle)) * radius * 0.22;
    return [from[0] + unitX * along - unitY * across, from[1] + unitY * along + unitX * across];
  });
}

/** Two short curves joined, for cables that leave the picture. */
export function bend(from: Point, pullA: Point, pullB: Point, to: Point): readonly Point[] {
  return curve(from, pullA, pullB, to, 30);
}
