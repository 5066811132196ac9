/** The longest side of a photo that is sent: enough to see a solder joint, small enough for a slow line. */
export const photoSidePxMax = 1_600;

/** A picture's size in pixels. */
export type Size = { readonly width: number; readonly height: number };

/** The size to which a photo is drawn: within the bounds, its shape kept, never larger than it was and never less than a pixel. */
export function fitWithin(size: Size, sidePxMax: number = photoSidePxMax): Size {
  const scale = Math.min(1, sidePxMax / Math.max(size.width, size.height, 1));
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/** The kind of file that a photo is sent as. Drawings keep what may be transparent; everything else becomes a JPEG. */
export function sentType(type: string): 'image/jpeg' | 'image/png' | 'image/webp' {
  return type === 'image/png' || type === 'image/webp' ? type : 'image/jpeg';
}
