import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const folders = ['server', 'bot', 'shared', 'sandbox', 'twitch-extension', 'discord-activity', '.ci'];
const skipped = new Set(['node_modules', 'dist', 'artifacts']);

/** A file of the tree by its path from the root, with `/` between folders. */
type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };
/** What a file imports: a path from the root, or the name of a package. `types` when nothing of it is left at run time. */
type Import = { readonly target: string; readonly types: boolean };

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The name under which a specifier's target is known: a path of this tree, or the package that it belongs to. */
function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('#shared/')) return specifier.slice(1);
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/');
  if (specifier.startsWith('node:') || specifier.startsWith('/')) return specifier;
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

const statement = /^(?:import|export)\s+(?:(type)\s)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(path: string, text: string): readonly Import[] {
  const named = [...text.matchAll(statement)].map(([, type, names = '', specifier = '']) => {
    const each = (/^\{([^}]*)\}$/.exec(names.trim())?.[1] ?? '').split(',').filter((name) => name.trim() !== '');
    const allTypes = each.length > 0 && each.every((name) => name.trim().startsWith('type '));
    return { target: targetOf(path, specifier), types: type !== undefined || allTypes };
  });
  const loaded = [...text.matchAll(dynamic)].map(([, specifier = '']) => ({
    target: targetOf(path, specifier),
    types: false,
  }));
  return [...named, ...loaded];
}

const sources: readonly Source[] = folders.flatMap(filesIn).map((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
});

/** Tests and what only they use: samples, fakes, fixtures, the suites that adapters share. */
function isTest(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) ||
    /(^|\/)test\//.test(path) ||
    /(-(samples|arbitraries|fake|fixture|contract|world|rig|stage)|\/(contract|test|sample|crash)-[a-z-]+)\.tsx?$/.test(
      path,
    )
  );
}

type Area = {
  readonly name: string;
  readonly holds: RegExp;
  /** What its files may import, as paths from the root or names of packages. */
  readonly may: readonly RegExp[];
  /** What they may import the types of, beside that. */
  readonly mayTypes?: readonly RegExp[];
  /** What their tests may import, beside that and beside the tools of tests. */
  readonly testsMay?: readonly RegExp[];
};

const shared = /^shared\/(?!ui\/)/;
const node = /^node:/;
const ownParts =
  /^server\/(domain|usecases|ports|adapters|http|test|app|duties|main|worker|config|partners|log|secret)/;

