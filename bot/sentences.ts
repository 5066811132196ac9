import type { Problem } from '#shared/api/problem.ts';
import { formatMoney } from '#shared/money.ts';
import { refusals, type RefusalCode } from '#shared/refusals.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';

/** What happened, and what the person can do about it. */
export type Said = { readonly sentence: string; readonly remedy: string };

const texts = en.bot.discord;

/** A problem of the core in a person's words. Whatever is no refusal is ours to be sorry for. */
export function sayProblem(problem: Problem): Said {
  if (problem.code === 'unreachable') return texts.unreachable;
  if (!isRefusal(problem.code) || isOurFault(problem)) return texts.apology;
  const issues = (problem.issues ?? []).slice(0, 5).map((issue) => `- ${issue.path}: ${issue.sentence}`);
  return {
    sentence: [problem.detail, ...issues].join('\n'),
    remedy: problem.remedy ?? en.refusals[problem.code].remedy,
  };
}

/** Whether a problem is a fault of the bot or the core rather than a no to the person. */
export function isOurFault(problem: Problem): boolean {
  return problem.status >= 500 || problem.status === 401 || !isRefusal(problem.code);
}

function isRefusal(code: string): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/** What a person can do about a sighting that did not count. */
export function sightingRemedy(outcome: SightingOutcome): string {
  const code = outcome.code ?? '';
  return isRefusal(code) ? en.refusals[code].remedy : '';
}

/** The price of a drop where the door may show it. */
export function sayPrice(drop: DropView): string {
  return drop.price ? formatMoney(drop.price) : '';
}

/** How many units are left, e.g. "4 of 5 left". */
export function sayLeft(units: DropView['units']): string {
  if (units.left === 1 && units.total > 1) return texts.card.lastOne;
  return fill(texts.card.left, units);
}

/** A text of at most `length` UTF-16 units, as Discord and Twitch count, without half of a character at its end. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
