import { day, hour, minute, second } from '#shared/house-rules.ts';
import { html, type Html } from './html.ts';

const units = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
] as const;

/**
 * Writes a length of time in its largest fitting unit, e.g. `10 minutes`, `3 days`. Rounded to that unit.
 *
 * @param lengthMs 0 or more
 */
export function formatLength(lengthMs: number): string {
  const [unit, unitMs] = units.find(([, size]) => lengthMs >= size) ?? units[3];
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(
    Math.round(lengthMs / unitMs),
  );
}

/** Writes how far a moment is from now, e.g. `in 6 minutes`, `2 days ago`, `now`. */
export function formatDistance(at: number, now: number): string {
  const [unit, unitMs] = units.find(([, size]) => Math.abs(at - now) >= size) ?? units[3];
  const whole = Math.round((at - now) / unitMs);
  return new Intl.RelativeTimeFormat('en', { numeric: whole === 0 ? 'auto' : 'always' }).format(whole, unit);
}

const written = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

const writtenDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Writes the day of a moment by UTC, e.g. `3 March 2027`. */
export function formatDay(at: number): string {
  return writtenDay.format(at);
}

/**
 * A moment with its distance. The server writes it in UTC, which is true for everybody; `site.js` rewrites it in the reader's zone
 * and keeps the distance fresh.
 */
export function momentTag(at: number, now: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" data-moment="">${written.format(at)} UTC (${formatDistance(at, now)})</time>`;
}
