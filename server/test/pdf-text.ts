import { inflateSync } from 'node:zlib';

type Found = { readonly head: string; readonly stream: Buffer | null };

/** The words of a PDF, page after page, as a reader of it finds them: by the map from glyphs to characters that each font carries. */
export function pdfText(bytes: Uint8Array): string {
  const objects = objectsOf(Buffer.from(bytes));
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const { head } of objects.values())
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
      fonts.set(name, readMap(objects.get(map)?.stream?.toString('latin1') ?? ''));
    }
  const pages = [...objects.values()].flatMap(({ head, stream }) =>
    stream && !/\/(Subtype|Length1)/.test(head) ? [stream] : [],
  );
  return pages.map((page) => wordsOf(page.toString('latin1'), fonts)).join('\n');
}

function objectsOf(bytes: Buffer): ReadonlyMap<string, Found> {
  const text = bytes.toString('latin1');
  const objects = new Map<string, Found>();
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const [, id = '', body = ''] = match;
    const start = body.indexOf('stream\n');
    const head = start < 0 ? body : body.slice(0, start);
    const data = start < 0 ? null : Buffer.from(body.slice(start + 7, body.lastIndexOf('\nendstream')), 'latin1');
    objects.set(id, { head, stream: data && head.includes('/FlateDecode') ? inflateSync(data) : data });
  }
  return objects;
}

function readMap(map: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>();
  for (const [, first = '', , list = ''] of map.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/g)) {
    const codes = [...list.matchAll(/<([0-9a-f ]+)>/g)].map(([, hex = '']) => hex.replaceAll(' ', ''));
    for (const [index, hex] of codes.entries())
      characters.set(parseInt(first, 16) + index, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
  }
  return characters;
}

function wordsOf(page: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  let words = '';
  for (const [, name, shown] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name);
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]+)>/g))
      for (const [code] of hex.matchAll(/.{4}/g)) words += font?.get(parseInt(code, 16)) ?? '?';
    if (shown !== undefined) words += '\n';
  }
  return words;
}
