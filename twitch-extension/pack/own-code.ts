import { isNode, listOf, parseScript, textOf, visit, type ScriptNode } from './references.ts';

/** Where our code may name an address: the core where no other is configured, and what SVG is called. */
const addressesAllowed = ['https://api.c500.example', 'http://www.w3.org/2000/svg'];

/** People read lines; a minifier leaves few. */
const averageLineMax = 100;
const lineMax = 1_500;
/** The part of names that may have one letter or two. */
const shortNamesMax = 0.3;
/** Fewer names say nothing. */
const namesMin = 20;

/** Turns text into code where it runs. Twitch's policy stops it, and its review refuses it before. */
const evaluators = ['eval', 'Function', 'execScript', 'importScripts', 'WebAssembly', 'Worker', 'SharedWorker'];

/** What is wrong with a script of ours or of a library that was shaken: what it loads, runs or hides. */
export function faultsOfScript(name: string, text: string, isOurs: boolean): readonly string[] {
  if (/[#@]\s*source(Mapping)?URL\s*=/.test(text)) return [`${name} points at a source map`];
  const tree = parseScript(text);
  const faults = new Set<string>();
  visit(tree, (node, parent) => {
    for (const fault of [faultOfCall(node), faultOfName(node, parent)]) if (fault) faults.add(`${name} ${fault}`);
    // What is imported is looked at as an address already.
    const said = isOurs && parent?.['source'] !== node ? addressIn(node) : undefined;
    if (said) faults.add(`${name} names the address ${said}`);
  });
  if (hasLongLines(text)) faults.add(`${name} is minified: its lines are too long to read`);
  if (hasShortNames(tree)) faults.add(`${name} is minified: most of its names are a letter or two`);
  return [...faults];
}

function faultOfName(node: ScriptNode, parent: ScriptNode | null): string | undefined {
  if (node.type !== 'Identifier' || !evaluators.includes(String(node['name']))) return undefined;
  const isOnlyAWord =
    (parent?.type === 'Property' && parent['key'] === node && parent['shorthand'] !== true) ||
    (parent?.type === 'MemberExpression' && parent['property'] === node && !isGlobal(parent['object']));
  return isOnlyAWord ? undefined : `uses ${String(node['name'])}`;
}

function isGlobal(node: unknown): boolean {
  return isNode(node) && ['window', 'globalThis', 'self', 'document'].includes(String(node['name']));
}

function faultOfCall(node: ScriptNode): string | undefined {
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return undefined;
  const { callee } = node;
  const property = isNode(callee['property']) ? callee['property'] : undefined;
  const called = String(property?.['name'] ?? callee['name'] ?? '');
  const [first] = listOf(node['arguments']);
  if (['setTimeout', 'setInterval'].includes(called) && textOf(first) !== undefined)
    return `gives ${called} text to run`;
  if (called === 'createElement' && /^(script|iframe|object|embed)$/i.test(textOf(first) ?? ''))
    return `makes an element <${textOf(first)}>`;
  return undefined;
}

function addressIn(node: ScriptNode): string | undefined {
  const written = node['value'];
  const text = typeof written === 'string' ? written : cookedOf(written);
  const found = /(?:\b(?:https?|wss?|ftp):)?\/\/[a-z0-9][^\s"'`<>]*/i.exec(text)?.[0];
  if (found === undefined || !['Literal', 'TemplateElement'].includes(node.type)) return undefined;
  return addressesAllowed.includes(found.replace(/\/$/, '')) ? undefined : found;
}

function cookedOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
}

function hasLongLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // A sentence may be long, and is no code.
  const bare = lines.map(
    (line) => line.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""').length,
  );
  const average = bare.reduce((sum, length) => sum + length, 0) / Math.max(1, bare.length);
  return average > averageLineMax || bare.some((length) => length > lineMax);
}

function hasShortNames(tree: ScriptNode): boolean {
  const names = new Set<string>();
  visit(tree, (node) => {
    const declared = ['VariableDeclarator', 'FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration'];
    if (declared.includes(node.type)) addName(names, node['id']);
    for (const given of listOf(node['params'])) addName(names, given);
  });
  const short = [...names].filter((name) => name.length <= 2);
  return names.size >= namesMin && short.length / names.size > shortNamesMax;
}

function addName(names: Set<string>, node: unknown): void {
  if (isNode(node) && node.type === 'Identifier') names.add(String(node['name']));
}
