import { escapeMarkdown } from 'discord.js';
import { formatMoney, type Money } from '#shared/money.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill, wordsOf } from '#shared/text/say.ts';

/**
 * Somebody's own words, shown as they are and not as Markdown: none of them may pass for ours. discord.js would leave all but the first
 * masked link of a line, mentions, quotes and small print.
 */
export function plain(text: string): string {
  const escaped = escapeMarkdown(text, { heading: true, bulletedList: true, numberedList: true });
  return escaped.replaceAll(/[[<]|(?<=^\s*)(?:>|-(?=#))/gm, String.raw`\$&`);
}

/** A moment that Discord shows in the reader's own zone: `R` as a distance, `f` as a date with its time, `D` as a date. */
export function discordTime(at: number, style: 'R' | 'f' | 'D'): string {
  return `<t:${Math.floor(at / 1000)}:${style}>`;
}

/** An amount as the reader's language writes it. */
export function sayMoney(texts: TranslatedTexts, money: Money): string {
  return formatMoney(money, texts.formats.money);
}

type Params = Readonly<Record<string, string | number>>;

/** Values as words of a language, people's own shown plainly, and moments in the reader's own zone. */
export function sayParams(texts: TranslatedTexts, params: Params): Record<string, string | number> {
  const words: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(wordsOf(params, texts)))
    words[name] = typeof value === 'string' ? plain(value) : value;
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'number' || value <= 0) continue;
    const when = `${discordTime(value, 'f')} (${discordTime(value, 'R')})`;
    if (name === 'releaseAt') words['releaseWhen'] = fill(texts.releases.at, { when });
    else if (name.endsWith('At')) words[name.slice(0, -2)] = when;
  }
  const { country } = params;
  if (typeof country === 'string') words['country'] = sayCountry(texts, country);
  return words;
}

/** A country by its ISO 3166 code; what is no such code is shown as it is. */
function sayCountry({ formats }: TranslatedTexts, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return plain(code);
  return new Intl.DisplayNames([formats.dates], { type: 'region' }).of(code) ?? code;
}

/** A notice's title, sentence and name of its link, with moments in the reader's own zone. */
export function sayNotice(
  texts: TranslatedTexts,
  notice: Pick<NoticeView, 'kind' | 'params'>,
): { readonly title: string; readonly sentence: string; readonly link: string } {
  const { title, sentence, link } = texts.notices[notice.kind];
  return { title, sentence: fill(sentence, sayParams(texts, notice.params)), link };
}

/** As many lines as fit into so many characters; the last says how many did not, as `more` counts them. */
export function fitLines(lines: readonly string[], lengthMax: number, more: string): string {
  const fitting: string[] = [];
  let length = more.length + 8;
  for (const line of lines) {
    if (length + line.length + 1 > lengthMax) break;
    fitting.push(line);
    length += line.length + 1;
  }
  const left = lines.length - fitting.length;
  return [...fitting, ...(left > 0 ? [fill(more, { count: left })] : [])].join('\n');
}
