import { pictureBytesMax } from '#shared/house-rules.ts';
import { fitWithin, sentType } from './picture-bounds.ts';

/** A photo as it is sent, and as it is looked at before. */
export type Photo = { readonly base64: string; readonly preview: Blob };

const quality = 0.85;

/**
 * Draws a photo anew within the bounds. Drawing leaves behind what a camera writes into its files, the place among it.
 *
 * @returns null when the file does not open as a picture
 */
export async function shrinkPhoto(file: Blob): Promise<Photo | null> {
  // The browser says no more than that it could not: a file that is no picture is a person's slip and no defect.
  const opened = await createImageBitmap(file).catch(() => null);
  if (!opened) return null;
  const { width, height } = fitWithin(opened);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const type = sentType(file.type);
  context.drawImage(opened, 0, 0, width, height);
  opened.close();
  const drawn = await writeAs(canvas, type);
  const isSmall = drawn !== null && drawn.size <= pictureBytesMax;
  const preview = isSmall ? drawn : await writeOnWhite(canvas, context);
  return preview && { preview, base64: await readBase64(preview) };
}

function writeAs(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, type, quality));
}

/** A drawing that is too large as it is becomes a JPEG, which knows no transparency: what shows through is white. */
function writeOnWhite(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): Promise<Blob | null> {
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return writeAs(canvas, 'image/jpeg');
}

function readBase64(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => fail(reader.error ?? new Error('a picture in memory could not be read'));
    reader.readAsDataURL(blob);
  });
}
