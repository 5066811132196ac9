const markup: unique symbol = Symbol('markup');

/**
 * A piece of page that is safe to send: made by `html` or `raw`, and by nothing else. The key is a symbol, so that no parsed
 * JSON and no row of a store can pass for one.
 */
export type Html = { readonly [markup]: string };

/** What a template may hold. Text is escaped, pieces of page are not, `null` is nothing. */
export type HtmlValue = string | number | Html | null | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

/** Where an address will be followed, so that escaping alone does not make it safe. */
const beforeAddress = /(?:^|\s)(?:href|src|action|formaction|poster|cite)="$/i;
const beforeUnquoted = /\s[\w:-]+\s*=\s*$/;

/**
 * Builds a piece of page. Everything put into it is escaped for text and for quoted attributes. An address that is neither a path
 * of ours nor http(s) becomes `#`.
 *
 * @throws TypeError when a value stands in an unquoted attribute, where no escaping is enough
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    const before = strings[index] ?? '';
    if (beforeUnquoted.test(before)) throw new TypeError(`an attribute needs quotes: ${before.slice(-40)}`);
    text += beforeAddress.test(before) ? escapeText(safeAddress(value)) : write(value);
    text += strings[index + 1] ?? '';
  }
  return { [markup]: text };
}

/** Takes markup as it is. For drawings that are written in this program, never for anything that came from outside. */
export function raw(text: string): Html {
  return { [markup]: text };
}

/** The finished text of a piece of page. */
export function renderHtml(piece: Html): string {
  return piece[markup];
}

/**
 * Reads an address that somebody typed.
 *
 * @returns the address as a browser will understand it, or null unless it is complete and http(s)
 */
export function readWebAddress(typed: string | null): string | null {
  if (typed === null || !URL.canParse(typed)) return null;
  const address = new URL(typed);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null;
}

function safeAddress(value: HtmlValue): string {
  if (typeof value !== 'string') return '#';
  // A browser drops tabs and line ends and reads a backslash as a slash, so `/\evil` would leave this site.
  const ownPath = /^\/(?![/\\])[^\\\s]*$/.test(value);
  return ownPath || value.startsWith('#') ? value : (readWebAddress(value) ?? '#');
}

function write(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return isPiece(value) ? value[markup] : value.map(write).join('');
}

function isPiece(value: Html | readonly HtmlValue[]): value is Html {
  return markup in value;
}
