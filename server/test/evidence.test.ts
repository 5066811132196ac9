import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { day, houseRules, minute } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { pdfDossiers } from '../adapters/evidence/pdf.ts';
import { drawPicture } from '../../sandbox/seed/pictures.ts';
import { diskFiles } from '../adapters/files/disk.ts';
import { diskPictures } from '../adapters/pictures/disk.ts';
import type { Order } from '../domain/order.ts';
import type { Build } from '../domain/stream-records.ts';
import type { Dispute } from '../domain/trust-records.ts';
import type { Put } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';
import { dossierOf, evidenceTexts } from '../usecases/disputes/evidence.ts';
import { startLine, type LineWorld } from './line-world.ts';
import { pdfText } from './pdf-text.ts';

const messageLength = 4_000;
const hostile = 'fi ‮evil‬ שלום مرحبا 中 😀 <script>alert(1)</script> \u0000 \\) Tj (/JS) é́́́ Привет \uD800 end';
/** Pictures that all show the same and are files of their own. */
const photo = (number: number) => Buffer.concat([drawPicture('number-pad'), Buffer.alloc(1_000, number)]);

/** What says that it is a picture, and is none. */
const unreadable = (number: number) =>
  Buffer.concat([drawPicture('number-pad').subarray(0, 100), Buffer.alloc(9, number)]);

const address = {
  name: 'Mori Example',
  line1: '1 Kelp Row',
  line2: null,
  city: 'Portland',
  state: 'OR',
  postalCode: '97201',
  country: 'US',
} as const;

let world: LineWorld;
let core: Core;
let folder: string;
let order: Order;
let dispute: Dispute;

