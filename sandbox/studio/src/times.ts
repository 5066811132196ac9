const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const units = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', 1_000],
] as const;

/** A distance in time as people say it: "in 6 minutes", "2 days ago", "now". */
export function sayDistance(at: number, now: number): string {
  const distance = at - now;
  if (Math.abs(distance) < 5_000) return 'now';
  const [unit, size] = units.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.round(distance / size), unit);
}

/** Hours and minutes of the reader's zone. */
export function sayTime(at: number): string {
  return new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** Weekday, hours, minutes and seconds. */
export function sayClock(at: number): string {
  const day = new Intl.DateTimeFormat('en', { weekday: 'short' }).format(at);
  const time = new Intl.DateTimeFormat('en', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return `${day} ${time}`;
}

/** Day and month. */
export function sayDay(at: number): string {
  return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' }).format(at);
}

/** A moment as Discord's `<t:…:style>` shows it. */
export function sayStamp(at: number, style: string, now: number): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { ...options, hourCycle: 'h23' }).format(at);
  switch (style) {
    case 't':
      return format({ timeStyle: 'short' });
    case 'T':
      return format({ timeStyle: 'medium' });
    case 'd':
      return format({ dateStyle: 'short' });
    case 'D':
      return format({ dateStyle: 'long' });
    case 'F':
      return format({ dateStyle: 'full', timeStyle: 'short' });
    case 'R':
      return sayDistance(at, now);
    default:
      return format({ dateStyle: 'long', timeStyle: 'short' });
  }
}

/** How far the clock was moved: "3 days and 10 minutes ahead"; empty when it was not. */
export function sayOffset(offsetMs: number): string {
  const parts: string[] = [];
  let rest = offsetMs;
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '' : `${parts.slice(0, 2).join(' and ')} ahead`;
}
