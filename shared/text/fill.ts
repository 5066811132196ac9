import { formatMoney } from '../money.ts';
import { formats } from './en/common.ts';
import { codeTexts, reasonTexts, releaseTexts } from './en/reasons.ts';

/** Fills `{name}` in a sentence. A name without a value stays visible, so that a missing one is noticed. */
export function fill(sentence: string, params: Readonly<Record<string, string | number>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

type Params = Readonly<Record<string, string | number>>;

/** What of a language is needed to write out plain values; `textsFor` gives it, and what is not said is English. */
export type Wording = {
  readonly formats: { readonly money: string; readonly dates: string };
  readonly reasons: Readonly<Record<string, string>>;
  readonly releases: { readonly at: string; readonly waits: string };
  /** By the name of a value, then by its code. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
const english: Wording = { formats, reasons: reasonTexts, releases: releaseTexts, codes: codeTexts };

/**
 * Writes out what rules state as plain values, so that a sentence can be filled: `<name>At` moments become `<name>` (or `when`),
 * `<name>Minor` amounts become `<name>`, and codes, such as those of a `reason` or a `state`, become their words.
 */
export function wordsOf(params: Params, wording: Wording = english): Record<string, string | number> {
  const { dates, money } = wording.formats;
  const words: Record<string, string | number> = { ...params };
  for (const [name, value] of Object.entries(params)) {
    if (name === 'releaseAt') words['releaseWhen'] = sayRelease(Number(value), wording);
    else if (name === 'at' || name === 'when') words['when'] = typeof value === 'number' ? moment(value, dates) : value;
    else if (name.endsWith('At')) words[name.slice(0, -2)] = moment(Number(value), dates);
    else if (name.endsWith('Minor')) {
      const amount = { amountMinor: Number(value), currency: String(params['currency'] ?? 'USD') };
      words[name.slice(0, -5)] = formatMoney(amount, money);
    } else if (name === 'reason') words['reason'] = wordFor(value, wording.reasons);
    else if (Object.hasOwn(wording.codes, name)) words[name] = wordFor(value, wording.codes[name] ?? {});
  }
  return words;
}

function sayRelease(at: number, { releases, formats: { dates } }: Wording): string {
  return at === 0 ? releases.waits : fill(releases.at, { when: moment(at, dates) });
}

/** A value is a code of ours or somebody's own words, which may be the name of what every object inherits. */
function wordFor(value: string | number, words: Readonly<Record<string, string>>): string | number {
  return (Object.hasOwn(words, String(value)) ? words[String(value)] : undefined) ?? value;
}

/** A moment for people whose time zone is not known, in the language of a BCP 47 tag. */
export function moment(at: number, dates: string = formats.dates): string {
  const written = new Intl.DateTimeFormat(dates, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(at);
  return `${written} UTC`;
}
