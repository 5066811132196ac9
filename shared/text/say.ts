import type { Refusal } from '../refusals.ts';
import { activityTexts } from './en/activity.ts';
import { commonTexts } from './en/common.ts';
import { buildTexts } from './en/build.ts';
import { connectTexts } from './en/connect.ts';
import { deskTexts } from './en/desk.ts';
import { chatTexts } from './en/chat.ts';
import { botTexts } from './en/discord.ts';
import { noticeTexts } from './en/notices.ts';
import { pageTexts } from './en/pages.ts';
import { panelTexts } from './en/panel.ts';
import { refusalTexts } from './en/refusals.ts';
import { timelineTexts } from './en/timeline.ts';
import { fill, wordsOf } from './fill.ts';
import { textsFor } from './locales.ts';

export { fill, moment, wordsOf } from './fill.ts';

/** Every sentence of a language, by area and key. Another language is another value of this type, complete by type. */
export const en = {
  common: commonTexts,
  refusals: refusalTexts,
  notices: noticeTexts,
  timeline: timelineTexts,
  pages: pageTexts,
  panel: panelTexts,
  activity: activityTexts,
  desk: deskTexts,
  build: buildTexts,
  connect: connectTexts,
  bot: botTexts,
  chat: chatTexts,
} as const;
export type Texts = typeof en;

/**
 * The two sentences of a refusal: what happened, and what the person can do.
 *
 * @param locale a BCP 47 tag of the reader; English where it is not known
 */
export function sayRefusal(
  refusal: Refusal,
  locale?: string | null,
): { readonly sentence: string; readonly remedy: string } {
  const texts = textsFor(locale);
  const words = wordsOf(refusal.params ?? {}, texts);
  const { sentence, remedy } = texts.refusals[refusal.code];
  return { sentence: fill(sentence, words), remedy: fill(remedy, words) };
}
