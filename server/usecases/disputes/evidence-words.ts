import type { Instant } from '#shared/ids.ts';
import type { DossierBlock } from '../../ports/evidence.ts';

// Swedish dates are those of ISO 8601.
const dates = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' });

/** A moment as documents write it, to the minute, in UTC: `2026-11-21 19:12 UTC`. */
export function spelled(at: Instant): string {
  return `${dates.format(at)} UTC`;
}

/** A time into a stream, as players show it. */
export function offsetText(offsetMs: number): string {
  const seconds = Math.floor(offsetMs / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Words of a document. */
export function text(words: string): DossierBlock {
  return { kind: 'text', text: words };
}

/** A fact of a document, with its name. */
export function fact(name: string, value: string): DossierBlock {
  return { kind: 'fact', name, value };
}
