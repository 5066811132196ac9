import type { Shape } from './pictures-canvas.ts';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { abs, max, min, sqrt } = Math;
const farAway = Number.POSITIVE_INFINITY;

/** A rectangle with round corners around the origin. */
export function roundedRectangle(width: number, height: number, radius: number): Shape {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  return {
    reach: [halfWidth, halfHeight],
    distance: (x, y) => {
      const beyondX = abs(x) - halfWidth + radius;
      const beyondY = abs(y) - halfHeight + radius;
      const [outX, outY] = [max(beyondX, 0), max(beyondY, 0)];
      return sqrt(outX * outX + outY * outY) + min(max(beyondX, beyondY), 0) - radius;
    },
  };
}

/** A disc around the origin. */
export function disc(radius: number): Shape {
  return { reach: [radius, radius], distance: (x, y) => sqrt(x ** 2 + y ** 2) - radius };
}

/** An ellipse around the origin; its distances are close enough for painting, not exact. */
export function ellipse(radiusX: number, radiusY: number): Shape {
  const least = min(radiusX, radiusY);
  return { reach: [radiusX, radiusY], distance: (x, y) => (sqrt((x / radiusX) ** 2 + (y / radiusY) ** 2) - 1) * least };
}

/** The outline of a shape, as a line of this width. */
export function outline(shape: Shape, width: number): Shape {
  return {
    reach: [shape.reach[0] + width, shape.reach[1] + width],
    distance: (x, y) => abs(shape.distance(x, y)) - width / 2,
  };
}

/** What both shapes cover. */
export function overlap(first: Shape, second: Shape): Shape {
  return {
    reach: first.reach,
    distance: (x, y) => max(first.distance(x, y), second.distance(x, y)),
  };
}

/** A shape moved away from the origin. */
export function moved(shape: Shape, byX: number, byY: number): Shape {
  return {
    reach: [shape.reach[0] + abs(byX), shape.reach[1] + abs(byY)],
    distance: (x, y) => shape.distance(x - byX, y - byY),
  };
}

/** Both shapes together, melted into each other over `melt` pixels where they meet. */
export function together(shapes: readonly Shape[], melt = 0): Shape {
  return {
    reach: [max(...shapes.map((each) => each.reach[0])), max(...shapes.map((each) => each.reach[1]))],
    distance: (x, y) => {
      let nearest = farAway;
      for (const each of shapes) {
        const distance = each.distance(x, y);
        const soft = melt === 0 ? 0 : max(melt - abs(nearest - distance), 0) / melt;
        nearest = min(nearest, distance) - (nearest !== farAway ? (soft * soft * melt) / 4 : 0);
      }
      return nearest;
    },
  };
}

type Point = readonly [number, number];

type Stretch = { readonly lines: readonly (readonly [Point, Point])[]; readonly box: readonly [Point, Point] };

/** Neighbouring lines together with the box around them, so that a far stretch is passed over with one comparison. */
function toStretches(points: readonly Point[]): readonly Stretch[] {
  const lines = points.slice(1).map((end, index): readonly [Point, Point] => [points[index] ?? end, end]);
  const stretches: Stretch[] = [];
  for (let start = 0; start < lines.length; start += 8) {
    const some = lines.slice(start, start + 8);
    const corners = some.flat();
    const least: Point = [min(...corners.map(([x]) => x)), min(...corners.map(([, y]) => y))];
    const most: Point = [max(...corners.map(([x]) => x)), max(...corners.map(([, y]) => y))];
    stretches.push({ lines: some, box: [least, most] });
  }
  return stretches;
}

/** A line of round ends and bends through points. */
export function stroke(points: readonly Point[], width: number): Shape {
  const reachX = max(...points.map(([x]) => abs(x))) + width;
  const reachY = max(...points.map(([, y]) => abs(y))) + width;
  const stretches = toStretches(points);
  return {
    reach: [reachX, reachY],
    distance: (x, y) => {
      let nearest = farAway;
      for (const { lines, box } of stretches) {
        const awayX = max(box[0][0] - x, x - box[1][0], 0);
        const awayY = max(box[0][1] - y, y - box[1][1], 0);
        if (nearest !== farAway && awayX * awayX + awayY * awayY >= nearest * nearest) continue;
        for (const [start, end] of lines) nearest = min(nearest, distanceToLine(x, y, start, end));
      }
      return nearest - width / 2;
    },
  };
}

function distanceToLine(x: number, y: number, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = alongX * alongX + alongY * alongY;
  const share = length === 0 ? 0 : min(1, max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / length));
  const [awayX, awayY] = [x - fromX - alongX * share, y - fromY - alongY * share];
  return sqrt(awayX * awayX + awayY * awayY);
}

/** Points along a smooth curve between two, pulled towards two others (a cubic Bézier). */
export function curve(from: Point, pullA: Point, pullB: Point, to: Point, steps = 24): readonly Point[] {
  return Array.from({ length: steps + 1 }, (_, index): Point => {
    const t = index / steps;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t ** 3];
    return [
      from[0] * a + pullA[0] * b + pullB[0] * c + to[0] * d,
      from[1] * a + pullA[1] * b + pullB[1] * c + to[1] * d,
    ];
  });
}

/** A closed outline through points: everything inside it. */
export function polygon(points: readonly Point[]): Shape {
  const edge = stroke([...points, points[0] ?? [0, 0]], 0);
  return {
    reach: edge.reach,
    distance: (x, y) => (isInside(points, x, y) ? -1 : 1) * edge.distance(x, y),
  };
}

function isInside(points: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  points.forEach(([fromX, fromY], index) => {
    const [toX, toY] = points[(index + 1) % points.length] ?? [0, 0];
    if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) inside = !inside;
  });
  return inside;
}

/** A shape grown outwards by some pixels, which also rounds its corners. */
export function grown(shape: Shape, by: number): Shape {
  return {
    reach: [shape.reach[0] + by, shape.reach[1] + by],
    distance: (x, y) => shape.distance(x, y) - by,
  };
}

/** A heart, a cloud and a crescent: what keycaps wear. `size` is about the width. */
export function heart(size: number): Shape {
  const unit = size / 2;
  return together([
    moved(disc(unit * 0.52), -unit * 0.44, -unit * 0.3),
    moved(disc(unit * 0.52), unit * 0.44, -unit * 0.3),
    grown(
      polygon([
        [-unit * 0.78, -unit * 0.08],
        [unit * 0.78, -unit * 0.08],
        [0, unit * 0.82],
      ]),
      unit * 0.1,
    ),
  ]);
}

/** @see heart */
export function cloud(size: number): Shape {
  const unit = size / 2;
  return together(
    [
      moved(disc(unit * 0.42), -unit * 0.48, unit * 0.12),
      moved(disc(unit * 0.58), 0, -unit * 0.1),
      moved(disc(unit * 0.38), unit * 0.52, unit * 0.16),
      moved(roundedRectangle(size * 0.86, unit * 0.5, unit * 0.25), 0, unit * 0.3),
    ],
    unit * 0.1,
  );
}

/** @see heart */
export function crescent(size: number): Shape {
  const bite = moved(disc(size * 0.42), size * 0.2, -size * 0.12);
  const full = disc(size * 0.5);
  return { reach: full.reach, distance: (x, y) => max(full.distance(x, y), -bite.distance(x, y)) };
}
