import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** One file as a package publishes it: what other code asks for it by, and where it lies in the package. */
type Published = { readonly asked: string; readonly pack: string; readonly path: string };

/** What the pages need of React, in the order in which the files need each other. */
const published: readonly Published[] = [
  { asked: 'scheduler', pack: 'scheduler', path: 'cjs/scheduler.production.js' },
  { asked: 'react', pack: 'react', path: 'cjs/react.production.js' },
  { asked: 'react/jsx-runtime', pack: 'react', path: 'cjs/react-jsx-runtime.production.js' },
  { asked: 'react-dom', pack: 'react-dom', path: 'cjs/react-dom.production.js' },
  { asked: 'react-dom/client', pack: 'react-dom', path: 'cjs/react-dom-client.production.js' },
];

/** The file of the zip in which React is, and the names under which our code imports it. */
export const reactFile = { name: 'react.js', imports: published.map(({ asked }) => asked) };

/** Each published file with its text and the line that stands before it in `react.js`. */
export type PublishedText = Published & { readonly file: string; readonly mark: string; readonly text: string };

const load = createRequire(import.meta.url);

/** The files of React that the zip holds, as they lie in `node_modules`. */
export function publishedTexts(): readonly PublishedText[] {
  return published.map((each) => {
    const folder = dirname(load.resolve(`${each.pack}/package.json`));
    const { version } = load(`${each.pack}/package.json`) as { readonly version: string };
    const file = join(folder, each.path);
    return {
      ...each,
      file,
      text: readFileSync(file, 'utf8'),
      mark: `// ${each.pack}@${version}/${each.path}, as published:`,
    };
  });
}

/**
 * Writes React as one module that a browser loads: the files that npm publishes, every byte as it is there, each inside the function
 * that Node would put around it. Bundlers print such files anew, which a reviewer could not compare with anything.
 */
export function writeReactFile(): string {
  const texts = publishedTexts();
  const parts = texts.map(
    ({ asked, mark, text }) =>
      `${mark}\nloaded['${asked}'] = {};\n(function (exports, require) {\n${text}})(loaded['${asked}'], require);\n`,
  );
  return [
    '// React. Between the lines that name them are the files of its packages on npm, unchanged; the rest lets a browser load them.',
    'const loaded = {};',
    'const require = (name) => loaded[name];',
    ...parts,
    ...exportsOf(texts),
    '',
  ].join('\n');
}

/** What the module gives: everything public, under the name that its package gives it. A name that several have is the first one's. */
function exportsOf(texts: readonly PublishedText[]): readonly string[] {
  const seen = new Set<string>();
  return texts
    .filter(({ asked }) => asked !== 'scheduler')
    .map(({ asked, file }) => {
      const names = Object.keys(load(file) as object)
        .filter((name) => !/^_|^unstable_|^default$/.test(name) && !seen.has(name))
        .sort();
      for (const name of names) seen.add(name);
      return `export const { ${names.join(', ')} } = loaded['${asked}'];`;
    });
}
