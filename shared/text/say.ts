import { formatMoney } from '../money.ts';
import type { Refusal } from '../refusals.ts';
import { commonTexts } from './en/common.ts';
import { buildTexts } from './en/build.ts';
import { deskTexts } from './en/desk.ts';
import { chatTexts } from './en/chat.ts';
import { botTexts } from './en/discord.ts';
import { noticeTexts } from './en/notices.ts';
import { pageTexts } from './en/pages.ts';
import { reasonTexts, releaseTexts } from './en/reasons.ts';
import { panelTexts } from './en/panel.ts';
import { refusalTexts } from './en/refusals.ts';
import { timelineTexts } from './en/timeline.ts';

/** Every sentence of a language, by area and key. Another language is another value of this type, complete by type. */
export const en = {
  common: commonTexts,
  refusals: refusalTexts,
  notices: noticeTexts,
  timeline: timelineTexts,
  pages: pageTexts,
  panel: panelTexts,
  desk: deskTexts,
  build: buildTexts,
  bot: botTexts,
  chat: chatTexts,
} as const;
export type Texts = typeof en;

/** Fills `{name}` in a sentence. A name without a value stays visible, so that a missing one is noticed. */
export function fill(sentence: string, params: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

type Params = Readonly<Record<string, string | number>>;

/**
 * Writes out what rules state as plain values, so that a sentence can be filled: `<name>At` moments become `<name>` (or `when`),
 * `<name>Minor` amounts become `<name>`, and `reason` codes become their words.
 */
export function wordsOf(params: Params): Record<string, string | number> {
  const words: Record<string, string | number> = { ...params };
  for (const [name, value] of Object.entries(params)) {
    if (name === 'releaseAt')
      words['releaseWhen'] = value === 0 ? releaseTexts.waits : fill(releaseTexts.at, { when: moment(Number(value)) });
    else if (name === 'at' || name === 'when') words['when'] = typeof value === 'number' ? moment(value) : value;
    else if (name.endsWith('At')) words[name.slice(0, -2)] = moment(Number(value));
    else if (name.endsWith('Minor'))
      words[name.slice(0, -5)] = formatMoney({
        amountMinor: Number(value),
        currency: String(params['currency'] ?? 'USD'),
      });
    else if (name === 'reason') words['reason'] = reasonOf(value);
  }
  return words;
}

/** A reason is a code of ours or somebody's own words, which may be the name of what every object inherits. */
function reasonOf(value: string | number): string | number {
  return (Object.hasOwn(reasonTexts, String(value)) ? reasonTexts[String(value)] : undefined) ?? value;
}

/** The two sentences of a refusal: what happened, and what the person can do. */
export function sayRefusal(refusal: Refusal): { readonly sentence: string; readonly remedy: string } {
  const words = wordsOf(refusal.params ?? {});
  const { sentence, remedy } = en.refusals[refusal.code];
  return { sentence: fill(sentence, words), remedy: fill(remedy, words) };
}

/** A moment for people whose time zone is not known. */
export function moment(at: number): string {
  const written = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(at);
  return `${written} UTC`;
}
