import { noticeTexts } from './en/notices.ts';
import { refusalTexts } from './en/refusals.ts';
import { timelineTexts } from './en/timeline.ts';

/** Every sentence of a language, by area and key. Another language is another value of this type, complete by type. */
export const en = { refusals: refusalTexts, notices: noticeTexts, timeline: timelineTexts } as const;
export type Texts = typeof en;

/** Fills `{name}` in a sentence. A name without a value stays visible, so that a missing one is noticed. */
export function fill(sentence: string, params: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}
