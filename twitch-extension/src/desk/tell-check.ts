import type { ConnectionCheck } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/say.ts';

const texts = deskTexts.connect;

/** A check in words: what it is called, and what is so. Scopes are told by what they are for. */
export function tellCheck(check: ConnectionCheck): { readonly title: string; readonly sentence: string } {
  const words = texts.checkWords[check.key];
  const missing = new Intl.ListFormat('en', { type: 'conjunction' }).format(check.missing.map(tellScope));
  return { title: words.title, sentence: fill(words[check.state], { missing }) };
}

function tellScope(scope: string): string {
  const words: Readonly<Record<string, string>> = texts.scopeWords;
  return Object.hasOwn(words, scope) ? (words[scope] ?? scope) : scope;
}
