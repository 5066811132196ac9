import { fileMeant, filesReached, firstLoad, referencesOf, textOfFile, weightOf } from './first-load.ts';
import { faultsOfScript } from './own-code.ts';
import { reactFile, writeReactFile } from './react-file.ts';
import { tagsOf } from './references.ts';
import type { Files } from './zip-file.ts';

/** Twitch's helper: the only thing from elsewhere that a page may load, and the first. */
export const helperAddress = 'https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js';

/** The views that Twitch knows, with the most bytes, gzipped, that each may load before it can be used. */
export const views: ReadonlyMap<string, number> = new Map([
  ['panel.html', 170_000],
  ['mobile.html', 170_000],
  ['video_overlay.html', 170_000],
  ['video_component.html', 170_000],
  ['config.html', 200_000],
  ['live_config.html', 200_000],
]);

const inFolder = /[\\/]/;
const kinds = /\.(html|js|css|woff2|png|jpg|webp|svg)$/;

/** One rule of what Twitch takes and we promise: what it is about, and sentences on what breaks it. */
type Rule = { readonly rule: string; readonly faults: (files: Files) => readonly string[] };

const rules: readonly Rule[] = [
  {
    rule: 'files lie at the root of the zip',
    faults: (files) => names(files).filter((name) => inFolder.test(name)),
  },
  {
    rule: 'there is a view, and every page is one that Twitch knows',
    faults: (files) => [
      ...(files.has('panel.html') ? [] : ['panel.html is missing']),
      ...pagesOf(files).filter((name) => !views.has(name)),
    ],
  },
  {
    rule: 'every file is of a kind that a page needs, and some view comes to it',
    faults: (files) => {
      const reached = new Set(pagesOf(files).flatMap((page) => filesReached(files, page, 'all')));
      const atRoot = names(files).filter((name) => !inFolder.test(name));
      return atRoot.filter((name) => !kinds.test(name) || (!name.endsWith('.html') && !reached.has(name)));
    },
  },
  {
    rule: 'a view loads Twitch’s helper before any other script',
    faults: (files) =>
      pagesOf(files).filter(
        (page) =>
          tagsOf(textOfFile(files, page))
            .find(({ name }) => name === 'script')
            ?.attributes.get('src') !== helperAddress,
      ),
  },
  {
    rule: 'addresses are relative and lead to files of the zip',
    faults: (files) =>
      names(files).flatMap((name) =>
        referencesOf(files, name)
          .filter(({ address }) => !leadsSomewhere(files, name, address))
          .map(({ address }) => `${name} asks for ${address}`),
      ),
  },
  {
    rule: 'nothing that runs is written into a page',
    faults: (files) =>
      pagesOf(files).flatMap((page) => tagsOf(textOfFile(files, page)).flatMap((tag) => faultsOfTag(page, tag))),
  },
  {
    rule: 'React is as its packages publish it',
    faults: (files) =>
      files.has(reactFile.name) && textOfFile(files, reactFile.name) !== writeReactFile() ? [reactFile.name] : [],
  },
  {
    rule: 'code is readable, runs nothing that was text, and names no other address',
    faults: (files) =>
      names(files)
        .filter((name) => name.endsWith('.js') && name !== reactFile.name)
        .flatMap((name) => faultsOfScript(name, textOfFile(files, name), name !== 'zod.js')),
  },
  {
    rule: 'style sheets are readable and stay in the zip',
    faults: (files) =>
      names(files)
        .filter((name) => name.endsWith('.css'))
        .filter((name) => {
          const text = textOfFile(files, name);
          return /sourceMappingURL|expression\(|-moz-binding/.test(text) || text.length / text.split('\n').length > 200;
        }),
  },
  {
    rule: 'a view loads no more than it may before it can be used',
    faults: (files) =>
      pagesOf(files).flatMap((page) => {
        const weight = weightOf(firstLoad(files, page));
        const most = views.get(page) ?? Number.POSITIVE_INFINITY;
        return weight > most ? [`${page} loads ${weight} bytes, of ${most}`] : [];
      }),
  },
];

/** Every sentence in which the files break a rule; none when Twitch may have them. */
export function faultsOf(files: Files): readonly string[] {
  return rules.flatMap(({ rule, faults }) => faults(files).map((fault) => `${rule}: ${fault}`));
}

/** The pages of the zip. */
export function pagesOf(files: Files): readonly string[] {
  return names(files).filter((name) => name.endsWith('.html'));
}

/** Modules of a browser must say `./`; pages and style sheets need not, and may mean a place within themselves or a picture they hold. */
function leadsSomewhere(files: Files, from: string, address: string): boolean {
  if (from.endsWith('.html') && address === helperAddress) return true;
  if (!from.endsWith('.js') && /^(#|data:image\/)/.test(address)) return true;
  const isRelative = from.endsWith('.js') ? address.startsWith('./') : /^(\.\/)?[\w-][\w.-]*([?#]|$)/.test(address);
  return isRelative && fileMeant(files, address) !== undefined;
}

function names(files: Files): readonly string[] {
  return [...files.keys()];
}

function faultsOfTag(page: string, { name, attributes, inner }: ReturnType<typeof tagsOf>[number]): readonly string[] {
  const faults: string[] = [];
  if (name === 'script' && (!attributes.has('src') || inner.trim() !== '')) faults.push('has a script written into it');
  if (['base', 'iframe', 'object', 'embed', 'applet', 'frame'].includes(name)) faults.push(`has a <${name}>`);
  if (attributes.get('http-equiv') !== undefined) faults.push('sets a header of its own');
  for (const [attribute, value] of attributes) {
    if (/^on[a-z]+$/.test(attribute)) faults.push(`has a handler ${attribute}`);
    if (/^\s*(javascript|data):/i.test(value)) faults.push(`has code in ${attribute}`);
  }
  return faults.map((fault) => `${page} ${fault}`);
}
