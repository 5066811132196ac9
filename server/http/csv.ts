import { decimalsOf } from '#shared/money.ts';

/**
 * Writes rows as RFC 4180 has it, lines ended by CRLF. A spreadsheet would run a cell that begins like a formula, so such a cell is given
 * an apostrophe before it: whoever chose the words in it may be somebody else than whoever opens the file.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Writes minor units as a plain decimal of the currency, exactly: no sign of a currency, no grouping, `-` before what is negative. */
export function writeDecimal(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amountMinor < 0 ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

const isFormula = /^[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r]/u;

function cell(text: string): string {
  const safe = isFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
