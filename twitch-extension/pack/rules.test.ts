import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstLoad, weightOf } from './first-load.ts';
import { publishedTexts, reactFile, writeReactFile } from './react-file.ts';
import { faultsOf, helperAddress, views } from './rules.ts';
import { readZip, writeZip, type Files } from './zip-file.ts';

const encoder = new TextEncoder();
const helper = `<script src="${helperAddress}"></script>`;
const head = `<link rel="stylesheet" href="./panel.css"><script type="module" src="./panel.js"></script>`;
const page = (inside: string) => `<!doctype html><html><head>${inside}</head><body><div id="root"></div></body></html>`;
const script = `import { opened } from './order-words.js';
// Says what is open.
const place = document.getElementById('root');
if (place) place.textContent = opened;
`;

/** An extension that breaks nothing, with some of its files put in another way; null leaves one out. */
function anExtension(changes: Readonly<Record<string, string | Uint8Array | null>> = {}): Files {
  const texts: Readonly<Record<string, string | Uint8Array | null>> = {
    'panel.html': page(helper + head),
    'panel.css': "@font-face {\n  font-family: Round;\n  src: url('./round.woff2');\n}\n",
    'panel.js': script,
    'order-words.js': `export const opened = 'Open';\n`,
    'round.woff2': 'a font',
    ...changes,
  };
  const files = Object.entries(texts).flatMap(([name, text]): [string, Uint8Array][] =>
    text === null ? [] : [[name, typeof text === 'string' ? encoder.encode(text) : text]],
  );
  return readZip(writeZip(new Map(files)));
}

/** The rules that an extension breaks, each once. */
function brokenBy(changes: Readonly<Record<string, string | Uint8Array | null>>): readonly string[] {
  return [...new Set(faultsOf(anExtension(changes)).map((fault) => fault.split(':')[0] ?? ''))];
}

/** Text that does not compress, so that its weight is known. */
function noise(bytes: number): Uint8Array {
  let seed = 1;
  return Uint8Array.from({ length: bytes }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed >> 8;
  });
}

const atTheRoot = 'files lie at the root of the zip';
const known = 'there is a view, and every page is one that Twitch knows';
const needed = 'every file is of a kind that a page needs, and some view comes to it';
const helperFirst = 'a view loads Twitch’s helper before any other script';
const relative = 'addresses are relative and lead to files of the zip';
const inPage = 'nothing that runs is written into a page';
const react = 'React is as its packages publish it';
const code = 'code is readable, runs nothing that was text, and names no other address';
const styles = 'style sheets are readable and stay in the zip';
const weight = 'a view loads no more than it may before it can be used';

const longLine = `export const opened = [${Array.from({ length: 900 }, (_, index) => index).join()}].length;`;
const shortNames = `export const opened = 'Open';\n${Array.from({ length: 26 }, (_, index) => {
  const name = String.fromCharCode(97 + index);
  return `function ${name}() {\n  return '${name}';\n}\n`;
}).join('')}`;

