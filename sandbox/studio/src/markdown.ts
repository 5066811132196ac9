/** A piece of a line: plain text, text with a style, or something that Discord draws by itself. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'underline' | 'strike' | 'spoiler'; readonly inside: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly inside: readonly Inline[] }
  | { readonly kind: 'person' | 'place' | 'role'; readonly id: string }
  | { readonly kind: 'stamp'; readonly at: number; readonly style: string };

/** A line or block of a message. `level` 1 to 3 are headings; 0 is Discord's small print. */
export type Block =
  | { readonly kind: 'line'; readonly inside: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: 0 | 1 | 2 | 3; readonly inside: readonly Inline[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'pre'; readonly text: string };

const textLengthMax = 6_000;
const depthMax = 6;

/** Reads the part of Discord's markdown that messages of this house use. Anything else stays text; no text is ever lost. */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const pieces = text.slice(0, textLengthMax).split('```');
  pieces.forEach((piece, index) => {
    if (piece === '') return;
    const isClosed = index < pieces.length - 1;
    if (index % 2 === 1 && isClosed) blocks.push({ kind: 'pre', text: piece.replace(/^\w*\n/, '').replace(/\n$/, '') });
    else readLines(index % 2 === 1 ? '```' + piece : piece, blocks);
  });
  return blocks;
}

function readLines(text: string, blocks: Block[]): void {
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const heading = /^(-#|#{1,3}) (.*)$/.exec(line);
    const quote = /^> ?(.*)$/.exec(line);
    const item = /^\s*[-*] (.*)$/.exec(line);
    const last = blocks.at(-1);
    if (heading) {
      const mark = heading[1] ?? '#';
      const level = mark === '-#' ? 0 : mark === '#' ? 1 : mark === '##' ? 2 : 3;
      blocks.push({ kind: 'heading', level, inside: readInline(heading[2] ?? '') });
    } else if (quote) {
      const read = readInline(quote[1] ?? '');
      if (last?.kind === 'quote') blocks.splice(-1, 1, { kind: 'quote', lines: [...last.lines, read] });
      else blocks.push({ kind: 'quote', lines: [read] });
    } else if (item) {
      const read = readInline(item[1] ?? '');
      if (last?.kind === 'list') blocks.splice(-1, 1, { kind: 'list', items: [...last.items, read] });
      else blocks.push({ kind: 'list', items: [read] });
    } else blocks.push({ kind: 'line', inside: readInline(line) });
  }
}

const pattern = new RegExp(
  [
    '\\\\([*_~|`\\\\[\\]<>#-])',
    '`([^`\\n]+)`',
    '\\*\\*(.+?)\\*\\*(?!\\*)',
    '__(.+?)__(?!_)',
    '~~(.+?)~~',
    '\\|\\|(.+?)\\|\\|',
    '\\*([^*\\s](?:[^*]*[^*\\s])?)\\*',
    '(?<!\\w)_([^_\\s](?:[^_]*[^_\\s])?)_(?!\\w)',
    '\\[([^\\]\\n]+)\\]\\(<?(https?://[^\\s)>]+)>?\\)',
    '<t:(-?\\d{1,13})(?::([tTdDfFR]))?>',
    '<(@!?|@&|#)(\\d{1,20})>',
    '<?(https?://[^\\s<>]+[^\\s<>.,:;!?)"\'])>?',
  ].join('|'),
  'g',
);

/** Reads one line. */
export function readInline(text: string, depth = 0): readonly Inline[] {
  if (depth > depthMax) return [{ kind: 'text', text }];
  const found: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) });
    found.push(toInline(match, depth));
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) });
  return found;
}

function toInline(match: RegExpExecArray, depth: number): Inline {
  const [
    whole,
    escaped,
    code,
    strong,
    under,
    strike,
    spoiler,
    starred,
    slanted,
    label,
    url,
    stamp,
    style,
    sign,
    id,
    bare,
  ] = match;
  const inside = (text: string) => readInline(text, depth + 1);
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', inside: inside(strong) };
  if (under !== undefined) return { kind: 'underline', inside: inside(under) };
  if (strike !== undefined) return { kind: 'strike', inside: inside(strike) };
  if (spoiler !== undefined) return { kind: 'spoiler', inside: inside(spoiler) };
  if (starred !== undefined) return { kind: 'emphasis', inside: inside(starred) };
  if (slanted !== undefined) return { kind: 'emphasis', inside: inside(slanted) };
  if (label !== undefined && url !== undefined) return { kind: 'link', url, inside: inside(label) };
  if (stamp !== undefined) return { kind: 'stamp', at: Number(stamp) * 1_000, style: style ?? 'f' };
  if (sign !== undefined && id !== undefined) {
    if (sign === '#') return { kind: 'place', id };
    return { kind: sign === '@&' ? 'role' : 'person', id };
  }
  if (bare !== undefined) return { kind: 'link', url: bare, inside: [{ kind: 'text', text: bare }] };
  return { kind: 'text', text: whole };
}
