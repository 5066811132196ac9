/** Twitch cuts at 500. */
const lineMax = 450;
const nameMax = 80;

// A title that turns the direction of writing would turn the rest of the line as well.
const unprintable = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Somebody's words within a line of ours: one line, of bounded length, that changes nothing around it. */
export function plain(words: string): string {
  return cutAtWord(words.replace(unprintable, ' ').replace(/\s+/g, ' ').trim(), nameMax);
}

/**
 * A line for chat. What begins like a command would be one, and Twitch does to moderators' commands what they say: no line of ours
 * begins so.
 */
export function lineOf(text: string): string {
  return cutAtWord(text.replace(/^[\s/.!]+/, ''), lineMax);
}

/** At most `length` UTF-16 units, ending with a whole word where there is one to end with, and an ellipsis. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  const words = /^(.*\S)\s/s.exec(cut)?.[1];
  return `${words !== undefined && words.length > length / 2 ? words : cut}…`;
}

const between = '; ';

/** How many names fit, in their order, into a line of which `spare` units are used already; always at least one. */
export function countFitting(names: readonly string[], spare: number): number {
  let used = spare - between.length;
  const index = names.findIndex((name) => {
    used += name.length + between.length;
    return used > lineMax;
  });
  return Math.max(1, index < 0 ? names.length : index);
}

/** As many names as fit into a line of which `spare` units are used already. */
export function listOf(names: readonly string[], spare: number): string {
  const fitting = names.slice(0, countFitting(names, spare));
  return `${fitting.join(between)}${fitting.length < names.length ? '…' : ''}`;
}
