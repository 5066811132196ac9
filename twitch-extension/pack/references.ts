import { parseAst } from 'vite';

/** A tag of a page with its attributes; `inner` is what stands before the next tag. */
export type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly inner: string };

/** What a file asks a browser for: the address as written, and whether the file cannot work before it is there. */
export type Reference = { readonly address: string; readonly isNeededFirst: boolean };

/** A node of a parsed script, of which nothing is known but its kind. */
export type ScriptNode = { readonly type: string; readonly [name: string]: unknown };

const tagPattern = /<([a-z][a-z0-9-]*)((?:\s+[^\s=>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>([^<]*)/gi;
const attributePattern = /([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The tags of a page in their order; comments are passed over. */
export function tagsOf(html: string): readonly Tag[] {
  return [...html.replaceAll(/<!--.*?-->/gs, '').matchAll(tagPattern)].map(
    ([, name = '', written = '', inner = '']) => {
      const attributes = [...written.matchAll(attributePattern)].map(
        ([, attribute = '', a, b, c]): [string, string] => [attribute.toLowerCase(), a ?? b ?? c ?? ''],
      );
      return { name: name.toLowerCase(), attributes: new Map(attributes), inner };
    },
  );
}

/** What a page loads by its tags. */
export function referencesOfPage(html: string): readonly Reference[] {
  return tagsOf(html).flatMap(({ attributes }) =>
    ['src', 'href', 'srcset', 'poster', 'data', 'action', 'formaction']
      .map((name) => attributes.get(name))
      .filter((address) => address !== undefined)
      .map((address) => ({ address, isNeededFirst: true })),
  );
}

/** What a style sheet loads. A font that words can be read without until it is there does not hold a page up. */
export function referencesOfStyles(css: string): readonly Reference[] {
  const plain = css.replaceAll(/\/\*.*?\*\//gs, '');
  const imports = [...plain.matchAll(/@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/g)].map(([, address = '']) => address);
  const late = [...plain.matchAll(/@font-face\s*\{[^}]*\}/g)]
    .map(([face]) => face)
    .filter((face) => /font-display:\s*(swap|fallback|optional)/.test(face));
  const urls = [...plain.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g)].map(
    ([, a, b, c]) => a ?? b ?? c ?? '',
  );
  return [...new Set([...imports, ...urls])].map((address) => ({
    address,
    isNeededFirst: !late.some((face) => face.includes(address)),
  }));
}

/** Visits every node of a script, parents first. */
export function visit(
  node: unknown,
  see: (node: ScriptNode, parent: ScriptNode | null) => void,
  parent: ScriptNode | null = null,
): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see, parent);
  else if (isNode(node)) {
    see(node, parent);
    for (const [name, value] of Object.entries(node)) if (name !== 'loc' && name !== 'range') visit(value, see, node);
  }
}

/** The tree of a module. */
export function parseScript(text: string): ScriptNode {
  const tree: unknown = parseAst(text);
  if (!isNode(tree)) throw new Error('the parser gave no tree');
  return tree;
}

/** What a module loads: its imports, those it makes later, and files named beside itself. */
export function referencesOfScript(tree: ScriptNode): readonly Reference[] {
  const found: Reference[] = [];
  visit(tree, (node) => {
    const isStatic = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type);
    if (isStatic && node['source'] !== null) found.push({ address: textOf(node['source']) ?? '', isNeededFirst: true });
    // An address that is worked out while the page runs cannot be looked up; it is told as it is, and found nowhere.
    if (node.type === 'ImportExpression')
      found.push({ address: textOf(node['source']) ?? '(computed)', isNeededFirst: false });
    if (isFileBeside(node))
      found.push({ address: textOf(listOf(node['arguments'])[0]) ?? '(computed)', isNeededFirst: false });
  });
  return found;
}

/** The text of a literal, or of a template that nothing is put into. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  const [only, ...more] = listOf(node['quasis']);
  if (node.type !== 'TemplateLiteral' || more.length > 0 || !isNode(only)) return undefined;
  const value = only['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : undefined;
}

/** A list in a node, empty where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether something is a node. */
export function isNode(value: unknown): value is ScriptNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** `new URL('./picture.png', import.meta.url)`. */
function isFileBeside(node: ScriptNode): boolean {
  const [, base] = listOf(node['arguments']);
  return (
    node.type === 'NewExpression' &&
    isNode(node['callee']) &&
    node['callee']['name'] === 'URL' &&
    isNode(base) &&
    base.type === 'MemberExpression' &&
    isNode(base['object']) &&
    base['object'].type === 'MetaProperty'
  );
}
