import { deflateSync } from 'node:zlib';

// Painting asks these millions of times, and a look-up of a global is slow where a test runner keeps its own.
const { abs, ceil, cos, floor, imul, max, min, round, sin } = Math;

/** A colour with its opacity: channels 0 to 255, opacity 0 to 1. */
export type Ink = { readonly red: number; readonly green: number; readonly blue: number; readonly opacity: number };

/** Colours that vary over a shape; given a point in the shape's own coordinates. */
export type Paint = Ink | ((x: number, y: number) => Ink);

/**
 * A filled outline: `distance` is negative inside and grows outwards in pixels, which gives smooth edges and soft shadows from
 * one formula. `reach` bounds what has to be looked at, as half width and half height around the origin.
 */
export type Shape = {
  readonly reach: readonly [number, number];
  readonly distance: (x: number, y: number) => number;
};

/** Where a shape stands: its origin on the canvas and a turn in radians. */
export type Place = { readonly x: number; readonly y: number; readonly turn?: number };

/** Pixels being painted, as red, green and blue from 0 to 255. */
export type Canvas = { readonly width: number; readonly height: number; readonly pixels: Float32Array };

/** A colour from `#rrggbb`. */
export function ink(hex: string, opacity = 1): Ink {
  const value = Number.parseInt(hex.slice(1), 16);
  return { red: value >> 16, green: (value >> 8) & 255, blue: value & 255, opacity };
}

/** The colour between two, at `share` from 0 (the first) to 1. */
export function mix(from: Ink, to: Ink, share: number): Ink {
  const at = min(1, max(0, share));
  const between = (a: number, b: number) => a + (b - a) * at;
  return {
    red: between(from.red, to.red),
    green: between(from.green, to.green),
    blue: between(from.blue, to.blue),
    opacity: between(from.opacity, to.opacity),
  };
}

/** A canvas of one colour or gradient. */
export function createCanvas(width: number, height: number, ground: Paint): Canvas {
  const canvas = { width, height, pixels: new Float32Array(width * height * 3) };
  const everything: Shape = { reach: [width, height], distance: () => -1 };
  fill(canvas, everything, { x: 0, y: 0 }, ground);
  return canvas;
}

/**
 * Paints a shape. With `softness` the edge fades over that many pixels on both sides, as shadows and glows do.
 */
export function fill(canvas: Canvas, shape: Shape, place: Place, paint: Paint, softness = 0): void {
  const turn = place.turn ?? 0;
  const [cosine, sine] = [cos(turn), sin(turn)];
  const margin = softness + 1;
  const [reachX, reachY] = [shape.reach[0] + margin, shape.reach[1] + margin];
  const spanX = abs(reachX * cosine) + abs(reachY * sine);
  const spanY = abs(reachX * sine) + abs(reachY * cosine);
  const lastRow = min(canvas.height - 1, ceil(place.y + spanY));
  const lastColumn = min(canvas.width - 1, ceil(place.x + spanX));
  for (let row = max(0, floor(place.y - spanY)); row <= lastRow; row += 1) {
    for (let column = max(0, floor(place.x - spanX)); column <= lastColumn; column += 1) {
      const [offsetX, offsetY] = [column + 0.5 - place.x, row + 0.5 - place.y];
      const x = offsetX * cosine + offsetY * sine;
      const y = offsetY * cosine - offsetX * sine;
      const coverage = cover(shape.distance(x, y), softness);
      if (coverage > 0) blend(canvas, row, column, typeof paint === 'function' ? paint(x, y) : paint, coverage);
    }
  }
}

function cover(distance: number, softness: number): number {
  if (softness === 0) return min(1, max(0, 0.5 - distance));
  const share = min(1, max(0, (softness - distance) / (2 * softness)));
  return share * share * (3 - 2 * share);
}

function blend(canvas: Canvas, row: number, column: number, colour: Ink, coverage: number): void {
  const at = (row * canvas.width + column) * 3;
  const share = coverage * colour.opacity;
  const { pixels } = canvas;
  pixels[at] = (pixels[at] ?? 0) * (1 - share) + colour.red * share;
  pixels[at + 1] = (pixels[at + 1] ?? 0) * (1 - share) + colour.green * share;
  pixels[at + 2] = (pixels[at + 2] ?? 0) * (1 - share) + colour.blue * share;
}

/** Lays a fine grain over everything, the same at every run, so that flat surfaces look like paper rather than plastic. */
export function addGrain(canvas: Canvas, strength: number): void {
  const { pixels, width } = canvas;
  for (let at = 0; at < pixels.length; at += 3) {
    const pixel = at / 3;
    const grain = (hash(pixel % width, floor(pixel / width)) - 0.5) * strength;
    for (let channel = 0; channel < 3; channel += 1) pixels[at + channel] = (pixels[at + channel] ?? 0) + grain;
  }
}

/** A number from 0 to 1 that looks random and is the same for the same point. */
export function hash(x: number, y: number): number {
  let value = imul(x + 0x9e3779b9, 0x85ebca6b) ^ imul(y + 0x7f4a7c15, 0xc2b2ae35);
  value = imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = imul(value ^ (value >>> 12), 0x297a2d39);
  return ((value ^ (value >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** The canvas as a PNG file, 8 bits a channel. @see https://www.w3.org/TR/png-3/ */
export function encodePng(canvas: Canvas): Uint8Array {
  const { width, height, pixels } = canvas;
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let row = 0; row < height; row += 1) {
    const start = row * (width * 3 + 1);
    // Filter type 1: each byte is stored as its difference from the pixel to the left, which makes gradients small.
    rows[start] = 1;
    for (let byte = 0; byte < width * 3; byte += 1) {
      const left = byte < 3 ? 0 : toByte(pixels[row * width * 3 + byte - 3]);
      rows[start + 1 + byte] = (toByte(pixels[row * width * 3 + byte]) - left) & 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function toByte(value: number | undefined): number {
  return min(255, max(0, round(value ?? 0)));
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(named.length + 8);
  frame.writeUInt32BE(data.length, 0);
  named.copy(frame, 4);
  frame.writeUInt32BE(checksum(named), named.length + 4);
  return frame;
}

/** CRC-32 as PNG wants it. */
function checksum(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
