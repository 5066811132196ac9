/** Markup that is safe to put into a page as it is. */
export type Html = { readonly markup: string };

type Part = string | number | Html | readonly Html[] | null;

/** A template whose values are escaped, except markup made by this same function; null leaves nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = texts.reduce((page, text, index) => page + renderPart(parts[index - 1] ?? null) + text);
  return { markup };
}

function renderPart(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