describe('what is handed to Twitch', () => {
  test('breaks no rule when it is as it should be', () => {
    expect(faultsOf(anExtension())).toEqual([]);
  });

  test.each<[string, string, Readonly<Record<string, string | Uint8Array | null>>]>([
    ['a file in a folder', atTheRoot, { 'pictures/': '' }],
    ['a file with the separator of Windows', atTheRoot, { 'pictures\\': '' }],
    ['no panel', known, { 'panel.html': null, 'mobile.html': page(helper + head) }],
    ['a page that is no view', known, { 'test.html': page(helper + head) }],
    ['a file that nothing asks for', needed, { 'notes.css': 'p {\n}\n' }],
    ['a file of a kind that no page needs', needed, { 'README.md': 'Hello' }],
    ['a source map', needed, { 'panel.js.map': '{}' }],
    ['no helper', helperFirst, { 'panel.html': page(head) }],
    ['the helper second', helperFirst, { 'panel.html': page(head + helper) }],
    [
      'a script from elsewhere',
      relative,
      { 'panel.html': page(`${helper}${head}<script src="https://cdn.example/x.js"></script>`) },
    ],
    [
      'an address without a scheme',
      relative,
      { 'panel.html': page(`${helper}${head}<img src="//cdn.example/x.png">`) },
    ],
    [
      'an address from the root',
      relative,
      { 'panel.html': page(`${helper}${head}<link rel="icon" href="/panel.css">`) },
    ],
    ['an address that leads nowhere', relative, { 'panel.html': page(`${helper}${head}<img src="./gone.png">`) }],
    [
      'a style sheet from elsewhere',
      relative,
      { 'panel.css': "@import 'https://fonts.googleapis.com/css';\n@import './round.woff2';\n" },
    ],
    [
      'a font from elsewhere',
      relative,
      { 'panel.css': 'a {\n src: url(./round.woff2), url(https://fonts.example/a.woff2);\n}\n' },
    ],
    ['an import from elsewhere', relative, { 'panel.js': `import 'https://esm.example/react';\n${script}` }],
    ['an import by the name of a package', relative, { 'panel.js': `import 'react';\n${script}` }],
    ['an import worked out while running', relative, { 'panel.js': `${script}void import(place.title);\n` }],
    ['a script written into a page', inPage, { 'panel.html': page(`${helper}${head}<script>let a;</script>`) }],
    ['a handler written into a page', inPage, { 'panel.html': page(`${helper}${head}<p onclick="a()">Hello</p>`) }],
    ['a frame', inPage, { 'panel.html': page(`${helper}${head}<iframe></iframe>`) }],
    [
      'a policy of its own',
      inPage,
      { 'panel.html': page(`${helper}${head}<meta http-equiv="content-security-policy" content="">`) },
    ],
    [
      'React with a word changed',
      react,
      { 'panel.js': `import './react.js';\n${script}`, 'react.js': writeReactFile().replace('useState', 'useStates') },
    ],
    ['a call of eval', code, { 'order-words.js': `export const opened = eval('1');\n` }],
    ['eval by another name', code, { 'order-words.js': `export const opened = window.eval;\n` }],
    ['new Function', code, { 'order-words.js': `export const opened = new Function('return 1');\n` }],
    [
      'a function made from text by another name',
      code,
      { 'order-words.js': `const Made = Function;\nexport const opened = Made;\n` },
    ],
    ['text given to a timer', code, { 'order-words.js': `export const opened = setTimeout('a()', 1);\n` }],
    [
      'a script that is made by a script',
      code,
      { 'order-words.js': `export const opened = document.createElement('script');\n` },
    ],
    ['an address in code', code, { 'order-words.js': `export const opened = 'https://elsewhere.example/x.js';\n` }],
    [
      'an address put together in code',
      code,
      { 'order-words.js': 'export const opened = `https://elsewhere.example/${1}`;\n' },
    ],
    [
      'a script that points at a source map',
      code,
      { 'order-words.js': `export const opened = 1;\n//# sourceMappingURL=data:x\n` },
    ],
    ['code without lines', code, { 'order-words.js': longLine }],
    ['code without names', code, { 'order-words.js': shortNames }],
    ['styles without lines', styles, { 'panel.css': `@import './round.woff2';${'p{color:red}'.repeat(60)}` }],
    ['a view that is too heavy', weight, { 'round.woff2': noise(170_000) }],
  ])('%s is refused', (_, rule, changes) => {
    expect(brokenBy(changes)).toEqual([rule]);
  });

  test('words of the language that only name a property are no evaluation', () => {
    const words = `const words = { Function: 1, eval: 2 };\nexport const opened = words.Function + words.eval;\n`;
    expect(brokenBy({ 'order-words.js': words })).toEqual([]);
  });

  test('what a view loads later does not count, and what it loads by way of others does', () => {
    const later = anExtension({
      'panel.js': `${script}void import('./later.js');\n`,
      'later.js': 'export const a = 1;\n',
    });
    const names = firstLoad(later, 'panel.html').map(({ name }) => name);
    expect(names.toSorted()).toEqual(['order-words.js', 'panel.css', 'panel.html', 'panel.js', 'round.woff2']);
    expect(weightOf(firstLoad(later, 'panel.html'))).toBeLessThan(views.get('panel.html') ?? 0);
  });

  test('a font counts unless words can be read without it until it is there', () => {
    const face = (display: string) =>
      firstLoad(
        anExtension({ 'panel.css': `@font-face {\n  font-display: ${display};\n  src: url(./round.woff2);\n}\n` }),
        'panel.html',
      ).map(({ name }) => name);
    expect(face('block')).toContain('round.woff2');
    expect(face('swap')).not.toContain('round.woff2');
  });
});

describe('the zip', () => {
  test('has the same bytes for the same files, in whatever order and time zone', () => {
    const files = [...anExtension()];
    const zone = process.env['TZ'];
    const there = writeZip(new Map(files.toReversed()));
    process.env['TZ'] = 'Pacific/Kiritimati';
    const elsewhere = writeZip(new Map(files));
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(Buffer.from(elsewhere).equals(Buffer.from(there))).toBe(true);
  });
});

describe('React in the zip', () => {
  let text: string;

  beforeAll(() => {
    text = writeReactFile();
  });

  test('holds every published file unchanged, each after a line that names it', () => {
    for (const { mark, text: published } of publishedTexts()) {
      expect(published.length).toBeGreaterThan(500);
      expect(text.split(mark)).toHaveLength(2);
      expect(text.split(mark)[1]).toContain(published);
    }
  });

  test('adds a page’s worth of lines of its own and no more', () => {
    const own = publishedTexts().reduce((rest, { text: published }) => rest.replace(published, ''), text);
    expect(own.split('\n').length).toBeLessThan(40);
  });

  test('is for production: development’s warnings are not in it', () => {
    expect(text).not.toContain('.development.js');
    expect(reactFile.imports).toContain('react-dom/client');
  });
});