beforeAll(async () => {
  world = await startLine(['mori', 'nova'], { units: 3 });
  folder = mkdtempSync(join(tmpdir(), 'c500-evidence-'));
  core = {
    ...world.core,
    evidence: pdfDossiers(),
    files: diskFiles(join(folder, 'files')),
    pictures: diskPictures(join(folder, 'pictures'), 'https://c500.example'),
    addressSealer: { seal: (text) => text, unseal: (sealed) => sealed },
  };
  await world.claim('mori');
  const claimed = await world.reserved('mori');
  const paid = claimed && (await world.pay('mori', claimed.id));
  if (!paid?.ok) throw new Error('nothing was paid');
  order = { ...paid.order, terms: { ...paid.order.terms, specs: hostile.repeat(20) } };
  dispute = await longest();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As much of everything as the house allows. */
async function longest(): Promise<Dispute> {
  const now = core.clock.now();
  const pictures = await Promise.all(
    Array.from({ length: houseRules.photosPerOrderMax }, (_, index) =>
      core.pictures.keep(index < 2 ? photo(index) : unreadable(index)),
    ),
  );
  const build: Build = {
    id: order.id,
    version: 0,
    builderId: order.builderId,
    steps: { case: now, plate: now },
    notes: Array.from({ length: houseRules.notesPerOrderMax }, (_, index) => ({
      id: `note-${index}`,
      text: `${index} ${'lubed and filmed '.repeat(60)}`,
      at: now,
    })),
    photos: pictures.map((name) => ({ name: name ?? '', at: now })),
    finishedAt: now,
  };
  const messages = Array.from({ length: houseRules.roomMessagesMax }, (_, index): Put => ({
    kind: 'roomMessage',
    record: {
      id: `${order.id}:${10_000 + index}`,
      version: 0,
      orderId: order.id,
      by: index % 2 === 0 ? 'buyer' : 'builder',
      citizenId: order.buyerId,
      text: `message ${index} ${hostile.repeat(60)}`.slice(0, messageLength),
      at: now + index * minute,
      files: [{ name: 'photo.jpg', sha256: 'a'.repeat(64), bytes: 250_000 }],
    },
  }));
  for (let from = 0; from < messages.length; from += 100)
    await core.store.commit({ put: messages.slice(from, from + 100) });
  const sealed = JSON.stringify(address);
  const kept = { id: order.id, version: 0, sealed, country: 'US', keptAt: now, erasedAt: null };
  await core.store.commit({
    put: [
      { kind: 'build', record: build },
      { kind: 'address', record: kept },
    ],
  });
  const files = await Promise.all([photo(100), unreadable(101)].map((bytes) => core.files.keep(bytes)));
  return {
    id: 'dp_longest',
    version: 1,
    orderId: order.id,
    chargeId: order.payment?.chargeId ?? '',
    amountMinor: 112_00,
    currency: 'USD',
    reason: 'product_not_received',
    isInquiry: false,
    state: 'needs-response',
    openedAt: now,
    dueBy: now + 9 * day,
    answerUntil: now + 3 * day,
    fileAt: now + 8 * day,
    said: {
      text: `${hostile}\n${'It left here tuned. '.repeat(450)}`,
      files: files.map((sha256, index) => ({ name: `said-${index}.png`, sha256: sha256 ?? '', bytes: 1 })),
      at: now,
    },
    filed: null,
    closedAt: null,
  };
}

describe('the longest order that the house allows', () => {
  test('makes a document within 4.5 MB and 50 pages, with what was left out named', async () => {
    const written = await core.evidence.write(await dossierOf(core, order, dispute));
    expect(written.bytes.length).toBeLessThanOrEqual(4_500_000);
    expect(written.bytes.length).toBeGreaterThan(150_000);
    expect(written.pages).toBeLessThanOrEqual(50);
    expect(written.sha256).toBe(createHash('sha256').update(written.bytes).digest('hex'));
    const structure = Buffer.from(written.bytes)
      .toString('latin1')
      .replaceAll(/stream\n[\s\S]*?\nendstream/g, '');
    expect([...structure.matchAll(/\/Type \/Page\b(?!s)/g)]).toHaveLength(written.pages);
    expect(structure).not.toMatch(/\/(JS|JavaScript|Launch|URI|OpenAction|AA|EmbeddedFile)\b/);
    expect([...structure.matchAll(/\/Subtype \/Image/g)]).toHaveLength(3);
    const words = pdfText(written.bytes);
    for (const shown of ['Summary', 'What the builder adds', 'message 0 ', 'message 999 ', 'said-1.png'])
      expect(words).toContain(shown);
    expect(words).not.toContain('message 500 ');
    expect(words.replaceAll('\n', '')).toMatch(
      /\[\d{3} of 1000 messages are left out here[^\]]+SHA-256[^\]]+[0-9a-f]{64}\]/,
    );
  });

  test('has texts that a bank takes', async () => {
    const texts = Object.values(await evidenceTexts(core, order, dispute));
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(20_000);
    expect(texts.join('').length).toBeLessThanOrEqual(150_000);
    expect(texts.every((text) => text.isWellFormed() && !/[^\P{Cc}\n]/u.test(text))).toBe(true);
    expect(texts).toEqual(expect.arrayContaining([address.name, '1 Kelp Row, Portland, OR, 97201, US']));
  });
});

/** Pictures take their time, and most of what is to be seen here is words. */
const withoutPictures = (): Core => ({
  ...core,
  pictures: { ...core.pictures, read: () => Promise.resolve(undefined) },
});
const saying = (text: string): Dispute => ({ ...dispute, said: { text, files: [], at: dispute.openedAt } });
const write = async (text: string) => core.evidence.write(await dossierOf(withoutPictures(), order, saying(text)));

test('the same order makes the same bytes', async () => {
  expect((await write('It left here.')).sha256).toBe((await write('It left here.')).sha256);
});

test('every character survives or is shown as its code point, whatever direction it is written in', async () => {
  const words = pdfText((await write(hostile)).bytes);
  const spelled = ['[U+202E]', '[U+4E2D]', '[U+0000]', '[U+D800]', '[U+202C]'];
  for (const piece of [...spelled, '<script>alert(1)</script>', '\\) Tj (/JS)', 'Привет', 'fi '])
    expect(words).toContain(piece);
  for (const letter of 'שלוםمرحبا') expect(words.normalize('NFKC')).toContain(letter);
});

test('nothing of other people’s orders is in it, nor where it was sent', async () => {
  await world.claim('nova');
  const other = await world.reserved('nova');
  const words = pdfText((await write('It left here.')).bytes);
  expect(other?.tag).toBeDefined();
  expect(words).not.toContain(other?.tag ?? '');
  expect(words).not.toContain(address.line1);
  for (const id of [order.buyerId, order.builderId, makeId('citizen', 'nova')]) expect(words).not.toContain(id);
});
