import { formatMoney } from '../money.ts';
import { reasonTexts, releaseTexts } from './en/reasons.ts';

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
