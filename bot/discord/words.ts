import { escapeMarkdown } from 'discord.js';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { releaseTexts } from '#shared/text/en/reasons.ts';
import { en, fill, wordsOf } from '#shared/text/say.ts';

/** Somebody's own words, shown as they are and not as Markdown. */
export function plain(text: string): string {
  return escapeMarkdown(text, { heading: true, bulletedList: true, numberedList: true, maskedLink: true });
}

/** A moment that Discord shows in the reader's own zone: `R` as a distance, `f` as a date. */
export function discordTime(at: number, style: 'R' | 'f'): string {
  return `<t:${Math.floor(at / 1000)}:${style}>`;
}

/** A notice's title, sentence and name of its link, with moments in the reader's own zone. */
export function sayNotice(notice: Pick<NoticeView, 'kind' | 'params'>): {
  readonly title: string;
  readonly sentence: string;
  readonly link: string;
} {
  const words: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(wordsOf(notice.params)))
    words[name] = typeof value === 'string' ? plain(value) : value;
  for (const [name, value] of Object.entries(notice.params)) {
    if (typeof value !== 'number' || value <= 0) continue;
    const when = `${discordTime(value, 'f')} (${discordTime(value, 'R')})`;
    if (name === 'releaseAt') words['releaseWhen'] = fill(releaseTexts.at, { when });
    else if (name.endsWith('At')) words[name.slice(0, -2)] = when;
  }
  const { title, sentence, link } = en.notices[notice.kind];
  return { title, sentence: fill(sentence, words), link };
}
