import { describe, expect, test } from '@jest/globals';

import type { FormNode } from './form.ts';
import { FormError, formFromJson, parseForm } from './form.ts';

function show(node: FormNode): unknown {
  return typeof node === 'string' ? node : Object.fromEntries([...node].map(([key, value]) => [key, show(value)]));
}

describe('reading forms', () => {
  test('brackets nest, and empty brackets count up', () => {
    const form = parseForm('a=1&b[c][0]=x&b[c][1]=y&expand[]=one&expand[]=two&metadata[a%20key]=v%2Bw');
    expect(show(form)).toEqual({
      a: '1',
      b: { c: { 0: 'x', 1: 'y' } },
      expand: { 0: 'one', 1: 'two' },
      metadata: { 'a key': 'v+w' },
    });
  });

  test('a name with broken brackets is taken as it is', () => {
    expect([...parseForm('a[b=1').keys()]).toEqual(['a[b']);
  });

  test('a name of the prototype is only a name', () => {
    const form = parseForm('__proto__[polluted]=1');
    expect([...form.keys()]).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  test.each([
    ['too many fields', Array.from({ length: 1001 }, (_, index) => `a${index}=1`).join('&')],
    ['too many levels', `a${'[b]'.repeat(10)}=1`],
    ['a value that is also a group', 'a=1&a[b]=2'],
  ])('a form with %s is refused', (_, encoded) => {
    expect(() => parseForm(encoded)).toThrow(FormError);
  });

  test('JSON takes the same shape', () => {
    expect(show(formFromJson({ a: 1, b: { c: true, d: null }, e: ['x'], f: undefined }))).toEqual({
      a: '1',
      b: { c: 'true', d: '' },
      e: { 0: 'x' },
    });
  });

  test('JSON that is nested too deeply is refused', () => {
    const deep = Array.from({ length: 12 }).reduce<unknown>((inner) => ({ inner }), 1);
    expect(() => formFromJson(deep)).toThrow(FormError);
  });
});
