import { encodePng, type Canvas } from './pictures-canvas.ts';
import { drawNumberPad, drawPastelBoard, drawVintageBoard } from './pictures-boards.ts';
import { drawCoiledCable, drawResinCap, drawSwitches } from './pictures-parts.ts';

const drawings = {
  'pastel-board': { draw: drawPastelBoard, alt: 'A 65% keyboard in pastel colours on a mat with clouds' },
  'resin-keycap': { draw: drawResinCap, alt: 'A clear resin keycap with a whale in a small sea under the moon' },
  'lubed-switches': { draw: drawSwitches, alt: 'Switches on a tray, one with a drop of lubricant under the brush' },
  'vintage-board': { draw: drawVintageBoard, alt: 'A restored beige keyboard of the eighties with its coiled cable' },
  'number-pad': { draw: drawNumberPad, alt: 'A lavender number pad with a knob on a mat with stars' },
  'coiled-cable': { draw: drawCoiledCable, alt: 'A coiled cable in pale blue and pink with a metal connector' },
} as const satisfies Record<string, { draw: () => Canvas; alt: string }>;

/** The pictures that the sandbox can draw. */
export type PictureName = keyof typeof drawings;

/** Every picture, with what it shows, for people who do not see it. */
export const pictures: readonly { readonly name: PictureName; readonly alt: string }[] = Object.entries(drawings).map(
  // Object.entries widens the keys of a constant to text.
  ([name, { alt }]) => ({ name: name as PictureName, alt }),
);

const drawn = new Map<PictureName, Uint8Array>();

/** One of the sandbox's own pictures as a PNG file, 960 by 720; the same bytes every time. The first call takes about a second. */
export function drawPicture(name: PictureName): Uint8Array {
  const earlier = drawn.get(name);
  if (earlier) return earlier;
  const bytes = encodePng(drawings[name].draw());
  drawn.set(name, bytes);
  return bytes;
}
