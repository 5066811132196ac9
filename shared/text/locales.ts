import { german } from './de/german.ts';
import { buildTexts } from './en/build.ts';
import { commonTexts, formats } from './en/common.ts';
import { botTexts } from './en/discord.ts';
import { federationTexts } from './en/federation.ts';
import { noticeTexts } from './en/notices.ts';
import { panelTexts } from './en/panel.ts';
import { raffleTexts } from './en/raffle.ts';
import { codesApart, reasonsApart } from './en/reasons-apart.ts';
import { codeTexts, reasonTexts, releaseTexts } from './en/reasons.ts';
import { refusalTexts } from './en/refusals.ts';
import { setupTexts } from './en/setup.ts';
import { timelineTexts } from './en/timeline.ts';

/** The same keys with any sentence in their place, so that another language is complete by type. */
type Widened<T> = T extends string ? string : { readonly [Key in keyof T]: Widened<T[Key]> };

const english = {
  formats,
  common: commonTexts,
  refusals: refusalTexts,
  notices: noticeTexts,
  timeline: timelineTexts,
  reasons: { ...reasonTexts, ...reasonsApart },
  releases: releaseTexts,
  codes: { ...codeTexts, ...codesApart },
  build: buildTexts,
  setup: setupTexts,
  bot: botTexts,
  federation: federationTexts,
  panel: { state: panelTexts.state },
  raffle: raffleTexts,
} as const;

/** What is said in the reader's own language: all of the bot on Discord, what people are told, and what they are refused. */
export type TranslatedTexts = Widened<typeof english>;

const languages = { en: english, de: german } as const satisfies Record<string, TranslatedTexts>;

/** A language that C500 speaks. */
export type Locale = keyof typeof languages;

function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(languages, tag);
}

/** Every language that C500 speaks; the first is spoken to whoever reads none of them. */
export const locales: readonly Locale[] = Object.keys(languages).filter(isLocale);

/** The language of ours that is nearest to a BCP 47 tag such as `en-GB`; English where there is none. Never throws. */
export function localeOf(tag: string | null | undefined): Locale {
  const language = (tag ?? '').split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return isLocale(language) ? language : 'en';
}

/** The sentences in the language that is nearest to a BCP 47 tag. */
export function textsFor(tag: string | null | undefined): TranslatedTexts {
  return languages[localeOf(tag)];
}
