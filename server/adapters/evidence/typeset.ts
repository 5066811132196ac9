import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { Dossier, WrittenDossier } from '../../ports/evidence.ts';
import { fonts, type Font } from './fonts.ts';
import { layOut, paper, type Page } from './layout.ts';
import { pictureOf, type Picture } from './pictures.ts';
import { shrink } from './shrink.ts';

/** What a bank takes: 4.5 MB and 50 pages of everything together. The parts of a dossier come to fewer by their own budgets. */
const pagesMax = 50;
/** What pictures may come to; the words of 50 pages and their fonts come to less than the rest. */
const pictureBytesMax = 3_600_000;

/**
 * A dossier as PDF on A4. Characters that the font has no glyph for, and those that change how others are shown, are written as their
 * code points; pictures are drawn anew, smaller and without whatever else was in their files. The same dossier makes the same bytes.
 */
export async function typeset(dossier: Dossier): Promise<WrittenDossier> {
  return writePages(dossier, await choosePictures(dossier));
}

/** In the order in which they are told, as long as there is room. */
async function choosePictures(dossier: Dossier): Promise<ReadonlyMap<Uint8Array, Picture>> {
  const chosen = new Map<Uint8Array, Picture>();
  let room = pictureBytesMax;
  for (const block of dossier.sections.flatMap(({ blocks }) => blocks)) {
    const picture = block.kind === 'picture' ? pictureOf(block.bytes) : undefined;
    const shrunk = picture && (await shrink(picture));
    if (!shrunk || shrunk.bytes.length > room) continue;
    chosen.set(picture.bytes, shrunk);
    room -= shrunk.bytes.length;
  }
  return chosen;
}

async function writePages(dossier: Dossier, pictures: ReadonlyMap<Uint8Array, Picture>): Promise<WrittenDossier> {
  const faces = fonts();
  const pages = layOut(dossier, faces, pictures).slice(0, pagesMax);
  const when = new Date(dossier.at);
  const document = new PDFDocument({
    autoFirstPage: false,
    compress: true,
    info: { Title: dossier.title, Producer: 'C500', Creator: 'C500', CreationDate: when, ModDate: when },
    lang: 'en',
    margin: 0,
    size: [paper.width, paper.height],
  });
  document.registerFont('plain', Buffer.from(faces.plain.bytes));
  document.registerFont('bold', Buffer.from(faces.bold.bytes));
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  for (const page of pages) draw(document, page);
  document.end();
  await ended;
  const bytes = Buffer.concat(chunks);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), pages: pages.length };
}

function draw(document: PDFKit.PDFDocument, page: Page): void {
  document.addPage();
  for (const { face, size, runs, y } of page.lines) {
    document.font(face satisfies Font['name'], size);
    for (const { text, x } of runs) document.text(text, x, y, { lineBreak: false });
  }
  for (const { picture, x, y, width, height } of page.pictures)
    document.image(Buffer.from(picture.bytes), x, y, { width, height });
}
