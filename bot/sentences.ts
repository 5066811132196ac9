import type { Problem } from '#shared/api/problem.ts';
import { formatMoney } from '#shared/money.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { plain } from './discord/words.ts';

/** What happened, and what the person can do about it. */
export type Said = { readonly sentence: string; readonly remedy: string };

const english = textsFor('en');

/** A problem of the core in a person's words, to be shown as they are; the core has written them in the person's language. Whatever is no refusal is ours to be sorry for. */
export function sayProblem(problem: Problem, texts: TranslatedTexts): Said {
  const { unreachable, apology } = texts.bot.discord;
  if (problem.code === 'unreachable') return unreachable;
  if (!isRefusal(problem.code) || isOurFault(problem)) return apology;
  // What somebody typed may stand in the sentence.
  const issues = (problem.issues ?? []).slice(0, 5).map((issue) => plain(`${issue.path}: ${issue.sentence}`));
  return {
    sentence: [plain(problem.detail), ...issues.map((issue) => `- ${issue}`)].join('\n'),
    remedy: plain(problem.remedy ?? texts.refusals[problem.code].remedy),
  };
}

/** What happened, by a refusal's code, where the core could not know who reads it; in its own words where the code is newer than we are. */
export function sayCode({ code, detail }: Pick<Problem, 'code' | 'detail'>, texts: TranslatedTexts): string {
  return isRefusal(code) ? texts.refusals[code].sentence : detail;
}

/** Whether a problem is a fault of the bot or the core rather than a no to the person, or somebody else's. */
export function isOurFault(problem: Problem): boolean {
  if (problem.code === 'upstream-unavailable') return false;
  return problem.status >= 500 || problem.status === 401 || !isRefusal(problem.code);
}

function isRefusal(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/** What became of a sighting, in the reader's language; in the core's own words where the code is newer than we are. */
export function saySighting({ tag, counted, code, sentence }: SightingOutcome, texts: TranslatedTexts): string {
  if (counted) return fill(texts.common.sightingCounted, { tag });
  return code !== null && isRefusal(code) ? fill(texts.refusals[code].sentence, { tag, typed: tag }) : sentence;
}

/** What a person can do about a sighting that did not count. */
export function sightingRemedy(outcome: SightingOutcome, texts: TranslatedTexts = english): string {
  const code = outcome.code ?? '';
  return isRefusal(code) ? texts.refusals[code].remedy : '';
}

/** The price of a drop where the door may show it. */
export function sayPrice(drop: Pick<DropView, 'price'>, texts: TranslatedTexts = english): string {
  return drop.price ? formatMoney(drop.price, texts.formats.money) : '';
}

/** How many units are left, e.g. "4 of 5 left". */
export function sayLeft(units: DropView['units'], texts: TranslatedTexts = english): string {
  const { card } = texts.bot.discord;
  if (units.left === 1 && units.total > 1) return card.lastOne;
  return fill(card.left, units);
}

/** A text of at most `length` UTF-16 units, as Discord and Twitch count, without half of a character at its end. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
