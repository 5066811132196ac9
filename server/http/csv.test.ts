import { expect, test } from '@jest/globals';
import { writeCsv, writeDecimal } from './csv.ts';

test('a cell with commas, quotes or line ends is quoted, and lines end as RFC 4180 has it', () => {
  expect(writeCsv([['a', 'b,c', 'say "hi"'], ['two\nlines']])).toBe('a,"b,c","say ""hi"""\r\n"two\nlines"\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('a cell %j runs as no formula', (text) => {
  expect(writeCsv([[text]]).replace(/^"/, '')).toMatch(/^'/);
});

test.each([
  [0, 'USD', '0.00'],
  [5, 'USD', '0.05'],
  [123456, 'USD', '1234.56'],
  [-7, 'USD', '-0.07'],
  [1234, 'JPY', '1234'],
  [Number.MAX_SAFE_INTEGER, 'USD', '90071992547409.91'],
])('%d of %s are %s, exactly', (minor, currency, written) => {
  expect(writeDecimal(minor, currency)).toBe(written);
});
