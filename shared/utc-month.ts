import { day } from './house-rules.ts';
import type { Instant } from './ids.ts';

/** The month of a moment by UTC: its name, such as `2026-11`, when it began, and how many days it has. */
export function utcMonth(at: Instant): { readonly name: string; readonly from: Instant; readonly length: number } {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const from = Date.UTC(year, month, 1);
  return { name: date.toISOString().slice(0, 7), from, length: (Date.UTC(year, month + 1, 1) - from) / day };
}
