const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How far a moment is away, in the largest unit that fits: "in 6 minutes", "2 hours ago", "now". */
export function formatDistance(at: number, now: number): string {
  const distance = at - now;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const size = Math.abs(distance);
  if (size < minuteMs) return distance > 0 ? 'in a moment' : 'just now';
  if (size < hourMs) return format.format(Math.trunc(distance / minuteMs), 'minute');
  if (size < dayMs) return format.format(Math.trunc(distance / hourMs), 'hour');
  return format.format(Math.round(distance / dayMs), 'day');
}

/** A moment in the reader's own time zone, with its distance: "Tue 14:05, in 6 minutes"; dates more than six days away are named. */
export function formatWhen(at: number, now: number): string {
  const isNear = Math.abs(at - now) < 6 * dayMs;
  const written = new Intl.DateTimeFormat('en-GB', {
    ...(isNear ? { weekday: 'short' } : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `${written}, ${formatDistance(at, now)}`;
}

/** Time left as a clock shows it: "9:42", never below "0:00". */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long something has lasted, in whole minutes: "less than a minute", "12 min", "1 h 5 min". */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
