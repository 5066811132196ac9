import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeId, parseId } from './ids.ts';

const kinds = ['citizen', 'drop', 'order'] as const;
const anyKind = fc.constantFrom(...kinds);
const random = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'.split('')),
  minLength: 16,
  maxLength: 24,
});

describe('the prefix travels with the id', () => {
  test('an id reads as its own kind, and as no other', () => {
    fc.assert(
      fc.property(anyKind, anyKind, random, (kind, asked, text) => {
        const id = makeId(kind, text);
        expect(parseId(asked, id)).toBe(asked === kind ? id : undefined);
      }),
    );
  });

  test.each([
    ['citizen', 'cit_mika000000000000'],
    ['drop', 'drp_mika000000000000'],
    ['order', 'ord_mika000000000000'],
  ] as const)('a %s is called %s', (kind, id) => {
    expect(makeId(kind, 'mika000000000000')).toBe(id);
  });

  test.each([
    ['nothing', ''],
    ['the prefix alone', 'ord_'],
    ['no prefix', 'mika000000000000'],
    ['too short', 'ord_abc'],
    ['too long', `ord_${'a'.repeat(41)}`],
    ['capitals', 'ord_MIKA000000000000'],
    ['a path', 'ord_../../../secret'],
    ['a line break at the end', 'ord_mika000000000000\n'],
    ['a space before', ' ord_mika000000000000'],
    ['another prefix', 'orders_mika00000000'],
  ])('%s is no order’s id', (_, text) => {
    expect(parseId('order', text)).toBeUndefined();
  });

  test('reading is total', () => {
    fc.assert(
      fc.property(anyKind, fc.string({ unit: 'binary' }), (kind, text) => {
        const id = parseId(kind, text);
        expect(id === undefined || id === text).toBe(true);
      }),
    );
  });
});
