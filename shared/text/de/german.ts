import type { TranslatedTexts } from '../locales.ts';
import { buildTexts } from './build.ts';
import { commonTexts, formats } from './common.ts';
import { botTexts } from './discord.ts';
import { federationTexts } from './federation.ts';
import { raffleTexts } from './raffle.ts';
import { noticeTexts } from './notices.ts';
import { stateTexts } from './panel.ts';
import { codeTexts, reasonTexts, releaseTexts } from './reasons.ts';
import { refusalTexts } from './refusals.ts';
import { setupTexts } from './setup.ts';
import { timelineTexts } from './timeline.ts';

/** Everything that is translated, in German. */
export const german: TranslatedTexts = {
  formats,
  common: commonTexts,
  refusals: refusalTexts,
  notices: noticeTexts,
  timeline: timelineTexts,
  reasons: reasonTexts,
  releases: releaseTexts,
  codes: codeTexts,
  build: buildTexts,
  setup: setupTexts,
  bot: botTexts,
  federation: federationTexts,
  raffle: raffleTexts,
  panel: { state: stateTexts },
};
