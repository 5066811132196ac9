import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { firstLoad, laterLoad, weightOf, type Weight } from './first-load.ts';
import { faultsOf, pagesOf, views } from './rules.ts';
import { readZip, writeZip } from './zip-file.ts';

// Zips the built extension and looks at what is in the zip. With an address it looks at that zip instead of making one.

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'artifacts', 'extension');
const [given] = process.argv.slice(2);
const path = given ?? join(folder, 'c500-extension.zip');
if (given === undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, writeZip(readFolder(join(root, 'twitch-extension', 'dist'))));
}
const zip = readFileSync(path);
const files = readZip(zip);

say(`${relative(root, path)}: ${files.size} files, ${count(zip.length)} bytes`);
for (const [name, bytes] of files) say(`  ${name.padEnd(40)} ${count(bytes.length).padStart(9)}`);
const faults = faultsOf(files);
if (!faults.some((fault) => fault.startsWith('files lie')))
  for (const page of pagesOf(files)) {
    const first = firstLoad(files, page);
    const most = count(views.get(page) ?? 0);
    say(`${page} loads ${count(weightOf(first))} bytes gzipped before it can be used, of ${most}: ${list(first)}`);
    const later = laterLoad(files, page);
    if (later.length > 0)
      say(`  and ${count(weightOf(later))} once it stands, or when they are asked for: ${list(later)}`);
  }
for (const fault of faults) say(`REFUSED: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else say('Nothing in it breaks a rule of Twitch or of ours.');

function readFolder(from: string): ReadonlyMap<string, Uint8Array> {
  const found = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [relative(from, file).replaceAll('\\', '/'), readFileSync(file)];
    }),
  );
}

function list(weights: readonly Weight[]): string {
  return weights.map(({ name, gzipped }) => `${name} ${count(gzipped)}`).join(', ');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
