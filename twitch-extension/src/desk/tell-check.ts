import type { ConnectionCheck, ConnectionView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';

const texts = deskTexts.connect;

/** How a check stands as it is told: one that cannot be done before the next step is not missing, it comes later. */
export type ToldState = ConnectionCheck['state'] | 'later';

const firstSteps: readonly ConnectionCheck['key'][] = ['builder', 'consent', 'scopes'];

/** How each check stands. Until the channel is connected there is nothing to say of what connecting brings. */
export function standingOf(
  check: ConnectionCheck,
  { checks, next }: Pick<ConnectionView, 'checks' | 'next'>,
): ToldState {
  if (check.state === 'done' || next === null || !firstSteps.includes(next)) return check.state;
  const place = (key: ConnectionCheck['key']) => checks.findIndex((each) => each.key === key);
  return place(check.key) > place(next) ? 'later' : check.state;
}

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