/** The table of docs, as data. The first area that holds a file is its own. */
const areas: readonly Area[] = [
  { name: 'shared/ui', holds: /^shared\/ui\//, may: [/^shared\//, /^react$/, /^react-dom$/] },
  { name: 'shared', holds: /^shared\//, may: [shared, /^zod$/] },
  {
    name: 'server/domain',
    holds: /^server\/domain\//,
    may: [/^server\/domain\//, /^shared\/(ids|money|order-tag|house-rules|refusals)\.ts$/],
    mayTypes: [/^shared\/schemas\//],
    testsMay: [shared],
  },
  {
    name: 'server/ports',
    holds: /^server\/ports\//,
    may: [shared, /^server\/ports\//],
    mayTypes: [/^server\/domain\//],
  },
  {
    name: 'server/usecases',
    holds: /^server\/usecases\//,
    // Of node:crypto only hashes, which are pure; chance is refused below.
    may: [shared, /^server\/(usecases|domain|ports)\//, /^node:crypto$/],
    testsMay: [/^server\//, /^sandbox\//],
  },
  ...[
    'store',
    'stripe',
    'twitch',
    'discord',
    'sign-in',
    'pictures',
    'files',
    'identity',
    'mail',
    'easypost',
    'sealing',
    'evidence',
  ].map((party): Area => {
    const sdks: Readonly<Record<string, RegExp>> = {
      // The last gate before the books: a store keeps no entry that does not balance.
      store: /^(server\/domain\/ledger\.ts|@google-cloud\/firestore|firebase-admin)$/,
      stripe: /^stripe$/,
      easypost: /^@easypost\/api$/,
      evidence: /^(pdfkit|dejavu-fonts-ttf|@resvg\/resvg-wasm)$/,
      twitch: /^(@twurple\/[a-z-]+|jsonwebtoken|express)$/,
      discord: /^(discord\.js|discord-api-types)$/,
    };
    return {
      name: `server/adapters/${party}`,
      holds: new RegExp(`^server/adapters/${party}/`),
      may: [
        shared,
        /^zod$/,
        node,
        /^server\/ports\//,
        new RegExp(`^server/adapters/${party}/`),
        ...(sdks[party] ? [sdks[party]] : []),
      ],
      mayTypes: [/^server\/domain\//],
      testsMay: [/^server\/domain\//, /^sandbox\//, /^stripe$/],
    };
  }),
  {
    name: 'server/http',
    holds: /^server\/http\//,
    may: [
      shared,
      node,
      /^server\/(http|usecases)\//,
      /^(express|express-rate-limit|helmet|cookie|ws|zod)$/,
      // The error by which a port says that a partner failed is told apart here, to be answered as 503.
      /^server\/ports\/payments\.ts$/,
    ],
    mayTypes: [/^server\/(ports|domain)\//, /^pino$/],
    testsMay: [/^server\//, /^sandbox\//, /^(playwright-core|axe-core)$/],
  },
  {
    name: 'server/test',
    holds: /^server\/test\//,
    may: [shared, node, /^server\//, /^sandbox\//, /^[@a-z][^/]*(\/[a-z-]+)?$/],
  },
  {
    name: 'the composition of the server',
    holds: /^server\/[a-z.-]+\.ts$/,
    may: [shared, node, ownParts, /^(express|pino|zod|stripe)$/, /^@twurple\//],
    testsMay: [/^sandbox\//],
  },
  {
    name: 'sandbox, where it starts the product',
    holds: /^sandbox\/(main\.ts|product\/|journeys\/)/,
    may: [shared, node, /^(sandbox|server|bot)\//, /^[@a-z][^/]*(\/[a-z-]+)?$/],
  },
  { name: 'sandbox', holds: /^sandbox\//, may: [/^shared\//, node, /^sandbox\//, /^\//, /^[@a-z][^/]*(\/[a-z-]+)?$/] },
  {
    name: 'bot',
    holds: /^bot\//,
    may: [
      shared,
      node,
      /^bot\//,
      /^(discord\.js|discord-api-types|pino|zod|ws)$/,
      /^@twurple\//,
      /^@resvg\/resvg-wasm$/,
    ],
    testsMay: [/^sandbox\//],
  },
  {
    name: 'the packing of embedded pages',
    holds: /^(twitch-extension|discord-activity)\/pack\//,
    may: [node, /^(twitch-extension|discord-activity)\/pack\//, /^(fflate|vite)$/],
  },
  ...['twitch-extension', 'discord-activity'].map((page): Area => ({
    name: page,
    holds: new RegExp(`^${page}/`),
    may: [/^shared\//, new RegExp(`^${page}/`), /^(react|react-dom|zod)$/, /^@discord\/embedded-app-sdk$/],
    testsMay: [node, /^(playwright-core|axe-core|vite|ws)$/, /^sandbox\//, /^server\//],
  })),
  { name: '.ci', holds: /^\.ci\//, may: [node, /^\.ci\//] },
];

const testTools = [/^@jest\/globals$/, /^fast-check$/, node];

function areaOf(path: string): Area | undefined {
  return areas.find((area) => area.holds.test(path));
}

function mayImport(path: string, { target, types }: Import): boolean {
  const area = areaOf(path);
  if (!area) return false;
  if (/(^|\/)vite\.config\.ts$/.test(path))
    return target === 'vite' || node.test(target) || /^(twitch-extension|discord-activity)\/pack\//.test(target);
  const allowed = [
    ...area.may,
    ...(types ? (area.mayTypes ?? []) : []),
    ...(isTest(path) ? [...testTools, ...(area.testsMay ?? []), ...(area.mayTypes ?? [])] : []),
  ];
  return allowed.some((pattern) => pattern.test(target));
}

/** Files with what in them matches, line by line. */
function linesWith(pattern: RegExp, holds: (path: string) => boolean): readonly string[] {
  return sources
    .filter(({ path }) => holds(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
}

describe('who may import what', () => {
  test('there is something to look at, and every file belongs to an area', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(sources.filter(({ path }) => !areaOf(path)).map(({ path }) => path)).toEqual([]);
  });

  test.each(areas)('$name', (area) => {
    const forbidden = sources
      .filter(({ path }) => areaOf(path) === area)
      .flatMap((source) =>
        source.imports
          .filter((each) => !mayImport(source.path, each))
          .map((each) => [source.path, each.target, each.types ? 'types' : 'values'].join(' ← ')),
      );
    expect(forbidden).toEqual([]);
  });

  test('nothing that is sold imports a test, or what only tests use', () => {
    const wrong = sources
      .filter(({ path }) => !isTest(path) && !path.startsWith('sandbox/'))
      .flatMap(({ path, imports }) =>
        imports.filter(({ target }) => isTest(target)).map(({ target }) => `${path} ← ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test('stripe is known to its adapter and its stand-in only', () => {
    const knowing = sources
      .filter(({ imports }) => imports.some(({ target }) => target === 'stripe'))
      .map(({ path }) => path);
    expect(knowing.filter((path) => !/^(server\/adapters\/stripe|sandbox\/stripe|server\/test)\//.test(path))).toEqual(
      [],
    );
  });

  test('every import of ours names a file that is there', () => {
    const there = new Set(sources.map(({ path }) => path));
    const missing = sources.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ target }) =>
            /^(server|bot|shared|sandbox|twitch-extension|discord-activity)\/.*\.tsx?$/.test(target) &&
            !there.has(target),
        )
        .map(({ target }) => `${path} ← ${target}`),
    );
    expect(missing).toEqual([]);
  });
});

/** The files of one import cycle, if there is any. Imports of types are gone before anything runs, and may point back. */
function findCycle(): readonly string[] | undefined {
  const next = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ target, types }) => (types ? [] : [target]))]),
  );
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const target of next.get(path) ?? []) {
      const cycle = next.has(target) ? walk(target, [...way, path]) : undefined;
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of next.keys()) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Where the function that opens on a line closes, as the formatter lays it out; undefined for other lines. */
function endOfFunction(lines: readonly string[], start: number): number | undefined {
  const line = lines[start] ?? '';
  const opens =
    /^\s*(export )?(async )?function\b/.test(line) ||
    line.endsWith('=> {') ||
    (/^\s+(async )?\w+\(.*\).* \{$/.test(line) && !/^\s+(if|for|while|switch|catch|with)\b/.test(line));
  if (!opens) return undefined;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const end = lines.findIndex(
    (each, at) => at > start && each.startsWith(`${indent}}`) && !each.startsWith(`${indent}}:`),
  );
  return end === -1 ? undefined : end;
}

/** How many lines of code a function's body has of its own: functions inside it are counted by themselves. */
function ownLines(lines: readonly string[], start: number, end: number): number {
  let count = 0;
  for (let at = start + 1; at < end; at++) {
    const inner = endOfFunction(lines, at);
    if (!/^\s*($|\/\/|\/\*|\*)/.test(lines[at] ?? '')) count++;
    if (inner !== undefined && inner < end) at = inner;
  }
  return count;
}

function longFunctions({ path, text }: Source, most: number): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const end = endOfFunction(lines, start);
    const own = end === undefined ? 0 : ownLines(lines, start, end);
    return own > most ? [`${path}:${start + 1}: ${own} lines from: ${line.trim()}`] : [];
  });
}

describe('what no file may contain', () => {
  test('an import cycle', () => {
    expect(findCycle()).toBeUndefined();
  });

  test('the environment, but where it is read into settings', () => {
    const reads = (path: string) =>
      !isTest(path) &&
      !/^(sandbox|\.ci)\/|(^|\/)(config|main|publish-commands|store-copy|vite\.config)\.ts$/.test(path);
    expect(linesWith(/process\.env/, reads)).toEqual([]);
  });

  test('time and chance in rules and stories: they come from the clock', () => {
    const pure = (path: string) => /^server\/(domain|usecases)\//.test(path) && !isTest(path);
    expect(
      linesWith(
        /Date\.now|new Date\(|Math\.random|random(UUID|Bytes|Int)|getRandomValues|performance\.now|setTimeout|setInterval/,
        pure,
      ),
    ).toEqual([]);
  });

  test('zod, input or output in the domain', () => {
    const wrong = sources.filter(
      ({ path, imports }) =>
        path.startsWith('server/domain/') &&
        !isTest(path) &&
        imports.some(({ target }) => target === 'zod' || node.test(target)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('console, but in scripts', () => {
    expect(linesWith(/\bconsole\.\w+\(/, (path) => !path.startsWith('.ci/') && !isTest(path))).toEqual([]);
  });

  test('a default export, but where a framework asks for it', () => {
    expect(linesWith(/^export default /, (path) => !/(^|\/)vite\.config\.ts$/.test(path))).toEqual([]);
  });

  test('words that switch the compiler or a test off', () => {
    const off = new RegExp(
      [
        '@ts-' + 'ignore',
        '@ts-' + 'nocheck',
        'as unknown ' + 'as',
        '(: |<|as )any[\\[\\];,)>=|&]',
        '\\.(skip|todo|only)\\(',
      ].join('|'),
    );
    expect(linesWith(off, (path) => path !== 'shared/architecture.test.ts')).toEqual([]);
  });

  test('more than 350 lines, or 600 in a test', () => {
    const long = sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(long.filter(({ path, lines }) => lines > (/\.test\.tsx?$/.test(path) ? 600 : 350))).toEqual([]);
  });

  test('a function of more than 70 lines of its own', () => {
    expect(sources.filter(({ path }) => !isTest(path)).flatMap((source) => longFunctions(source, 70))).toEqual([]);
  });

  test('the word that payment providers reserve, in a text that people read', () => {
    expect(linesWith(/escrow/i, (path) => path.startsWith('shared/text/en/'))).toEqual([]);
  });

  test('a path of somebody’s machine', () => {
    expect(
      linesWith(/(^|['"`\s(=])\/(work|home|root|Users|tmp)\//, (path) => path !== 'shared/architecture.test.ts'),
    ).toEqual([]);
  });
});

describe('names', () => {
  test('files are kebab-case; one that exports a component is called like it', () => {
    const odd = sources.filter(({ path }) => {
      const name = path.split('/').at(-1) ?? '';
      return name.endsWith('.tsx')
        ? !/^([A-Z][A-Za-z0-9]*|[a-z0-9]+(-[a-z0-9]+)*)\.tsx$/.test(name)
        : !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(name);
    });
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  test('no file or folder is a drawer for anything', () => {
    expect(
      sources
        .map(({ path }) => path)
        .filter((path) => /(^|\/)(utils?|helpers?|services|managers|misc)(\/|\.tsx?$)/.test(path)),
    ).toEqual([]);
  });
});
